import { writeCheckpoint } from '../../src/log/checkpoint.ts';
import { rootOf } from '../../src/log/hashes.ts';

/** What signs checkpoints: see `Desk`. */
export interface CheckpointSigner {
  /** Name of the log, and of the key. */
  origin: string;
  /** The public half of the key. */
  vkey: string;
  /** The signed note of a text. */
  sign(text: string): string;
}

/** The signed checkpoint of a log. */
export function signedCheckpoint(desk: CheckpointSigner, size: number, root: Uint8Array): string {
  return desk.sign(writeCheckpoint({ origin: desk.origin, size, root }));
}

/** That of a log in which nothing is yet. */
export async function emptyCheckpoint(desk: CheckpointSigner): Promise<string> {
  return signedCheckpoint(desk, 0, await rootOf([]));
}
