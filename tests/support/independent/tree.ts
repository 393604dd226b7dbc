// Merkle trees, each function as RFC 6962 section 2.1 defines it, with Node's crypto alone.
import { createHash } from 'node:crypto';

const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();

/** The hash of a leaf. */
export const leafHash = (entry: Uint8Array) => sha256(Buffer.of(0), entry);
/** The hash of two trees side by side. */
export const nodeHash = (left: Uint8Array, right: Uint8Array) => sha256(Buffer.of(1), left, right);
/** The root of a tree without leaves. */
export const EMPTY_ROOT = sha256();

/** The largest power of two below `size`, which is 2 or more. */
export function leftSize(size: number): number {
  let left = 1;
  while (left * 2 < size) left *= 2;
  return left;
}

/** The root of the tree over these leaf hashes (MTH). */
export function rootOf(hashes: readonly Uint8Array[]): Buffer {
  const [first] = hashes;
  if (first === undefined) return EMPTY_ROOT;
  if (hashes.length === 1) return Buffer.from(first);
  const left = leftSize(hashes.length);
  return nodeHash(rootOf(hashes.slice(0, left)), rootOf(hashes.slice(left)));
}

/** The root of the leaves from `start` on, `size` of them: of an array, or of the tiles of a log. */
export type Roots = (start: number, size: number) => Promise<Buffer>;

/** What shows that the leaf at `index` is among `size` (PATH): the leaf's neighbour first. */
export async function pathTo(index: number, size: number, roots: Roots, start = 0): Promise<Buffer[]> {
  if (size < 2) return [];
  const left = leftSize(size);
  if (index < left) {
    return [...(await pathTo(index, left, roots, start)), await roots(start + left, size - left)];
  }
  return [...(await pathTo(index - left, size - left, roots, start + left)), await roots(start, left)];
}

/** What shows that a tree of `size` leaves began as one of `old`, which is 1 or more (PROOF). */
export function growth(old: number, size: number, roots: Roots): Promise<Buffer[]> {
  return partOfGrowth(old, size, true, roots, 0);
}

async function partOfGrowth(old: number, size: number, isWhole: boolean, roots: Roots, start: number) {
  if (old === size) return isWhole ? [] : [await roots(start, size)];
  const left = leftSize(size);
  const proof: Buffer[] =
    old <= left
      ? await partOfGrowth(old, left, isWhole, roots, start)
      : await partOfGrowth(old - left, size - left, false, roots, start + left);
  proof.push(old <= left ? await roots(start + left, size - left) : await roots(start, left));
  return proof;
}

/** The root that follows from a leaf and its path. Throws where the path has another length. */
export function rootByPath(
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
): Buffer {
  if (index < 0 || index >= size) throw new Error('no such leaf');
  if (size === 1) {
    if (path.length > 0) throw new Error('path is too long');
    return Buffer.from(leaf);
  }
  const rest = path.slice(0, -1);
  const other = lastOf(path);
  const left = leftSize(size);
  if (index < left) return nodeHash(rootByPath(leaf, index, left, rest), other);
  return nodeHash(other, rootByPath(leaf, index - left, size - left, rest));
}

/** The root of a log as it was, and as it is. */
interface BothRoots {
  before: Buffer;
  now: Buffer;
}

/** Both roots that follow from a proof of growth and the old root. Throws where the proof has another length. */
export function rootsByGrowth(
  old: number,
  size: number,
  oldRoot: Uint8Array,
  proof: readonly Uint8Array[],
): BothRoots {
  if (old < 1 || old > size) throw new Error('no such growth');
  return partByGrowth(old, size, oldRoot, proof);
}

function partByGrowth(
  old: number,
  size: number,
  oldRoot: Uint8Array | null,
  proof: readonly Uint8Array[],
): BothRoots {
  if (old === size) {
    if (proof.length !== (oldRoot ? 0 : 1)) throw new Error('proof has another length');
    const root = Buffer.from(oldRoot ?? lastOf(proof));
    return { before: root, now: root };
  }
  const rest = proof.slice(0, -1);
  const other = lastOf(proof);
  const left = leftSize(size);
  if (old <= left) {
    const part = partByGrowth(old, left, oldRoot, rest);
    return { before: part.before, now: nodeHash(part.now, other) };
  }
  const part = partByGrowth(old - left, size - left, null, rest);
  return { before: nodeHash(other, part.before), now: nodeHash(other, part.now) };
}

function lastOf(hashes: readonly Uint8Array[]): Uint8Array {
  const last = hashes.at(-1);
  if (!last) throw new Error('proof is too short');
  return last;
}
