import type { SignedHead } from '../../../disclosure/signed-text.ts';
import type { SessionKey } from '../../../openpgp/open.ts';
import type { ShareFault } from '../../../openpgp/share.ts';
import type { SigningFault } from '../../../openpgp/team-signer.ts';

/** A key that was taken out of a file. */
export interface LoadedKey {
  /** Of its certificate, upper case. */
  fingerprint: string;
  /** Why it signs nothing here; null where it does. */
  signingFault: SigningFault | null;
}

/** The tasks of the worker that holds the team member's private key; none gives the key out. */
export type TeamTasks = {
  /** Takes the key out of a file. Fails with a `TeamKeyFault`. */
  unlock: { input: { file: File; passphrase: string }; result: LoadedKey };
  /** Which key is here; null for none. */
  loaded: { input: undefined; result: LoadedKey | null };
  /**
   * Signs a text for its place: a message in binary that the judge seals. Null where the key signs nothing. Fails with
   * `no-key`, and with `too-long`.
   */
  sign: { input: { text: string; head: SignedHead }; result: Uint8Array | null };
  /**
   * Gives what opens one message: its session keys, none where it is not for this key or is broken. The contents stay
   * closed here: opening them is the judge's. Fails with `no-key`.
   */
  sessionKeys: { input: string | Blob; result: SessionKey[] };
  /** The session key of a head (`sessionKeyOfHead`), for the judge to open with. Fails with `no-key`. */
  sessionKeyOfHead: { input: Uint8Array; result: SessionKey | null };
  /**
   * Makes session keys anew for everybody of the team (`shareHead`), for whoever has opened the contents with the one
   * that is given. Only `shareOpened` asks for it. Fails with `no-key`.
   */
  shareHead: {
    input: { head: Uint8Array; opened: SessionKey };
    result: Uint8Array<ArrayBuffer> | ShareFault;
  };
  /** Whether both heads of each pair hold the same session key for the key. Fails with `no-key`. */
  holdSame: { input: readonly (readonly [Uint8Array, Uint8Array])[]; result: boolean[] };
  /** Whether a message says that it is for the key. Fails with `no-key`. */
  isFor: { input: string; result: boolean };
};
