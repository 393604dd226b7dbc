import type { Handed } from '../../../handover/border.ts';
import type { Description } from '../../proof/describe.ts';
import type { Verdict } from '../../proof/verdict.ts';

/** What somebody gives to check, and what it is checked with. */
export interface Given {
  receipt: File;
  sealed: File | null;
  /** What the page has for it: texts, and the text of `/desk-key.txt` as `deskKeys`. */
  dataset: Handed['dataset'];
  /** Checkpoints that this browser saw before. */
  seen: readonly string[];
}

/** Either what is wrong with the files, a sentence for each and empty where nothing is, or what they prove. */
export type Found =
  | { ok: false; receipt: string; sealed: string }
  | {
      ok: true;
      verdict: Verdict;
      statements: Description[];
      /** Said where the file has more statements than were checked; else empty. */
      tooMany: string;
      /** Whether a receipt code is in the file. */
      hasCode: boolean;
      /** The log's checkpoint, where all of it fits. */
      fitting: string | null;
    };

/** The task of the worker that checks proofs. */
export type CheckTasks = { check: { input: Given; result: Found } };
