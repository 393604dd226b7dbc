// The receipt of the report that is being written, and the versions that were sealed under it and may have arrived.

import { ask } from '../workers/seal/client.ts';
import type { Prepared } from '../workers/seal/tasks.ts';
import { keepAttempts } from './keep-unfinished.ts';
import { type Attempt, keptAttempts } from './unfinished.ts';

let prepared: Promise<Prepared> | undefined;
/** Oldest first. */
let tried: readonly Attempt[] = [];
let triedRead: Promise<void> | undefined;

/** The versions that may have arrived, oldest first; complete once `readTried` has resolved. */
export function triedSoFar(): readonly Attempt[] {
  return tried;
}

/** Resolves once those of before a reload are known. @throws WorkerTaskError where they can't be read now */
export function readTried(): Promise<void> {
  triedRead ??= keptAttempts.read().then(
    (kept) => {
      tried = kept ?? [];
      if (tried[0]) prepared = Promise.resolve(tried[0].prepared);
    },
    (error: unknown) => {
      triedRead = undefined;
      throw error;
    },
  );
  return triedRead;
}

/** The receipt and reply key of this report, made while the reporter writes. One receipt for one report. */
export async function prepare(): Promise<Prepared> {
  await readTried();
  prepared ??= ask('prepare', null).catch((error: unknown) => {
    prepared = undefined;
    throw error;
  });
  return prepared;
}

/** Keeps what may have arrived; with nothing left to keep, the next try gets a receipt of its own. */
export async function remember(attempts: readonly Attempt[]): Promise<void> {
  tried = attempts;
  if (attempts.length > 0) {
    await keepAttempts([...attempts]);
  } else {
    keptAttempts.clear();
    prepared = undefined;
  }
}
