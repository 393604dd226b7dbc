/** Lower-case hexadecimal of `bytes`. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/** Bytes that are turned into characters at once: as many as a call takes arguments on any machine, and whole threes. */
const STRETCH = 24 * 1024;

/** Base64 of `bytes`, however many, padded and without line ends (RFC 4648 section 4). */
export function toBase64(bytes: Uint8Array): string {
  let base64 = '';
  for (let start = 0; start < bytes.length; start += STRETCH) {
    base64 += btoa(String.fromCharCode(...bytes.subarray(start, start + STRETCH)));
  }
  return base64;
}

/** The bytes of a base64 text. @throws DOMException where it is none */
export function fromBase64(base64: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

/** Unpadded base64url of `bytes` (RFC 4648 section 5). */
export function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The same bytes in one piece. */
export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** SHA-256 of bytes, or of a text as UTF-8, in lower-case hexadecimal (64 characters). */
export async function sha256Hex(input: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}
