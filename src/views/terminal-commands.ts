import { translator } from '../i18n/index.ts';
import { type LanguageCode, paths } from '../i18n/languages.ts';
import { hasExpired } from '../openpgp/lifetime.ts';
import type { SiteSettings } from '../settings.ts';

/** The commands for reporting from a terminal, with the site's own address and keys; a test runs them as they are. */
export function terminalCommands(
  site: Pick<SiteSettings, 'siteUrl' | 'certificates' | 'builtAt'>,
  language: LanguageCode,
): { fetch: string; encrypt: string; send: string } {
  const file = translator(language)('report:other.templateName');
  const certificates = site.certificates.filter((one) => !hasExpired(one, Date.parse(site.builtAt)));
  const isForGnupg = certificates.every((one) => one.isForGnupg);
  const recipients = certificates.map(({ fingerprint }) => ` \\\n  --recipient ${fingerprint}`).join('');
  return {
    fetch: `curl -O ${site.siteUrl}/team-key.asc\ncurl -o ${file} ${site.siteUrl}${paths.template[language]}`,
    // What every program for OpenPGP has that offers the Stateless OpenPGP interface, whatever its name.
    encrypt: isForGnupg
      ? `gpg --import team-key.asc\ngpg --encrypt --armor --trust-model always --no-throw-keyids${recipients} ${file}`
      : `sop encrypt team-key.asc < ${file} > ${file}.asc`,
    send:
      `curl --data-binary @${file}.asc \\\n  -H 'Content-Type: application/pgp-encrypted' ` +
      `-H 'Accept-Language: ${language}' \\\n  ${site.siteUrl}/api/reports`,
  };
}
