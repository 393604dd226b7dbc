// The one way to session keys made anew: what they open was opened first, with that very session key, and belongs where it
// stands. Else whoever can't open something puts its session key before contents of theirs, sends it to us, and reads it
// when it is shared: mail of a member's, or their challenge for signing in.
import type { TextPlace } from '../disclosure/belonging.ts';
import { mayBeConfirmed, type NotBelonging, type Verdict } from '../disclosure/left-out.ts';
import type { ListedFile } from '../disclosure/listed-files.ts';
import { dearmor } from './armor.ts';
import { equalBytes } from './equal-bytes.ts';
import { splitHead } from './message-head.ts';
import type { SessionKey } from './open.ts';
import type { ShareFault } from './share.ts';

/** A text whole (armored), and where it stands. */
export interface SharedText {
  sealed: string;
  at: TextPlace;
}

/** A file whole, and what the report or the message that it came with says of it; null where that says nothing. */
export interface SharedFile {
  sealed: Blob;
  listed: ListedFile | null;
}

export type SharedThing = SharedText | SharedFile;

/** Session keys made anew; or why not, of what was left with what came of looking at it. */
export type SharedHead =
  | { head: Uint8Array<ArrayBuffer> }
  | { head: null; why: ShareFault }
  | { head: null; left: NotBelonging };

/** What it takes, each done where it is safe: with the private key, and with what a stranger sent. */
export interface SharingSteps {
  /** The session key in a head; see `sessionKeyOfHead`. */
  keyOf: (head: Uint8Array) => Promise<SessionKey | null>;
  judge: (sessionKey: SessionKey, thing: SharedThing) => Promise<Verdict>;
  /** See `shareHead`. */
  anew: (head: Uint8Array, opened: SessionKey) => Promise<Uint8Array<ArrayBuffer> | ShareFault>;
}

/**
 * Makes session keys anew for something that belongs where it stands.
 * @param head its session keys as the server says them: those that stand in it, or nothing is done
 * @param lookedAt SHA-256 of what a member looked at and wants to share though it doesn't; null for nothing
 */
export async function shareOpened(
  steps: SharingSteps,
  thing: SharedThing,
  head: Uint8Array,
  lookedAt: string | null,
): Promise<SharedHead> {
  const own = await headOf(thing);
  if (!own || !equalBytes(own, head))
    return { head: null, left: { why: 'unopened', sha256: null, beginning: '' } };
  const sessionKey = await steps.keyOf(own);
  if (!sessionKey) return { head: null, why: 'closed' };
  const verdict = await steps.judge(sessionKey, thing);
  if (verdict.why !== null) {
    const isConfirmed = mayBeConfirmed(verdict.why) && lookedAt !== null && verdict.sha256 === lookedAt;
    if (!isConfirmed) return { head: null, left: verdict };
  }
  const anew = await steps.anew(own, sessionKey);
  return typeof anew === 'string' ? { head: null, why: anew } : { head: anew };
}

/** The files that a report or a message lists that belongs where it stands; none of one that doesn't. */
export async function filesListedIn(steps: SharingSteps, thing: SharedText): Promise<readonly ListedFile[]> {
  const head = await headOf(thing);
  const sessionKey = head && (await steps.keyOf(head));
  const verdict = sessionKey ? await steps.judge(sessionKey, thing) : null;
  return verdict?.why === null ? verdict.files : [];
}

async function headOf({ sealed }: SharedThing): Promise<Uint8Array | null> {
  if (typeof sealed !== 'string') return splitHead(new Uint8Array(await sealed.arrayBuffer()))?.head ?? null;
  const block = dearmor(sealed, 'MESSAGE');
  return block.ok ? (splitHead(block.bytes)?.head ?? null) : null;
}
