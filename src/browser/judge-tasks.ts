import type { ProblemCode } from '../disclosure/problems.ts';
import type { ReaderFault } from '../openpgp/key-error.ts';
import type { NotOpened, OpenedText, SessionKey } from '../openpgp/open.ts';

/** A file that was opened. */
export interface OpenedFile {
  content: Blob;
  /** The name that the sender gave it, whatever characters it has. */
  name: string;
  /** Of the contents, hexadecimal. */
  sha256: string;
}

/** What there is to know of a reporter's certificate. */
export interface CheckedReader {
  /** Why no reply can be sealed to it; null when it can. */
  fault: ReaderFault | null;
  /** The ids of its keys, 16 hexadecimal characters each, lower case; none when it can't be used. */
  keyIds: string[];
}

/** The tasks of the worker that judges what strangers send. It never holds a private key, and may be ended any time. */
export type JudgeTasks = {
  /** Checks a reporter's own armored public key, or several; gives back the certificates alone. Fails with a `ReaderFault`. */
  checkKey: { input: string; result: string };
  /** Looks whether a reply can be sealed to a reporter's certificate, and which keys are in it. */
  checkReader: { input: string; result: CheckedReader };
  /**
   * Seals a text to the team and to `readers` (armored certificates). Fails with `reader-key` for one that can't be
   * used, and with the fault of a key of the team's.
   */
  seal: { input: { text: string; readers: string[] }; result: string };
  /** Looks whether a message sealed elsewhere reaches the team and `readers`; null when all is well. */
  checkSealed: { input: { sealed: string; readers: string[] }; result: ProblemCode | null };
  /** Opens the contents of a text with its session keys. */
  openText: { input: { sealed: string; sessionKeys: SessionKey[] }; result: OpenedText };
  /** Opens the contents of an attachment with its session keys. */
  openFile: { input: { sealed: Blob; sessionKeys: SessionKey[] }; result: OpenedFile | NotOpened };
};
