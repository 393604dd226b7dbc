import type { Config, enums, PrivateKey, SignaturePacket, UserIDPacket } from 'openpgp';

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

  interface SignaturePacket {
    /** Signs a user id of a key. */
    sign(
      key: PrivateKey['keyPacket'],
      data: { userID: UserIDPacket | null; key: PrivateKey['keyPacket'] },
      date: Date | undefined,
      detached: false,
      config: Config,
    ): Promise<void>;
  }
}
