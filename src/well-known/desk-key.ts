import { createPublicKey } from 'node:crypto';
import { currentKeyIn } from '../settings/desk-key.ts';

/**
 * The present key of the desk as OpenSSL reads it: SubjectPublicKeyInfo (RFC 8410) in PEM.
 * @param deskKeys the text of `/desk-key.txt`, of which the first key is the present one
 */
export function deskKeyPem(deskKeys: string): string {
  const numbered = currentKeyIn(deskKeys)?.split('+').slice(2).join('+') ?? '';
  // A byte that says that it is Ed25519 stands before the key.
  const x = Buffer.from(numbered, 'base64').subarray(1).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    .export({ format: 'pem', type: 'spki' })
    .toString();
}
