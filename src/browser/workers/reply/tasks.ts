import type { SignedHead } from '../../../disclosure/signed-text.ts';
import type { SessionKey } from '../../../openpgp/open.ts';

/** What came of using the reply key. */
export interface UsedReplyKey {
  /** For each message, in their order. */
  sessionKeys: SessionKey[][];
  /** Its public half, armored: the reporter's own, for only with the receipt does the private half open, and they fit. */
  publicKey: string;
  /** Upper case. */
  fingerprint: string;
}

/** The tasks of the worker that uses the reply key, which is locked in what the server sends, and in no worker for long. */
export type ReplyTasks = {
  /**
   * Gives what opens each message or file: its session keys, none where it is not for the reply key or is broken. The contents
   * stay closed here: opening them is the judge's. With them comes what verifies the key's own signatures. Fails with
   * `unreadable` for a key that is not as ours are.
   */
  sessionKeys: {
    input: { replyKey: string; passphrase: string; messages: (string | Blob)[] };
    result: UsedReplyKey;
  };
  /**
   * Seals a text to the team and to the reply key, where there is one: signed by that key for the place in `head`, where
   * its passphrase is given as well. Fails with `unreadable` as above.
   */
  seal: {
    input: { text: string; replyKey: string | null; passphrase?: string; head?: SignedHead };
    result: string;
  };
};
