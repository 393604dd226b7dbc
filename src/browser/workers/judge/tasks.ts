import type { Verdict } from '../../../disclosure/left-out.ts';
import type { ProblemCode } from '../../../disclosure/problems.ts';
import type { ReaderFault } from '../../../openpgp/key-error.ts';
import type { NotOpened, OpenedText, SessionKey } from '../../../openpgp/open.ts';
import type { ReaderKeys } from '../../../openpgp/reader-key.ts';
import type { SharedFile, SharedText } from '../../../openpgp/share-opened.ts';

/** A file that was opened. */
export interface OpenedFile {
  content: Blob;
  /** The name that the sender gave it, whatever characters it has. */
  name: string;
  /** Of the contents, hexadecimal. */
  sha256: string;
}

/** Somebody of the team, or who left it, by the ids of their keys: 16 hexadecimal characters each, lower case. */
export interface TeamPerson {
  /** Upper case. */
  fingerprint: string;
  keyIds: readonly string[];
  /** Of these something can be encrypted to now; of who left, and of one whose key ran out, there are none. */
  encryptionKeyIds: readonly string[];
  opensSeipd2: boolean;
  hasLeft: boolean;
}

/** What there is to know of a reporter's certificates; of keys that can't be used for replies there are no ids. */
export interface CheckedReader extends ReaderKeys {
  /** Why no reply can be sealed to any; null when it can. */
  fault: ReaderFault | null;
}

/** Somebody's certificate, for who compares it with what they publish. */
export interface OutsideKey {
  /** Upper case. */
  fingerprint: string;
  userIds: string[];
  /** In ms since 1970; null for never. */
  expiresAt: number | null;
  /** The certificate alone. */
  armored: string;
}

/**
 * The tasks of the worker that judges what strangers send. It never holds a private key, and may be ended any time.
 * `now` is the time by the server, in ms since 1970: the worker has no clock but this machine's.
 */
export type JudgeTasks = {
  /**
   * Checks a reporter's own armored public key, or several, at `now`; gives back those that can be sealed to and nothing
   * else. Fails with a `ReaderFault` where none can be.
   */
  checkKey: { input: { armored: string; now: number }; result: string };
  /** Looks whether a reply can be sealed to a reporter's certificates, and which keys are in them. */
  checkReader: { input: { reader: string; now: number }; result: CheckedReader };
  /** Looks at the certificates that somebody outside has a case sealed to. Fails with a `ReaderFault`. */
  checkOutside: { input: { armored: string; now: number }; result: OutsideKey[] };
  /**
   * Seals a file to the team and to `readers`, as `seal` does a text; its name stands in it. Gives it armored. Fails with
   * `reader-key`, and with the fault of a key of the team's.
   */
  sealFile: { input: { file: Blob; name: string; readers: string[]; now: number }; result: string };
  /**
   * Seals a text, or what the `team` worker signed, to the team and to `readers` (armored certificates, all that can be
   * sealed to at `now`). Fails with `reader-key` for one that can't be used, and with the fault of a key of the team's.
   */
  seal: { input: { text: string | Uint8Array; readers: string[]; now: number }; result: string };
  /**
   * Seals a file as `seal` does a text, and says what a message says of it, but for its id. Fails as `seal`, and with the
   * name of the error where it can't be read.
   */
  sealAttachment: {
    input: { file: File; readers: string[]; now: number };
    result: { sealed: Blob; name: string; size: number; sha256: string };
  };
  /** Seals a text to one member's certificate, for their own browser to keep. Fails with `no-member`. */
  sealOwn: { input: { text: string; fingerprint: string; now: number }; result: string };
  /** Looks whether a message sealed elsewhere reaches the team and `readers`; null when all is well. */
  checkSealed: { input: { sealed: string; readers: string[] }; result: ProblemCode | null };
  /**
   * Opens the contents of a text with its session keys, and verifies its signature with the team's certificates and the
   * reporter's (armored); `isPlain` for the text as it came, whatever form it has.
   */
  openText: {
    input: { sealed: string; sessionKeys: SessionKey[]; reporterKeys?: string; isPlain?: boolean };
    result: OpenedText;
  };
  /** SHA-256 in hexadecimal of what a text holds; null where it does not open. */
  digest: { input: { sealed: string; sessionKeys: SessionKey[] }; result: string | null };
  /** Opens something that is to be shared with its one session key, and says whether it belongs where it stands. */
  judgeSharedText: { input: { sessionKey: SessionKey; thing: SharedText }; result: Verdict };
  judgeSharedFile: { input: { sessionKey: SessionKey; thing: SharedFile }; result: Verdict };
  /** Everybody of the team at `now`, and who left, by the ids of their keys. */
  people: { input: { now: number }; result: TeamPerson[] };
  /** Opens the contents of an attachment with its session keys. */
  openFile: { input: { sealed: Blob; sessionKeys: SessionKey[] }; result: OpenedFile | NotOpened };
};
