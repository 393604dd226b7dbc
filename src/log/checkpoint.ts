import { toBase64 } from '../disclosure/base64.ts';
import { type Vkey, verifyNote } from './note.ts';
import { readBase64 } from './strict-base64.ts';
import { HASH_SIZE } from './tile-path.ts';

/** What a log is at one moment (c2sp.org/tlog-checkpoint). */
export interface Checkpoint {
  /** Which log: the host of its site, and `/log`. */
  origin: string;
  /** How many entries it has. */
  size: number;
  /** Root of its Merkle tree (RFC 6962 section 2.1): 32 bytes. */
  root: Uint8Array;
}

/** The text that the log signs. */
export function writeCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** Reads the text of a checkpoint, extension lines of others' logs unread; null for anything else. */
export function readCheckpoint(text: string): Checkpoint | null {
  if (!text.endsWith('\n')) return null;
  const lines = text.slice(0, -1).split('\n');
  const [origin = '', size = '', root = ''] = lines;
  const bytes = readBase64(root);
  if (lines.includes('') || !/^(?:0|[1-9]\d{0,15})$/.test(size)) return null;
  if (bytes?.length !== HASH_SIZE || !Number.isSafeInteger(Number(size))) return null;
  return { origin, size: Number(size), root: bytes };
}

/**
 * What a note says of the log that one of the keys is for: null unless it is a checkpoint, signed by a key that has
 * the name of the log.
 * @throws NoEd25519Error
 */
export async function verifyCheckpoint(
  note: string,
  keys: readonly Vkey[],
): Promise<{ checkpoint: Checkpoint; key: Vkey } | null> {
  const verified = await verifyNote(note, keys);
  const checkpoint = verified && readCheckpoint(verified.text);
  if (!checkpoint || checkpoint.origin !== verified.key.name) return null;
  return { checkpoint, key: verified.key };
}
