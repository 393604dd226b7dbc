import { toBase64 } from '../disclosure/base64.ts';
import { EDGE, edgeTileNames } from './append.ts';
import { isEqual } from './bytes.ts';
import type { Checkpoint } from './checkpoint.ts';
import { parseTilePath, TILE_WIDTH, type TileLevel, tilePath, widthOf } from './tile-path.ts';
import { entriesIn } from './tiles.ts';
import { appendEntries, type TileReader } from './tree.ts';

/** Tiles that are asked for at a time. */
const AT_A_TIME = 8;
/** A log with more entries is not gone through: all of it is kept in memory meanwhile, some 200 bytes an entry. */
export const MOST_ENTRIES = 1_000_000;

/** What is wrong with a log. */
export type WholeFault =
  /** A bundle does not have the entries that it has to have, or a tile is not what the entries make. */
  | { what: 'tile'; path: string }
  /** An entry stands in the log for the second time. */
  | { what: 'twice'; position: number; first: number }
  /** The entries do not come to the root of the checkpoint. */
  | { what: 'root' };

/**
 * Goes through a whole log: makes it anew from its entries, and compares all of its tiles and its root.
 * @returns all that is wrong
 * @throws RangeError for a log of more than `MOST_ENTRIES`; and what `read` throws
 */
export async function checkWholeLog({ size, root }: Checkpoint, read: TileReader): Promise<WholeFault[]> {
  if (size > MOST_ENTRIES) throw new RangeError('the log is too large to go through');
  const made = new Map<string, Uint8Array>();
  const seen = new Map<string, number>();
  const faults: WholeFault[] = [];
  let grown = await appendEntries(0, [], []);
  const count = Math.ceil(size / TILE_WIDTH);
  const bundles = Array.from({ length: count }, (_, n) => pathIn('entries', n, size));
  for await (const { path, bytes } of inTurn(bundles, read)) {
    const entries = entriesIn(bytes) ?? [];
    if (entries.length !== parseTilePath(path)?.width) return [{ what: 'tile', path }];
    for (const [index, entry] of entries.entries()) {
      const [text, position] = [toBase64(entry), grown.size + index];
      const first = seen.get(text);
      if (first !== undefined) faults.push({ what: 'twice', position, first });
      seen.set(text, first ?? position);
    }
    const edge = edgeTileNames(grown.size).map((name) => ({
      name,
      bytes: made.get(name) ?? new Uint8Array(),
    }));
    grown = await appendEntries(grown.size, edge, entries);
    for (const { name, bytes: contents } of grown.tiles) made.set(name, contents);
  }
  const tiles = new Map(
    [...made].flatMap(([name, bytes]) => {
      const tile = name === EDGE ? null : parseTilePath(name);
      return tile && tile.level !== 'entries' ? [[pathIn(tile.level, tile.n, size), bytes]] : [];
    }),
  );
  for await (const { path, bytes } of inTurn([...tiles.keys()], read)) {
    if (!isEqual(bytes, tiles.get(path) ?? new Uint8Array())) faults.push({ what: 'tile', path });
  }
  if (!isEqual(grown.root, root)) faults.push({ what: 'root' });
  return faults;
}

/** Path of a tile in a log of `size` entries. */
function pathIn(level: TileLevel, n: number, size: number): string {
  return tilePath(level, n, widthOf({ level, n }, size));
}

/** What is at the paths, in their order, some of them asked for at a time. */
async function* inTurn(paths: readonly string[], read: TileReader) {
  for (let at = 0; at < paths.length; at += AT_A_TIME) {
    const some = paths.slice(at, at + AT_A_TIME);
    yield* await Promise.all(some.map(async (path) => ({ path, bytes: await read(path) })));
  }
}
