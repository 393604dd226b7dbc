import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';

/** Of an Ed25519 private key in PKCS #8 (RFC 8410), all that comes before its 32 bytes. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A key that signs notes, made without a line of the product. */
export interface Signer {
  name: string;
  vkey: string;
  publicKey: KeyObject;
  sign(text: string): string;
}

/** The Ed25519 key of a name; of another seed, another key. */
export function makeSigner(name: string, seed = 'a seed'): Signer {
  const bytes = createHash('sha256').update(seed).digest();
  const key = createPrivateKey({
    key: Buffer.concat([PKCS8_HEAD, bytes]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(key);
  const typed = Buffer.concat([
    Buffer.from([1]),
    publicKey.export({ format: 'der', type: 'spki' }).subarray(-32),
  ]);
  const id = createHash('sha256').update(`${name}\n`).update(typed).digest().subarray(0, 4);
  return {
    name,
    vkey: `${name}+${id.toString('hex')}+${typed.toString('base64')}`,
    publicKey,
    sign: (text) => {
      const line = Buffer.concat([id, sign(null, Buffer.from(text), key)]).toString('base64');
      return `${text}\n— ${name} ${line}\n`;
    },
  };
}
