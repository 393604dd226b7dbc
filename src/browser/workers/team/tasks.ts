import type { SessionKey } from '../../../openpgp/open.ts';

/** The tasks of the worker that holds the team member's private key; none gives the key out. */
export type TeamTasks = {
  /** Takes the key out of a file; gives its fingerprint. Fails with a `TeamKeyFault`. */
  unlock: { input: { file: File; passphrase: string }; result: string };
  /**
   * Gives what opens one message: its session keys, none where it is not for this key or is broken. The contents stay
   * closed here: opening them is the judge's. Fails with `no-key`.
   */
  sessionKeys: { input: string | Blob; result: SessionKey[] };
  /** Whether a message says that it is for the key. Fails with `no-key`. */
  isFor: { input: string; result: boolean };
};
