import { fromBase64, toBase64 } from '../disclosure/base64.ts';

/** The bytes of padded base64 (RFC 4648 section 4) as `toBase64` writes it, null for anything else. */
export function readBase64(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return null;
  const bytes = fromBase64(text);
  return toBase64(bytes) === text ? bytes : null;
}
