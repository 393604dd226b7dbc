import { type PrivateKey, readPrivateKeys, type SecretKeyPacket, type SecretSubkeyPacket } from 'openpgp';
import { blocksIn } from './armor.ts';
import { textOfFile } from './text-of-file.ts';

export type TeamKeyFault =
  | 'unreadable'
  /** Only the public half. */
  | 'public'
  /** No key in the file is one of the team's. */
  | 'not-of-the-team'
  /** It stands there without a user id, and OpenPGP.js makes no use of one of version 4 then. */
  | 'no-user-id'
  /** The secret part that opens messages is not in the file: it is on a smart card, say. */
  | 'elsewhere'
  /** Locked in a way (RFC 9580 section 3.7.1.4) that asks for WebAssembly, which our pages may not run. */
  | 'argon2'
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

/** Of what stands in the way of several keys, what is told: first what the person in front of the page can mend there. */
const TOLD_FIRST: readonly TeamKeyFault[] = [
  'wrong-passphrase',
  'passphrase-needed',
  'argon2',
  'no-user-id',
  'elsewhere',
];

/** A key that is ready to open messages. */
export interface UnlockedKey {
  /** Upper case. */
  fingerprint: string;
  key: PrivateKey;
}

/**
 * Finds a team member's key in a file and unlocks it: armored in any encoding, or binary, as `gpg --export-secret-keys`
 * makes it; public keys may stand beside it, before or behind. Of several of the team's the first that can be unlocked
 * is taken, in the order of `team`, and of several copies of one in that of the file: none that can't stands in another's
 * way.
 * @param team fingerprints of the team's certificates, upper case
 * @throws TeamKeyError
 */
export async function unlockTeamKey(
  file: Uint8Array,
  passphrase: string,
  team: readonly string[],
): Promise<UnlockedKey> {
  const keys = await readKeyFile(file);
  // A file may hold one twice: as it is on a smart card and as it was before, say.
  const ofTheTeam = team.flatMap((fingerprint) =>
    keys
      .filter((key) => key.getFingerprint().toUpperCase() === fingerprint)
      .map((key) => ({ fingerprint, key })),
  );
  const errors: TeamKeyError[] = [];
  for (const one of ofTheTeam) {
    try {
      await unlockKey(one.key, passphrase);
      return one;
    } catch (error) {
      if (!(error instanceof TeamKeyError)) throw error;
      errors.push(error);
    }
  }
  const told = TOLD_FIRST.map((fault) => errors.find((error) => error.fault === fault));
  throw told.find((error) => error !== undefined) ?? new TeamKeyError('not-of-the-team');
}

async function unlockKey(key: PrivateKey, passphrase: string): Promise<void> {
  // Whatever its dates say: what was sealed to it while it was valid can still be opened.
  const parts = await key.getDecryptionKeys(undefined, null).catch(() => []);
  if (parts.length === 0) {
    throw new TeamKeyError(
      key.users.length === 0 && key.keyPacket.version === 4 ? 'no-user-id' : 'elsewhere',
    );
  }
  if (parts.every((part) => part.isDecrypted())) return;
  if (parts.some(({ keyPacket }) => isLockedByArgon2(keyPacket))) throw new TeamKeyError('argon2');
  if (passphrase === '') throw new TeamKeyError('passphrase-needed');
  // One by one, and only those that open messages: of a key whose primary half stays offline the rest isn't here.
  for (const { keyPacket } of parts) {
    if ('decrypt' in keyPacket) await unlock(keyPacket, passphrase);
  }
}

async function unlock(packet: SecretKeyPacket | SecretSubkeyPacket, passphrase: string): Promise<void> {
  try {
    await packet.decrypt(passphrase);
  } catch (cause) {
    throw new TeamKeyError('wrong-passphrase', { cause });
  }
}

/** Looks at what is not in the types of OpenPGP.js: how a secret part is locked. */
export function isLockedByArgon2(packet: object): boolean {
  const lock: unknown = 's2k' in packet ? packet.s2k : null;
  return typeof lock === 'object' && lock !== null && 'type' in lock && lock.type === 'argon2';
}

async function readKeyFile(file: Uint8Array): Promise<PrivateKey[]> {
  const text = textOfFile(file);
  const blocks = blocksIn(text, 'PRIVATE KEY BLOCK');
  if (blocks.length === 0 && text.includes('PUBLIC KEY BLOCK')) throw new TeamKeyError('public');
  const reads =
    blocks.length > 0
      ? blocks.map((armoredKeys) => readPrivateKeys({ armoredKeys }))
      : [readPrivateKeys({ binaryKeys: file })];
  const keys: PrivateKey[] = [];
  let failure: unknown;
  // One that can't be read stands in no other's way.
  for (const read of await Promise.allSettled(reads)) {
    if (read.status === 'fulfilled') keys.push(...read.value);
    else failure = read.reason;
  }
  if (keys.length === 0) throw new TeamKeyError('unreadable', { cause: failure });
  return keys;
}
