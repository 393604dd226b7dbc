import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import { ample, changeInput, messageIn, newCaseInput, newMessage, randomId } from '../support/cases.ts';
import { NOW } from './stores.ts';

it('a file of version 1 is brought up to date: its mails are as old as they were due, and its cases are found', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'migrate-'));
  const file = join(folder, 'old.sqlite');
  const fresh = createSqliteStore(file);
  const { newCase, ...rest } = newCaseInput({ receivedAt: NOW });
  await fresh.createCase({ newCase, ...rest });
  await fresh.close();
  const old = new DatabaseSync(file);
  old.exec(`
    DROP INDEX outbox_by_age;
    ALTER TABLE outbox DROP COLUMN addedAt;
    DROP INDEX cases_by_code;
    CREATE INDEX cases_by_code ON cases (code, reference);
    PRAGMA user_version = 1;
  `);
  old.close();
  for (let opening = 0; opening < 2; opening += 1) {
    const store = createSqliteStore(file);
    expect(await store.outboxState()).toEqual({ waiting: 1, failing: 0, oldestAt: NOW });
    const search = { code: newCase.reference.slice(-6), status: null, after: null, limit: 5 };
    expect(await store.searchCases(search)).toEqual({ cases: [newCase], next: null });
    await store.close();
  }
  rmSync(folder, { recursive: true });
});

it('a file of version 2 learns what each case counts for, and counts on from there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'migrate-'));
  const file = join(folder, 'old.sqlite');
  const fresh = createSqliteStore(file);
  const inputs = [0, 1].map(() => newCaseInput({ receivedAt: NOW, replyKey: 'één' }));
  for (const input of inputs) await fresh.createCase(input);
  const [{ newCase: first }, { newCase: second }] = inputs as [(typeof inputs)[0], (typeof inputs)[0]];
  const change = changeInput(first, {}, { message: messageIn(newMessage('team', NOW)) });
  await fresh.changeCase(change);
  const chunk = {
    reference: first.reference,
    attachmentId: randomId(),
    index: 0,
    bytes: new Uint8Array(700),
  };
  await fresh.putChunk({ ...chunk, count: 2, eraseAt: NOW, quota: ample, limits: [], now: NOW });
  const stored = await fresh.storedBytes();
  await fresh.close();
  const old = new DatabaseSync(file);
  old.exec('ALTER TABLE cases DROP COLUMN stored; DROP TABLE totals; PRAGMA user_version = 2;');
  old.close();
  for (let opening = 0; opening < 2; opening += 1) {
    const store = createSqliteStore(file);
    // The record has grown by what the change wrote in it.
    const grown = JSON.stringify(change.changed).length - JSON.stringify(first).length;
    expect(await store.storedBytes()).toBe(stored + grown);
    await store.close();
  }
  const store = createSqliteStore(file);
  await store.eraseStale(NOW);
  await store.eraseCase({ reference: first.reference, mails: [], now: NOW });
  await store.eraseCase({ reference: second.reference, mails: [], now: NOW });
  expect(await store.storedBytes()).toBe(0);
  await store.close();
  rmSync(folder, { recursive: true });
});
