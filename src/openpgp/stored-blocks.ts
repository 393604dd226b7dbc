/** What one stored block holds at most, in bytes. */
const LONGEST_BLOCK = 65_535;
/** A stored block of nothing, and the last one of all: three bits, then a length and its complement. */
const EMPTY = [0x00, 0x00, 0x00, 0xff, 0xff];
const LAST = [0x01, 0x00, 0x00, 0xff, 0xff];
/** The same a byte longer: before it, a block of nothing with fixed codes, which is ten bits. */
const LONGER_EMPTY = [0x02, ...EMPTY];
const HEAD = EMPTY.length;

/** How many bytes `storedBlocks` makes of parts of these lengths, without a fill. */
export function storedLength(lengths: readonly number[]): number {
  return lengths.reduce((sum, length) => sum + length + HEAD * Math.ceil(length / LONGEST_BLOCK), HEAD);
}

/** Whether a stream can be filled up by so many bytes. */
export function canFill(fill: number): boolean {
  return fill >= 0 && fill >= LONGER_EMPTY.length * (fill % HEAD);
}

/**
 * Writes `parts` one after the other as a DEFLATE stream (RFC 1951) that compresses nothing, made longer by `fill`
 * bytes of blocks in which nothing is. Every inflater passes over those: they are what flushing a stream leaves
 * behind, so that a length can be hidden from outside and costs who opens it no option and no knowledge.
 * @throws RangeError for a fill that there is none for; see `canFill`
 */
export function storedBlocks(parts: readonly Uint8Array[], fill: number): Uint8Array<ArrayBuffer> {
  if (!canFill(fill)) throw new RangeError('no blocks come to this length');
  const stream = new Uint8Array(storedLength(parts.map(({ length }) => length)) + fill);
  let at = 0;
  const write = (bytes: Uint8Array | number[]) => {
    stream.set(bytes, at);
    at += bytes.length;
  };
  for (const part of parts) {
    for (let start = 0; start < part.length; start += LONGEST_BLOCK) {
      const block = part.subarray(start, start + LONGEST_BLOCK);
      const [low, high] = [block.length & 255, block.length >> 8];
      write([0, low, high, low ^ 255, high ^ 255]);
      write(block);
    }
  }
  for (let left = fill % HEAD; left > 0; left -= 1) write(LONGER_EMPTY);
  while (at < stream.length - LAST.length) write(EMPTY);
  write(LAST);
  return stream;
}
