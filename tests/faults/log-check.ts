import type { Store } from '../../functions/store/store.ts';
import { isEqual } from '../../src/log/bytes.ts';
import { readCheckpoint } from '../../src/log/checkpoint.ts';
import { leafHash, rootOf } from '../../src/log/hashes.ts';
import { openNote } from '../../src/log/note.ts';
import { entryOf } from '../../src/log/statement.ts';
import { HASH_SIZE, parseTilePath, TILE_WIDTH, tilePath } from '../../src/log/tile-path.ts';
import { entriesIn } from '../../src/log/tiles.ts';
import { rootFromTiles } from '../../src/log/tree.ts';
import { allCases } from './bed.ts';
import { type Check, exactly, figure } from './check.ts';

/**
 * Whether a log is as it was promised: each of the accepted entries waits or stands in it, once, and so does that of each
 * case that there is, where its statement says; and its tiles come to the root that its checkpoint names.
 */
export async function checkLog(store: Store, accepted: readonly string[]): Promise<Check[]> {
  const { size, checkpoint, waiting } = await store.readLog({
    before: Number.MAX_SAFE_INTEGER,
    most: 1_000_000,
  });
  const log = await readEntries(store, size);
  const times = Map.groupBy([...log, ...waiting], (entry) => entry);
  const timesOf = (entry: string) => times.get(entry)?.length ?? 0;
  const cases = await allCases(store);
  const entries = await Promise.all(cases.map(({ reference }) => entryAt(store, reference, log)));
  const told = readCheckpoint(openNote(checkpoint ?? '')?.text ?? '');
  const leaves = await Promise.all(log.map((entry) => leafHash(Buffer.from(entry, 'base64'))));
  const roots = [await rootOf(leaves), await rootFromTiles(size, (path) => readHashes(store, path))];
  const isTold = (root: Uint8Array) => told !== null && isEqual(told.root, root);
  return [
    figure('entries in the log', size),
    exactly('accepted reports without an entry', accepted.filter((entry) => timesOf(entry) === 0).length, 0),
    exactly('entries that are there twice', [...times.values()].filter(({ length }) => length > 1).length, 0),
    exactly('cases that are there without an entry', entries.filter((entry) => !timesOf(entry)).length, 0),
    exactly('cases whose statement has no place, or another', entries.filter((entry) => !entry).length, 0),
    exactly('entries in the tiles', log.length, size),
    exactly('size that the checkpoint names', told?.size ?? 0, size),
    exactly('of entries and tiles, those that come to its root', roots.filter(isTold).length, 2),
  ];
}

/** The entry of the acceptance of a case; empty where it does not stand where it should. */
async function entryAt(store: Store, reference: string, log: readonly string[]): Promise<string> {
  const [statement, ...others] = await store.readStatements(reference);
  const opened = openNote(statement?.note ?? '');
  if (!statement || !opened || others.length > 0) return '';
  const entry = Buffer.from(await entryOf(opened.text)).toString('base64');
  return (statement.position ?? -1) === log.indexOf(entry) ? entry : '';
}

/** All entries of the log, in base64. */
async function readEntries(store: Store, size: number): Promise<string[]> {
  const names = Array.from({ length: Math.ceil(size / TILE_WIDTH) }, (_, n) => tilePath('entries', n));
  const bundles = await store.readTiles(names);
  return bundles
    .flatMap((bytes) => entriesIn(bytes ?? new Uint8Array()) ?? [])
    .map((entry) => Buffer.from(entry).toString('base64'));
}

/** The hashes of a tile, as many as its path says. */
async function readHashes(store: Store, path: string): Promise<Uint8Array> {
  const name = parseTilePath(path);
  const [bytes] = name ? await store.readTiles([tilePath(name.level, name.n)]) : [];
  if (!name || !bytes) throw new Error(`the tile ${path} is missing`);
  return bytes.subarray(0, name.width * HASH_SIZE);
}
