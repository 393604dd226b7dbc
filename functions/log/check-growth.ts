import { joined } from '../../src/disclosure/bytes.ts';
import { appendEntries, EDGE, edgeTileNames } from '../../src/log/append.ts';
import { isEqual } from '../../src/log/bytes.ts';
import type { Checkpoint } from '../../src/log/checkpoint.ts';
import { rootOf } from '../../src/log/hashes.ts';
import { parseTilePath, TILE_HEIGHT, TILE_WIDTH, tilePath, widthOf } from '../../src/log/tile-path.ts';
import { entriesIn, hashesIn, type StoredTile } from '../../src/log/tiles.ts';
import type { TileReader } from '../../src/log/tree.ts';

/** Bundles that are fetched at once. */
const AT_ONCE = 16;

/**
 * Whether the published log grew from what was seen before, and by nothing else than the entries that it publishes: the
 * tree is built on from its tiles at the size of then, one entry after the other, as the desk itself does it.
 * @param seen the log as it was before, size 0 and the root of nothing where nothing was seen
 * @param read gives published tiles; what it rejects with is passed on
 * @returns `rewritten` when the tiles are not those of `seen`, `entries` when its entries do not lead to `now`; else null
 */
export async function checkGrowth(
  seen: Pick<Checkpoint, 'size' | 'root'>,
  now: Pick<Checkpoint, 'size' | 'root'>,
  read: TileReader,
): Promise<'rewritten' | 'entries' | null> {
  const edge = await edgeAt(seen.size, read);
  const before = edge && (await appendEntries(seen.size, edge, []).catch(() => null));
  if (!before || !isEqual(before.root, seen.root)) return 'rewritten';
  const entries = await entriesBetween(seen.size, now.size, read);
  const grown = entries && (await appendEntries(seen.size, edge, entries));
  return grown && isEqual(grown.root, now.root) ? null : 'entries';
}

/** What `appendEntries` needs of a log of this size, from its published tiles; null where one has another width. */
async function edgeAt(size: number, read: TileReader): Promise<StoredTile[] | null> {
  const hashes = await Promise.all(wholeTreesOf(size).map((tree) => rootOfTree(tree, size, read)));
  const roots = hashes.filter((hash) => hash !== null);
  if (roots.length < hashes.length) return null;
  return Promise.all(
    edgeTileNames(size).map(async (name) => {
      const tile = parseTilePath(name);
      const bytes = tile ? await read(tilePath(tile.level, tile.n, widthOf(tile, size))) : joined(roots);
      return { name: tile ? name : EDGE, bytes };
    }),
  );
}

/** A tree of two to the power of `height` leaves, and where in the log it begins. */
interface WholeTree {
  start: number;
  height: number;
}

/** The whole trees that a log of this size consists of, largest first. */
function wholeTreesOf(size: number): WholeTree[] {
  const trees: WholeTree[] = [];
  for (let start = 0; start < size; ) {
    const height = Math.floor(Math.log2(size - start));
    trees.push({ start, height });
    start += 2 ** height;
  }
  return trees;
}

async function rootOfTree(
  { start, height }: WholeTree,
  size: number,
  read: TileReader,
): Promise<Uint8Array | null> {
  const level = Math.floor(height / TILE_HEIGHT);
  const first = start / TILE_WIDTH ** level;
  const n = Math.floor(first / TILE_WIDTH);
  const width = widthOf({ level, n }, size);
  const hashes = hashesIn(await read(tilePath(level, n, width)));
  const from = first % TILE_WIDTH;
  return hashes?.length === width ? rootOf(hashes.slice(from, from + 2 ** (height % TILE_HEIGHT))) : null;
}

/** The published entries from one place up to another; null where a bundle has not as many as it should. */
async function entriesBetween(from: number, to: number, read: TileReader): Promise<Uint8Array[] | null> {
  const first = Math.floor(from / TILE_WIDTH);
  const count = Math.ceil(to / TILE_WIDTH) - first;
  const entries: Uint8Array[] = [];
  for (let done = 0; done < count; done += AT_ONCE) {
    const numbers = Array.from(
      { length: Math.min(AT_ONCE, count - done) },
      (_, index) => first + done + index,
    );
    const bundles = await Promise.all(
      numbers.map(async (n) => {
        const width = widthOf({ level: 'entries', n }, to);
        const bundle = entriesIn(await read(tilePath('entries', n, width)));
        return bundle?.length === width ? bundle : null;
      }),
    );
    for (const bundle of bundles) {
      if (!bundle) return null;
      entries.push(...bundle);
    }
  }
  return entries.slice(from - first * TILE_WIDTH);
}
