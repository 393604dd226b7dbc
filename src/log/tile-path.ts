/** Bytes of a hash. */
export const HASH_SIZE = 32;
/** How many hashes, or entries, a full tile has. */
export const TILE_WIDTH = 256;
/** How many levels of a tree one tile spans. */
export const TILE_HEIGHT = 8;
/** The highest level of tiles that a path may name. */
const TOP_LEVEL = 63;

/** A tile of hashes of a level, from 0 for the leaves, or a bundle of entries. */
export type TileLevel = number | 'entries';

export interface TileName {
  level: TileLevel;
  /** Its number within the level, from 0. */
  n: number;
  /** How many hashes or entries it has, from 1 to 256. */
  width: number;
}

/**
 * Path of a tile below `tile/` (c2sp.org/tlog-tiles): `0/x001/234`, `entries/000`, with `.p/<width>` where it is not
 * full. Without that it is also the tile's name in the store.
 */
export function tilePath(level: TileLevel, n: number, width = TILE_WIDTH): string {
  const digits = String(n);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/\d{3}/g) ?? [];
  const path = groups.map((group, index) => (index < groups.length - 1 ? `x${group}` : group)).join('/');
  return `${level}/${path}${width < TILE_WIDTH ? `.p/${width}` : ''}`;
}

/** Reads what `tilePath` wrote, to the letter; null for anything else. */
export function parseTilePath(path: string): TileName | null {
  const parts = /^(entries|\d{1,2})\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  const [, first = '', groups = '', partial = String(TILE_WIDTH)] = parts ?? [];
  const level = first === 'entries' ? first : Number(first);
  const [n, width] = [Number(groups.replaceAll(/\D/g, '')), Number(partial)];
  if (!parts || (level !== 'entries' && level > TOP_LEVEL) || width < 1) return null;
  return tilePath(level, n, width) === path ? { level, n, width } : null;
}

/** How many hashes or entries the tile has in a log of `size` entries, from 0 to 256. */
export function widthOf({ level, n }: Pick<TileName, 'level' | 'n'>, size: number): number {
  const count = level === 'entries' ? size : Math.floor(size / TILE_WIDTH ** level);
  return Math.max(0, Math.min(TILE_WIDTH, count - n * TILE_WIDTH));
}
