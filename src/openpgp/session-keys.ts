import { toHex } from '../disclosure/bytes.ts';
import { endOfSessionKey } from './algorithms.ts';
import type { Packet } from './packets.ts';
import { looksReadable } from './readable.ts';

/** The key id of a packet that does not say who it is for. */
export const HIDDEN = '0000000000000000';
/** Version, key id and algorithm stand before the fields. */
const HEAD = 10;

/**
 * The id of the key that a version 3 session key packet (RFC 9580 section 5.1.1) is for, 16 hexadecimal
 * characters. Null when the packet is not exactly what its algorithm makes of it, so that nothing else fits in it.
 */
export function recipientOf({ body }: Packet): string | null {
  if (body[0] !== 3) return null;
  const end = endOfSessionKey(body[9] ?? 0, body, HEAD);
  if (end !== body.length || looksReadable(body.subarray(HEAD + 2))) return null;
  return toHex(body.subarray(1, 9));
}
