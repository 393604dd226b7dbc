import { joined } from '../disclosure/bytes.ts';
import { HASH_SIZE, TILE_WIDTH, type TileLevel } from './tile-path.ts';

/** Bytes that say how long an entry in a bundle is: big-endian. */
const PREFIX = 2;

/** A tile, or what it becomes, under its name in the store. */
export interface StoredTile {
  name: string;
  bytes: Uint8Array;
}

/** The hashes in a tile, 32 bytes each, or null where its length is not a whole number of them. */
export function hashesIn(bytes: Uint8Array): Uint8Array[] | null {
  if (bytes.length % HASH_SIZE !== 0 || bytes.length > TILE_WIDTH * HASH_SIZE) return null;
  return Array.from({ length: bytes.length / HASH_SIZE }, (_, index) =>
    bytes.slice(index * HASH_SIZE, (index + 1) * HASH_SIZE),
  );
}

/** The entries in a bundle, or null where its bytes are not whole entries, 256 at most. */
export function entriesIn(bytes: Uint8Array): Uint8Array[] | null {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const [high = 0, low] = bytes.subarray(at, at + PREFIX);
    if (low === undefined || entries.length === TILE_WIDTH) return null;
    const end = at + PREFIX + high * 256 + low;
    if (end > bytes.length) return null;
    entries.push(bytes.slice(at + PREFIX, end));
    at = end;
  }
  return entries;
}

/** Entries as a bundle has them. @throws RangeError for one of more than 65535 bytes */
export function bundleOf(entries: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return joined(
    entries.flatMap((entry) => {
      if (entry.length > 0xffff) throw new RangeError('an entry is too long');
      return [Uint8Array.of(entry.length >> 8, entry.length & 255), entry];
    }),
  );
}

/** The first `width` hashes or entries of a tile; null where it has fewer. */
export function cutTile(level: TileLevel, bytes: Uint8Array, width: number): Uint8Array<ArrayBuffer> | null {
  if (level !== 'entries') {
    return bytes.length < width * HASH_SIZE ? null : bytes.slice(0, width * HASH_SIZE);
  }
  const entries = entriesIn(bytes)?.slice(0, width);
  return entries?.length === width ? bundleOf(entries) : null;
}
