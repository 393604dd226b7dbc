import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { messageRecord } from '../../functions/store/quota.ts';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { Store } from '../../functions/store/store.ts';
import { limits } from '../../src/disclosure/limits.ts';
import {
  ample,
  changeInput,
  messageIn,
  newCaseInput,
  newMessage,
  noteInput,
  randomId,
} from '../support/cases.ts';
import { appendInput, newStatement } from '../support/log.ts';
import { DAY, makeAnswered, makeCase, makeChange, NOW, readInbox } from './stores.ts';

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

/** Makes a database with `fill`, and then as version 3 would have left it with `age`; gives its path. */
async function makeThird(
  fill: (store: Store) => Promise<void>,
  age: (old: DatabaseSync) => void,
): Promise<string> {
  const file = join(mkdtempSync(join(tmpdir(), 'migrate-')), 'old.sqlite');
  const fresh = createSqliteStore(file);
  await fill(fresh);
  await fresh.close();
  const old = new DatabaseSync(file);
  age(old);
  old.exec('PRAGMA user_version = 3');
  old.close();
  return file;
}

it('in a file of version 3 messages counted for their sealed text: from now on for the record as it came in', async () => {
  const { newCase, ...rest } = newCaseInput({ receivedAt: NOW });
  const same = { ...newMessage('team', NOW), sealed: rest.report.sealed };
  const more = newMessage('reporter', NOW);
  const file = await makeThird(
    async (store) => {
      await store.createCase({ newCase, ...rest });
      await store.changeCase(changeInput(newCase, {}, { message: messageIn(same) }));
    },
    (old) => old.exec("UPDATE messages SET size = length(record ->> 'sealed')"),
  );
  const store = createSqliteStore(file);
  const mostBytes = [rest.report, same, more]
    .map((message) => Buffer.byteLength(messageRecord(message)))
    .reduce((sum, bytes) => sum + bytes);
  const current = { ...newCase, version: 2 };
  const within = (most: number) =>
    store.changeCase(changeInput(current, {}, { message: messageIn(more, { mostBytes: most }) }));
  expect(await within(mostBytes - 1)).toEqual({ outcome: 'full' });
  expect(await within(mostBytes)).toEqual({ outcome: 'changed' });
  await store.close();
  rmSync(dirname(file), { recursive: true });
});

it('chunks begun in a file whose parts were joined are sent again, those begun since go on where they stopped', async () => {
  const chunk = new Uint8Array(3 * limits.part);
  const [joined, begun] = [randomId(), randomId()];
  let reference = '';
  let stored = 0;
  const put = (store: Store, attachmentId: string, index: number, start: number) =>
    store.putChunk({
      ...{ reference, attachmentId, index, bytes: chunk.subarray(start, start + limits.part), count: 2 },
      ...{ part: { start, length: chunk.length }, eraseAt: NOW + DAY, quota: ample, limits: [], now: NOW },
    });
  const file = await makeThird(
    async (store) => {
      ({ reference } = await makeCase(store));
      for (const start of [0, limits.part]) await put(store, begun, 1, start);
      stored = await store.storedBytes();
      await put(store, joined, 0, 0);
      await put(store, joined, 1, 0);
    },
    (old) => {
      // Chunk 1 as it was joined before: two parts in one row, numbered by the chunk alone.
      const numbered = 'UPDATE chunks SET number = -2, bytes = ? WHERE attachmentId = ? AND number < -1';
      old.prepare(numbered).run(chunk.subarray(0, 2 * limits.part), joined);
      const counted = [limits.part, reference] as const;
      old.prepare('UPDATE cases SET stored = stored + ? WHERE reference = ?').run(...counted);
      old.prepare("UPDATE totals SET value = value + ? WHERE name = 'stored'").run(limits.part);
    },
  );
  for (let opening = 0; opening < 2; opening += 1) {
    const store = createSqliteStore(file);
    expect(await store.listParts({ reference, attachmentId: joined })).toEqual([]);
    expect(await store.listParts({ reference, attachmentId: begun })).toEqual([
      { index: 1, bytes: 2 * limits.part },
    ]);
    expect(await store.storedBytes()).toBe(stored);
    await store.close();
  }
  const store = createSqliteStore(file);
  for (const index of [0, 1])
    for (const start of [0, limits.part, 2 * limits.part])
      expect(await put(store, joined, index, start)).toMatchObject({ outcome: 'stored' });
  expect(await store.listChunks(reference)).toEqual({ [joined]: [0, 1] });
  expect(await store.readChunk({ reference, attachmentId: joined, index: 1 })).toEqual(chunk);
  await store.eraseCase({ reference, mails: [], now: NOW });
  expect(await store.storedBytes()).toBe(0);
  await store.close();
  rmSync(dirname(file), { recursive: true });
});

it('a file of version 4 gets statements and a log: what is there stays, and from then on both are kept', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'migrate-')), 'old.sqlite');
  const fresh = createSqliteStore(file);
  const { mail: _mail, ...old } = newCaseInput({ receivedAt: NOW });
  await fresh.createCase(old);
  const figure = { month: '2026-11', ms: 5000, isLate: false };
  const change = changeInput(old.newCase, {}, { figure });
  await fresh.changeCase(change);
  await fresh.close();
  const before = new DatabaseSync(file);
  before.exec(`
    ALTER TABLE messages DROP COLUMN note;
    ALTER TABLE messages DROP COLUMN entry;
    ALTER TABLE messages DROP COLUMN position;
    ALTER TABLE figures DROP COLUMN leaves;
    ${['statements', 'waiting', 'tiles', 'checkpoints'].map((table) => `DROP TABLE ${table};`).join('')}
    PRAGMA user_version = 4;
  `);
  before.close();
  const answered = { month: '2026-11', answered: 1, late: 0, totalMs: 5000, slowestMs: 5000 };
  for (let opening = 0; opening < 2; opening += 1) {
    const store = createSqliteStore(file);
    expect(await store.createCase(old)).toEqual({ outcome: 'repeated', existing: change.changed });
    expect(await store.readMessages(old.newCase.reference)).toEqual([old.report]);
    expect(await store.readStatements(old.newCase.reference)).toEqual([]);
    expect(await store.readFigures(['2026-11'])).toEqual([{ ...answered, received: 1, leaves: 0 }]);
    await store.close();
  }
  const store = createSqliteStore(file);
  const statements = [newStatement(), newStatement()];
  const input = { ...newCaseInput({ receivedAt: NOW }), statement: statements[0] ?? null };
  await store.createCase(input);
  await store.changeCase(changeInput(change.changed, {}, { statements: statements.slice(1) }));
  const { waiting } = await store.readLog({ before: NOW + 1, most: 9 });
  expect(await store.appendToLog(appendInput(0, waiting))).toBe(true);
  for (const [at, { reference }] of [input.newCase, old.newCase].entries()) {
    const position = waiting.indexOf(String(statements[at]?.entry));
    expect(await store.readStatements(reference)).toEqual([
      { note: statements[at]?.note, isLogged: true, position },
    ]);
  }
  expect(await store.readFigures(['2026-11'])).toEqual([{ ...answered, received: 2, leaves: 2 }]);
  await store.close();
  rmSync(dirname(file), { recursive: true });
});

it('a file of version 5 gets notes: its cases have none, and take them from then on', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'migrate-')), 'old.sqlite');
  const fresh = createSqliteStore(file);
  const { reference } = await makeCase(fresh);
  const stored = await fresh.storedBytes();
  await fresh.close();
  const before = new DatabaseSync(file);
  before.exec(`
    ALTER TABLE cases DROP COLUMN notes;
    DROP TABLE notes;
    DROP TABLE seen;
    PRAGMA user_version = 5;
  `);
  before.close();
  const marks = async (store: Store) => (await store.readMarks({ references: [reference], member: 'A' }))[0];
  for (let opening = 0; opening < 2; opening += 1) {
    const store = createSqliteStore(file);
    expect(await store.readNotes(reference)).toEqual([]);
    expect(await marks(store)).toEqual({ notes: 0, shared: 0, seen: null });
    expect(await store.storedBytes()).toBe(stored);
    await store.close();
  }
  const store = createSqliteStore(file);
  expect(await store.appendNote(noteInput(reference, 1))).toEqual({ outcome: 'appended' });
  expect(await store.markSeen({ reference, member: 'A', version: 1, notes: 1 })).toBe(true);
  expect(await marks(store)).toEqual({ notes: 1, shared: 0, seen: { version: 1, notes: 1 } });
  await store.eraseCase({ reference, mails: [], now: NOW });
  expect(await store.storedBytes()).toBe(0);
  await store.close();
  rmSync(dirname(file), { recursive: true });
});

/** Takes a case away that no store can read. */
function erase(file: string, reference: string) {
  const database = new DatabaseSync(file);
  database.prepare('DELETE FROM cases WHERE reference = ?').run(reference);
  database.close();
}

it('in a file of version 7 what is said to be exploited comes before all else, and clocks stay as they were set', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'migrate-')), 'old.sqlite');
  const fresh = createSqliteStore(file);
  const late = await makeCase(fresh, { receivedAt: NOW - 90 * DAY });
  const claimed = await makeCase(fresh, { receivedAt: NOW, claimedAt: NOW });
  const { reference } = claimed;
  await fresh.remind({ reference, seenVersion: 1, wakeAt: NOW + 9 * DAY, mails: [], now: NOW });
  await fresh.close();
  const before = new DatabaseSync(file);
  before.exec(`
    DROP TABLE unreadable;
    UPDATE cases SET position = '1' || substr(position, 2) WHERE position LIKE '0%';
    PRAGMA user_version = 7;
  `);
  before.close();
  const store = createSqliteStore(file);
  expect(await readInbox(store)).toEqual([[reference, late.reference]]);
  expect(await store.listDue({ now: NOW + 9 * DAY - 1, limit: 9 })).toEqual([late]);
  await store.close();
  rmSync(dirname(file), { recursive: true });
});

it('in a file of version 6 what cases are found by is made anew: their clocks, their places, and what is to be erased', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'migrate-')), 'old.sqlite');
  const fresh = createSqliteStore(file);
  const cases = [];
  for (let count = 0; count < 3; count += 1)
    cases.push(await makeCase(fresh, { receivedAt: NOW + count * DAY }));
  const closed = await makeAnswered(fresh, { status: 'closed', closedAt: NOW });
  const waiting = await makeAnswered(fresh, { status: 'closed', closedAt: NOW + 1, waitingSince: NOW + 2 });
  const [broken, odd] = [await makeCase(fresh), await makeCase(fresh)];
  await fresh.close();
  const before = new DatabaseSync(file);
  before.exec(`
    DROP INDEX cases_by_erasure;
    ALTER TABLE cases DROP COLUMN eraseAt;
    UPDATE cases SET wakeAt = NULL, position = '3' || substr(position, 2), closedAt = record ->> 'closedAt',
      record = json_remove(record, '$.eraseAt');
    PRAGMA user_version = 6;
  `);
  // What can't be read keeps no other from being brought up to date.
  const spoil = before.prepare('UPDATE cases SET record = ? WHERE reference = ?');
  spoil.run('{', broken.reference);
  spoil.run(JSON.stringify({ ...odd, status: 'unheard-of' }), odd.reference);
  before.close();
  for (let opening = 0; opening < 2; opening += 1) {
    const store = createSqliteStore(file);
    if (opening === 0) {
      await expect(store.findCase(odd.reference)).rejects.toThrow();
      for (const { reference } of [broken, odd]) erase(file, reference);
    }
    expect(await store.listDue({ now: NOW + 9 * DAY, limit: 9 })).toEqual(expect.arrayContaining(cases));
    expect((await readInbox(store)).flat()).toEqual(
      expect.arrayContaining([...cases, closed, waiting].map(({ reference }) => reference)),
    );
    expect((await readInbox(store)).flat().slice(0, 3)).toEqual(cases.map(({ reference }) => reference));
    expect(await store.listClosed({ before: NOW + DAY, limit: 9 })).toEqual([closed]);
    expect(await store.listErasable({ before: NOW + DAY, limit: 9 })).toEqual([]);
    await store.close();
  }
  const store = createSqliteStore(file);
  await makeChange(store, closed, { eraseAt: NOW });
  expect(await store.listErasable({ before: NOW + DAY, limit: 9 })).toHaveLength(1);
  await store.close();
  rmSync(dirname(file), { recursive: true });
});
