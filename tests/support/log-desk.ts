import { createHash } from 'node:crypto';
import { createLogCheckpointHandler } from '../../functions/api/log-checkpoint.ts';
import { createLogTileHandler } from '../../functions/api/log-tile.ts';
import { appendBatches } from '../../functions/log/append.ts';
import type { NewStatement, Store } from '../../functions/store/store.ts';
import { entryOf, makeSalt, writeStatement } from '../../src/log/statement.ts';
import { changeInput, newCaseInput } from './cases.ts';
import { mounted, SITE, type TestParts, testParts } from './parts.ts';

/** Entries of a log, the same in each run. */
export const entriesOf = (count: number, from = 0): Buffer[] =>
  Array.from({ length: count }, (_, index) =>
    createHash('sha256')
      .update(`entry ${from + index}`)
      .digest(),
  );

/** Entries in the order in which a batch has them. */
export const sorted = (entries: readonly Buffer[]): Buffer[] => entries.toSorted(Buffer.compare);

/** Has these entries wait in the store since `at`, as those of one case; gives its reference. */
export async function putEntries(store: Store, entries: readonly Buffer[], at: number): Promise<string> {
  const { newCase, ...input } = newCaseInput({ receivedAt: at });
  const [first, ...rest] = entries.map(
    (entry): NewStatement => ({ note: 'n', entry: entry.toString('base64'), at }),
  );
  await store.createCase({ ...input, newCase, mails: [], statement: first ?? null });
  for (let done = 0, version = 1; done < rest.length; done += 2000, version += 1) {
    const statements = rest.slice(done, done + 2000);
    const outcome = await store.changeCase(changeInput({ ...newCase, version }, {}, { statements }));
    if (outcome.outcome !== 'changed') throw new Error(outcome.outcome);
  }
  return newCase.reference;
}

/** Puts entries into the log; gives them as they stand in it. */
export async function grow(parts: TestParts, entries: readonly Buffer[]): Promise<Buffer[]> {
  // Before the end of the batch that is due.
  const before = parts.clock.now - 86_400_000;
  if (entries.length > 0) await putEntries(parts.store, entries, before);
  await appendBatches(parts);
  return sorted(entries);
}

/** Asks for what lies below `/log/`. */
export function logSite(parts: TestParts) {
  const answer = mounted({
    '/log/checkpoint': createLogCheckpointHandler(parts),
    '/log/tile/[...path]': createLogTileHandler(parts),
  });
  return (path: string, init: RequestInit = {}) => answer(new Request(`${SITE}/log/${path}`, init));
}

/** Has a report accepted at `at`, with its statement; gives its reference and its entry. */
export async function acceptOne(
  { store, desk }: Pick<TestParts, 'store' | 'desk'>,
  at: number,
): Promise<{ reference: string; entry: Buffer }> {
  const { newCase, ...input } = newCaseInput({ receivedAt: at });
  const { reference } = newCase;
  const text = writeStatement({
    ...{ kind: 'acceptance', site: SITE, reference, salt: makeSalt() },
    ...{ sealedReportSha256: 'ab'.repeat(32), received: at, answerBy: newCase.respondBy },
  });
  const entry = Buffer.from(await entryOf(text));
  const statement = { note: desk.sign(text), entry: entry.toString('base64'), at };
  await store.createCase({ ...input, newCase, mails: [], statement });
  return { reference, entry };
}

/** Has entries of a case that is gone wait in the store since `at`. */
export async function putNameless(store: Store, entries: readonly Buffer[], at: number): Promise<void> {
  const reference = await putEntries(store, entries, at);
  await store.eraseCase({ reference, mails: [], now: at });
}

/** Puts twelve entries into the log, in the month before this one. */
export async function logLastMonth(store: Store): Promise<void> {
  const now = new Date();
  const at = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 15);
  await putNameless(store, entriesOf(12), at);
  await appendBatches(testParts({ store, now: () => new Date(at + 86_400_000) }));
}
