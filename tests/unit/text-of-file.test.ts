import { describe, expect, test } from 'vitest';
import { textOfFile } from '../../src/openpgp/text-of-file.ts';

const TEXT = '-----BEGIN PGP PUBLIC KEY BLOCK-----\nComment: Zoë – €5\n';
const littleEndian = Buffer.from(TEXT, 'utf16le');
const bigEndian = Buffer.from(littleEndian).swap16();
const utf8 = Buffer.from(TEXT);

describe('the text of a file, whatever wrote it', () => {
  test.each([
    ['UTF-8', utf8],
    ['UTF-8 with a mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), utf8])],
    ['UTF-16 as PowerShell writes it', Buffer.concat([Buffer.from([0xff, 0xfe]), littleEndian])],
    ['UTF-16 big endian', Buffer.concat([Buffer.from([0xfe, 0xff]), bigEndian])],
    ['UTF-16 without a mark', littleEndian],
    ['UTF-16 big endian without a mark', bigEndian],
  ])('%s', (_, bytes) => {
    expect(textOfFile(bytes)).toBe(TEXT);
  });

  test('Windows-1252, where it is no UTF-8', () => {
    expect(textOfFile(Uint8Array.from([0x5a, 0x6f, 0xeb, 0x20, 0x80, 0x35]))).toBe('Zoë €5');
  });

  test('nothing, one octet and halves of characters are no reason to stop', () => {
    expect(textOfFile(new Uint8Array())).toBe('');
    expect(textOfFile(Uint8Array.of(0x41))).toBe('A');
    expect(textOfFile(Uint8Array.of(0xff, 0xfe, 0x41))).toBe('\ufffd');
  });
});
