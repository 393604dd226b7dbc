import { toHex } from '../disclosure/bytes.ts';
import type { Packet } from './packets.ts';
import { looksReadable } from './readable.ts';

const RSA = 1;
const RSA_ENCRYPT_ONLY = 2;
const ELGAMAL = 16;
const ECDH = 18;

/**
 * The id of the key that a version 3 session key packet (RFC 9580 section 5.1.1) is for, 16 hexadecimal
 * characters. Null when the packet is not exactly what RSA, Elgamal or ECDH make of it, so that nothing else
 * fits in it.
 */
export function recipientOf({ body }: Packet): string | null {
  if (body[0] !== 3) return null;
  const fields = body.subarray(10);
  const end = endOf(fields, body[9] ?? 0);
  if (end === null || end !== fields.length || looksReadable(fields.subarray(2))) return null;
  return toHex(body.subarray(1, 9));
}

function endOf(fields: Uint8Array, algorithm: number): number | null {
  const first = endOfInteger(fields, 0);
  if (first === null) return null;
  if (algorithm === RSA || algorithm === RSA_ENCRYPT_ONLY) return first;
  if (algorithm === ELGAMAL) return endOfInteger(fields, first);
  if (algorithm === ECDH) return first + 1 + (fields[first] ?? 0);
  return null;
}

/** Where the multiprecision integer at `at` ends: two octets with its length in bits, then that many. */
function endOfInteger(fields: Uint8Array, at: number): number | null {
  const bits = ((fields[at] ?? 0) << 8) + (fields[at + 1] ?? 0);
  return bits >= 128 && bits <= 8192 ? at + 2 + Math.ceil(bits / 8) : null;
}
