import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Identity, redactor } from '../../src/disclosure/redaction.ts';

const nobody: Identity = { name: '', contact: '', credit: '' };
const left = (who: Partial<Identity>, text: string) => redactor({ ...nobody, ...who }, '[x]')(text);

describe('a name in a contact', () => {
  it.each([
    [
      'Jan de Vries, 06-12345678',
      'Hello Jan, de heer Vries; Jan de Vries 06 12 34 56 78',
      'Hello [x], de heer [x]; [x] [x]',
    ],
    ['Jan de Vries', 'by Jan (VRIES), de januari', 'by [x] ([x]), de januari'],
    ['jan de vries 0612345678', 'Groet, Jan', 'Groet, [x]'],
    ['Mail: jan@vries.example (Jan Peeters)', 'Mail Peeters or jan', 'Mail [x] or [x]'],
    ['Discord gh0st_jan', 'on Discord as GH0ST_JAN', 'on Discord as [x]'],
    ['@janv (Twitter)', 'see https://twitter.com/janv, @janv, JANV', 'see https://twitter.com/[x], [x], [x]'],
    ['Mastodon: @janv@social.example', 'janv and @janv', '[x] and @[x]'],
    ['https://social.example/@janv', 'by janv', 'by [x]'],
  ])('of %j in %j leaves %j', (contact, text, expected) => {
    expect(left({ contact }, text)).toBe(expected);
  });

  it.each([
    ['Liever per e-mail, niet bellen: jan@vries.example', 'Liever niet: e-mail per account is bellen'],
    ['Signal, bereikbaar tussen 9 en 17 uur', 'Signal is niet bereikbaar tussen 9 en 17 uur'],
    ['Please only contact me by mail', 'Please contact me by mail only'],
    ['you can reach us through the form that we use for this', 'reach the form through us'],
    ['e-mail', 'an e-mail'],
    ['I want to stay anonymous', 'They stay anonymous; what I want'],
    ['contact via the reporting form', 'the reporting form'],
    ['zie hierboven', 'zie de kaart hierboven'],
    ['Dhr. ir. Piet Zwaluw', 'de heer, dhr., ir. Q'],
    ['geen', 'geen mail'],
  ])('is no ordinary word: of %j nothing is taken out of %j', (contact, text) => {
    expect(left({ contact }, text)).toBe(text);
  });

  it('is a lone word as it was typed, and whatever else is typed alone', () => {
    expect(left({ contact: 'sky' }, 'by sky, skyline')).toBe('by [x], skyline');
    expect(left({ contact: '12345' }, 'id 12345, 123456')).toBe('id [x], 123456');
    expect(left({ credit: '@janv' }, 'janv')).toBe('[x]');
  });
});

describe('an address', () => {
  it.each([
    ['jan.devries@example.org', 'I registered jan.devries+attacker@example.org', 'I registered [x]'],
    ['jan.devries@example.org', '?to=jan.devries%2Bvictim%40example.org', '?to=[x]'],
    ['jan+meldpunt@example.org', 'From: jan@example.org, jan+x@example.org', 'From: [x], [x]'],
    ['mail jan+meldpunt@example.org', 'jan@example.org', '[x]'],
    ['jan@example.org', 'other+jan@else.example', 'other+jan@else.example'],
  ])('of %j is any of the same mailbox: %j leaves %j', (contact, text, expected) => {
    expect(left({ contact }, text)).toBe(expected);
  });
});

describe('a name in another spelling', () => {
  it.each([
    ['Müller', 'Mueller, MUELLER, Muller, Müller'],
    ['Mueller', 'Müller, mueller'],
    ['Sørensen', 'Soerensen, Sorensen, SÖRENSEN'],
    ['Soerensen', 'Sørensen, Sörensen'],
    ['Åse Bråten', 'Aase, Braaten, Ase, Braten'],
    ['Aase', 'Åse'],
    ['Weiß', 'Weiss, WEISS'],
    ['Weiss', 'Weiß'],
    ['Kjær', 'Kjaer, Kjär'],
    ['Łukasz', 'Lukasz'],
  ])('%s is also each of %s', (name, text) => {
    expect(left({ name }, text)).toMatch(/^\[x\](?:, \[x\])*$/);
  });
});

const known = { name: 'René Müller', contact: 'jan.devries@example.org, 06-12345678', credit: "Jan O'Brien" };

describe('what says who the reporter is, escaped', () => {
  it.each([
    // JSON, and strings of code.
    ['{"x":"\\u003cb\\u003eJan"}', '{"x":"\\u003cb\\u003e[x]"}'],
    ['\\u0022Jan\\u0022', '\\u0022[x]\\u0022'],
    ['\\u000aJan', '\\u000a[x]'],
    ['\\x0aJan', '\\x0a[x]'],
    ['\\bJan \\fJan \\tJan', '\\b[x] \\f[x] \\t[x]'],
    ['Ren\\u00e9 \\u{4d}\\xfcller', '[x]'],
    ['Rene\\u0301', '[x]'],
    ["b'Ren\\xc3\\xa9'", "b'[x]'"],
    ['"Ren\\303\\251.txt"', '"[x].txt"'],
    ['O\\u0027Brien', '[x]'],
    ['jan.devries\\u0040example.org', '[x]'],
    ['jan\\.devries\\@example\\.org', '[x]'],
    ['\\\\u004aan', '[x]'],
    // URLs.
    ['?n=Ren%C3%A9%20M%c3%bcller&y', '?n=[x]&y'],
    ['?n=M%FCller', '?n=[x]'],
    ['O%27Brien', '[x]'],
    ['jan.devries%2540example.org', '[x]'],
    ['?tel=06%2012%2034%2056%2078', '?tel=[x]'],
    ['k=-----BEGIN%20PGP%20PUBLIC%20KEY%20BLOCK-----%0A%0AxsBN', 'k=[x]'],
    ['?name=de%20Ren%C3%A9', '?name=de%20[x]'],
    // HTML.
    ['M&uuml;ller &Jan;', '[x] &[x];'],
    ['ren&eacute; M&#252;ller M&#xFC;ller', '[x] [x]'],
    ['jan.devries&#x40;example.org jan.devries&#64example.org', '[x] [x]'],
    ['jan.devries&commat;example.org', '[x]'],
    ['06&nbsp;1234&nbsp;5678', '[x]'],
    ['&lt;b&gt;O&apos;Brien', '&lt;b&gt;[x]'],
    // The source of a mail.
    ['Ren=C3=A9 M=C3=BCller', '[x]'],
    ['=?utf-8?Q?M=C3=BCller?=', '=?utf-8?Q?[x]?='],
    ['M=FCller', '[x]'],
    ['M=C3=\r\n=BCller, Ren=C3=A9=\n', '[x], [x]=\n'],
    ['06123=\n45678', '[x]'],
    ['=0D=0AJan=3D', '=0D=0A[x]=3D'],
    ['jan.devries=40exam=\nple.org', '[x]'],
    // One in the other.
    ['"M=C3=BC=\\r\\nller"', '"[x]"'],
    ['to=3Djan.devries%40exam=\nple.org', 'to=3D[x]'],
    // Wide, unseen and joined.
    ['０６１２３４５６７８', '[x]'],
    ['Ｊａｎ and 𝐉𝐚𝐧', '[x] and [x]'],
    ['Mül\u00adler, M\u200büller', '[x], [x]'],
  ])('%j becomes %j', (text, expected) => {
    expect(left(known, text)).toBe(expected);
  });

  it('is gone in whatever way a text is escaped', () => {
    const hex = (unit: number, digits: number) => unit.toString(16).padStart(digits, '0');
    const units = (text: string) => Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
    const percent = (text: string) =>
      [...new TextEncoder().encode(text)].map((byte) => `%${hex(byte, 2)}`).join('');
    const escapes: ((text: string) => string)[] = [
      percent,
      encodeURIComponent,
      (text) => encodeURIComponent(percent(text)),
      (text) => percent(text).replaceAll('%', '\\x'),
      (text) => percent(text).toUpperCase().replaceAll('%', '='),
      (text) =>
        percent(text)
          .replaceAll('%', '=')
          .replaceAll(/(.{6})/g, '$1=\r\n'),
      (text) =>
        units(text)
          .map((unit) => `\\u${hex(unit, 4)}`)
          .join(''),
      (text) => JSON.stringify(JSON.stringify(text)),
      (text) => Array.from(text, (one) => `&#${one.codePointAt(0)};`).join(''),
      (text) => Array.from(text, (one) => `&#x${hex(one.codePointAt(0) ?? 0, 1)};`).join(''),
      (text) => text.normalize('NFD'),
    ];
    const letters = fc.constantFrom(...'abcdqzéüøñžßабв李雷𐌰𐌱');
    const words = fc.array(letters, { minLength: 7, maxLength: 12 }).map((all) => all.join(''));
    fc.assert(
      fc.property(words, fc.constantFrom(...escapes), (name, escaped) => {
        expect(left({ name }, `by "${escaped(name)}".`)).not.toContain(escaped(name).slice(0, 8));
      }),
    );
  });

  it('leaves every text as it was, in NFC, where nobody is in it', () => {
    const pieces = fc.constantFrom(
      ...[
        '%',
        '%2',
        '%C3',
        '%A9',
        '\\',
        '\\u',
        '\\u00e9',
        '\\n',
        '&',
        '&uuml;',
        '&#x4',
        '&#64;',
        '=',
        '=C3=A9',
        '=\n',
      ],
      ...[
        'a',
        'e\u0301',
        '\u0301',
        'ü',
        ' ',
        '\n',
        '12',
        '@',
        '+',
        'de',
        'Ｊ',
        '\u200b',
        '𝐉',
        '\ud83e',
        '李',
        '[x]',
      ],
    );
    const texts = fc.oneof(
      fc.array(pieces).map((all) => all.join('')),
      fc.string({ unit: 'binary' }),
    );
    const clean = redactor(
      { name: 'Quirijn Zwaluw', contact: 'zwaluw+x@quirijn.example', credit: '' },
      '[x]',
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(clean(text)).toBe(text.normalize('NFC'));
      }),
    );
  });
});

it('takes what is joined of ordinary words for what somebody is called', () => {
  for (const contact of [
    'web_dev',
    'night-user',
    'web.dev',
    'discord: user.name',
    'telegram night_user or mail',
  ]) {
    const called = contact.split(/\s/).find((word) => /[_.-]/.test(word)) ?? '';
    expect(redactor({ name: '', credit: '', contact }, '[X]')(`I am ${called} there`)).toBe('I am [X] there');
  }
});
