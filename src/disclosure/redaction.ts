// What says who the reporter is, taken out of a text that goes to others. It finds what stands there to the letter; what
// a reporter tells of themselves in other words only a person finds, who reads it before it goes.
import { addressesIn } from './addresses-in.ts';
import { handlesIn, isOrdinary, namesAmong } from './contact-names.ts';
import { loosely, namePatterns, partPatterns, WORD_BEGINS, WORD_ENDS } from './names.ts';
import { withoutReceipts } from './receipt-codes.ts';
import type { Report } from './report.ts';
import { numbersWith, numberTails } from './telephone-numbers.ts';
import { readingsOf } from './unescaped.ts';

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
 * however their letters are composed or escaped; besides what `withoutSecrets` takes.
 * @param instead what stands there then; the text comes out in NFC (Unicode Standard Annex 15)
 */
export function redactor(identity: Identity, instead: string): (text: string) => string {
  const [name, contact, credit] = [identity.name, identity.contact, identity.credit].map((one) =>
    one.normalize('NFC').trim(),
  ) as [string, string, string];
  const all = `${contact} ${name} ${credit}`;
  // One word is a name; of more, each may be one.
  const isWord = /^[\p{L}\p{M}]+$/u.test(contact);
  const addresses = [...(isWord || isOrdinary(contact) ? [] : [contact]), ...addressesOf(all)];
  const among = namesAmong(contact);
  const patterns = [
    KEY,
    ...addresses.filter((one) => one.length >= SHORTEST).map(addressPattern),
    ...namePatterns([name, credit, ...handlesIn(all), ...(isWord ? among : [])]),
    ...partPatterns(among),
  ];
  const tails = numberTails(all.normalize('NFKC'));
  return (text) => {
    const clean = withoutSecrets(text.normalize('NFC'), instead);
    const isHidden = new Uint8Array(clean.length);
    for (const reading of readingsOf(clean)) {
      const hide = ({ 0: hit, index }: RegExpExecArray) =>
        isHidden.fill(1, reading.begins[index], reading.ends[index + hit.length - 1]);
      for (const pattern of patterns) for (const hit of reading.text.matchAll(pattern)) hide(hit);
      for (const number of numbersWith(tails, reading.text)) hide(number);
    }
    return withoutHidden(clean, isHidden, instead);
  };
}

/** @param isHidden 1 for each code unit that stays out */
function withoutHidden(text: string, isHidden: Uint8Array, instead: string): string {
  const kept: string[] = [];
  let done = 0;
  for (let begin = isHidden.indexOf(1); begin >= 0; begin = isHidden.indexOf(1, done)) {
    kept.push(text.slice(done, begin), instead);
    const end = isHidden.indexOf(0, begin);
    done = end < 0 ? text.length : end;
    if (end < 0) break;
  }
  return kept.join('') + text.slice(done);
}

/** Addresses of mail, and of whatever has them with @ or /. */
function addressesOf(text: string): string[] {
  const words = text.split(/[\s,;()<>"]+/).filter((word) => /[@/]/.test(word));
  return [...new Set([...addressesIn(text, []), ...words.map((word) => word.replace(/[.:!?]+$/, ''))])];
}

/** A mailbox, whatever is behind a + in it: all of that is one's own (RFC 5233). */
const MAILBOX = /^([^\s@+]+)(?:\+[^\s@]*)?(@[^\s@]+)$/;

function addressPattern(address: string): RegExp {
  const [, local, host] = MAILBOX.exec(address) ?? [];
  if (local !== undefined && host !== undefined)
    return new RegExp(`${loosely(local, '')}(?:\\+[^\\s@,;<>()"]{0,64})?${loosely(host, '')}`, 'giu');
  // Taking too much of what stands around it costs little.
  if (/\S@\S/.test(address)) return new RegExp(loosely(address, '\\s+'), 'giu');
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
