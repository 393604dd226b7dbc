/** What a fresh report needs before it can be written: its receipt and its reply key. */
export interface Prepared {
  receipt: string;
  receiptId: string;
  /** Armored; travels inside the sealed report. */
  publicKey: string;
  /** Armored, locked with a passphrase that follows from the receipt. */
  lockedPrivateKey: string;
}

/** The worker's tasks and what each gives back. */
export interface WorkerResults {
  prepare: Prepared;
  /** Input an armored public key; gives back its certificates alone. */
  checkKey: string;
  /** Input the report document; gives back the armored message. */
  seal: string;
}

export interface WorkerRequest {
  id: number;
  task: keyof WorkerResults;
  input: string;
}

export type WorkerAnswer =
  | { id: number; ok: true; result: WorkerResults[keyof WorkerResults] }
  /** `reason` is a key fault, or the name of an error. */
  | { id: number; ok: false; reason: string };
