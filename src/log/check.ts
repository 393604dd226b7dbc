import { batchAfter, LOG_PATIENCE } from './batch.ts';
import { isEqual } from './bytes.ts';
import { type Checkpoint, verifyCheckpoint } from './checkpoint.ts';
import type { DeskKey } from './desk-keys.ts';
import { leafHash } from './hashes.ts';
import { judgeNote, NoEd25519Error, openNote } from './note.ts';
import { entryOf, isLogged, logOriginOf, momentOf, readStatement, type Statement } from './statement.ts';
import { TILE_WIDTH } from './tile-path.ts';
import {
  consistencyProof,
  inclusionProof,
  readTile,
  remembering,
  type TileReader,
  verifyConsistency,
  verifyInclusion,
  WrongTileError,
} from './tree.ts';

/** How many tiles are looked through for an entry, of 256 hashes each, and how many are asked for at a time. */
const MOST_SEARCHED = 512;
const AT_A_TIME = 8;

/** Gives the published log. */
export interface LogReader {
  /** The note at `/log/checkpoint`, as new as it can be had; rejects when it is not there. */
  checkpoint(): Promise<string>;
  /** What is at a path below `/log/tile/`, such as `0/000.p/5`; rejects when it is not there. */
  tile: TileReader;
}

/** Whether a statement is the desk's own. */
export type StatementCheck =
  | { ok: true; statement: Statement; isFormer: boolean }
  | { ok: false; why: 'unreadable' | 'unknown-key' | 'broken' | 'after-key-ended' | 'unsupported' };

/** What the log says of a statement. */
export type LogFinding =
  /** It is there, and the log begins as every checkpoint says that was seen before. */
  | { state: 'included'; position: number /** The note, to keep. */; checkpoint: string }
  /** It is not there yet: it goes in with the batch that ends at `from`, in ms. */
  | { state: 'waiting'; from: number }
  /** It should be there by now. */
  | { state: 'missing' }
  /** Another entry stands at its position. */
  | { state: 'elsewhere' }
  /** The log is not, or not any more, what a checkpoint says that it is or was. */
  | { state: 'rewritten' }
  /** What is published as its checkpoint is not signed by the desk. */
  | { state: 'forged' }
  /** There is no answer, or none signed by the present key yet, so that nothing could be checked. */
  | { state: 'unreachable' };

/** The reader has no answer. */
class UnreachableError extends Error {}

/** Checks that a statement is signed by a key of the desk that it names, while that key counted. */
export async function checkStatement(note: string, keys: readonly DeskKey[]): Promise<StatementCheck> {
  const vkeys = keys.map(({ vkey }) => vkey);
  const verdict = await judgeNote(note, vkeys).catch((error: unknown) => {
    if (error instanceof NoEd25519Error) return { ok: false, why: 'unsupported' } as const;
    throw error;
  });
  if (!verdict.ok) return verdict;
  const statement = readStatement(verdict.text);
  if (!statement) return { ok: false, why: 'unreadable' };
  if (verdict.key.name !== logOriginOf(statement.site)) return { ok: false, why: 'unknown-key' };
  const until = keys.find(({ vkey }) => vkey === verdict.key)?.until ?? null;
  if (until !== null && momentOf(statement) > until) return { ok: false, why: 'after-key-ended' };
  return { ok: true, statement, isFormer: until !== null };
}

/**
 * Looks for a statement in the published log, by a proof that is computed here from its tiles, and whether the log still
 * begins as it was when it was seen before. Whether the statement is the desk's, `checkStatement` tells.
 * @param input.note of an acceptance or a first response
 * @param input.position where it stands, as the desk says now; null where it says nothing: it is looked for
 * @param input.hint where a file says that it stands, which anybody may have written: there first, then as for null
 * @param input.seen notes of checkpoints that were seen before; those that no key of the desk signed count for nothing
 * @param input.now in ms
 * @throws RangeError for a note of something else
 * @throws NoEd25519Error
 */
export async function checkInLog(input: {
  note: string;
  position: number | null;
  hint?: number | null;
  seen: readonly string[];
  now: number;
  keys: readonly DeskKey[];
  log: LogReader;
}): Promise<LogFinding> {
  const text = openNote(input.note)?.text ?? '';
  const statement = readStatement(text);
  if (!statement || !isLogged(statement)) throw new RangeError('nothing that the log has');
  const tiles = remembering(reaching((path: string) => input.log.tile(path)));
  try {
    const published = await reaching(() => input.log.checkpoint())();
    const current = await judgeCheckpoint(published, input.keys);
    if (!current || current.isFormer) return { state: current ? 'unreachable' : 'forged' };
    const { checkpoint } = current;
    const seen = await seenBefore(input.seen, input.keys);
    for (const older of seen) {
      if (!(await isContinued(older, checkpoint, tiles))) return { state: 'rewritten' };
    }
    const leaf = await leafHash(await entryOf(text));
    const start = Math.min(checkpoint.size, ...seen.map(({ size }) => size));
    const from = batchAfter(momentOf(statement));
    // Before its batch it can't be there: the rest of the log is left alone, however often somebody looks.
    const search = { start, isWhole: input.now >= from };
    const look = { checkpoint, tiles };
    const hint = input.hint ?? null;
    const hinted = hint !== null && hint < checkpoint.size ? await leafAt(hint, look) : null;
    const isHinted = hint !== null && hinted !== null && isEqual(hinted, leaf);
    // Whoever wrote a wrong place into a file accuses nobody; a tile there that is not the checkpoint's does.
    if (hint !== null && hinted && !isHinted && !(await isProved(hint, hinted, look))) {
      return { state: 'rewritten' };
    }
    const position = input.position ?? (isHinted ? hint : await findLeaf(leaf, search, look));
    if (position === null || position >= checkpoint.size) {
      return input.now < from + LOG_PATIENCE ? { state: 'waiting', from } : { state: 'missing' };
    }
    const state = await stateAt(position, leaf, { checkpoint, tiles });
    return state === 'included' ? { state, position, checkpoint: published } : { state };
  } catch (error) {
    if (error instanceof UnreachableError) return { state: 'unreachable' };
    if (error instanceof WrongTileError) return { state: 'rewritten' };
    throw error;
  }
}

/**
 * What a checkpoint's note says, and whether a former key signed it; null unless one of the desk's keys did.
 * @throws NoEd25519Error
 */
export async function judgeCheckpoint(
  note: string,
  keys: readonly DeskKey[],
): Promise<{ checkpoint: Checkpoint; isFormer: boolean } | null> {
  const present = keys.filter(({ until }) => until === null).map(({ vkey }) => vkey);
  const former = keys.filter(({ until }) => until !== null).map(({ vkey }) => vkey);
  const verified = (await verifyCheckpoint(note, present)) ?? (await verifyCheckpoint(note, former));
  return verified && { checkpoint: verified.checkpoint, isFormer: former.includes(verified.key) };
}

/** Whether a log is the continuation of what it was: its tiles, proved by both checkpoints. @throws WrongTileError */
export async function isContinued(older: Checkpoint, newer: Checkpoint, tiles: TileReader): Promise<boolean> {
  if (older.size > newer.size) return false;
  const proof = await consistencyProof(older.size, newer.size, tiles);
  return verifyConsistency({
    from: older.size,
    fromRoot: older.root,
    to: newer.size,
    toRoot: newer.root,
    proof,
  });
}

interface PublishedLog {
  checkpoint: Checkpoint;
  tiles: TileReader;
}

/** What stands at a position, which the log has. */
async function stateAt(
  index: number,
  leaf: Uint8Array,
  published: PublishedLog,
): Promise<'included' | 'elsewhere' | 'rewritten'> {
  const found = await leafAt(index, published);
  if (!found || !isEqual(found, leaf)) return 'elsewhere';
  return (await isProved(index, leaf, published)) ? 'included' : 'rewritten';
}

/** The leaf that the tiles have at a position. */
async function leafAt(
  index: number,
  { checkpoint: { size }, tiles }: PublishedLog,
): Promise<Uint8Array | null> {
  const there = await readTile({ level: 0, n: Math.floor(index / TILE_WIDTH) }, size, tiles);
  return there[index % TILE_WIDTH] ?? null;
}

/** Whether a leaf at a position comes to the root of the checkpoint. */
async function isProved(
  index: number,
  leaf: Uint8Array,
  { checkpoint: { size, root }, tiles }: PublishedLog,
): Promise<boolean> {
  const proof = await inclusionProof(index, size, tiles);
  return verifyInclusion({ index, size, leaf, proof, root });
}

/**
 * Looks for a leaf from `start` on, where the log ended when the statement was made, and in the whole log then before
 * that: who got the same answer once more has a later checkpoint.
 */
async function findLeaf(
  leaf: Uint8Array,
  { start, isWhole }: { start: number; isWhole: boolean },
  { checkpoint: { size }, tiles }: PublishedLog,
): Promise<number | null> {
  const first = Math.floor(start / TILE_WIDTH);
  const count = Math.ceil(size / TILE_WIDTH);
  const wanted = isWhole ? count : count - first;
  const numbers = Array.from(
    { length: Math.min(wanted, MOST_SEARCHED) },
    (_, index) => (first + index) % count,
  );
  for (let at = 0; at < numbers.length; at += AT_A_TIME) {
    const found = await Promise.all(
      numbers.slice(at, at + AT_A_TIME).map(async (n) => {
        const hashes = await readTile({ level: 0, n }, size, tiles);
        const index = hashes.findIndex((hash) => isEqual(hash, leaf));
        return index < 0 ? [] : [n * TILE_WIDTH + index];
      }),
    );
    const [position] = found.flat();
    if (position !== undefined) return position;
  }
  if (wanted > MOST_SEARCHED) throw new UnreachableError('the log is too large to look through');
  return null;
}

/** What is known of the log from before, each size and root once. */
async function seenBefore(notes: readonly string[], keys: readonly DeskKey[]): Promise<Checkpoint[]> {
  const judged = await Promise.all([...new Set(notes)].map((note) => judgeCheckpoint(note, keys)));
  return judged.flatMap((one) => (one ? [one.checkpoint] : []));
}

/** The same, with its failures told from those of our own. */
function reaching<Asked extends unknown[], Answer>(
  ask: (...asked: Asked) => Promise<Answer>,
): (...asked: Asked) => Promise<Answer> {
  return (...asked) =>
    ask(...asked).catch((cause: unknown) => {
      throw new UnreachableError('no answer', { cause });
    });
}
