import type { enums } from 'openpgp';

/** Exported by openpgp.js, and missing from its types (RFC 9580 section 5.6). */
declare module 'openpgp' {
  interface CompressedDataPacket {
    algorithm: enums.compression;
    /** What is written, where it is there already. */
    compressed: Uint8Array | null;
  }
}
