import type { Config, enums, PrivateKey, SignaturePacket, Subkey, UserIDPacket } from 'openpgp';

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
    /** Verifies the signature of a message, whatever it says of when it was made. */
    verify(
      key: PrivateKey['keyPacket'] | Subkey['keyPacket'],
      type: enums.signature,
      literal: object,
      date: null,
    ): Promise<void>;
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
