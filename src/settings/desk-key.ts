// Light: the functions carry it.
import { createHash, createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto';

/** What stands before the seed in the private key of Ed25519 as PKCS #8 has it (RFC 8410 section 7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
/** Ed25519 as signed notes number it, before the key and in its id. */
const ED25519 = Buffer.from([1]);

/** The key that signs statements and checkpoints, read once: reading costs more than signing. */
export interface DeskSigningKey {
  /** Name of the key, and origin of the log. */
  name: string;
  /** 8 hexadecimal characters. */
  keyId: string;
  /** The public half as verifiers take it: `<name>+<key id>+<key>`. */
  vkey: string;
  privateKey: KeyObject;
}

/** Secrets from which the desk's key follows. */
export interface DeskSecrets {
  /** 32 bytes, base64: the seed itself. */
  DESK_KEY?: string | undefined;
  SERVER_SECRET: string;
}

/** What the desk's key and its log are called: an address without `https://` (C2SP signed-note), e.g. `desk.example/log`. */
export const deskOrigin = (siteUrl: string): string => `${new URL(siteUrl).host}/log`;

/**
 * The Ed25519 key (RFC 8032) of the desk at `siteUrl`: from the seed `DESK_KEY`, else by HKDF-SHA-256 (RFC 5869) of the
 * text of `SERVER_SECRET`, without salt, with the info “meldpunt desk key”. Public half and id as C2SP signed-note has them.
 */
export function deskKeyOf({ DESK_KEY, SERVER_SECRET }: DeskSecrets, siteUrl: string): DeskSigningKey {
  const seed =
    DESK_KEY === undefined
      ? Buffer.from(hkdfSync('sha256', SERVER_SECRET, '', 'meldpunt desk key', 32))
      : Buffer.from(DESK_KEY, 'base64');
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const numbered = Buffer.concat([ED25519, Buffer.from(x, 'base64url')]);
  const name = deskOrigin(siteUrl);
  const keyId = createHash('sha256').update(`${name}\n`).update(numbered).digest('hex').slice(0, 8);
  const vkey = `${name}+${keyId}+${numbered.toString('base64')}`;
  return { name, keyId, vkey, privateKey };
}

/** The vkey with which a desk signs now, from the text of `/desk-key.txt`: the first line for programs. Null for none. */
export function currentKeyIn(deskKeys: string): string | null {
  const lines = deskKeys.split('\n').map((line) => line.trim());
  return lines.find((line) => line !== '' && !line.startsWith('#')) ?? null;
}

/** A desk by the key that it signs with, and the text of its site's `/desk-key.txt`. */
export interface PublishedDesk {
  desk: { vkey: string };
  deskKeys: string;
}

/** Whether what a desk signs can be checked with what its site publishes; where not, a secret or a file is wrong. */
export function isKeyPublished({ desk, deskKeys }: PublishedDesk): boolean {
  return currentKeyIn(deskKeys) === desk.vkey;
}
