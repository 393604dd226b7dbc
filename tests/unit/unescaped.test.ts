import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { readingsOf } from '../../src/disclosure/unescaped.ts';

const pieces = fc.constantFrom(
  ...[
    '%',
    '%C3',
    '%A9',
    '%41',
    '\\',
    '\\u',
    '\\u0065',
    '\\ud83e\\udd8a',
    '&',
    '&uuml;',
    '&#x41;',
    '=',
    '=C3',
    '=A9',
  ],
  ...['=\n', 'a', '\u0301', '\\u0301', 'ü', ' ', '４', 'ﬃ', '\u200b', '🦊', '\ud83e', '\udd8a'],
);
const texts = fc.array(pieces, { maxLength: 40 }).map((all) => all.join('').normalize('NFC'));

describe('the readings of a text', () => {
  it.each([
    ['no escapes: 100 % & \\', ['no escapes: 100 % & \\']],
    ['a%20b', ['a%20b', 'a b']],
    [
      '&Oslash;&oslash;&Eacute;&aring;&gt;&TAB;&none;',
      ['&Oslash;&oslash;&Eacute;&aring;&gt;&TAB;&none;', 'ØøÉå>\t&none;'],
    ],
    ['%2540', ['%2540', '%40', '@']],
    ['=C3=A9', ['=C3=A9', 'é']],
    ['\\"\\/\\\\', ['\\"\\/\\\\', '"/\\']],
    ['\\ud83e\\udd8a', ['\\ud83e\\udd8a', '🦊']],
    ['%E4 %F0%9F%A6%8A %C3', ['%E4 %F0%9F%A6%8A %C3', 'ä 🦊 Ã']],
    ['%f5%80%80%80 &#9999999;', ['%f5%80%80%80 &#9999999;', 'õ€€€ ']],
  ])('of %j are %j', (text, expected) => {
    expect(readingsOf(text).map((reading) => reading.text)).toEqual(expected);
  });

  it('say of each code unit where in the source it stands, in order', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const { text: read, begins, ends } of readingsOf(text)) {
          expect([begins.length, ends.length]).toEqual([read.length, read.length]);
          for (let at = 0; at < read.length; at += 1) {
            const [begin = -1, end = -1] = [begins[at], ends[at]];
            expect(begin).toBeGreaterThanOrEqual(at === 0 ? 0 : (begins[at - 1] ?? 0));
            expect(end).toBeGreaterThan(begin);
            expect(end).toBeLessThanOrEqual(text.length);
            // What was read from one code unit, and is none of another form, is that code unit.
            if (end - begin === 1 && !/[４ﬃ]/.test(text.charAt(begin)))
              expect(read.charAt(at)).toBe(text.charAt(begin));
          }
        }
      }),
    );
  });

  it('are no more than six, and none is much longer than the text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const readings = readingsOf(text);
        expect(readings.length).toBeLessThanOrEqual(6);
        for (const reading of readings) expect(reading.text.length).toBeLessThanOrEqual(3 * text.length);
      }),
    );
  });

  it.each([
    ...[
      '%C3',
      '%',
      '%41',
      '\\',
      '\\u00e',
      '\\x',
      '&',
      '&#',
      '&#1',
      '=',
      '=\n',
      '=C3',
      '=C3=\n',
      '(',
      '\u0301',
      'a\\u0301',
    ],
  ])('of twice as much of %j take twice the steps', (piece) => {
    const exec = vi.spyOn(RegExp.prototype, 'exec');
    const stepsOf = (text: string) => {
      exec.mockClear();
      readingsOf(text);
      return exec.mock.calls.length;
    };
    const once = stepsOf(piece.repeat(500));
    expect(stepsOf(piece.repeat(1000))).toBeLessThanOrEqual(2 * once);
    exec.mockRestore();
  });
});
