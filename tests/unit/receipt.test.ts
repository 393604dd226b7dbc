import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALPHABET } from '../../src/disclosure/base32.ts';
import { parseReceipt } from '../../src/disclosure/read-receipt.ts';
import { deriveReceipt, makeReceipt, RECEIPT_LENGTH } from '../../src/disclosure/receipt.ts';

const receipts = fc.constant(null).map(() => makeReceipt());

describe('the receipt code', () => {
  it('stands in six groups of four', () => {
    expect(makeReceipt()).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/);
  });

  it('is read back however it is typed', () => {
    const spellings = fc.constantFrom<(code: string) => string>(
      (code) => code.toLowerCase(),
      (code) => code.replaceAll('-', ''),
      (code) => ` ${code.replaceAll('-', ' ')} `,
      (code) => code.replaceAll('0', 'o').replaceAll('1', 'l'),
      (code) => code.replaceAll('1', 'I').replaceAll('-', '–'),
    );
    fc.assert(
      fc.property(receipts, spellings, (receipt, spell) => {
        expect(parseReceipt(spell(receipt))).toEqual({ ok: true, receipt });
      }),
    );
  });

  it('every single wrong character is found, and its group named', () => {
    const receipt = makeReceipt().replaceAll('-', '');
    for (let place = 0; place < RECEIPT_LENGTH; place += 1) {
      for (const wrong of ALPHABET) {
        if (wrong === receipt[place]) continue;
        const typed = receipt.slice(0, place) + wrong + receipt.slice(place + 1);
        const group = Math.floor(place / 4) + 1;
        expect(parseReceipt(typed)).toEqual({ ok: false, reason: 'character', group });
      }
    }
  });

  it('two neighbours that changed places are found, and any two mistakes are noticed', () => {
    const receipt = Array.from(makeReceipt().replaceAll('-', ''));
    for (let one = 0; one < RECEIPT_LENGTH; one += 1) {
      for (let two = one + 1; two < RECEIPT_LENGTH; two += 1) {
        if (receipt[one] === receipt[two]) continue;
        const swapped = [...receipt];
        [swapped[one], swapped[two]] = [receipt[two] ?? '', receipt[one] ?? ''];
        const parsed = parseReceipt(swapped.join(''));
        expect(parsed.ok).toBe(false);
        if (two === one + 1) {
          expect(parsed).toEqual({ ok: false, reason: 'swapped', group: Math.floor(one / 4) + 1 });
        }
        for (const wrong of [
          ['0', '1'],
          ['A', 'Z'],
          ['7', '7'],
        ]) {
          const mistyped = [...receipt];
          [mistyped[one], mistyped[two]] = [wrong[0] ?? '', wrong[1] ?? ''];
          if (mistyped.join('') !== receipt.join('')) expect(parseReceipt(mistyped.join('')).ok).toBe(false);
        }
      }
    }
  });

  it('a character that no code has is named by its group; a wrong length is told apart', () => {
    const receipt = makeReceipt();
    expect(parseReceipt(`${receipt.slice(0, 10)}U${receipt.slice(11)}`)).toEqual({
      ok: false,
      reason: 'character',
      group: 3,
    });
    expect(parseReceipt(receipt.slice(0, -1))).toEqual({ ok: false, reason: 'length', count: 23 });
    expect(parseReceipt(`${receipt}0`)).toEqual({ ok: false, reason: 'length', count: 25 });
    fc.assert(fc.property(fc.string(), (typed) => void parseReceipt(typed)));
  });

  it.each<[string, (code: string) => string]>([
    ['typographic hyphens', (code) => code.replaceAll('-', '\u2011')],
    ['minus signs', (code) => code.replaceAll('-', '\u2212')],
    ['dashes with spaces', (code) => code.replaceAll('-', ' \u2013 ')],
    ['spaces that do not break', (code) => code.replaceAll('-', '\u00a0')],
    ['quotes', (code) => `\u201c${code}\u201d`],
    ['straight quotes and a full stop', (code) => `"${code}".`],
    ['invisible characters', (code) => `\ufeff\u200b${code.replaceAll('-', '\u00ad-\u200d')}\u2060`],
    ['marks of direction', (code) => `\u2066${code}\u2069`],
    [
      'wide letters',
      (code) => code.replace(/[0-9A-Z]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)),
    ],
    ['a line of the file', (code) => `Ontvangstcode: ${code}`],
    [
      'a line of the file in small letters and spaces',
      (code) => `receipt code: ${code.toLowerCase().replaceAll('-', ' ')}`,
    ],
    ['a link of before', (code) => `https://meld.example.org/status#${code}`],
    ['Markdown', (code) => `> **${code}**`],
    [
      'the whole file',
      (code) =>
        `Ontvangstcode van je melding bij Scope4mation\n\nKenmerk: CVD-2026-4F7K2Q\nOntvangen: maandag 23 november 2026 om 14:05 CET\nAntwoord uiterlijk: donderdag 26 november 2026 om 14:05 CET\n\nOntvangstcode: ${code}\n\nBewaar deze code en deel hem met niemand.\n`,
    ],
    ['the file as one line', (code) => `Kenmerk: CVD-2026-4F7K2Q Ontvangstcode: ${code} Bewaar deze code`],
  ])('is read in %s', (_, write) => {
    for (let tries = 0; tries < 20; tries += 1) {
      const receipt = makeReceipt();
      expect(parseReceipt(write(receipt))).toEqual({ ok: true, receipt });
    }
  });

  it('a mistake in a code that stands in a text is named as that of one by itself', () => {
    const receipt = makeReceipt();
    const wrong = `${receipt.slice(0, 16)}${receipt[16] === '7' ? '8' : '7'}${receipt.slice(17)}`;
    for (const text of [`Ontvangstcode: ${wrong}`, `https://meld.example.org/status#${wrong}`])
      expect(parseReceipt(text)).toEqual({ ok: false, reason: 'character', group: 4 });
  });

  it('nothing, a reference and a text without a code are told apart', () => {
    for (const nothing of ['', '  ', '\u200b', '""', '- - -'])
      expect(parseReceipt(nothing)).toEqual({ ok: false, reason: 'empty' });
    for (const reference of [
      'CVD-2026-4F7K2Q',
      ' cvd 2026 4f7k2q',
      '“CVD‑2026‑4F7K2Q”',
      'Kenmerk: CVD-2026-4F7K2Q',
    ])
      expect(parseReceipt(reference)).toEqual({ ok: false, reason: 'reference' });
    for (const text of [
      'https://meld.example.org/status/of/a/report',
      'Ik heb mijn code niet meer, wat moet ik nu doen?',
    ])
      expect(parseReceipt(text)).toEqual({ ok: false, reason: 'none' });
  });

  it('gives the same secrets each time, as an independent HKDF gives them', async () => {
    const { hkdfSync, createHash } = await import('node:crypto');
    const receipt = makeReceipt();
    const raw = receipt.replaceAll('-', '');
    const token = Buffer.from(hkdfSync('sha256', raw, 'meldpunt receipt 1', 'access token', 32));
    const phrase = Buffer.from(hkdfSync('sha256', raw, 'meldpunt receipt 1', 'reply key', 32));
    expect(await deriveReceipt(receipt)).toEqual({
      accessToken: token.toString('base64url'),
      receiptId: createHash('sha256').update(token).digest('hex'),
      replyKeyPassphrase: phrase.toString('base64url'),
    });
  });
});
