import type { LogReader } from '../../src/log/check.ts';
import { type DeskKey, readDeskKeys } from '../../src/log/desk-keys.ts';
import { logOriginOf } from '../../src/log/statement.ts';
import { bytesAt } from './from-site.ts';

/** More than a tile, a checkpoint or a list of keys has, in bytes. */
const LARGEST = 64 * 1024;

/** Something that has to be fetched was not there. */
export class FetchError extends Error {
  readonly url: string;
  readonly reason: string;
  constructor(url: string, reason: string) {
    super(`${url} could not be fetched (${reason})`);
    this.url = url;
    this.reason = reason;
  }
}

/** The log that a site publishes. Its readers reject with a `FetchError`. */
export function publishedLog(site: string): LogReader {
  return {
    checkpoint: async () => new TextDecoder().decode(await bytesOf(`${site}/log/checkpoint`)),
    tile: (path) => bytesOf(`${site}/log/tile/${path}`),
  };
}

/** Where a site publishes the keys of its desk. */
export function keysAddress(site: string): string {
  return `${site}/desk-key.txt`;
}

/** The keys that a site publishes; null where these are none. @throws FetchError */
export async function publishedKeys(site: string): Promise<DeskKey[] | null> {
  return readDeskKeys(new TextDecoder().decode(await bytesOf(keysAddress(site))));
}

/** The name of the key that signs for a site now, as people compare it; null where it is that of another site. */
export function presentKey(keys: readonly DeskKey[], site: string): string | null {
  const vkey = keys.find(({ until }) => until === null)?.vkey;
  return vkey?.name === logOriginOf(site) ? `${vkey.name}+${vkey.keyId}` : null;
}

async function bytesOf(url: string): Promise<Uint8Array> {
  const fetched = await bytesAt(url, { most: LARGEST });
  if ('fault' in fetched) throw new FetchError(url, fetched.fault);
  return fetched.bytes;
}
