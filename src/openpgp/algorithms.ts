import { toHex } from '../disclosure/bytes.ts';

/** One field of a key or of an encrypted session key, as RFC 9580 sections 5.1 and 5.5.5 write it. */
type Field =
  /** A multiprecision integer of so many bits: two octets with that number, then the integer. */
  | { bits: readonly [least: number, most: number] }
  /** So many octets. */
  | { octets: number }
  /** An octet that says how many follow: a curve that is on our list. */
  | 'curve'
  /** An octet that says how many follow, whatever they are. */
  | 'counted';

interface Algorithm {
  /** What is public of a key. */
  key: readonly Field[];
  /** What a version 3 session key packet holds; absent for what nothing is encrypted with, or not taken yet. */
  sessionKey?: readonly Field[];
}

const upTo = (most: number): Field => ({ bits: [1, most] });
/** Numbers of an encrypted session key: less than 128 bits are none, more than 8192 no key of ours has. */
const sealedNumber: Field = { bits: [128, 8192] };

/** GnuPG makes RSA keys of at most 4096 bits and takes 8192; a public exponent is 65537, and hardly ever another. */
const RSA: Algorithm = { key: [upTo(8192), upTo(64)], sessionKey: [sealedNumber] };
/** A point on a curve: two coordinates of at most 521 bits, and an octet before them. */
const point = upTo(1088);

/**
 * The public-key algorithms that strangers may use, by the numbers of RFC 9580 section 9.1, each with the sizes that
 * OpenPGP.js and GnuPG get through quickly. Whatever reads a stranger's packets goes by this list and no other.
 */
const algorithms: Readonly<Record<number, Algorithm>> = {
  1: RSA,
  2: RSA,
  3: { key: RSA.key },
  // Elgamal and DSA.
  16: { key: [upTo(4096), upTo(4096), upTo(4096)], sessionKey: [sealedNumber, sealedNumber] },
  17: { key: [upTo(4096), upTo(512), upTo(4096), upTo(4096)] },
  // ECDH, ECDSA and EdDSALegacy.
  18: { key: ['curve', point, 'counted'], sessionKey: [sealedNumber, 'counted'] },
  19: { key: ['curve', point] },
  22: { key: ['curve', point] },
  // X25519, X448, Ed25519 and Ed448. With a session key come an ephemeral key and a counted rest (sections 5.1.6, 5.1.7).
  25: { key: [{ octets: 32 }], sessionKey: [{ octets: 32 }, 'counted'] },
  26: { key: [{ octets: 56 }], sessionKey: [{ octets: 56 }, 'counted'] },
  27: { key: [{ octets: 32 }] },
  28: { key: [{ octets: 57 }] },
};

/** The curves of RFC 9580 section 9.2 and secp256k1, by their object identifiers in hexadecimal. */
const curves = new Set([
  // NIST P-256, P-384, P-521.
  '2a8648ce3d030107',
  '2b81040022',
  '2b81040023',
  // secp256k1.
  '2b8104000a',
  // brainpoolP256r1, brainpoolP384r1, brainpoolP512r1.
  '2b2403030208010107',
  '2b240303020801010b',
  '2b240303020801010d',
  // Ed25519Legacy and Curve25519Legacy.
  '2b06010401da470f01',
  '2b060104019755010501',
]);

/**
 * What is wrong with the fields of a key: `unknown` when its algorithm or curve is not on our list, `too-large` when a
 * number has more bits than ours, `damaged` when they are not what the algorithm asks for.
 */
export type FieldFault = 'unknown' | 'too-large' | 'damaged';

/** The object identifier that stands at `at`, in hexadecimal. */
export function curveOf(bytes: Uint8Array, at: number): string {
  return toHex(bytes.subarray(at + 1, at + 1 + (bytes[at] ?? 0)));
}

/** Where the public fields of a key end that begin at `at`, or what is wrong with them. */
export function endOfKey(algorithm: number, bytes: Uint8Array, at: number): number | FieldFault {
  const known = algorithms[algorithm];
  return known ? endOfFields(known.key, bytes, at) : 'unknown';
}

/** Where the fields of an encrypted session key end that begin at `at`, or what is wrong with them. */
export function endOfSessionKey(algorithm: number, bytes: Uint8Array, at: number): number | FieldFault {
  const fields = algorithms[algorithm]?.sessionKey;
  return fields ? endOfFields(fields, bytes, at) : 'unknown';
}

function endOfFields(fields: readonly Field[], bytes: Uint8Array, start: number): number | FieldFault {
  let at = start;
  for (const field of fields) {
    const end = endOfField(field, bytes, at);
    if (typeof end === 'string') return end;
    if (end > bytes.length) return 'damaged';
    at = end;
  }
  return at;
}

function endOfField(field: Field, bytes: Uint8Array, at: number): number | FieldFault {
  if (at >= bytes.length) return 'damaged';
  if (field === 'curve' || field === 'counted') {
    const isTaken = field === 'counted' || curves.has(curveOf(bytes, at));
    return isTaken ? at + 1 + (bytes[at] ?? 0) : 'unknown';
  }
  if ('octets' in field) return at + field.octets;
  const [least, most] = field.bits;
  const bits = ((bytes[at] ?? 0) << 8) + (bytes[at + 1] ?? 0);
  if (bits > most) return 'too-large';
  return bits < least ? 'damaged' : at + 2 + Math.ceil(bits / 8);
}
