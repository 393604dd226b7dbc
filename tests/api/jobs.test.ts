import { expect, it } from 'vitest';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { Store } from '../../functions/store/store.ts';
import { StoreError } from '../../functions/store/store.ts';
import { nothingDone } from '../../src/disclosure/duties.ts';
import { changeInput, newCaseInput } from '../support/cases.ts';
import { DAY, HOUR, jobsOn, NOW, putCase, withBothStores } from '../support/jobs.ts';

const DUE = NOW + 3 * DAY;
const answered = { status: 'confirmed', assessment: 'confirmed', respondedAt: NOW + HOUR } as const;
const firstResponse = (...steps: number[]) => steps.map((step) => `first-response ${step}`);

withBothStores((open) => {
  it('the daily job, run twice, sends each reminder once', async () => {
    const stores = await open();
    const jobs = jobsOn(stores);
    await putCase(stores[0]);
    jobs.state.now = DUE - DAY - 1;
    expect(await jobs.daily()).toEqual({ reminded: 0, erased: 0, sent: 1, failed: 0 });
    expect(jobs.reminders()).toEqual([]);
    jobs.state.now = DUE - DAY;
    expect(await jobs.daily()).toEqual({ reminded: 1, erased: 0, sent: 1, failed: 0 });
    expect(await jobs.daily(1)).toEqual({ reminded: 0, erased: 0, sent: 0, failed: 0 });
    expect(jobs.reminders()).toEqual(firstResponse(-1));
  });

  it('ten daily jobs at once, by two servers, send each reminder and summary once', async () => {
    const stores = await open();
    const jobs = jobsOn(stores);
    const cases = [];
    for (let count = 0; count < 12; count += 1) cases.push(await putCase(stores[0]));
    jobs.state.now = Date.UTC(2026, 11, 1, 9);
    await Promise.all(Array.from({ length: 10 }, (_, index) => jobs.daily(index)));
    await jobs.daily();
    for (const { reference } of cases) expect(jobs.reminders(reference)).toEqual(firstResponse(5));
    // Each counts as overdue once, in the month in which it came in.
    expect(await stores[1].readTallies(['2026-11', '2026-12'])).toMatchObject([
      { received: 12, inTime: 0, overdue: 12 },
      { received: 0, overdue: 0 },
    ]);
    expect(jobs.reminders()).toHaveLength(12);
    expect(jobs.sent.filter(({ id }) => id === 'monthly-summary.2026-11')).toHaveLength(1);
    expect(new Set(jobs.sent.map(({ id }) => id)).size).toBe(jobs.sent.length);
  });

  it('a case that nobody answers is reminded of a day before, at the deadline and every day after', async () => {
    const stores = await open();
    const jobs = jobsOn(stores);
    await putCase(stores[0]);
    for (let step = 0; step <= 48; step += 1) {
      jobs.state.now = NOW + step * 5 * HOUR;
      await jobs.daily(step);
    }
    expect(jobs.reminders()).toEqual(firstResponse(-1, 0, 1, 2, 3, 4, 5, 6, 7));
  });

  it('after three days without a job only the latest reminder is sent, once', async () => {
    const stores = await open();
    const jobs = jobsOn(stores);
    await putCase(stores[0]);
    jobs.state.now = DUE;
    await jobs.daily();
    jobs.state.now = DUE + 3 * DAY + HOUR;
    await jobs.daily();
    await jobs.daily();
    expect(jobs.reminders()).toEqual(firstResponse(0, 3));
  });

  it('a change that leaves the deadline open does not repeat a reminder', async () => {
    const stores = await open();
    const jobs = jobsOn(stores);
    const current = await putCase(stores[0]);
    jobs.state.now = DUE;
    await jobs.daily();
    await stores[1].changeCase(changeInput(current, { assignee: 'A'.repeat(40) }));
    await jobs.daily();
    jobs.state.now = DUE + DAY;
    await jobs.daily();
    expect(jobs.reminders()).toEqual(firstResponse(0, 1));
  });

  it('while no mail can be sent none is lost: all arrive afterwards, once', async () => {
    const stores = await open();
    const jobs = jobsOn(stores);
    await putCase(stores[0]);
    jobs.state.isDown = true;
    for (let time = DUE - DAY; time <= DUE + DAY; time += HOUR) {
      jobs.state.now = time;
      await jobs.daily();
    }
    expect(jobs.sent).toEqual([]);
    expect(await stores[1].outboxState()).toMatchObject({ failing: 4 });
    jobs.state.isDown = false;
    for (let time = DUE + DAY + HOUR; time <= DUE + DAY + 8 * HOUR; time += HOUR) {
      jobs.state.now = time;
      await jobs.daily();
    }
    expect(jobs.reminders().toSorted()).toEqual(firstResponse(-1, 0, 1));
    expect(await stores[1].outboxState()).toMatchObject({ waiting: 0 });
  });

  it('a case that is answered or erased before the mail could be sent makes no mail', async () => {
    const stores = await open();
    const [store] = stores;
    const jobs = jobsOn(stores);
    const first = await putCase(store);
    const second = await putCase(store);
    jobs.state.now = DUE;
    jobs.state.isDown = true;
    await jobs.daily();
    await store.changeCase(changeInput(first, answered));
    await store.eraseCase({ reference: second.reference, mails: [], now: DUE });
    jobs.state.isDown = false;
    for (const delay of [HOUR, 2 * DAY]) {
      jobs.state.now = DUE + delay;
      await jobs.daily();
    }
    expect(jobs.reminders()).toEqual([]);
    expect(await store.outboxState()).toMatchObject({ waiting: 0 });
  });

  it('reports to the authorities are reminded of likewise, each until it is made', async () => {
    const stores = await open();
    const [store] = stores;
    const jobs = jobsOn(stores);
    const input = changeInput(await putCase(store), { ...answered, exploitedAt: NOW });
    await store.changeCase(input);
    const walk = async (from: number, to: number) => {
      for (let time = from; time < to; time += 6 * HOUR) {
        jobs.state.now = time;
        await jobs.daily();
      }
      return jobs.reminders().slice();
    };
    expect(await walk(NOW, NOW + DAY)).toEqual(['early-warning -1']);
    const reported = { ...nothingDone, 'early-warning': NOW + DAY, 'inform-users': NOW + DAY };
    const warned = changeInput(input.changed, { reported });
    await store.changeCase(warned);
    const second = ['early-warning -1', 'notification -1', 'notification 0'];
    expect(await walk(NOW + DAY, NOW + 4 * DAY)).toEqual(second);
    const notified = changeInput(warned.changed, { reported: { ...reported, notification: NOW + 4 * DAY } });
    await store.changeCase(notified);
    expect(await walk(NOW + 4 * DAY, NOW + 6 * DAY)).toEqual(second);
    await store.changeCase(changeInput(notified.changed, { status: 'resolved', resolvedAt: NOW + 6 * DAY }));
    const last = [...second, 'progress 0', 'final-report -1', 'final-report 0'];
    expect(await walk(NOW + 6 * DAY, NOW + 21 * DAY)).toEqual(last);
  });

  it('sending gets what the rest of the daily job leaves of its time, and always a turn', async () => {
    const stores = await open();
    // All of them by themselves, and none in a digest that is due later.
    const mailsPerDay = 400;
    const slow = jobsOn(stores, {
      mailsPerDay,
      fetchPublished: () => new Promise((done) => setTimeout(done, 150, { fault: 'unreachable' })),
    });
    for (let count = 0; count < 12; count += 1) await stores[0].createCase(newCaseInput({ receivedAt: NOW }));
    expect(await slow.daily(0, 200)).toMatchObject({ sent: 5 });
    expect((await jobsOn(stores, { mailsPerDay }).daily()).sent).toBeGreaterThanOrEqual(7);
  });

  it('beside a request reminders are sent as well, of 20 cases at most', async () => {
    const stores = await open();
    const jobs = jobsOn(stores, { mailsPerDay: 1000 });
    for (let count = 0; count < 25; count += 1) await putCase(stores[0]);
    jobs.state.now = DUE;
    await jobs.inBackground();
    expect(jobs.reminders()).toHaveLength(20);
    await jobs.inBackground(1);
    await jobs.inBackground();
    expect(jobs.reminders()).toHaveLength(25);
    expect(jobs.summaries()).toEqual([]);
  });

  it('beside a request nothing is thrown when mail or store is down', async () => {
    const stores = await open();
    const jobs = jobsOn(stores);
    await stores[0].createCase(newCaseInput({ receivedAt: NOW }));
    jobs.state.isDown = true;
    await expect(jobs.inBackground()).resolves.toBeUndefined();
    const fail = () => Promise.reject(new StoreError('down'));
    const broken: Store = { ...stores[0], listDue: fail, takeDueMail: fail };
    const others = jobsOn([broken]);
    await expect(others.inBackground()).resolves.toBeUndefined();
    expect(others.logged).toEqual([
      { event: 'clock', outcome: 'store-unavailable' },
      { event: 'outbox', outcome: 'store-unavailable' },
    ]);
  });
});

it('where cases can not be brought up to date the daily job says so, and does all else', async () => {
  const store = createSqliteStore(':memory:');
  const reindex = async () => Promise.reject(new Error('unreadable'));
  const jobs = jobsOn([{ ...store, reindex }]);
  const { reference } = await putCase(store, { receivedAt: DUE - 9 * DAY, respondBy: DUE - DAY });
  jobs.state.now = DUE;
  expect(await jobs.daily()).toMatchObject({ reminded: 1 });
  expect(jobs.sent.some(({ text }) => text.includes(reference))).toBe(true);
  expect(jobs.logged).toContainEqual({ event: 'reindex', outcome: 'failed' });
});
