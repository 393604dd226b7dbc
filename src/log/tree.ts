import { rootOf } from './hashes.ts';
import { heightOf, largestPowerBelow } from './powers.ts';
import { TILE_HEIGHT, TILE_WIDTH, tilePath, widthOf } from './tile-path.ts';
import { hashesIn } from './tiles.ts';

export { type Appended, appendEntries, edgeTileNames } from './append.ts';
export { leafHash, nodeHash } from './hashes.ts';
export { parseTilePath, tilePath } from './tile-path.ts';
export { verifyConsistency, verifyInclusion } from './verify-proof.ts';

/** Gives a tile by its path below `tile/`, such as `0/000.p/5`; rejects where there is none. */
export type TileReader = (path: string) => Promise<Uint8Array>;

/** A tile is there, and has another size than its path says. */
export class WrongTileError extends Error {}

/** Reads each tile once, however often it is asked for. */
export function remembering(read: TileReader): TileReader {
  const kept = new Map<string, Promise<Uint8Array>>();
  return (path) => {
    const tile = kept.get(path) ?? read(path);
    kept.set(path, tile);
    return tile;
  };
}

/** Root of the tree of `size` leaves, from its tiles. */
export function rootFromTiles(size: number, tiles: TileReader): Promise<Uint8Array> {
  return hasherOf(size, tiles)(0, size);
}

/**
 * Proof that a leaf stands at `index` in the tree of `size` leaves: the neighbours on the way up from it (RFC 6962
 * section 2.1.1), all tiles asked for at once.
 * @throws RangeError for an index that the tree does not have
 */
export async function inclusionProof(index: number, size: number, tiles: TileReader): Promise<Uint8Array[]> {
  if (!(index >= 0 && index < size)) throw new RangeError('no such leaf');
  const hashOf = hasherOf(size, tiles);
  const proof: Promise<Uint8Array>[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const border = start + largestPowerBelow(end - start);
    if (index < border) {
      proof.unshift(hashOf(border, end));
      end = border;
    } else {
      proof.unshift(hashOf(start, border));
      start = border;
    }
  }
  return Promise.all(proof);
}

/**
 * Proof that the tree of `to` leaves begins with the very leaves of the one of `from` leaves (RFC 6962 section 2.1.2).
 * @throws RangeError where `from` is larger
 */
export async function consistencyProof(from: number, to: number, tiles: TileReader): Promise<Uint8Array[]> {
  if (!(from >= 0 && from <= to)) throw new RangeError('no such size');
  const hashOf = hasherOf(to, tiles);
  const proof: Promise<Uint8Array>[] = [];
  let [start, end] = [0, to];
  while (from > start && from < end) {
    const border = start + largestPowerBelow(end - start);
    if (from <= border) {
      proof.unshift(hashOf(border, end));
      end = border;
    } else {
      proof.unshift(hashOf(start, border));
      start = border;
    }
  }
  // Where the older tree ends with a tree of its own, its hash is what both roots begin with.
  if (start > 0) proof.unshift(hashOf(start, end));
  return Promise.all(proof);
}

/**
 * The hashes of a tile in a tree of `size` leaves: as many as there have to be.
 * @throws WrongTileError
 */
export async function readTile(
  { level, n }: { level: number; n: number },
  size: number,
  tiles: TileReader,
): Promise<Uint8Array[]> {
  const width = widthOf({ level, n }, size);
  const bytes = await tiles(tilePath(level, n, width));
  const hashes = hashesIn(bytes);
  if (hashes?.length !== width) throw new WrongTileError('a tile of another size');
  return hashes;
}

/**
 * Computes hashes in the tree of `size` leaves: over the leaves from `start` up to `end`, a stretch that the divisions
 * of RFC 6962 come to.
 */
function hasherOf(size: number, read: TileReader): (start: number, end: number) => Promise<Uint8Array> {
  const tiles = remembering(read);
  const hashOf = async (start: number, end: number): Promise<Uint8Array> => {
    const count = end - start;
    if (count < 1) return rootOf([]);
    const height = heightOf(count);
    if (height === null) {
      const border = start + largestPowerBelow(count);
      return rootOf(await Promise.all([hashOf(start, border), hashOf(border, end)]));
    }
    const level = Math.floor(height / TILE_HEIGHT);
    const first = start / TILE_WIDTH ** level;
    const offset = first % TILE_WIDTH;
    const hashes = await readTile({ level, n: Math.floor(first / TILE_WIDTH) }, size, tiles);
    return rootOf(hashes.slice(offset, offset + count / TILE_WIDTH ** level));
  };
  return hashOf;
}
