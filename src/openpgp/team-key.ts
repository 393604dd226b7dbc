import { type PrivateKey, readPrivateKeys, type SecretKeyPacket, type SecretSubkeyPacket } from 'openpgp';

export type TeamKeyFault =
  | 'unreadable'
  /** Only the public half. */
  | 'public'
  /** No key in the file is one of the team's. */
  | 'not-of-the-team'
  /** The secret part that opens messages is not in the file: it is on a smart card, say. */
  | 'elsewhere'
  | 'wrong-passphrase'
  | 'passphrase-needed';

/** A private key file that can't be used; `fault` says why. */
export class TeamKeyError extends Error {
  readonly fault: TeamKeyFault;
  constructor(fault: TeamKeyFault, options?: ErrorOptions) {
    super(`the private key can not be used: ${fault}`, options);
    this.fault = fault;
  }
}

/**
 * Finds the team member's key in a file, armored or binary, as `gpg --export-secret-keys` makes it, and unlocks it.
 * @param team fingerprints of the team's certificates, upper case
 * @throws TeamKeyError
 */
export async function unlockTeamKey(
  file: Uint8Array,
  passphrase: string,
  team: readonly string[],
): Promise<{ fingerprint: string; key: PrivateKey }> {
  const keys = await readKeyFile(file);
  const privateKey = keys.find((key) => team.includes(key.getFingerprint().toUpperCase()));
  if (!privateKey) throw new TeamKeyError('not-of-the-team');
  const fingerprint = privateKey.getFingerprint().toUpperCase();
  // Whatever its dates say: what was sealed to it while it was valid can still be opened.
  const parts = await privateKey.getDecryptionKeys(undefined, null).catch(() => []);
  if (parts.length === 0) throw new TeamKeyError('elsewhere');
  if (parts.every((part) => part.isDecrypted())) return { fingerprint, key: privateKey };
  if (passphrase === '') throw new TeamKeyError('passphrase-needed');
  // One by one, and only those that open messages: of a key whose primary half stays offline the rest isn't here.
  for (const { keyPacket } of parts) {
    if ('decrypt' in keyPacket) await unlock(keyPacket, passphrase);
  }
  return { fingerprint, key: privateKey };
}

async function unlock(packet: SecretKeyPacket | SecretSubkeyPacket, passphrase: string): Promise<void> {
  try {
    await packet.decrypt(passphrase);
  } catch (cause) {
    throw new TeamKeyError('wrong-passphrase', { cause });
  }
}

async function readKeyFile(file: Uint8Array): Promise<PrivateKey[]> {
  const text = new TextDecoder().decode(file);
  if (text.includes('PUBLIC KEY BLOCK') && !text.includes('PRIVATE KEY BLOCK')) {
    throw new TeamKeyError('public');
  }
  try {
    return text.includes('PRIVATE KEY BLOCK')
      ? await readPrivateKeys({ armoredKeys: text.slice(text.indexOf('-----BEGIN')) })
      : await readPrivateKeys({ binaryKeys: file });
  } catch (cause) {
    throw new TeamKeyError('unreadable', { cause });
  }
}
