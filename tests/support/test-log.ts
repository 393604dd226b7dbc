import { createHash } from 'node:crypto';
import { edgeTileNames } from '../../src/log/append.ts';
import { parseTilePath, tilePath, widthOf } from '../../src/log/tile-path.ts';
import { cutTile, entriesIn, type StoredTile } from '../../src/log/tiles.ts';
import { appendEntries } from '../../src/log/tree.ts';

/** A log in memory, with the tiles as a server has them. */
export class TestLog {
  size = 0;
  root: Uint8Array = createHash('sha256').digest();
  readonly tiles = new Map<string, Uint8Array>();
  /** How many hashes all appending took so far. */
  hashed = 0;

  static async of(entries: readonly Uint8Array[]): Promise<TestLog> {
    const log = new TestLog();
    await log.append(entries);
    return log;
  }

  /** The same log when it had `size` entries: what it gives is cut from its tiles, as a server does. */
  at(size: number): TestLog['tile'] {
    return (path) => this.#tileAt(size, path);
  }

  async append(entries: readonly Uint8Array[]): Promise<StoredTile[]> {
    const edge = edgeTileNames(this.size).map((name) => {
      const bytes = this.tiles.get(name);
      if (!bytes) throw new Error(`no ${name}`);
      return { name, bytes };
    });
    const { digest } = crypto.subtle;
    crypto.subtle.digest = (...args) => {
      this.hashed += 1;
      return digest.apply(crypto.subtle, args);
    };
    const { size, root, tiles } = await appendEntries(this.size, edge, entries).finally(() => {
      crypto.subtle.digest = digest;
    });
    for (const { name, bytes } of tiles) this.tiles.set(name, bytes);
    this.size = size;
    this.root = root;
    return tiles;
  }

  /** What a server gives at a path: nothing that its size does not cover, nothing that is no tile. */
  readonly tile = (path: string): Promise<Uint8Array> => this.#tileAt(this.size, path);

  /** The entries of a bundle. */
  entriesAt(n: number): Uint8Array[] {
    return entriesIn(this.tiles.get(tilePath('entries', n)) ?? new Uint8Array()) ?? [];
  }

  async #tileAt(size: number, path: string): Promise<Uint8Array> {
    const name = parseTilePath(path);
    const stored = name && this.tiles.get(tilePath(name.level, name.n));
    const isThere = name && widthOf(name, size) >= name.width;
    const cut = stored && isThere ? cutTile(name.level, stored, name.width) : null;
    if (!cut) throw new Error(`no ${path}`);
    return cut;
  }
}

/** RFC 6962 section 2.1 word for word, sharing nothing with the product; what was computed once is kept. */
export class NaiveTree {
  readonly #leaves: Buffer[];
  readonly #kept = new Map<string, Buffer>();

  constructor(entries: readonly Uint8Array[]) {
    this.#leaves = entries.map((entry) => hash(0, entry));
  }

  /** MTH(D[from:to]) */
  hashOf(from: number, to: number): Buffer {
    if (from === to) return createHash('sha256').digest();
    const leaf = to - from === 1 ? this.#leaves[from] : undefined;
    if (leaf) return leaf;
    const name = `${from}:${to}`;
    const split = from + powerBelow(to - from);
    const known = this.#kept.get(name) ?? hash(1, this.hashOf(from, split), this.hashOf(split, to));
    this.#kept.set(name, known);
    return known;
  }

  /** PATH(index, D[from:to]), in hexadecimal. */
  path(index: number, from: number, to: number): string[] {
    if (to - from === 1) return [];
    const split = from + powerBelow(to - from);
    return index < split
      ? [...this.path(index, from, split), this.hashOf(split, to).toString('hex')]
      : [...this.path(index, split, to), this.hashOf(from, split).toString('hex')];
  }

  /** PROOF(older, D[0:size]), in hexadecimal; empty for an empty tree. */
  consistency(older: number, size: number): string[] {
    const sub = (m: number, from: number, to: number, isWhole: boolean): string[] => {
      if (m === to - from) return isWhole ? [] : [this.hashOf(from, to).toString('hex')];
      const k = powerBelow(to - from);
      return m <= k
        ? [...sub(m, from, from + k, isWhole), this.hashOf(from + k, to).toString('hex')]
        : [...sub(m - k, from + k, to, false), this.hashOf(from, from + k).toString('hex')];
    };
    return older === 0 ? [] : sub(older, 0, size, true);
  }
}

function hash(prefix: number, ...parts: readonly Uint8Array[]): Buffer {
  const sum = createHash('sha256').update(Buffer.from([prefix]));
  for (const part of parts) sum.update(part);
  return sum.digest();
}

function powerBelow(count: number): number {
  return 2 ** Math.floor(Math.log2(count - 1));
}
