import type { Submission } from '../disclosure/wire.ts';
import type { Values } from './form-values.ts';
import type { Prepared } from './worker-messages.ts';

/** A sealed report of which nobody knows whether it arrived: its receipt must not get lost. */
export interface Attempt {
  /** Its id, should it become a message of the case. */
  id: string;
  prepared: Prepared;
  submission: Submission;
  /** What stood in the form when it was sealed. */
  values: Values;
}

/**
 * A value that is kept for this tab only, until it is closed. Where storage is off or full, `keep` does nothing:
 * the text is still on the page.
 */
function tabValue<T>(key: string) {
  return {
    read(): T | null {
      try {
        return JSON.parse(sessionStorage.getItem(key) ?? 'null') as T | null;
      } catch {
        return null;
      }
    },
    keep(value: T): void {
      try {
        sessionStorage.setItem(key, JSON.stringify(value));
      } catch {
        // See above.
      }
    },
    clear(): void {
      try {
        sessionStorage.removeItem(key);
      } catch {
        // Nothing was kept.
      }
    },
  };
}

/** The unfinished report of this tab. */
export const draft = tabValue<Values>('meldpunt-draft');

/** How many files go with it. Their contents can't be kept, so a reload takes them away: the reporter must be told. */
export const keptFileCount = tabValue<number>('meldpunt-files');

/** The versions that were sealed and sent under one receipt, until it is known which is in, or that none is. */
export const keptAttempts = tabValue<Attempt[]>('meldpunt-attempts');
