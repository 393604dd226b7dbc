import { type TileName, tilePath, widthOf } from '../../src/log/tile-path.ts';
import { cutTile } from '../../src/log/tiles.ts';
import type { LogStore } from '../store/store.ts';
import { type CheckpointSigner, emptyCheckpoint } from './signed-checkpoint.ts';

/** How long size and checkpoint are kept in memory, in ms: however often anybody asks, the store is not. */
const KEPT = 10_000;
/** Whoever asks for more than is known has the store asked again, no sooner than this after the last time, in ms. */
const LEAST_APART = 1000;
/** Tiles that are kept in memory, of some 8 KB; where there are more, the one that came first is forgotten. */
const MOST_TILES = 256;

/** The log as visitors get it. */
export interface LogFiles {
  /** The signed checkpoint, and how many entries it is of. */
  checkpoint(): Promise<{ note: string; size: number }>;
  /** The bytes of a tile, or of a bundle of entries; null for what the checkpoint does not cover. */
  tile(name: TileName): Promise<Uint8Array<ArrayBuffer> | null>;
}

interface FilesParts {
  store: Pick<LogStore, 'readLog' | 'readTiles'>;
  desk: CheckpointSigner;
  now: () => Date;
}

/**
 * Reads the log from the store, and keeps in memory what was read: a tile that is asked for again costs no command. A
 * narrower tile is cut from a wider one, as a log only grows. What the checkpoint does not cover is in no answer, also
 * where it lies in the store.
 */
export function createLogFiles({ store, desk, now }: FilesParts): LogFiles {
  let read: { at: number; log: Promise<{ note: string; size: number }> } | undefined;
  const tiles = new Map<string, { width: number; bytes: Promise<Uint8Array> }>();

  /** What the log is, read in the last `ms`. */
  const logWithin = (ms: number) => {
    const at = now().getTime();
    if (read && Math.abs(at - read.at) < ms) return read.log;
    const log = store.readLog({ before: 0, most: 0 }).then(async ({ size, checkpoint }) => ({
      note: checkpoint ?? (await emptyCheckpoint(desk)),
      size: checkpoint === null ? 0 : size,
    }));
    const fresh = { at, log };
    read = fresh;
    log.catch(() => {
      if (read === fresh) read = undefined;
    });
    return log;
  };

  /** The bytes of a tile in the store, which has at least this width by now. */
  const wholeTile = (path: string, width: number) => {
    const known = tiles.get(path);
    if (known && known.width >= width) return known.bytes;
    const bytes = store.readTiles([path]).then(([found]) => {
      if (!found) throw new Error('a tile of the log is not in the store');
      return found;
    });
    const fresh = { width, bytes };
    tiles.delete(path);
    const [oldest] = tiles.keys();
    if (tiles.size >= MOST_TILES && oldest !== undefined) tiles.delete(oldest);
    tiles.set(path, fresh);
    bytes.catch(() => {
      if (tiles.get(path) === fresh) tiles.delete(path);
    });
    return bytes;
  };

  return {
    checkpoint: () => logWithin(KEPT),
    async tile(name) {
      let covered = widthOf(name, (await logWithin(KEPT)).size);
      // Another server may have appended since, and have told of it.
      if (covered < name.width) covered = widthOf(name, (await logWithin(LEAST_APART)).size);
      if (covered < name.width) return null;
      const bytes = await wholeTile(tilePath(name.level, name.n), covered);
      const cut = cutTile(name.level, bytes, name.width);
      if (!cut) throw new Error('a tile of the log is shorter than its checkpoint says');
      return cut;
    },
  };
}
