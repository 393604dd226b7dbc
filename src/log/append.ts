import { joined } from '../disclosure/bytes.ts';
import { leafHash, nodeHash, rootOf } from './hashes.ts';
import { TILE_HEIGHT, TILE_WIDTH, type TileLevel, tilePath, widthOf } from './tile-path.ts';
import { bundleOf, cutTile, hashesIn, type StoredTile } from './tiles.ts';

/**
 * Name of what is stored beside the tiles and not published: the roots of the whole trees that the log consists of,
 * largest first, one for each bit of its size. They make appending cost the same at any size.
 */
export const EDGE = 'edge';

export interface Appended {
  size: number;
  /** 32 bytes. */
  root: Uint8Array;
  /** New contents of all that changed, whole. */
  tiles: StoredTile[];
}

/** Names of what has to be read before entries can be appended to a log of `size` entries; all of them exist. */
export function edgeTileNames(size: number): string[] {
  const names = size > 0 ? [EDGE] : [];
  if (size % TILE_WIDTH > 0) names.push(tilePath('entries', Math.floor(size / TILE_WIDTH)));
  for (let level = 0, count = size; count > 0; level += 1, count = Math.floor(count / TILE_WIDTH)) {
    if (count % TILE_WIDTH > 0) names.push(tilePath(level, Math.floor(count / TILE_WIDTH)));
  }
  return names;
}

/**
 * Appends entries, in this order.
 * @param size how many there are already
 * @param edgeTiles contents of `edgeTileNames(size)`, whole or longer
 * @throws RangeError where these do not fit the size
 */
export async function appendEntries(
  size: number,
  edgeTiles: readonly StoredTile[],
  entries: readonly Uint8Array[],
): Promise<Appended> {
  const stored = new Map(edgeTiles.map(({ name, bytes }) => [name, bytes]));
  for (const name of edgeTileNames(size)) {
    if (!stored.has(name)) throw new RangeError(`the tile ${name} is missing`);
  }
  const edge = hashesIn(stored.get(EDGE) ?? new Uint8Array()) ?? [];
  if (edge.length !== bitsOf(size)) throw new RangeError('the edge is not that of this size');

  const changed = new Map<string, Uint8Array[]>();
  const put = (level: TileLevel, index: number, piece: Uint8Array) => {
    const n = Math.floor(index / TILE_WIDTH);
    const name = tilePath(level, n);
    const width = widthOf({ level, n }, size);
    const pieces = changed.get(name) ?? [startOf(stored.get(name) ?? new Uint8Array(), level, width)];
    pieces.push(piece);
    changed.set(name, pieces);
  };

  const leaves = await Promise.all(entries.map(leafHash));
  for (const [offset, entry] of entries.entries()) {
    const index = size + offset;
    put('entries', index, bundleOf([entry]));
    let hash = leaves[offset] ?? new Uint8Array();
    put(0, index, hash);
    // A whole tree on the right joins the one of its size on the left, as a carry does in counting.
    for (let height = 1; (index + 1) % 2 ** height === 0; height += 1) {
      hash = await nodeHash(edge.pop() ?? new Uint8Array(), hash);
      if (height % TILE_HEIGHT === 0) put(height / TILE_HEIGHT, (index + 1) / 2 ** height - 1, hash);
    }
    edge.push(hash);
  }

  const tiles = [...changed].map(([name, pieces]) => ({ name, bytes: joined(pieces) }));
  if (entries.length > 0) tiles.push({ name: EDGE, bytes: joined(edge) });
  return { size: size + entries.length, root: await rootOfEdge(edge), tiles };
}

/** What a tile has at the size before, however much is stored. @throws RangeError where that is less */
function startOf(bytes: Uint8Array, level: TileLevel, width: number): Uint8Array {
  const start = cutTile(level, bytes, width);
  if (!start) throw new RangeError('a tile has less than the log');
  return start;
}

/** Root over whole trees of falling size. */
async function rootOfEdge(edge: readonly Uint8Array[]): Promise<Uint8Array> {
  const [last, ...larger] = edge.toReversed();
  let root = last ?? (await rootOf([]));
  for (const hash of larger) root = await nodeHash(hash, root);
  return root;
}

/** How many bits of the number are set. */
function bitsOf(size: number): number {
  let count = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}
