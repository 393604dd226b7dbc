import { limits } from '../disclosure/limits.ts';
import { URGENT_HEADER } from '../disclosure/wire.ts';
import { formatBytes } from '../i18n/format.ts';
import { translator } from '../i18n/index.ts';
import { type LanguageCode, templatePaths } from '../i18n/languages.ts';
import type { Certificate } from '../openpgp/keys.ts';
import { hasExpired } from '../openpgp/lifetime.ts';
import type { SiteSettings } from '../settings/settings.ts';

type Site = Pick<SiteSettings, 'siteUrl' | 'certificates' | 'builtAt'>;

/** Whom a report is encrypted to by hand: one that had run out when the site was built is no help to anybody. */
export function readersOf({ certificates, builtAt }: Omit<Site, 'siteUrl'>): Certificate[] {
  return certificates.filter((one) => !hasExpired(one, Date.parse(builtAt)));
}

/**
 * The commands for reporting from a terminal, with the site's own address and keys; tests run them as they are. With gpg,
 * or, where it can't encrypt to one of the keys, with sq from version 1: nothing older that Debian has encrypts to
 * X25519, X448 or version 6. Either has a line for each key, which whoever types it leaves out where the key has run out.
 * Neither signs: who reports may want to stay unknown. The page says how gpg does it. `encryptFiles` stands in the place of
 * `encrypt` where files go along: one MIME message (RFC 2046) of the report and them, as mail programs make it, and no more
 * than the inbox opens. `sendUrgent` is for what is exploited, or public already.
 */
export function terminalCommands(
  site: Site,
  language: LanguageCode,
): Record<'fetch' | 'encrypt' | 'encryptFiles' | 'send' | 'sendUrgent', string> & { isForGnupg: boolean } {
  const t = translator(language);
  const file = t('report:other.templateName');
  const message = file.replace('.md', '.eml');
  const readers = readersOf(site);
  const isForGnupg = readers.every((one) => one.isForGnupg);
  const lines = (option: string) =>
    readers.map(({ fingerprint }) => ` \\\n  ${option} ${fingerprint}`).join('');
  const sendAs = (also: string) =>
    `curl --data-binary @${file}.asc \\\n  -H 'Content-Type: application/pgp-encrypted' ` +
    `-H 'Accept-Language: ${language}' \\\n  ${also}${site.siteUrl}/api/reports`;
  const importKey = isForGnupg ? 'gpg --import team-key.asc' : 'sq cert import team-key.asc';
  const size = formatBytes(limits.openedText, language);
  const encryptMessage = isForGnupg
    ? `gpg --encrypt --armor --yes --output ${file}.asc \\\n  --trust-model always --no-throw-keyids${lines('--recipient')} ${message}`
    : `sq encrypt --overwrite --without-signature${lines('--for')} \\\n  --output ${file}.asc ${message}`;
  return {
    fetch: `curl -O ${site.siteUrl}/team-key.asc\ncurl -o ${file} ${site.siteUrl}${templatePaths[language]}`,
    encrypt: isForGnupg
      ? `${importKey}\ngpg --encrypt --armor --trust-model always --no-throw-keyids${lines('--recipient')} ${file}`
      : `${importKey}\nsq encrypt --overwrite --without-signature${lines('--for')} \\\n  --output ${file}.asc ${file}`,
    encryptFiles: [
      `{ printf 'Content-Type: multipart/mixed; boundary="=_"\\n\\n'`,
      `  printf '\\n--=_\\nContent-Type: text/plain; charset=utf-8\\n\\n'; cat ${file}`,
      '  for file in advisory.json; do',
      `    printf '\\n--=_\\nContent-Disposition: attachment; filename="%s"\\n' "\${file##*/}"`,
      `    printf 'Content-Transfer-Encoding: base64\\n\\n'; base64 < "$file"`,
      '  done',
      `  printf '\\n--=_--\\n'; } > ${message}`,
      `if [ $(wc -c < ${message}) -gt ${limits.openedText} ]`,
      `then echo '${t('report:other.tooLarge', { size })}'`,
      'else',
      importKey,
      encryptMessage,
      'fi',
    ].join('\n'),
    send: sendAs(''),
    sendUrgent: sendAs(`-H '${URGENT_HEADER}: yes' \\\n  `),
    isForGnupg,
  };
}
