// A log as anybody sees it (c2sp.org/tlog-tiles, tlog-checkpoint): checkpoints, tiles, entries; nothing of the product.
import { createHash } from 'node:crypto';
import { type NoteKey, notesIn, textOf } from './note.ts';
import {
  growth,
  leafHash,
  leftSize,
  nodeHash,
  pathTo,
  type Roots,
  rootByPath,
  rootOf,
  rootsByGrowth,
} from './tree.ts';

/** What a log gives below its prefix (`checkpoint`, `tile/0/000.p/5`); null where it has nothing. */
export type Get = (path: string) => Promise<Uint8Array | null>;

export interface Checkpoint {
  origin: string;
  size: number;
  root: Buffer;
}

const HASH = 32;
const WIDTH = 256;

/** What a checkpoint says, once one of these keys has signed it under the name of the log. */
export function checkpointIn(note: string, keys: readonly NoteKey[]): Checkpoint {
  const { text, key } = textOf(note, keys);
  const [, origin = '', size = '', root = ''] =
    /^(\S+)\n(0|[1-9]\d*)\n([A-Za-z0-9+/]{43}=)\n$/.exec(text) ?? [];
  if (origin === '' || origin !== key.name) throw new Error('no checkpoint');
  return { origin, size: Number(size), root: Buffer.from(root, 'base64') };
}

const pathOf = (number: number) => {
  const digits = String(number).padStart(Math.ceil(String(number).length / 3) * 3, '0');
  return digits.replaceAll(/\d{3}(?=\d)/g, 'x$&/');
};

/** Where a tile of a log of this size stands; `level` is a number, or `entries`. */
export function tileAt(
  level: number | 'entries',
  number: number,
  size: number,
): { path: string; width: number } {
  const there = Math.floor(size / WIDTH ** (level === 'entries' ? 0 : level));
  const width = Math.min(WIDTH, there - number * WIDTH);
  if (width < 1) throw new Error('no such tile');
  return { path: `tile/${level}/${pathOf(number)}${width < WIDTH ? `.p/${width}` : ''}`, width };
}

async function tile(get: Get, level: number | 'entries', number: number, size: number) {
  const { path, width } = tileAt(level, number, size);
  const bytes = await get(path);
  if (!bytes) throw new Error(`${path} is not there`);
  if (level !== 'entries' && bytes.length !== width * HASH) throw new Error(`${path} has another size`);
  return Buffer.from(bytes);
}

/** The roots of stretches of a log of this size, from as few tiles as there are for them. */
export function rootsOf(get: Get, size: number): Roots {
  const kept = new Map<string, Promise<Buffer>>();
  const tileOnce = (level: number, number: number) => {
    const name = `${level}/${number}`;
    const found = kept.get(name) ?? tile(get, level, number, size);
    kept.set(name, found);
    return found;
  };
  const roots: Roots = async (start, length) => {
    const isWhole = Number.isInteger(Math.log2(length)) && start % length === 0;
    if (!isWhole) {
      const left = leftSize(length);
      return nodeHash(await roots(start, left), await roots(start + left, length - left));
    }
    const level = Math.floor(Math.log2(length) / 8);
    const [first, count] = [start / WIDTH ** level, length / WIDTH ** level];
    const bytes = await tileOnce(level, Math.floor(first / WIDTH));
    const at = (first % WIDTH) * HASH;
    const hashes = Array.from({ length: count }, (_, n) =>
      bytes.subarray(at + n * HASH, at + (n + 1) * HASH),
    );
    return rootOf(hashes);
  };
  return roots;
}

/** Throws unless the log as it is now holds all that it held at an earlier checkpoint, in its place. */
export async function checkGrowth(get: Get, before: Checkpoint, now: Checkpoint): Promise<void> {
  if (before.size > now.size) throw new Error('the log was cut short');
  if (before.size === 0) return;
  const proof = await growth(before.size, now.size, rootsOf(get, now.size));
  const roots = rootsByGrowth(before.size, now.size, before.root, proof);
  if (!roots.before.equals(before.root) || !roots.now.equals(now.root))
    throw new Error('the log was rewritten');
}

/** The entries from one place on, in order, out of the bundles. */
export async function entriesFrom(get: Get, start: number, size: number): Promise<Buffer[]> {
  const entries: Buffer[] = [];
  for (let number = Math.floor(start / WIDTH); number * WIDTH < size; number += 1) {
    const bytes = await tile(get, 'entries', number, size);
    const bundle: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += 2 + bytes.readUInt16BE(at)) {
      bundle.push(bytes.subarray(at + 2, at + 2 + bytes.readUInt16BE(at)));
    }
    if (bundle.length !== tileAt('entries', number, size).width)
      throw new Error('a bundle has another number');
    entries.push(...bundle.slice(Math.max(0, start - number * WIDTH)));
  }
  return entries;
}

/** Downloads the whole log and computes every hash in it anew. Gives the checkpoint and all entries. */
export async function checkLog(get: Get, keys: readonly NoteKey[]) {
  const checkpoint = await currentCheckpoint(get, keys);
  const { size } = checkpoint;
  const entries = await entriesFrom(get, 0, size);
  let hashes: Buffer[] = entries.map(leafHash);
  if (!rootOf(hashes).equals(checkpoint.root)) throw new Error('the entries have another root');
  for (let level = 0; hashes.length > 0; level += 1) {
    for (let number = 0; number * WIDTH < hashes.length; number += 1) {
      const expected = Buffer.concat(hashes.slice(number * WIDTH, (number + 1) * WIDTH));
      if (!(await tile(get, level, number, size)).equals(expected)) throw new Error('a tile is another');
    }
    const full = Math.floor(hashes.length / WIDTH);
    hashes = Array.from({ length: full }, (_, n) => rootOf(hashes.slice(n * WIDTH, (n + 1) * WIDTH)));
  }
  return { ...checkpoint, entries };
}

export async function currentCheckpoint(get: Get, keys: readonly NoteKey[]): Promise<Checkpoint> {
  const note = await get('checkpoint');
  if (!note) throw new Error('there is no checkpoint');
  return checkpointIn(new TextDecoder().decode(note), keys);
}

/** The statements in a receipt file, checked: what each says, and its entry in the log. */
export function statementsIn(file: string, keys: readonly NoteKey[]) {
  return notesIn(file, 'meldpunt statement v1').map((note) => {
    const { text } = textOf(note, keys);
    const lines = text.split('\n').slice(1, -1);
    const fields = Object.fromEntries(lines.map((line) => line.split(/: (.*)/s)));
    return { fields, entry: createHash('sha256').update(text).digest() };
  });
}

/** The checkpoints in a receipt file, checked. */
export function checkpointsIn(file: string, keys: readonly NoteKey[]): Checkpoint[] {
  const names = [...new Set(keys.map(({ name }) => name))];
  return names.flatMap((name) => notesIn(file, name).map((note) => checkpointIn(note, keys)));
}

/**
 * Where the statement of a receipt stands in the log; looked for from the receipt's checkpoint on, unless `position` says
 * where. Throws where it stands nowhere or another stands there, or the log no longer holds what the receipt saw.
 */
export async function checkReceipt({
  file,
  keys,
  get,
  position,
}: {
  file: string;
  keys: readonly NoteKey[];
  get: Get;
  position?: number;
}): Promise<number> {
  const now = await currentCheckpoint(get, keys);
  const seen = checkpointsIn(file, keys);
  for (const before of seen) await checkGrowth(get, before, now);
  const [statement] = statementsIn(file, keys);
  if (!statement) throw new Error('there is no statement');
  const from = seen.length === 0 ? 0 : Math.min(...seen.map(({ size }) => size));
  const found =
    position ??
    from + (await entriesFrom(get, from, now.size)).findIndex((one) => one.equals(statement.entry));
  if (found < from) throw new Error('not in the log');
  const path = await pathTo(found, now.size, rootsOf(get, now.size));
  const root = rootByPath(leafHash(statement.entry), found, now.size, path);
  if (!root.equals(now.root)) throw new Error('another entry stands there');
  return found;
}
