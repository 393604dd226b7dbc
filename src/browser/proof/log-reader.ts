import type { LogReader } from '../../log/check.ts';
import { exchange } from '../api/exchange.ts';
import { noteServerTime } from '../api/server-time.ts';

/** More than a tile of entries or a checkpoint with many signatures has, in bytes. */
const LARGEST = 64 * 1024;

/**
 * Reads the public log of this site, by its addresses below `/log/` and nothing else. Each is asked for once, so that
 * whatever is checked with one reader is checked in one and the same log.
 */
export function createLogReader(): LogReader {
  const asked = new Map<string, Promise<Uint8Array>>();
  const read = (path: string, get: () => Promise<Response>) => {
    const answer = asked.get(path) ?? get().then(bytesOf);
    asked.set(path, answer);
    return answer;
  };
  return {
    async checkpoint() {
      // Fresh: one from the browser's cache would tell neither what the log is now nor what time it is.
      const bytes = await read('checkpoint', async () => {
        const response = await exchange('GET', '/log/checkpoint', {
          headers: { 'Cache-Control': 'no-cache' },
        });
        noteServerTime(response);
        return response;
      });
      return new TextDecoder().decode(bytes);
    },
    tile: (path) => read(path, () => exchange('GET', `/log/tile/${path}`)),
  };
}

async function bytesOf(response: Response): Promise<Uint8Array> {
  const content = await response.blob();
  if (!response.ok || content.size > LARGEST) throw new Error(`log: ${response.status}`);
  return new Uint8Array(await content.arrayBuffer());
}
