import type { LogReader } from '../../log/check.ts';
import { noteServerTime } from '../api/server-time.ts';

/** More than a tile of entries or a checkpoint with many signatures has, in bytes. */
const LARGEST = 64 * 1024;
/** How long one answer may take, in ms. */
const PATIENCE = 60_000;

/**
 * Reads the public log of this site, by its addresses below `/log/` and nothing else. The checkpoint is asked for once, so
 * that whatever is checked with one reader is checked in one and the same log; what time it is by the server comes with it.
 */
export function createLogReader(): LogReader {
  let checkpoint: Promise<Blob> | undefined;
  return {
    async checkpoint() {
      checkpoint ??= ask('checkpoint', noteServerTime);
      return (await checkpoint).text();
    },
    tile: async (path) => new Uint8Array(await (await ask(`tile/${path}`)).arrayBuffer()),
  };
}

/** Without what the browser kept: a tile from there may be of a log that has been put right since, or the other way. */
async function ask(path: string, hear?: (response: Response) => void): Promise<Blob> {
  const signal = AbortSignal.timeout(PATIENCE);
  const response = await fetch(`/log/${path}`, { cache: 'no-store', credentials: 'omit', signal });
  hear?.(response);
  const content = await response.blob();
  if (!response.ok || content.size > LARGEST) throw new Error(`log: ${response.status}`);
  return content;
}
