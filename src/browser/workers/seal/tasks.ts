import type { PlannedAttachment } from '../../../openpgp/seal-attachment.ts';

/** What a fresh report needs before it can be written: its receipt and its reply key. */
export interface Prepared {
  receipt: string;
  receiptId: string;
  /** Armored; travels inside the sealed report. */
  publicKey: string;
  /** Armored, locked with a passphrase that follows from the receipt. */
  lockedPrivateKey: string;
}

/** A file as the report names it, with the size that it will have when sealed. */
export interface PlannedFile {
  /** 32 hexadecimal characters. */
  id: string;
  name: string;
  /** Bytes, before and after sealing. */
  size: number;
  sealedSize: number;
  /** Of the contents, hexadecimal. */
  sha256: string;
  /** What sealing needs; the page keeps it, so that a fresh worker can do the work. */
  file: File;
  plan: PlannedAttachment;
  /** The file as it will be sent, from when its sealing was asked for until all of it is in; the worker has none. */
  sealed?: Promise<Blob>;
}

/** The tasks of the worker that seals reports: what each takes and what it gives back. */
export type SealTasks = {
  prepare: { input: null; result: Prepared };
  /** Seals a text to the team and to a reply key that was made here; one of the reporter's own is for the judge. */
  seal: { input: { text: string; replyKey: string }; result: string };
  /** Chooses a session key for a file and works out what the report says of it. */
  planFile: { input: File; result: PlannedFile };
  /** Seals a planned file. */
  sealFile: { input: Pick<PlannedFile, 'file' | 'plan'>; result: Blob };
};
