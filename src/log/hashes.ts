import { sha256 } from './bytes.ts';

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** Hash of an entry as a leaf of the tree (RFC 6962 section 2.1): 32 bytes. */
export function leafHash(entry: Uint8Array): Promise<Uint8Array> {
  return sha256(LEAF, entry);
}

/** Hash of the node above two others (RFC 6962 section 2.1): 32 bytes. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Promise<Uint8Array> {
  return sha256(NODE, left, right);
}

/** Root of the tree of these leaves, given by their hashes; of none, SHA-256 of nothing (RFC 6962 section 2.1). */
export async function rootOf(leaves: readonly Uint8Array[]): Promise<Uint8Array> {
  let row = leaves;
  // One level after the other, so that all hashes of a level are computed at the same time. A last one without a
  // neighbour goes up as it is, which comes to the same as the standard's division at the largest power of two.
  while (row.length > 1) {
    const below = row;
    const above = Array.from({ length: Math.ceil(below.length / 2) }, async (_, index) => {
      const [left, right] = below.slice(2 * index, 2 * index + 2);
      return left && right ? nodeHash(left, right) : left;
    });
    row = (await Promise.all(above)).filter((hash) => hash !== undefined);
  }
  return row[0] ?? sha256();
}
