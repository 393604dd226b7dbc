import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uniqueFileNames } from '../../src/disclosure/file-name.ts';
import { pictureOf } from '../../src/disclosure/picture.ts';
import { previewLimits, previewOf } from '../../src/disclosure/preview.ts';
import { redPng } from '../support/pictures.ts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
/** Files of 300 × 200 pixels, up to and including what says so. */
const heads = {
  'image/png': latin1('\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x01\x2c\0\0\0\xc8'),
  'image/jpeg': latin1('\xff\xd8\xff\xe0\0\x04JF\xff\xff\xfe\0\x03!\xff\xc2\0\x0b\x08\0\xc8\x01\x2c'),
  'image/gif': latin1(
    'GIF89a\x2c\x01\xc8\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\0\0\0\0\0,\0\0\0\0\x2c\x01\xc8\0',
  ),
  'image/webp': latin1('RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x2b\x01\0\xc7\0\0'),
};
const otherWebp = [
  latin1('RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x2b\xc1\x31\0'),
  latin1('RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x2c\x01\xc8\0'),
];

describe('a picture', () => {
  it('is known by its first bytes, and its size by its own header', () => {
    for (const [type, bytes] of Object.entries(heads))
      expect(pictureOf(bytes), type).toEqual({ type, width: 300, height: 200 });
    for (const bytes of otherWebp)
      expect(pictureOf(bytes)).toEqual({ type: 'image/webp', width: 300, height: 200 });
    for (const other of ['', 'BM', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'RIFF\0\0\0\0WAVEfmt '])
      expect(pictureOf(latin1(other))).toBeNull();
  });

  it('that is cut off anywhere before its size says none', () => {
    for (const whole of [...Object.values(heads), ...otherWebp])
      for (let length = 12; length < whole.length; length += 1)
        expect(pictureOf(whole.subarray(0, length)), `${length} bytes`).toBe('damaged');
  });

  it('without pixels, or with its size after its data, is damaged', () => {
    const noWidth = Buffer.from(heads['image/png']);
    noWidth.writeUInt32BE(0, 16);
    expect(pictureOf(noWidth)).toBe('damaged');
    expect(pictureOf(latin1('\xff\xd8\xff\xda\0\x02\xff\xc0\0\x0b\x08\0\xc8\x01\x2c'))).toBe('damaged');
    expect(pictureOf(latin1('\xff\xd8\xff\xe0\0\0\xff\xc0\0\x0b\x08\0\xc8\x01\x2c'))).toBe('damaged');
  });

  it('in a GIF that is larger than its screen says counts as large as it is', () => {
    const lying = Buffer.from(heads['image/gif']);
    lying.set([1, 0, 1, 0], 6);
    expect(pictureOf(lying)).toEqual({ type: 'image/gif', width: 300, height: 200 });
  });

  it('of bytes that mean nothing never throws', () => {
    const start = fc.constantFrom(...Object.values(heads).map((bytes) => bytes.subarray(0, 12)));
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 200 }), (head, rest) => {
        pictureOf(Buffer.concat([head, rest]));
      }),
    );
  });
});

describe('a preview', () => {
  it('has no picture of more pixels than can be drawn, whatever little it weighs', () => {
    expect(previewOf(redPng(4, 3))).toMatchObject({ kind: 'picture', picture: { width: 4, height: 3 } });
    const bomb = redPng(4, 3, { width: 60_000, height: 60_000 });
    expect(previewOf(bomb)).toEqual({ kind: 'none', why: 'pixels' });
    expect(previewOf(bomb.subarray(0, 20))).toEqual({ kind: 'none', why: 'damaged' });
  });

  it('has no picture that is drawn over and over again', () => {
    const scan = latin1('\xff\xda\0\x08\x01\x01\0\x01\x3f\0\xff\0\xda\x12');
    const drawn = (scans: number) =>
      previewOf(Buffer.concat([heads['image/jpeg'], ...Array(scans).fill(scan)]));
    expect(drawn(previewLimits.scans)).toMatchObject({ kind: 'picture' });
    expect(drawn(previewLimits.scans + 1)).toEqual({ kind: 'none', why: 'scans' });
  });

  it('has no file that is too large, of either kind', () => {
    const large = { kind: 'none', why: 'large' };
    const picture = Buffer.concat([redPng(4, 3), Buffer.alloc(previewLimits.bytes)]);
    expect(previewOf(picture)).toEqual(large);
    expect(previewOf(Buffer.alloc(previewLimits.textBytes + 1, 'a'))).toEqual(large);
  });

  it('shows of a text the beginning, with what can’t be seen made visible', () => {
    expect(previewOf(Buffer.from('\ufeffa\u202eb\x1b[31m\r\nc\n'))).toEqual({
      ...{ kind: 'text', text: 'a⟨U+202E⟩b⟨U+001B⟩[31m\nc\n', isWhole: true },
    });
    const lines = Buffer.from('line\n'.repeat(previewLimits.lines + 1));
    const shown = previewOf(lines);
    expect(shown).toMatchObject({ kind: 'text', isWhole: false });
    expect(shown.kind === 'text' && shown.text.split('\n').length).toBe(previewLimits.lines);
    const faces = previewOf(Buffer.from(`a${'😀'.repeat(previewLimits.characters)}`));
    expect(faces).toMatchObject({ kind: 'text', isWhole: false });
    expect(faces.kind === 'text' && faces.text).not.toContain('⟨');
    expect(previewOf(Buffer.of())).toEqual({ kind: 'text', text: '', isWhole: true });
  });

  it('has nothing of what is no text either, and shows an SVG as the text that it is', () => {
    expect(previewOf(latin1('%PDF-1.7\n\xe2\xe3'))).toEqual({ kind: 'none', why: 'other' });
    expect(previewOf(Buffer.from('<svg onload="x()"/>'))).toMatchObject({ kind: 'text' });
  });
});

it('files that go into one folder get names that no file system takes for the same', () => {
  expect(
    uniqueFileNames(['a.txt', 'A.TXT', 'a (2).txt', '../a.txt', 'e\u0301', 'é', '.rc', '.rc', '']),
  ).toEqual([
    'a.txt',
    'A (2).TXT',
    'a (2) (2).txt',
    '__a.txt',
    'e\u0301',
    'é (2)',
    '_rc',
    '_rc (2)',
    'attachment',
  ]);
});
