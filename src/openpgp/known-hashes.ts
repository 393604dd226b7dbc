import { config, enums, type PrivateKey } from 'openpgp';

/**
 * Signs the user id of a new key anew, with a preference for SHA-2 alone. OpenPGP.js names SHA-3 as well, and PGPy can't
 * read a certificate with a hash in it that it doesn't know.
 */
export async function preferKnownHashes(key: PrivateKey): Promise<void> {
  for (const { userID, selfCertifications } of key.users) {
    for (const signature of selfCertifications) {
      signature.preferredHashAlgorithms = [enums.hash.sha512, enums.hash.sha256];
      // Its salt, which it gets again.
      signature.rawNotations = [];
      const signed = { userID, key: key.keyPacket };
      await signature.sign(key.keyPacket, signed, signature.created ?? undefined, false, config);
    }
  }
}
