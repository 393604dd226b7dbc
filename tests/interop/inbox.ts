import { type OpenedText, openText, type SessionKey, sessionKeysOf } from '../../src/openpgp/open.ts';
import { unlockTeamKey } from '../../src/openpgp/team-key.ts';
import type { Desk } from './desk.ts';
import type { User } from './tool.ts';

/** Gives what opens a message, as the inbox does with the member's private key file. */
export async function keysFor(
  { privateKey, passphrase }: User,
  { team }: Desk,
  sealed: string | Uint8Array,
): Promise<SessionKey[]> {
  const fingerprints = team.map(({ fingerprint }) => fingerprint);
  const { key } = await unlockTeamKey(new TextEncoder().encode(privateKey), passphrase, fingerprints);
  return sessionKeysOf(key, sealed);
}

/** Opens a text as the inbox does. */
export async function inboxOpens(user: User, desk: Desk, sealed: string): Promise<OpenedText> {
  return openText(await keysFor(user, desk, sealed), sealed);
}

/** Opens a text with the tool. */
export async function textIn(user: User, sealed: string | Uint8Array): Promise<string> {
  return new TextDecoder().decode((await user.open(sealed)).bytes).trimEnd();
}
