import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intricateIn, MOST_INTRICATE, piecesOf } from '../../src/browser/dom/foreign.ts';
import { safeFileName } from '../../src/disclosure/file-name.ts';
import { isolated, visibleLine, visibleText } from '../../src/disclosure/foreign-text.ts';

/** Texts with more than their share of what hides, reorders and commands. */
const nasty = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 5 }),
      fc.constantFrom(
        ...'\u202e \u202b \u2066 \u2069 \u200f \u061c \u200b \u200c \u200d \ufeff \u00ad \u3164 \u034f \u{e0041} \ufe0f \u2028 \x1b[31m \x9b \x07 \ud800 \n \t א ' // a space, too
          .split(' ')
          .map((text) => text || ' '),
      ),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

const BIDI = /\p{Bidi_Control}/u;

describe('a stranger’s text', () => {
  it('in a name shows what reorders: invoice<U+202E>fdp.exe ends in exe', () => {
    expect(visibleLine('invoice\u202efdp.exe')).toBe('invoice⟨U+202E⟩fdp.exe');
    expect(visibleLine('a\u200bb\u{e0041}\x1b\ud800')).toBe('a⟨U+200B⟩b⟨U+E0041⟩⟨U+001B⟩⟨U+D800⟩');
    for (const honest of ['rapport één.pdf', 'חשבונית.pdf', '報告書.txt', '❤️.png', 'naïve “x” – y'])
      expect(visibleLine(honest)).toBe(honest);
  });

  it('in many lines keeps what scripts and emoji need, and shows the rest', () => {
    for (const honest of ['می‌خواهم', '👩‍💻 ❤️', 'क्‍ष', 'one\n\ttwo', 'naïve e\u0301'])
      expect(visibleText(honest)).toBe(honest);
    expect(visibleText('if (a) {\u2066// x\u2069\r')).toBe('if (a) {⟨U+2066⟩// x⟨U+2069⟩⟨U+000D⟩');
  });

  it('in many lines ends them in either way; a return within one is shown', () => {
    expect(visibleText('one\r\n\r\ntwo\r\n')).toBe('one\n\ntwo\n');
    expect(visibleText('paid\rnot paid\r\r\n')).toBe('paid⟨U+000D⟩not paid⟨U+000D⟩\n');
  });

  it('never comes out with anything in it that hides, reorders or commands', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(visibleLine(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(visibleText(text)).not.toMatch(BIDI);
        expect(visibleText(text)).not.toMatch(/(?!\u200c|\u200d|[\n\t\p{Co}\p{Cn}])\p{C}/u);
        // Nothing is lost: taking the marks out again gives what was there.
        const back = (shown: string) =>
          shown.replace(/⟨U\+([0-9A-F]{4,6})⟩/g, (_, code: string) =>
            String.fromCodePoint(parseInt(code, 16)),
          );
        if (!/⟨U/.test(text)) {
          expect(back(visibleLine(text))).toBe(text);
          expect(back(visibleText(text))).toBe(text.replaceAll('\r\n', '\n'));
        }
        expect(isolated(text).slice(1, -1)).toBe(visibleLine(text));
      }),
    );
  });

  it('names a file that is saved by nothing but what a file system takes, with its own ending', () => {
    expect(safeFileName('invoice\u202efdp.exe')).toBe('invoice_fdp.exe');
    expect(safeFileName('../../.bashrc')).toBe('__.._.bashrc');
    expect(safeFileName('report.pdf .. ')).toBe('report.pdf____');
    expect(safeFileName('con.txt')).toBe('_con.txt');
    expect(safeFileName('a\u00a0\u3000  b.png')).toBe('a b.png');
    expect(safeFileName('')).toBe('attachment');
    expect(safeFileName(`${'漢'.repeat(300)}.exe`)).toBe(`${'漢'.repeat(65)}.exe`);
    expect(safeFileName(`${'a'.repeat(300)}.exe`)).toBe(`${'a'.repeat(196)}.exe`);
    fc.assert(
      fc.property(nasty, (text) => {
        const name = safeFileName(text);
        expect(name).not.toMatch(/[\p{C}\p{Zl}\p{Zp}/\\:*?"<>|]|^[. ]|[. ]$/u);
        expect(name).not.toBe('');
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
        expect(safeFileName(name)).toBe(name);
      }),
    );
  });
});

describe('the pieces of a text that is laid out', () => {
  it('make it up again, none has more than a browser lays out at once, and plain lines stay whole', () => {
    const lines = fc.array(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('א1 '.repeat(3000), '\n', 'x'.repeat(5000), '👩‍💻'.repeat(900)),
      ),
    );
    fc.assert(
      fc.property(lines, (parts) => {
        const text = parts.join('');
        const pieces = piecesOf(text);
        expect(pieces.join('')).toBe(text);
        for (const piece of pieces) {
          expect(intricateIn(piece)).toBeLessThanOrEqual(MOST_INTRICATE.paragraph);
          expect(piece).not.toBe('');
        }
        expect(
          pieces.some((piece) => /^[\udc00-\udfff]/.test(piece)) &&
            !/(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text),
        ).toBe(false);
      }),
    );
    const base64 = 'QUJD'.repeat(10_000);
    expect(piecesOf(`one\n${base64}\ntwo`)).toEqual([`one\n`, `${base64}\n`, 'two']);
  });
});
