// What says who the reporter is, taken out of a text that goes to others. It finds what stands there to the letter; what
// a reporter tells of themselves in other words only a person finds, who reads it before it goes.
import { addressesIn } from './addresses-in.ts';
import { loosely, namePatterns, WORD_BEGINS, WORD_ENDS } from './names.ts';
import { withoutReceipts } from './receipt-codes.ts';
import type { Report } from './report.ts';
import { numberTails, withoutNumbers } from './telephone-numbers.ts';

/** What is shorter stands in too many other words, in UTF-16 code units. */
const SHORTEST = 3;
const KEY =
  /-----BEGIN PGP (?:PUBLIC|PRIVATE) KEY BLOCK-----[\s\S]*?(?:-----END PGP (?:PUBLIC|PRIVATE) KEY BLOCK-----|$)/g;

/** Who a reporter says that they are; see `Report`. */
export type Identity = Pick<Report, 'name' | 'contact' | 'credit'>;

/** Whether it says anything. */
export function saysWho({ name, contact, credit }: Identity): boolean {
  return `${name}${contact}${credit}`.trim() !== '';
}

/** Takes keys and receipt codes out of a text: they are nobody's but the reporter's. @param instead what stands there then */
export function withoutSecrets(text: string, instead: string): string {
  return withoutReceipts(text.replace(KEY, instead), instead);
}

/**
 * Makes what takes out of a text who the reporter is: name, contact and credit as they stand in the report, addresses in
 * them, telephone numbers by their digits, and each word of a name that is no ordinary one, all in whatever case and
 * however their letters are composed; besides what `withoutSecrets` takes.
 * @param instead what stands there then; the text comes out in NFC (Unicode Standard Annex 15)
 */
export function redactor(identity: Identity, instead: string): (text: string) => string {
  const [name, contact, credit] = [identity.name, identity.contact, identity.credit].map((one) =>
    one.normalize('NFC').trim(),
  ) as [string, string, string];
  const all = `${contact} ${name} ${credit}`;
  const isWord = /^[\p{L}\p{M}]+$/u.test(contact);
  const names = namePatterns(isWord ? [name, credit, contact] : [name, credit]);
  const addresses = [...(isWord ? [] : [contact]), ...addressesOf(all)]
    .filter((one) => one.length >= SHORTEST)
    .map(addressPattern);
  const tails = numberTails(all);
  const without = (text: string, patterns: readonly RegExp[]) =>
    patterns.reduce((left, pattern) => left.replace(pattern, instead), text);
  return (text) => {
    const clean = without(withoutSecrets(text.normalize('NFC'), instead), addresses);
    return without(withoutNumbers(clean, tails, instead), names);
  };
}

/** Addresses of mail, and of whatever has them with @ or /; the longest first, so that nothing is left behind a shorter one. */
function addressesOf(text: string): string[] {
  const words = text.split(/[\s,;()<>"]+/).filter((word) => /[@/]/.test(word));
  const found = [...addressesIn(text, []), ...words.map((word) => word.replace(/[.:!?]+$/, ''))];
  return [...new Set(found)].toSorted((one, other) => other.length - one.length);
}

function addressPattern(address: string): RegExp {
  // Taking too much of what stands around it costs little.
  if (/\S@\S/.test(address))
    return new RegExp(loosely(address, '\\s+').replaceAll('@', '(?:@|%40|=40|&#64;)'), 'giu');
  const before = /^[\p{L}\p{N}]/u.test(address) ? WORD_BEGINS : '';
  const after = /[\p{L}\p{N}]$/u.test(address) ? WORD_ENDS : '';
  return new RegExp(before + loosely(address, '\\s+') + after, 'giu');
}

/** What files end in. Anything else may be a name: `photo.Jan`. */
const ENDINGS =
  /\.(?:7z|asc|avi|bmp|bz2|c|cfg|conf|cpp|csv|curl|docx?|eml|gif|go|gz|har|html?|java|jpe?g|js|json|log|md|mkv|mov|mp4|odt|pcap|pcapng|pdf|php|png|pptx?|ps1|py|rb|rs|rtf|sh|sql|svg|tar|tgz|ts|txt|webm|webp|xlsx?|xml|ya?ml|zip)$/i;

/** A name for a file that tells nothing but what kind it is: `attachment-2.png`. @param number from 1 */
export function neutralName(name: string, number: number): string {
  const [ending = ''] = ENDINGS.exec(name) ?? [];
  return `attachment-${number}${ending.toLowerCase()}`;
}
