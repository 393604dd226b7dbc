// What is unfinished survives a reload, kept in this tab alone.
import type { Submission } from '../../disclosure/wire.ts';
import type { Values } from '../dom/form-values.ts';
import { UNFINISHED } from '../tab/storage.ts';
import { eraseRoom, tabValue } from '../tab/vault.ts';
import type { Prepared } from '../workers/seal/tasks.ts';

/** A sealed report of which nobody knows whether it arrived: its receipt must not get lost. */
export interface Attempt {
  /** Its id, should it become a message of the case. */
  id: string;
  prepared: Prepared;
  submission: Submission;
  /** What stood in the form when it was sealed. */
  values: Values;
}

/** The unfinished report of this tab. */
export const unfinished = tabValue<Values>(UNFINISHED);

/** The versions that were sealed and sent under one receipt, until it is known which is in, or that none is. */
export const keptAttempts = tabValue<Attempt[]>('meldpunt-attempts');

/** Clears both, and makes what the browser's files still have of them useless. Never throws. */
export function eraseKept(): Promise<void> {
  unfinished.clear();
  keptAttempts.clear();
  return eraseRoom('draft');
}
