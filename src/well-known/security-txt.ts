import { mailtoLink } from '../disclosure/address.ts';
import { pageUrl } from '../i18n/addresses.ts';
import { languageCodes } from '../i18n/languages.ts';
import type { SigningCertificate } from '../openpgp/signing-key.ts';
import type { Organisation } from '../organisation.ts';
import type { SiteSettings } from '../settings/settings.ts';

const DAY = 24 * 60 * 60 * 1000;
/** RFC 9116 section 2.5.5 advises less than a year. */
const LIFE = 330 * DAY;

/** A file that was signed offline is published while it stays valid for this long. */
const LEAST_LIFE = 3 * DAY;

/**
 * The unsigned security.txt (RFC 9116), lines ended by CRLF. It expires 330 days after the build, or with the
 * last of the team's keys, or the one that signs it, where that is sooner: one of many that runs out takes nobody's way.
 * @param signer the key that is going to sign it, if any
 */
export function securityTxt(
  site: Pick<SiteSettings, 'siteUrl' | 'contactEmail' | 'builtAt' | 'certificates'>,
  organisation: Pick<Organisation, 'telephone'>,
  signer: Pick<SigningCertificate, 'expiresAt'> | null,
): string {
  const signerEnds = signer?.expiresAt ?? Number.POSITIVE_INFINITY;
  const life = Date.parse(site.builtAt) + LIFE;
  const expires = new Date(Math.min(life, lastEndOf(site.certificates), signerEnds));
  const fields = [
    ['Contact', pageUrl(site.siteUrl, 'report', 'nl')],
    ['Contact', mailtoLink(site.contactEmail)],
    ['Contact', `tel:${organisation.telephone.replaceAll(' ', '-')}`],
    ['Expires', expires.toISOString().replace(/\.\d{3}Z$/, 'Z')],
    ['Encryption', `${site.siteUrl}/team-key.asc`],
    ...languageCodes.map((language) => ['Acknowledgments', pageUrl(site.siteUrl, 'thanks', language)]),
    ['Preferred-Languages', languageCodes.join(', ')],
    ['Canonical', `${site.siteUrl}/.well-known/security.txt`],
    ...languageCodes.map((language) => ['Policy', pageUrl(site.siteUrl, 'policy', language)]),
    ['Bug-Bounty', 'True'],
    ['CSAF', `${site.siteUrl}/.well-known/csaf/provider-metadata.json`],
  ];
  return fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
}

/**
 * Compares a text that was signed earlier with the one that the settings make now.
 * @param signedUntil when the key that signed it can sign no more, in ms; null for never
 * @returns null when it may be published, else what differs, for people: the end of the sentence “the signed file …”
 */
export function whyOutdated(
  signed: string,
  fresh: string,
  site: Pick<SiteSettings, 'builtAt' | 'certificates'>,
  signedUntil: number | null,
): string | null {
  const was = linesIn(signed);
  const should = linesIn(fresh);
  const without = (lines: string[], others: string[]) =>
    lines.filter((line) => !isExpires(line) && !others.includes(line));
  const differs = [...without(should, was), ...without(was, should)].map((line) => line.split(':')[0]);
  if (differs.length > 0) return `differs from the settings in ${[...new Set(differs)].join(', ')}`;
  const kept = (lines: string[]) => lines.map((line) => (isExpires(line) ? 'Expires' : line)).join('\n');
  if (kept(was) !== kept(should)) return 'has its lines in another order';
  const expires = Date.parse(was.find(isExpires)?.slice('Expires:'.length).trim() ?? '');
  if (!(expires > Date.parse(site.builtAt) + LEAST_LIFE)) return 'expires within 3 days';
  if (lastEndOf(site.certificates) < expires) {
    return 'has an Expires later than the end of the last team key';
  }
  return signedUntil !== null && signedUntil < expires
    ? 'has an Expires later than the end of the key that signed it'
    : null;
}

/** When nobody of the team can be sealed to any more, in ms since 1970; infinite for never. */
function lastEndOf(certificates: SiteSettings['certificates']): number {
  const ends = certificates.map(({ expiresAt }) => expiresAt ?? Number.POSITIVE_INFINITY);
  return ends.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...ends);
}

const linesIn = (text: string) => text.trimEnd().split(/\r?\n/);
const isExpires = (line: string) => line.startsWith('Expires:');
