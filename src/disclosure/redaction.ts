// What says who the reporter is, taken out of a text that goes to others. It finds what stands there to the letter; what
// a reporter tells of themselves in other words only a person finds, who reads it before it goes.
import { addressesIn } from './addresses-in.ts';
import type { Report } from './report.ts';

/** What is shorter stands in too many other words, in UTF-16 code units. */
const SHORTEST = 3;
const KEY =
  /-----BEGIN PGP (?:PUBLIC|PRIVATE) KEY BLOCK-----[\s\S]*?(?:-----END PGP (?:PUBLIC|PRIVATE) KEY BLOCK-----|$)/g;
/** Six groups of four, as a receipt code is written; see `receipt.ts`. */
const CODE =
  /(?<![0-9A-Za-z])[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{4}(?:[- ][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{4}){5}(?![0-9A-Za-z])/g;

/** Who a reporter says that they are; see `Report`. */
export type Identity = Pick<Report, 'name' | 'contact' | 'credit'>;

/** Takes keys and receipt codes out of a text: they are nobody's but the reporter's. @param instead what stands there then */
export function withoutSecrets(text: string, instead: string): string {
  return text.replace(KEY, instead).replace(CODE, instead);
}

/**
 * Makes what takes out of a text who the reporter is: name, contact and credit as they stand in the report, in whatever
 * case, addresses in them, and each capitalised word of a name; besides what `withoutSecrets` takes.
 * @param instead what stands there then
 */
export function redactor({ name, contact, credit }: Identity, instead: string): (text: string) => string {
  const whole = [name, contact, credit, ...addressesIn(`${contact} ${name} ${credit}`, [])];
  const words = [name, credit].flatMap((text) => text.match(/\p{Lu}[\p{L}\p{M}'’-]+/gu) ?? []);
  const patterns = [
    ...[...new Set(whole.map((one) => one.trim()))]
      .filter((one) => one.length >= SHORTEST)
      // The longest first: nothing of it is left behind a shorter one.
      .toSorted((one, other) => other.length - one.length)
      .map((one) => new RegExp(escaped(one).replaceAll(/\s+/g, '\\s+'), 'giu')),
    ...[...new Set(words)]
      .filter((one) => one.length >= SHORTEST)
      .map((one) => new RegExp(`(?<![\\p{L}\\p{N}])${escaped(one)}(?![\\p{L}\\p{N}])`, 'gu')),
  ];
  return (text) =>
    patterns.reduce((left, pattern) => left.replace(pattern, instead), withoutSecrets(text, instead));
}

const escaped = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** What files end in. Anything else may be a name: `photo.Jan`. */
const ENDINGS =
  /\.(?:7z|asc|avi|bmp|bz2|c|cfg|conf|cpp|csv|curl|docx?|eml|gif|go|gz|har|html?|java|jpe?g|js|json|log|md|mkv|mov|mp4|odt|pcap|pcapng|pdf|php|png|pptx?|ps1|py|rb|rs|rtf|sh|sql|svg|tar|tgz|ts|txt|webm|webp|xlsx?|xml|ya?ml|zip)$/i;

/** A name for a file that tells nothing but what kind it is: `attachment-2.png`. @param number from 1 */
export function neutralName(name: string, number: number): string {
  const [ending = ''] = ENDINGS.exec(name) ?? [];
  return `attachment-${number}${ending.toLowerCase()}`;
}
