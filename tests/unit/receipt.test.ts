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
    expect(parseReceipt(receipt.slice(0, -1))).toEqual({ ok: false, reason: 'length' });
    expect(parseReceipt(`${receipt}0`)).toEqual({ ok: false, reason: 'length' });
    expect(parseReceipt('')).toEqual({ ok: false, reason: 'length' });
    fc.assert(fc.property(fc.string(), (typed) => void parseReceipt(typed)));
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
