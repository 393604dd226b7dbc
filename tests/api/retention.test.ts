import { expect, it } from 'vitest';
import { eraseOld } from '../../functions/jobs/retention.ts';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import {
  ample,
  changeInput,
  messageIn,
  newAlert,
  newCaseInput,
  newMessage,
  randomId,
} from '../support/cases.ts';
import { DAY, HOUR, jobsOn, NOW, putCase, withBothStores } from '../support/jobs.ts';

/** As long ago as cases are kept. */
const LONG_AGO = NOW - 365 * DAY;
const closedAt = (time: number) => ({ status: 'closed', closedAt: time, respondedAt: time }) as const;

withBothStores((open) => {
  it('a case closed longer ago than the retention period is erased with all that is in it', async () => {
    const stores = await open();
    const [store, other] = stores;
    const jobs = jobsOn(stores);
    const attachmentId = randomId();
    const input = newCaseInput({ receivedAt: LONG_AGO - 9 * DAY });
    const { reference, receiptId, bodyHash } = input.newCase;
    const alert = newAlert(reference, { isConfirmed: true });
    await store.createCase({ ...input, alert });
    const chunk = { reference, attachmentId, index: 0 };
    await store.putChunk({
      ...chunk,
      bytes: new Uint8Array(9),
      count: 1,
      eraseAt: NOW + DAY,
      quota: ample,
      limits: [],
      now: NOW,
    });
    const closed = changeInput(input.newCase, closedAt(LONG_AGO - HOUR), {
      message: messageIn(newMessage('team', LONG_AGO)),
      figure: { month: '2025-11', ms: HOUR, isLate: false },
    });
    await store.changeCase(closed);
    const before = await other.readFigures(['2025-11']);
    jobs.state.now = NOW - 2 * HOUR;
    expect(await jobs.daily()).toMatchObject({ erased: 0 });
    expect(await store.readMessages(reference)).toHaveLength(2);
    jobs.state.now = NOW;
    expect(await jobs.daily(1)).toMatchObject({ erased: 1 });
    expect(await store.findCase(reference)).toBeNull();
    expect(await store.readMessages(reference)).toEqual([]);
    expect(await store.readEvents(reference)).toEqual([]);
    expect(await store.listChunks(reference)).toEqual({});
    expect(await store.readChunk(chunk)).toBeNull();
    expect(await store.findAlert(reference)).toBeNull();
    const search = { code: reference.slice(-6), status: null, after: null, limit: 5 };
    expect(await store.searchCases(search)).toEqual({ cases: [], next: null });
    expect(await store.listCases({ status: null, after: null, limit: 5 })).toEqual({ cases: [], next: null });
    expect(before).toMatchObject([{ received: 1, answered: 1, totalMs: HOUR }]);
    expect(await other.readFigures(['2025-11'])).toEqual(before);
    // Its receipt is free again: nothing remembers it.
    const again = newCaseInput({ receiptId, bodyHash, receivedAt: NOW });
    expect(await store.createCase(again)).toMatchObject({ outcome: 'created' });
  });

  it('a case that was closed a day later stays, and one that is open stays for ever', async () => {
    const stores = await open();
    const jobs = jobsOn(stores);
    const kept = [
      await putCase(stores[0], closedAt(LONG_AGO + DAY)),
      await putCase(stores[0], { receivedAt: LONG_AGO - 2000 * DAY }),
      await putCase(stores[0], { status: 'resolved', respondedAt: 5, resolvedAt: 5, receivedAt: 5 }),
    ];
    expect(await jobs.daily()).toMatchObject({ erased: 0 });
    for (const { reference } of kept) expect(await stores[0].findCase(reference)).not.toBeNull();
    jobs.state.now = NOW + DAY + 1;
    expect(await jobs.daily()).toMatchObject({ erased: 1 });
    expect(await stores[0].findCase(kept[0]?.reference ?? '')).toBeNull();
  });

  it('a case that is opened again between being found and being erased is spared', async () => {
    const [store, other] = await open();
    const spared = await putCase(store, closedAt(LONG_AGO - 2 * HOUR));
    const erased = await putCase(store, closedAt(LONG_AGO - HOUR));
    const busy: typeof store = {
      ...store,
      async listClosed(asked) {
        const found = await store.listClosed(asked);
        const reopened = { status: 'fixing', closedAt: null } as const;
        if (found.some(({ reference }) => reference === spared.reference))
          await other.changeCase(changeInput(spared, reopened));
        return found;
      },
    };
    expect(await eraseOld({ store: busy, retentionDays: 365, now: () => new Date(NOW) })).toBe(1);
    expect(await store.findCase(erased.reference)).toBeNull();
    expect(await store.findCase(spared.reference)).toMatchObject({ status: 'fixing', version: 2 });
    expect(await store.readMessages(spared.reference)).toHaveLength(1);
  });

  it('more cases than fit in one go are all erased, also by two servers at once', async () => {
    const stores = await open();
    const jobs = jobsOn(stores);
    for (let count = 0; count < 120; count += 1)
      await putCase(stores[0], closedAt(LONG_AGO - count * HOUR - 1));
    const unanswered = await putCase(stores[0]);
    await Promise.all([jobs.daily(0), jobs.daily(1)]);
    const left = await stores[0].listCases({ status: null, after: null, limit: 200 });
    expect(left.cases.map(({ reference }) => reference)).toEqual([unanswered.reference]);
    expect(await jobs.daily()).toMatchObject({ erased: 0 });
  });
});

it('what can not be erased is not counted, and does not keep the job for ever', async () => {
  const store = createSqliteStore(':memory:');
  for (let count = 0; count < 60; count += 1) await putCase(store, closedAt(LONG_AGO - count * HOUR - 1));
  const [first] = await store.listClosed({ before: NOW, limit: 1 });
  const parts = { retentionDays: 365, now: () => new Date(NOW) };
  const keeping = (keeps: (reference: string) => boolean): typeof store => ({
    ...store,
    eraseCase: async (input) => (keeps(input.reference) ? false : store.eraseCase(input)),
  });
  expect(await eraseOld({ ...parts, store: keeping(() => true) })).toBe(0);
  expect(await eraseOld({ ...parts, store: keeping((name) => name === first?.reference) })).toBe(59);
  expect(await eraseOld({ ...parts, store })).toBe(1);
});

// In kv the database itself lets go of them, by its own clock: see the contract of the stores.
it('the daily job erases an upload that was never completed when its time is over', async () => {
  const store = createSqliteStore(':memory:');
  const jobs = jobsOn([store]);
  const { reference } = await putCase(store);
  const chunk = { reference, attachmentId: randomId(), index: 0 };
  await store.putChunk({
    ...chunk,
    bytes: new Uint8Array(9),
    count: 2,
    eraseAt: NOW + DAY,
    quota: ample,
    limits: [],
    now: NOW,
  });
  await jobs.daily();
  expect(await store.readChunk(chunk)).not.toBeNull();
  jobs.state.now = NOW + DAY + 1;
  await jobs.daily();
  expect(await store.readChunk(chunk)).toBeNull();
});
