import type { ProblemCode } from '../disclosure/problems.ts';
import type { KeyFault } from '../openpgp/keys.ts';
import type { OpenedText } from '../openpgp/open.ts';

/** A file that was opened. */
export interface OpenedFile {
  content: Blob;
  /** The name that the sender gave it, whatever characters it has. */
  name: string;
  /** Of the contents, hexadecimal. */
  sha256: string;
}

/** The tasks of the worker that holds the team member's private key; none gives the key out. */
export type TeamTasks = {
  /** Takes the key out of a file; gives its fingerprint. Fails with a `TeamKeyFault`. */
  unlock: { input: { file: File; passphrase: string }; result: string };
  /** Opens texts. Fails with `no-key`. */
  open: { input: string[]; result: OpenedText[] };
  /** Opens an attachment; null when it can't be, or is too large. Fails with `no-key`. */
  openFile: { input: Blob; result: OpenedFile | null };
  /**
   * Seals a text to the team and to `readers` (armored certificates). Fails with `reader-key` for one that can't be
   * used, and with the fault of a key of the team's.
   */
  seal: { input: { text: string; readers: string[] }; result: string };
  /** Looks whether a reply can be sealed to a reporter's certificate; null when it can. */
  checkReader: { input: string; result: KeyFault | null };
  /** Looks whether a message sealed elsewhere reaches the team and `readers`; null when all is well. */
  checkSealed: { input: { sealed: string; readers: string[] }; result: ProblemCode | null };
};
