import { describe, expect, it } from 'vitest';
import { fileShown } from '../../src/openpgp/file-shown.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const MOST = 20;

describe('what is shown of a file to who decides whether it belongs', () => {
  it('is how a text begins, in whatever encoding, with what can’t be seen made visible', () => {
    expect(fileShown(utf8('één\r\ntwee'), MOST)).toEqual({ beginning: 'één\ntwee' });
    const utf16 = new Uint8Array(Buffer.from('\ufeffgeheim', 'utf16le'));
    expect(fileShown(utf16, MOST)).toEqual({ beginning: 'geheim' });
    expect(fileShown(new Uint8Array([0x6e, 0xe9]), MOST)).toEqual({ beginning: 'né' });
    const { beginning } = fileShown(utf8('a\u202eb'), MOST);
    expect(beginning).not.toContain('\u202e');
  });

  it('is no more of it than was asked for, and no half of a character', () => {
    expect(fileShown(utf8('a'.repeat(500_000)), MOST).beginning).toHaveLength(MOST);
    expect(fileShown(utf8(`${'a'.repeat(MOST - 1)}\u{1f512}`), MOST)).toEqual({
      beginning: 'a'.repeat(MOST - 1),
    });
  });

  it('is what it is and its size where it is no text', () => {
    const png = new Uint8Array(40);
    png.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    for (const [kind, bytes] of [
      ['picture', png],
      ['pdf', utf8('%PDF-1.7 and all text')],
      ['zip', utf8('PK\x03\x04 and more')],
      ['other', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0])],
      ['other', utf8('text at first\0')],
    ] as const)
      expect(fileShown(bytes, MOST)).toEqual({ beginning: '', file: { kind, size: bytes.length } });
  });

  it('is nothing of an empty one', () => {
    expect(fileShown(new Uint8Array(), MOST)).toEqual({ beginning: '' });
  });
});
