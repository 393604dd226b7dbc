import { type PrivateKey, readKey } from 'openpgp';
import type { Certificate } from './keys.ts';
import type { SigningPart } from './sign-message.ts';
import { isLockedByArgon2 } from './team-key.ts';

/** Why a member's key opens messages here and signs none. */
export type SigningFault =
  /** The published certificate has no part that signs, and neither has the file. */
  | 'no-part'
  /** The file has one, and the published certificate does not know it. */
  | 'not-published'
  /** The published certificate has one, and the file can't use it: it is on a smart card, say, or of another passphrase. */
  | 'elsewhere'
  /**
   * Of version 6: GnuPG 2 and others open no message with a signature of it in it, and a message that everybody opens is
   * worth more than one that some can verify.
   */
  | 'newer';

/** What a member signs with, and since when their certificate is what it is, in ms since 1970. */
export interface TeamSigner extends SigningPart {
  validFrom: number;
}

/**
 * Finds the part of a member's key with which messages are signed, and unlocks it: one that the published certificate
 * has, the newest first, as gpg chooses.
 * @param key as `unlockTeamKey` gives it
 * @param published the member's certificate, with which everybody verifies
 * @param now in ms since 1970
 */
export async function findSigner(
  key: PrivateKey,
  passphrase: string,
  { armored, validFrom }: Pick<Certificate, 'armored' | 'validFrom'>,
  now: number,
): Promise<TeamSigner | SigningFault> {
  const at = new Date(Math.max(now, validFrom));
  const certificate = await readKey({ armoredKey: armored });
  if (certificate.keyPacket.version === 6) return 'newer';
  // The file may be older than the certificate, whose parts may have been prolonged since.
  const whole = await key.update(certificate, at);
  const parts = [...certificate.getSubkeys(), certificate].sort(
    (one, other) => Number(one === certificate) - Number(other === certificate) || newest(one, other),
  );
  let isPublished = false;
  for (const part of parts) {
    const keyId = part.getKeyID();
    if (!(await certificate.getSigningKey(keyId, at).catch(() => null))) continue;
    isPublished = true;
    for (const { keyPacket } of key.getKeys(keyId)) {
      if (!('decrypt' in keyPacket) || keyPacket.isMissingSecretKeyMaterial()) continue;
      if (!keyPacket.isDecrypted()) {
        if (passphrase === '' || isLockedByArgon2(keyPacket)) continue;
        await keyPacket.decrypt(passphrase).catch(() => undefined);
      }
      if (keyPacket.isDecrypted()) return { key: whole, keyId, validFrom };
    }
  }
  if (isPublished) return 'elsewhere';
  return key.getSigningKey(undefined, at).then(
    () => 'not-published',
    () => 'no-part',
  );
}

type Dated = Pick<PrivateKey, 'getCreationTime'>;

function newest(one: Dated, other: Dated): number {
  return other.getCreationTime().getTime() - one.getCreationTime().getTime();
}
