/**
 * The text of a file as people's tools write them: with a byte order mark or without, in UTF-8, in UTF-16 (PowerShell's
 * `>`, Notepad's "Unicode"), or else in Windows-1252. Never throws; what no encoding has becomes U+FFFD.
 * @returns the text without its byte order mark
 */
export function textOfFile(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

/** Whether the text of a file is in UTF-16, as `textOfFile` takes it. */
export function isUtf16(bytes: Uint8Array): boolean {
  return encodingOf(bytes).startsWith('utf-16');
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

function encodingOf(bytes: Uint8Array): Encoding {
  const [first = 0, second = 0] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  // Without a mark: text of ours begins with a character of ASCII, and no other encoding has a zero beside it.
  if (isAscii(first) && second === 0 && bytes.length > 1) return 'utf-16le';
  if (first === 0 && isAscii(second)) return 'utf-16be';
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252';
}

const isAscii = (octet: number): boolean => octet > 0 && octet < 0x80;

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
