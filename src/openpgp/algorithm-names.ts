import { curveOf, endOfKey } from './algorithms.ts';

/** The algorithms of RFC 9580 section 9.1, as the people know them who chose them. */
const names: Readonly<Record<number, string>> = {
  ...{ 1: 'RSA', 2: 'RSA', 3: 'RSA', 16: 'Elgamal', 17: 'DSA', 18: 'ECDH', 19: 'ECDSA', 22: 'EdDSA' },
  ...{ 25: 'X25519', 26: 'X448', 27: 'Ed25519', 28: 'Ed448' },
};
/** Those that only sign: whatever curve they are on, nothing is sealed to them. */
const SIGNING = [3, 17, 19, 22, 27, 28];
const RSA = [1, 2, 3];
/** OpenPGP.js takes no RSA key below this, in bits. */
export const LEAST_RSA = 2047;
/** Curves that OpenPGP.js refuses, or can't compute with in Node. */
const REFUSED_CURVES: Readonly<Record<string, string>> = {
  '2b8104000a': 'secp256k1',
  '2b2403030208010107': 'brainpoolP256r1',
  '2b240303020801010b': 'brainpoolP384r1',
  '2b240303020801010d': 'brainpoolP512r1',
  '2b656f': 'X448',
};

/** What stands against sealing to a key, and how it is called: `RSA, 1024 bits`. */
export interface AlgorithmFault {
  fault: 'weak' | 'unsupported-algorithm';
  detail: string;
}

/**
 * What stands against sealing to a public key packet's key (RFC 9580 section 5.5.2), by its version and algorithm alone;
 * null when nothing does. Goes by the list of algorithms that sealed messages are checked with.
 */
export function faultOfAlgorithm(body: Uint8Array): AlgorithmFault | null {
  const [version = 0] = body;
  if (version !== 4 && version !== 6) return { fault: 'unsupported-algorithm', detail: `version ${version}` };
  const algorithm = body[5] ?? 0;
  const fields = version === 4 ? 6 : 10;
  const name = names[algorithm] ?? `algorithm ${algorithm}`;
  if (RSA.includes(algorithm)) {
    const bits = ((body[fields] ?? 0) << 8) + (body[fields + 1] ?? 0);
    if (bits < LEAST_RSA) return { fault: 'weak', detail: `${name}, ${bits} bits` };
  }
  if (algorithm === 16) return { fault: 'unsupported-algorithm', detail: name };
  const curve = algorithm === 18 || SIGNING.includes(algorithm) ? REFUSED_CURVES[curveOf(body, fields)] : '';
  if (curve) return { fault: 'unsupported-algorithm', detail: `${name} with ${curve}` };
  if (SIGNING.includes(algorithm)) return null;
  return typeof endOfKey(algorithm, body, fields) === 'string'
    ? { fault: 'unsupported-algorithm', detail: name }
    : null;
}
