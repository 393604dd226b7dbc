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
