import type { enums, SignaturePacket } from 'openpgp';

/** What openpgp.js has and its types don't say. */
declare module 'openpgp' {
  /** RFC 9580 section 5.6. */
  interface CompressedDataPacket {
    algorithm: enums.compression;
    /** What is written, where it is there already. */
    compressed: Uint8Array | null;
  }

  interface Key {
    /** What a certificate says of itself: on the key (version 6), or with its first user id (version 4). */
    getPrimarySelfSignature(date?: Date): Promise<SignaturePacket>;
  }
}
