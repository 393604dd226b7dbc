import { pageUrl } from '../i18n/addresses.ts';
import { languageCodes } from '../i18n/languages.ts';
import type { Organisation } from '../organisation.ts';
import type { SiteSettings } from '../settings.ts';

const DAY = 24 * 60 * 60 * 1000;
/** RFC 9116 section 2.5.5 advises less than a year. */
const LIFE = 330 * DAY;

/**
 * The unsigned security.txt (RFC 9116), lines ended by CRLF. It expires 330 days after the build, or with the
 * first of the team's keys where that is sooner.
 */
export function securityTxt(
  site: Pick<SiteSettings, 'siteUrl' | 'contactEmail' | 'builtAt' | 'certificates'>,
  organisation: Pick<Organisation, 'telephone'>,
): string {
  const keyEnds = site.certificates.flatMap(({ expiresAt }) => (expiresAt === null ? [] : [expiresAt]));
  const expires = new Date(Math.min(Date.parse(site.builtAt) + LIFE, ...keyEnds));
  const fields = [
    ['Contact', pageUrl(site.siteUrl, 'report', 'nl')],
    ['Contact', `mailto:${site.contactEmail}`],
    ['Contact', `tel:${organisation.telephone.replaceAll(' ', '-')}`],
    ['Expires', expires.toISOString().replace(/\.\d{3}Z$/, 'Z')],
    ['Encryption', `${site.siteUrl}/team-key.asc`],
    ['Preferred-Languages', languageCodes.join(', ')],
    ['Canonical', `${site.siteUrl}/.well-known/security.txt`],
    ...languageCodes.map((language) => ['Policy', pageUrl(site.siteUrl, 'policy', language)]),
  ];
  return fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
}
