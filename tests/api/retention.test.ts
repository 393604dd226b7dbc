import { expect, it } from 'vitest';
import { eraseOld } from '../../functions/jobs/retention.ts';
import { type Mail, MailError } from '../../functions/mail/mailer.ts';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import {
  ample,
  changeInput,
  messageIn,
  newAlert,
  newCaseInput,
  newMail,
  newMessage,
  randomId,
} from '../support/cases.ts';
import { DAY, HOUR, jobsOn, NOW, putCase, withBothStores } from '../support/jobs.ts';

/** Closed so long ago that its retention period is over now. */
const LONG_AGO = NOW - 365 * DAY;
/** An erasure is announced so long before. */
const AHEAD = 14 * DAY;
/** And so much for sending it. */
const TO_SEND = 6 * HOUR;
const closedAt = (time: number) => ({ status: 'closed', closedAt: time, respondedAt: time }) as const;
const announced = (eraseAt: number) => ({ ...closedAt(LONG_AGO - HOUR), eraseAt });

withBothStores((open) => {
  it('a closed case is announced 14 days before its retention period is over, and then erased with all that is in it', async () => {
    const stores = await open();
    const [store, other] = stores;
    const jobs = jobsOn(stores);
    const attachmentId = randomId();
    const input = newCaseInput({ receivedAt: LONG_AGO - 9 * DAY });
    const { reference, receiptId, bodyHash } = input.newCase;
    const alert = newAlert(reference, { isConfirmed: true });
    await store.createCase({ ...input, alert, mails: [] });
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
    const closed = changeInput(input.newCase, closedAt(LONG_AGO), {
      message: messageIn(newMessage('team', LONG_AGO)),
      figure: { month: '2025-11', ms: HOUR, isLate: false },
    });
    await store.changeCase(closed);
    const before = await other.readFigures(['2025-11']);
    jobs.state.now = NOW - AHEAD;
    expect(await jobs.daily()).toMatchObject({ erased: 0 });
    expect(jobs.erasures()).toEqual([]);
    jobs.state.now = NOW - AHEAD + HOUR;
    await Promise.all([0, 1, 0, 1].map((index) => jobs.daily(index)));
    await jobs.daily();
    expect(jobs.erasures()).toEqual([reference]);
    const eraseAt = NOW + HOUR + TO_SEND;
    expect(await other.findCase(reference)).toEqual({ ...closed.changed, eraseAt });
    jobs.state.now = eraseAt;
    expect(await jobs.daily()).toMatchObject({ erased: 0 });
    expect(await store.readMessages(reference)).toHaveLength(2);
    jobs.state.now = eraseAt + 1;
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
    expect(jobs.erasures()).toEqual([reference]);
    // Its receipt is free again: nothing remembers it.
    const again = newCaseInput({ receiptId, bodyHash, receivedAt: NOW });
    expect(await store.createCase(again)).toMatchObject({ outcome: 'created' });
  });

  it.each([
    ['where no job ran for weeks', 365, LONG_AGO - 90 * DAY],
    ['where the period was shortened', 30, NOW - 200 * DAY],
    ['where the period is shorter than that', 1, NOW - DAY],
  ])('nothing is erased earlier than 14 days after its announcement: %s', async (_, retentionDays, time) => {
    const stores = await open();
    const jobs = jobsOn(stores, { retentionDays });
    const { reference } = await putCase(stores[0], closedAt(time));
    jobs.state.now = NOW + 1;
    await jobs.daily();
    expect(jobs.erasures()).toEqual([reference]);
    // Whole hours, so that jobs that run at once tell of the same.
    jobs.state.now = NOW + AHEAD + TO_SEND + HOUR;
    expect(await jobs.daily()).toMatchObject({ erased: 0 });
    jobs.state.now = NOW + AHEAD + TO_SEND + HOUR + 1;
    expect(await jobs.daily()).toMatchObject({ erased: 1 });
    expect(jobs.erasures()).toEqual([reference]);
  });

  it('jobs that run at once by clocks that differ tell of it, and of the same hour', async () => {
    const stores = await open();
    const jobs = [5, 1, 90].map((ahead) => {
      const one = jobsOn(stores);
      one.state.now = NOW + ahead;
      return one;
    });
    const { reference } = await putCase(stores[0], closedAt(LONG_AGO - DAY));
    for (const one of jobs) await one.daily(0);
    const told = await Promise.all(jobs.map((one) => one.daily()));
    expect(told.every(({ erased }) => erased === 0)).toBe(true);
    expect(jobs.flatMap((one) => one.erasures())).toEqual([reference]);
  });

  it('a case that was closed later is not announced yet, and one that is open never is', async () => {
    const stores = await open();
    const jobs = jobsOn(stores);
    await putCase(stores[0], closedAt(LONG_AGO + AHEAD));
    await putCase(stores[0], { status: 'resolved', respondedAt: 5, resolvedAt: 5, receivedAt: 5 });
    expect(await jobs.daily()).toMatchObject({ erased: 0 });
    expect(jobs.erasures()).toEqual([]);
  });

  it.each([
    ['a message waits in it', { waitingSince: NOW }, { waitingSince: null }],
    [
      'its publication is agreed and to come',
      { publishOn: NOW + 400 * DAY },
      { publishedAt: NOW + 41 * DAY },
    ],
  ])('a closed case stays while %s, and is announced anew when that is over', async (_, held, over) => {
    const stores = await open();
    const [store] = stores;
    const jobs = jobsOn(stores);
    const current = await putCase(store, announced(NOW + AHEAD));
    // Also where what came did not take the announcement back itself.
    const waiting = changeInput(current, held);
    await store.changeCase(waiting);
    for (const days of [15, 20, 40]) {
      jobs.state.now = NOW + days * DAY;
      expect(await jobs.daily()).toMatchObject({ erased: 0 });
    }
    const { reference } = current;
    expect(await store.findCase(reference)).toMatchObject({ version: 2, eraseAt: null });
    expect(jobs.erasures()).toEqual([]);
    await store.changeCase(changeInput({ ...waiting.changed, eraseAt: null }, over));
    jobs.state.now = NOW + 41 * DAY;
    await jobs.daily();
    expect(jobs.erasures()).toEqual([reference]);
    jobs.state.now = NOW + 55 * DAY + TO_SEND;
    expect(await jobs.daily()).toMatchObject({ erased: 0 });
    jobs.state.now = NOW + 55 * DAY + TO_SEND + 1;
    expect(await jobs.daily()).toMatchObject({ erased: 1 });
  });

  it('a period that was made longer since the announcement holds, and the case is announced anew at its time', async () => {
    const stores = await open();
    const current = await putCase(stores[0], announced(NOW));
    const longer = jobsOn(stores, { retentionDays: 400 });
    longer.state.now = NOW + 1;
    expect(await longer.daily()).toMatchObject({ erased: 0 });
    expect(await stores[0].findCase(current.reference)).toEqual({ ...current, eraseAt: null });
    longer.state.now = NOW + 25 * DAY;
    await longer.daily();
    expect(longer.erasures()).toEqual([current.reference]);
  });

  it('where its announcement could be mailed only late, a case is erased 14 days after that, as the mail says', async () => {
    const stores = await open();
    const jobs = jobsOn(stores);
    const { reference } = await putCase(stores[0], closedAt(LONG_AGO));
    jobs.state.isDown = true;
    for (const days of [0, 1, 7, 15, 30]) {
      jobs.state.now = NOW + days * DAY + 1;
      expect(await jobs.daily()).toMatchObject({ erased: 0 });
    }
    jobs.state.isDown = false;
    jobs.state.now = NOW + 31 * DAY;
    expect(await jobs.daily()).toMatchObject({ erased: 0 });
    expect(jobs.erasures()).toEqual([reference]);
    const mail = jobs.sent.find(({ subject }) => subject.includes(reference));
    expect(mail?.subject).toBe(`Vanaf 7 januari 2027 gewist: ${reference}`);
    for (const [days, erased] of [
      [32, 0],
      [45, 0],
      [46, 1],
    ] as const) {
      jobs.state.now = NOW + days * DAY;
      expect(await jobs.daily()).toMatchObject({ erased });
    }
  });

  it('a mail that never leaves holds up no erasure that was announced in another', async () => {
    const stores = await open();
    const stuck = newMail('storage-warning', '', 'full');
    const { reference } = await putCase(stores[0], closedAt(LONG_AGO));
    const mailer = {
      async send({ id }: Mail) {
        if (id === stuck.id) throw new MailError('refused');
      },
    };
    const jobs = jobsOn(stores, { mailer });
    await stores[0].announce({ mails: [stuck], now: NOW });
    jobs.state.now = NOW + 1;
    await jobs.daily();
    jobs.state.now = NOW + AHEAD + TO_SEND + HOUR + 1;
    expect(await jobs.daily()).toMatchObject({ erased: 1 });
    expect(await stores[1].findCase(reference)).toBeNull();
    expect(await stores[1].outboxState()).toMatchObject({ failing: 1, oldestAt: NOW });
  });

  it('a case that is opened again between being found and being erased is spared', async () => {
    const [store, other] = await open();
    const spared = await putCase(store, announced(NOW - 2 * HOUR));
    const erased = await putCase(store, announced(NOW - HOUR));
    const busy: typeof store = {
      ...store,
      async listErasable(asked) {
        const found = await store.listErasable(asked);
        const reopened = { status: 'fixing', closedAt: null, eraseAt: null } as const;
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

  it('a case whose record can not be read keeps no other from its reminder and its erasure, and is named', async () => {
    const stores = await open();
    const jobs = jobsOn(stores);
    // What another version may have written.
    const odd = { origin: 'unheard-of' as never };
    const [due, ripe] = [{ receivedAt: NOW - 4 * DAY }, announced(NOW - HOUR)];
    const broken = [
      await putCase(stores[0], { ...odd, ...due, receivedAt: due.receivedAt - 1 }),
      await putCase(stores[0], { ...odd, ...ripe, eraseAt: ripe.eraseAt - 1 }),
      await putCase(stores[0], { ...odd, ...closedAt(LONG_AGO - HOUR) }),
    ];
    const late = await putCase(stores[0], due);
    const erased = await putCase(stores[0], ripe);
    const closed = await putCase(stores[0], closedAt(LONG_AGO));
    expect(await jobs.daily()).toMatchObject({ reminded: 1, erased: 1 });
    expect(await stores[1].findCase(erased.reference)).toBeNull();
    expect(jobs.told.filter((id) => id.startsWith(`reminder.${late.reference}.`))).toHaveLength(1);
    expect(await stores[1].findCase(closed.reference)).not.toMatchObject({ eraseAt: null });
    const named = broken.map(({ reference }) => reference).toSorted();
    const ofCases = jobs.logged.filter(({ event }) => event === 'case');
    expect(ofCases).toEqual(named.map((reference) => ({ event: 'case', outcome: 'unreadable', reference })));
    expect(await stores[1].listUnreadable()).toEqual(named);
  });

  it('cases whose announcement could not be sent keep none of those behind them, however many they are', async () => {
    const [store] = await open();
    for (let count = 0; count < 70; count += 1) {
      const { reference } = await putCase(store, announced(NOW - 2 * HOUR));
      const mail = { ...newMail('erasure-ahead', reference, String(NOW)), id: `erasure.${reference}` };
      await store.announce({ mails: [mail], now: NOW });
    }
    for (let count = 0; count < 60; count += 1) await putCase(store, announced(NOW - HOUR));
    expect(await eraseOld({ store, retentionDays: 365, now: () => new Date(NOW) })).toBe(60);
    expect(await store.listErasable({ before: NOW, limit: 200 })).toHaveLength(70);
  });

  it('more cases than fit in one go are all announced in one mail and all erased, also by two servers at once', async () => {
    const stores = await open();
    const jobs = jobsOn(stores);
    for (let count = 0; count < 120; count += 1)
      await putCase(stores[0], closedAt(LONG_AGO - count * HOUR - 1));
    const unanswered = await putCase(stores[0], { receivedAt: NOW + AHEAD });
    await Promise.all([jobs.daily(0), jobs.daily(1)]);
    jobs.state.now = NOW + HOUR;
    await jobs.daily();
    expect(jobs.erasures()).toHaveLength(120);
    expect(new Set(jobs.erasures()).size).toBe(120);
    // The first that was announced may have gone before the others came.
    expect(jobs.sent.filter(({ id }) => id.startsWith('digest.')).length).toBeLessThanOrEqual(2);
    jobs.state.now = NOW + AHEAD + 2 * DAY;
    await Promise.all([jobs.daily(0), jobs.daily(1)]);
    const left = await stores[0].listCases({ status: null, after: null, limit: 200 });
    expect(left.cases.map(({ reference }) => reference)).toEqual([unanswered.reference]);
    expect(await jobs.daily()).toMatchObject({ erased: 0 });
  });
});

it('what can not be erased is not counted, and does not keep the job for ever', async () => {
  const store = createSqliteStore(':memory:');
  for (let count = 0; count < 60; count += 1) await putCase(store, announced(NOW - count * HOUR - 1));
  const [first] = await store.listErasable({ before: NOW, limit: 1 });
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
