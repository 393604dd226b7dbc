import { URGENT_HEADER } from '../disclosure/wire.ts';
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
 * Neither signs: who reports may want to stay unknown. The page says how gpg does it. `sendUrgent` is for what is exploited,
 * or public already.
 */
export function terminalCommands(
  site: Site,
  language: LanguageCode,
): { fetch: string; encrypt: string; send: string; sendUrgent: string; isForGnupg: boolean } {
  const file = translator(language)('report:other.templateName');
  const readers = readersOf(site);
  const isForGnupg = readers.every((one) => one.isForGnupg);
  const lines = (option: string) =>
    readers.map(({ fingerprint }) => ` \\\n  ${option} ${fingerprint}`).join('');
  const sendAs = (also: string) =>
    `curl --data-binary @${file}.asc \\\n  -H 'Content-Type: application/pgp-encrypted' ` +
    `-H 'Accept-Language: ${language}' \\\n  ${also}${site.siteUrl}/api/reports`;
  return {
    fetch: `curl -O ${site.siteUrl}/team-key.asc\ncurl -o ${file} ${site.siteUrl}${templatePaths[language]}`,
    encrypt: isForGnupg
      ? `gpg --import team-key.asc\ngpg --encrypt --armor --trust-model always --no-throw-keyids${lines('--recipient')} ${file}`
      : `sq cert import team-key.asc\nsq encrypt --overwrite --without-signature${lines('--for')} \\\n  --output ${file}.asc ${file}`,
    send: sendAs(''),
    sendUrgent: sendAs(`-H '${URGENT_HEADER}: yes' \\\n  `),
    isForGnupg,
  };
}
