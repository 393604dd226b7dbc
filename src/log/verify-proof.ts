import { isEqual } from './bytes.ts';
import { nodeHash, rootOf } from './hashes.ts';
import { heightOf } from './powers.ts';
import { HASH_SIZE } from './tile-path.ts';

/**
 * Whether a leaf stands at `index` in the tree of `size` leaves with this root (RFC 9162 section 2.1.3.2).
 * @param proof the neighbours on the way up, as `inclusionProof` gives them
 */
export async function verifyInclusion(input: {
  index: number;
  size: number;
  leaf: Uint8Array;
  proof: readonly Uint8Array[];
  root: Uint8Array;
}): Promise<boolean> {
  const { index, size, leaf, proof, root } = input;
  if (!areSizes(index, size) || index >= size || !areHashes(proof)) return false;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const neighbour of proof) {
    if (last === 0) return false;
    if (isOdd(at) || at === last) {
      hash = await nodeHash(neighbour, hash);
      [at, last] = upWhereLeft(at, last);
    } else {
      hash = await nodeHash(hash, neighbour);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && isEqual(hash, root);
}

/**
 * Whether the tree of `to` leaves with root `toRoot` begins with the very leaves of the one of `from` leaves with root
 * `fromRoot` (RFC 9162 section 2.1.4.2). Every tree begins with the empty one.
 */
export async function verifyConsistency(input: {
  from: number;
  fromRoot: Uint8Array;
  to: number;
  toRoot: Uint8Array;
  proof: readonly Uint8Array[];
}): Promise<boolean> {
  const { from, fromRoot, to, toRoot, proof } = input;
  if (!areSizes(from, to) || from > to || !areHashes(proof)) return false;
  if (from === to) return proof.length === 0 && isEqual(fromRoot, toRoot);
  if (from === 0) return proof.length === 0 && isEqual(fromRoot, await rootOf([]));
  const path = heightOf(from) !== null ? [fromRoot, ...proof] : proof;
  const [first, ...rest] = path;
  if (!first) return false;
  let [at, last] = [from - 1, to - 1];
  while (isOdd(at)) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  let [older, newer] = [first, first];
  for (const neighbour of rest) {
    if (last === 0) return false;
    if (isOdd(at) || at === last) {
      older = await nodeHash(neighbour, older);
      newer = await nodeHash(neighbour, newer);
      [at, last] = upWhereLeft(at, last);
    } else {
      newer = await nodeHash(newer, neighbour);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && isEqual(older, fromRoot) && isEqual(newer, toRoot);
}

/** Goes up as long as the node is a left one: it has no neighbour there, being the last of its row. */
function upWhereLeft(at: number, last: number): [number, number] {
  let [high, end] = [at, last];
  while (!isOdd(high) && high !== 0) [high, end] = [high / 2, Math.floor(end / 2)];
  return [high, end];
}

function areSizes(...numbers: number[]): boolean {
  return numbers.every((one) => Number.isSafeInteger(one) && one >= 0);
}

function areHashes(proof: readonly Uint8Array[]): boolean {
  return proof.every(({ length }) => length === HASH_SIZE);
}

function isOdd(number: number): boolean {
  return number % 2 === 1;
}
