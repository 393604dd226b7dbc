import { monthOf } from '../../src/disclosure/clock.ts';
import { appendEntries, edgeTileNames } from '../../src/log/append.ts';
import { batchEnd } from '../../src/log/batch.ts';
import { isEqual } from '../../src/log/bytes.ts';
import { readCheckpoint } from '../../src/log/checkpoint.ts';
import { judgeNote, openNote, parseVkey } from '../../src/log/note.ts';
import type { StoredTile } from '../../src/log/tiles.ts';
import type { LogStore } from '../store/store.ts';
import { type CheckpointSigner, signedCheckpoint } from './signed-checkpoint.ts';

/** Entries that are appended in one step, and steps that are taken in one go; what is left is still due. */
const MOST = 2000;
const MOST_STEPS = 100;

/** What appending needs. */
export interface AppendParts {
  store: Pick<LogStore, 'readLog' | 'readTiles' | 'appendToLog'>;
  desk: CheckpointSigner;
  now: () => Date;
}

/**
 * Appends what came in before the end of the batch that is due (`batchEnd`), sorted by its bytes: nothing of the order in
 * which it came in is left. Gives the log a checkpoint where it has none, be it an empty log, and a new one where the
 * desk has another key than the one that signed it. May be called as often, and by as many at once, as one likes: the
 * store takes each entry once, and who was too late looks again.
 *
 * A log that does not come to the root that its checkpoint names, or under which the desk's own signature is not right,
 * was changed by somebody else: nothing is appended to it, since the desk would sign what they made of it.
 * @returns how many entries were appended; null for such a log
 */
export async function appendBatches({ store, desk, now }: AppendParts): Promise<number | null> {
  const end = batchEnd(now().getTime());
  let appended = 0;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const { size, checkpoint, waiting } = await store.readLog({ before: end, most: MOST });
    const edge = await readEdge(store, size);
    const standing = edge && (await standingOf(size, checkpoint, edge, desk));
    if (!edge || !standing) {
      // Another server may have appended between the two looks.
      if ((await store.readLog({ before: end, most: 0 })).size !== size) continue;
      return null;
    }
    if (waiting.length === 0 && standing === 'signed') return appended;
    const entries = waiting.map((entry) => Buffer.from(entry, 'base64'));
    const grown = await appendEntries(size, edge, entries);
    const isDone = await store.appendToLog({
      seenSize: size,
      entries: waiting,
      tiles: grown.tiles,
      checkpoint: signedCheckpoint(desk, grown.size, grown.root),
      month: monthOf(end),
    });
    if (isDone) appended += waiting.length;
  }
  return appended;
}

/** What `appendEntries` needs of the tiles; null where one is missing. */
async function readEdge(store: AppendParts['store'], size: number): Promise<StoredTile[] | null> {
  const names = edgeTileNames(size);
  const found = names.length === 0 ? [] : await store.readTiles(names);
  const tiles = names.flatMap((name, index) => {
    const bytes = found[index];
    return bytes ? [{ name, bytes }] : [];
  });
  return tiles.length === names.length ? tiles : null;
}

/** Whether the checkpoint is to be signed (again), and null where it is not that of these tiles. */
async function standingOf(
  size: number,
  checkpoint: string | null,
  edge: readonly StoredTile[],
  { origin, vkey }: CheckpointSigner,
): Promise<'signed' | 'unsigned' | null> {
  if (checkpoint === null) return size === 0 ? 'unsigned' : null;
  const read = readCheckpoint(openNote(checkpoint)?.text ?? '');
  const grown = await appendEntries(size, edge, []).catch(() => null);
  if (!read || !grown || read.size !== size || !isEqual(read.root, grown.root)) return null;
  const key = parseVkey(vkey);
  const verdict = await judgeNote(checkpoint, key ? [key] : []);
  if (verdict.ok) return read.origin === origin ? 'signed' : 'unsigned';
  return verdict.why === 'unknown-key' ? 'unsigned' : null;
}
