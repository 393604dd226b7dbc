import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eraseOld } from '../../functions/jobs/retention.ts';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { Store } from '../../functions/store/store.ts';
import { ample, newCaseInput, randomId } from '../support/cases.ts';
import { DAY, jobsOn, NOW, putCase } from '../support/jobs.ts';
import { answered, staffDesk } from '../support/staff-desk.ts';

const NEEDLE = 'needle-in-the-sealed-message';
let folder: string;
let file: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scrub-'));
  file = join(folder, 'meldpunt.sqlite');
  store = createSqliteStore(file);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

/** Whether the needle can be read from the disk: in the database, or in the log beside it. */
function isOnDisk(): boolean {
  return [file, `${file}-wal`].some((name) => existsSync(name) && readFileSync(name).includes(NEEDLE));
}

it('what the team erases is gone from the disk when that is answered', async () => {
  const desk = await staffDesk({ store });
  const cookie = await desk.signIn(0);
  const found = await desk.newCase(answered('closed'));
  const input = newCaseInput({ receivedAt: NOW });
  await store.createCase({ ...input, report: { ...input.report, sealed: NEEDLE.repeat(2000) } });
  expect(isOnDisk()).toBe(true);
  for (const path of [found.path, `/api/staff/cases/${input.newCase.reference}`]) {
    expect((await desk.request('DELETE', path, { version: 1 }, { cookie })).status).toBe(204);
  }
  expect(isOnDisk()).toBe(false);
});

it('so is what the team erases as spam', async () => {
  const desk = await staffDesk({ store });
  const cookie = await desk.signIn(0);
  const junk = [];
  for (let count = 0; count < 30; count += 1) {
    const input = newCaseInput({ receivedAt: NOW });
    await store.createCase({ ...input, report: { ...input.report, sealed: NEEDLE.repeat(2000) } });
    junk.push({ reference: input.newCase.reference, version: 1 });
  }
  expect(isOnDisk()).toBe(true);
  const answer = await desk.request('POST', '/api/staff/cases/spam', { cases: junk }, { cookie });
  expect((await answer.json()).erased).toHaveLength(30);
  expect(isOnDisk()).toBe(false);
});

it('so is what a reporter withdraws', async () => {
  const desk = await staffDesk({ store });
  const { token, reference } = await desk.newCase({ replyKey: NEEDLE });
  expect(isOnDisk()).toBe(true);
  const asked = new Request(`${desk.parts.siteUrl}/api/case`, {
    method: 'DELETE',
    headers: { Authorization: `Bearer ${token}` },
  });
  expect((await desk.reporterSees(asked)).status).toBe(204);
  expect(await store.findCase(reference)).toBeNull();
  expect(isOnDisk()).toBe(false);
});

it('so is what the daily job erases: old cases, and uploads that were never completed', async () => {
  const jobs = jobsOn([store]);
  await putCase(
    store,
    { status: 'closed', closedAt: NOW - 400 * DAY, respondedAt: 5, eraseAt: NOW - DAY },
    NEEDLE,
  );
  const { reference } = await putCase(store);
  const bytes = new TextEncoder().encode(NEEDLE);
  const chunk = { reference, attachmentId: randomId(), index: 0, bytes, count: 2 };
  await store.putChunk({ ...chunk, eraseAt: NOW - 1, quota: ample, limits: [], now: NOW });
  expect(await eraseOld({ store, retentionDays: 365, now: () => new Date(NOW) })).toBe(1);
  expect(isOnDisk()).toBe(true);
  await jobs.daily();
  expect(isOnDisk()).toBe(false);
});

it('while somebody else reads it waits for a later call, and erasing goes on', async () => {
  const { reference } = await putCase(store, {}, NEEDLE);
  const reader = new DatabaseSync(file, { readOnly: true });
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM cases').get();
  expect(await store.eraseCase({ reference, mails: [], now: NOW })).toBe(true);
  const started = performance.now();
  await store.scrub();
  expect(performance.now() - started).toBeLessThan(2000);
  expect(await store.findCase(reference)).toBeNull();
  reader.close();
  await store.scrub();
  expect(isOnDisk()).toBe(false);
});
