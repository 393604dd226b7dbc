// What a text says once the escapes in it are read: what was sent as a URL, as JSON, as HTML or as the source of a mail.
import { asItStands, type Reading, readOn, type Said } from './reading.ts';

/** A byte in a URL or in a string of code, written octal as well. */
const BYTE = '(?:(?:%|\\\\x)[\\da-f]{2}|\\\\[0-3][0-7]{2})';
/** One in quoted-printable or the Q encoding (RFC 2045 section 6.7, RFC 2047 section 4.2), and the end of a line that is none. */
const MAIL_BYTE = '=[\\da-f]{2}';
const SOFT_BREAK = '=[ \\t]{0,3}\\r?\\n';

/** Marks of HTML's names for letters, `&eacute;` say, as the mark that is put behind the letter. */
const MARKS: Readonly<Record<string, string>> = {
  ...{ grave: '\u0300', acute: '\u0301', circ: '\u0302', tilde: '\u0303', macr: '\u0304', breve: '\u0306' },
  ...{ uml: '\u0308', ring: '\u030a', dblac: '\u030b', caron: '\u030c', cedil: '\u0327', ogon: '\u0328' },
};
/** HTML's names for what else stands in names, addresses and numbers, or around them. */
const NAMED: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", rsquo: '’', lsquo: '‘', commat: '@', period: '.' },
  ...{ comma: ',', colon: ':', sol: '/', plus: '+', lowbar: '_', hyphen: '-', ndash: '–', lpar: '(' },
  ...{ rpar: ')', nbsp: '\u00a0', tab: '\t', newline: '\n', shy: '', zwnj: '', zwj: '' },
};
/** Its names for letters that are no letter with a mark; in capitals they are capitals. */
const NAMED_LETTERS: Readonly<Record<string, string>> = {
  ...{ oslash: 'ø', aelig: 'æ', oelig: 'œ', szlig: 'ß', lstrok: 'ł', dstrok: 'đ', eth: 'ð', thorn: 'þ' },
};
/** After a backslash; any sign is itself. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v' },
};

const ESCAPE = new RegExp(
  [
    // Up to four: as many as UTF-8 has for one character.
    `${BYTE}{1,4}`,
    '[%\\\\]u[\\da-f]{4}',
    '\\\\u\\{[\\da-f]{1,6}\\}',
    '\\\\(?:[nrtbfv]|[^\\p{L}\\p{N}\\r\\n])',
    '&#(?:x[\\da-f]{1,7}|\\d{1,8});?',
    `&[a-z](?:${Object.keys(MARKS).join('|')});`,
    `&(?:${Object.keys({ ...NAMED, ...NAMED_LETTERS }).join('|')});`,
    // Wide forms, ligatures and letters of formulas are the same letters and digits.
    '[\\ufb00-\\ufb06\\uff01-\\uff5e\\u{1d400}-\\u{1d7ff}]',
    // Not seen, and in no name.
    '[\\u00ad\\u200b-\\u200d\\u2060\\ufeff]',
  ].join('|'),
  'giu',
);
const MAIL_ESCAPE = new RegExp(`(?:${MAIL_BYTE}(?:${SOFT_BREAK})?){1,4}|${SOFT_BREAK}`, 'gi');
const FIRST_BYTE = new RegExp(`^(?:${BYTE}|${MAIL_BYTE})`, 'i');
const ANY_BYTE = /(?:%|\\x|=)([\da-f]{2})|\\([0-7]{3})/gi;
const SILENT = /[\u00ad\u200b-\u200d\u2060\ufeff]/;
/** Composed here: bounded, since putting marks in order takes the square of how many they are. */
const MARKED = /\P{M}\p{M}{1,8}/gu;
/** What a byte means in text that is no UTF-8: what mail programs of the West write (windows-1252). */
const WESTERN = new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));

/**
 * The ways to read a text: first as it stands, then with its escapes read, where it has any: once and twice (`%2540`), as
 * the source of a mail, and as one of these in the other. What is no escape is read as it stands; each reading is in NFC
 * where marks are not piled up.
 */
export function readingsOf(text: string): Reading[] {
  const plain = asItStands(text);
  const once = unescaped(plain);
  // Apart from the others: `?name=de%20Vries` is no mail.
  const mail = mailRead(plain);
  return [
    ...[plain, once, once && unescaped(once), once && mailRead(once)],
    ...[mail, mail && unescaped(mail)],
  ].filter((reading) => reading !== null);
}

function unescaped(reading: Reading): Reading | null {
  const read = readOn(reading, ESCAPE, (written) =>
    FIRST_BYTE.test(written) ? firstOf(written) : { text: characterOf(written), length: written.length },
  );
  return read && composed(read);
}

function mailRead(reading: Reading): Reading | null {
  const read = readOn(reading, MAIL_ESCAPE, (written) =>
    FIRST_BYTE.test(written) ? firstOf(written) : { text: '', length: written.length },
  );
  return read && composed(read);
}

function composed(reading: Reading): Reading {
  const read = readOn(reading, MARKED, (marked) => {
    const text = marked.normalize('NFC');
    return text === marked ? null : { text, length: marked.length };
  });
  return read ?? reading;
}

/** What an escape says that is no byte. */
function characterOf(written: string): string {
  if (/^[%\\]u/i.test(written)) return pointOf(written.replace('{', '').slice(2), 16);
  if (written.startsWith('\\')) return LETTERS[written.slice(1).toLowerCase()] ?? written.slice(1);
  if (!written.startsWith('&')) return SILENT.test(written) ? '' : written.normalize('NFKC');
  if (/^&#x/i.test(written)) return pointOf(written.slice(3), 16);
  if (written.startsWith('&#')) return pointOf(written.slice(2), 10);
  const name = written.slice(1, -1);
  const mark = MARKS[name.slice(1).toLowerCase()];
  if (mark !== undefined) return (name.charAt(0) + mark).normalize('NFC');
  const letter = NAMED_LETTERS[name.toLowerCase()];
  if (letter === undefined) return NAMED[name.toLowerCase()] ?? '';
  return /^\p{Lu}/u.test(name) ? letter.toUpperCase() : letter;
}

/** The character with a number that begins `digits`; what is beyond Unicode says nothing. */
function pointOf(digits: string, base: 10 | 16): string {
  const point = Number.parseInt(digits, base);
  return point <= 0x10ffff ? String.fromCodePoint(point) : '';
}

/** The first character of bytes that are written out: of UTF-8 (RFC 3629), or else of one byte. */
function firstOf(written: string): Said {
  ANY_BYTE.lastIndex = 0;
  const next = () => {
    const [, hex, octal] = ANY_BYTE.exec(written) ?? [];
    return hex === undefined ? Number.parseInt(octal ?? '', 8) : Number.parseInt(hex, 16);
  };
  const lead = next();
  const alone = { text: WESTERN.charAt(lead), length: ANY_BYTE.lastIndex };
  const more = lead < 0xc0 || lead > 0xf7 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
  if (more === 0) return alone;
  let point = lead & (0x3f >> more);
  for (let left = more; left > 0; left -= 1) {
    const byte = next();
    // Also where there is none.
    if ((byte & 0xc0) !== 0x80) return alone;
    point = (point << 6) | (byte & 0x3f);
  }
  return point <= 0x10ffff ? { text: String.fromCodePoint(point), length: ANY_BYTE.lastIndex } : alone;
}
