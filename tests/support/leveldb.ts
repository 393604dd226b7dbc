// Reads what a LevelDB folder has ever been told and not yet thrown away: the records of its logs, which are cut into
// pieces, and the blocks of its tables, which may be compressed. https://github.com/google/leveldb/tree/main/doc

const LOG_BLOCK = 32 * 1024;
const RECORD_HEADER = 7;
const FOOTER = 48;
const MAGIC = 0xdb4775248b80fb57n;
const SNAPPY = 1;

/** The pieces of a log (`000003.log`, `MANIFEST-…`) put together. */
export function readLog(bytes: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let block = 0; block < bytes.length; block += LOG_BLOCK) {
    const end = Math.min(block + LOG_BLOCK, bytes.length);
    for (let at = block; at + RECORD_HEADER <= end; ) {
      const length = bytes.readUInt16LE(at + 4);
      pieces.push(bytes.subarray(at + RECORD_HEADER, Math.min(at + RECORD_HEADER + length, end)));
      at += RECORD_HEADER + length;
    }
  }
  return Buffer.concat(pieces);
}

/** The blocks of a table (`000005.ldb`), unpacked; nothing of a file that is none. */
export function readTable(bytes: Buffer): Buffer {
  if (bytes.length < FOOTER || bytes.readBigUInt64LE(bytes.length - 8) !== MAGIC) return Buffer.alloc(0);
  const footer = new Reader(bytes.subarray(bytes.length - FOOTER));
  footer.number();
  footer.number();
  const index = new Reader(blockAt(bytes, footer.number(), footer.number()));
  const blocks: Buffer[] = [];
  const end = index.bytes.length - 4 - 4 * index.bytes.readUInt32LE(index.bytes.length - 4);
  while (index.at < end) {
    index.number();
    const rest = index.number();
    const valueLength = index.number();
    index.at += rest;
    const handle = new Reader(index.bytes.subarray(index.at, index.at + valueLength));
    index.at += valueLength;
    blocks.push(blockAt(bytes, handle.number(), handle.number()));
  }
  return Buffer.concat(blocks);
}

function blockAt(bytes: Buffer, offset: number, size: number): Buffer {
  const block = bytes.subarray(offset, offset + size);
  return bytes[offset + size] === SNAPPY ? unpackSnappy(block) : block;
}

/** https://github.com/google/snappy/blob/main/format_description.txt */
function unpackSnappy(packed: Buffer): Buffer {
  const reader = new Reader(packed);
  const out = Buffer.alloc(reader.number());
  let end = 0;
  while (reader.at < packed.length) {
    const tag = packed[reader.at] ?? 0;
    reader.at += 1;
    const kind = tag & 3;
    if (kind === 0) {
      const more = Math.max(0, (tag >> 2) - 59);
      const length = (more === 0 ? tag >> 2 : reader.little(more)) + 1;
      packed.copy(out, end, reader.at, reader.at + length);
      reader.at += length;
      end += length;
      continue;
    }
    const length = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    const back = kind === 1 ? ((tag >> 5) << 8) | reader.little(1) : reader.little(kind === 2 ? 2 : 4);
    // What is copied may be what is being written.
    for (let left = length; left > 0; left -= 1, end += 1) out[end] = out[end - back] ?? 0;
  }
  return out;
}

class Reader {
  readonly bytes: Buffer;
  at = 0;
  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
  /** A varint of at most 32 bits. */
  number(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at] ?? 0;
      this.at += 1;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }
  /** So many bytes, the lowest first. */
  little(count: number): number {
    const value = this.bytes.readUIntLE(this.at, count);
    this.at += count;
    return value;
  }
}
