import type { BrowserContext } from 'playwright-core';
import { createDesk } from '../../functions/reporter/desk.ts';
import { toBase64 } from '../../src/disclosure/base64.ts';
import { writeCheckpoint } from '../../src/log/checkpoint.ts';
import { openNote } from '../../src/log/note.ts';
import { entryOf, type Statement, writeStatement } from '../../src/log/statement.ts';
import { deskKeyOf } from '../../src/settings/desk-key.ts';
import { DESK_KEY } from './desk-key.ts';
import { TestLog } from './test-log.ts';

/** The site that builds of tests are for. */
export const SITE = 'http://localhost:4321';

/** The desk that signs what such builds check. */
export const desk = createDesk(deskKeyOf({ DESK_KEY, SERVER_SECRET: '' }, SITE));

/** Omits from each of a union. */
type Own<T> = T extends Statement ? Omit<T, 'site' | 'reference' | 'salt'> : never;

let salts = 0;

/** A statement that the desk signed; each with a salt of its own. */
export function signed(statement: Own<Statement> & { reference?: string }): string {
  salts += 1;
  const salt = Buffer.alloc(16, `salt ${salts}`).toString('base64');
  const text = writeStatement({
    site: SITE,
    reference: 'CVD-2026-4F7K2Q',
    salt,
    ...statement,
  } as Statement);
  return desk.sign(text);
}

/** The entry of a note in the log. */
export function entryOfNote(note: string): Promise<Uint8Array> {
  return entryOf(openNote(note)?.text ?? '');
}

/** The checkpoint of a log as the desk signs it. */
export function checkpointOf({ size, root }: Pick<TestLog, 'size' | 'root'>): string {
  return desk.sign(writeCheckpoint({ origin: desk.origin, size, root }));
}

/** A log with these notes among others. */
export async function logWith(notes: readonly string[], others = 3): Promise<TestLog> {
  const fill = Array.from({ length: others }, (_, index) => new Uint8Array(32).fill(index + 1));
  return TestLog.of([...fill, ...(await Promise.all(notes.map(entryOfNote)))]);
}

/**
 * Has the pages of a context, and their workers, see this log in the place of the site's.
 * @param checkpoint where it is not that of the log; null for a log that can't be reached
 */
export async function showLog(
  context: BrowserContext,
  log: TestLog,
  checkpoint: string | null = checkpointOf(log),
): Promise<void> {
  await context.unroute('**/log/**');
  await context.route('**/log/**', async (route) => {
    const path = new URL(route.request().url()).pathname.replace('/log/', '');
    if (checkpoint === null) return route.abort();
    if (path === 'checkpoint') return route.fulfill({ body: checkpoint, contentType: 'text/plain' });
    const bytes = await log.tile(path.replace('tile/', '')).catch(() => null);
    await route.fulfill(bytes ? { body: Buffer.from(bytes) } : { status: 404, body: '' });
  });
}

/** The root in base64, as a checkpoint has it. */
export const rootOf = ({ root }: TestLog) => toBase64(root);
