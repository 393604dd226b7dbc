import { sign } from 'node:crypto';
import type { DeskSigningKey } from '../../src/settings/desk-key.ts';

/** The desk as the one that signs: statements to reporters, and the checkpoints of its log. */
export interface Desk {
  /** Name of its key, and origin of its log. */
  origin: string;
  /** The public half of its key; see `deskKeyOf`. */
  vkey: string;
  /** The signed note (C2SP signed-note) of a text, which ends with a line end. */
  sign(text: string): string;
}

/** A desk that signs with this key: Ed25519 over the UTF-8 of the text. */
export function createDesk({ name, keyId, vkey, privateKey }: DeskSigningKey): Desk {
  return {
    origin: name,
    vkey,
    sign(text) {
      const signature = Buffer.concat([Buffer.from(keyId, 'hex'), sign(null, Buffer.from(text), privateKey)]);
      return `${text}\n— ${name} ${signature.toString('base64')}\n`;
    },
  };
}
