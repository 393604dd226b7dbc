import { beforeEach, expect, it } from 'vitest';
import type { Store } from '../../functions/store/store.ts';
import { changeInput, newCaseInput, newMail } from '../support/cases.ts';
import {
  ABSENT,
  atOnce,
  DAY,
  HOUR,
  makeAnswered,
  makeCase,
  makeChange,
  NOW,
  type Open,
  readInbox,
  takeAll,
} from './stores.ts';

/** When a case received at NOW must be looked at first. */
const WAKE = NOW + 2 * DAY;

/** What the clock looks at, and what it says once. */
export function clockContract(open: Open): void {
  let store: Store;
  let other: Store;
  beforeEach(async () => {
    [store, other] = await open();
  });
  const due = (now: number, limit = 10) => other.listDue({ now, limit });

  it('a new case is due 24 hours before the time of its first response, and not earlier', async () => {
    const current = await makeCase(store, { respondBy: NOW + 3 * DAY });
    expect(await due(WAKE - 1)).toEqual([]);
    expect(await due(WAKE)).toEqual([current]);
    expect(await due(WAKE + 30 * DAY)).toEqual([current]);
  });

  it('what is due comes with the longest due first, so many at a time', async () => {
    const cases = [];
    for (const delay of [2, 0, 1]) cases.push(await makeCase(store, { receivedAt: NOW + delay }));
    const [last, first, second] = cases;
    expect(await due(WAKE + 2)).toEqual([first, second, last]);
    expect(await due(WAKE + 2, 2)).toEqual([first, second]);
    expect(await due(WAKE + 1)).toEqual([first, second]);
  });

  it('a reminder moves the time at which a case is due, or takes it away', async () => {
    const current = await makeCase(store);
    const { reference } = current;
    const remind = (wakeAt: number | null) =>
      store.remind({ reference, seenVersion: 1, wakeAt, mails: [], now: WAKE });
    expect(await remind(WAKE + HOUR)).toBe(true);
    expect(await due(WAKE + HOUR - 1)).toEqual([]);
    expect(await due(WAKE + HOUR)).toEqual([current]);
    expect(await remind(WAKE - HOUR)).toBe(true);
    expect(await due(WAKE - HOUR)).toEqual([current]);
    expect(await remind(null)).toBe(true);
    expect(await due(WAKE + 300 * DAY)).toEqual([]);
    expect(await store.findCase(reference)).toEqual(current);
    expect(await store.readEvents(reference)).toEqual([]);
  });

  it('a change wakes a case again; one that was answered is due no longer', async () => {
    const current = await makeCase(store);
    const { reference } = current;
    await store.remind({ reference, seenVersion: 1, wakeAt: null, mails: [], now: WAKE });
    const changed = await makeChange(other, current, { assignee: 'A'.repeat(40) });
    expect(await due(WAKE - 1)).toEqual([]);
    expect(await due(WAKE)).toEqual([changed]);
    const answered = await makeChange(other, changed, { status: 'confirmed', respondedAt: NOW });
    // What is due next is that the reporter hears how it goes.
    expect(await due(NOW + 14 * DAY - 1)).toEqual([]);
    expect(await due(NOW + 14 * DAY)).toEqual([answered]);
    const exploited = await makeChange(other, answered, { exploitedAt: NOW });
    expect(await due(NOW)).toEqual([exploited]);
    await store.eraseCase({ reference, mails: [], now: NOW });
    expect(await due(WAKE + 300 * DAY)).toEqual([]);
  });

  it('a reminder that saw another version, or whose case is gone, does nothing', async () => {
    const current = await makeCase(store);
    const { reference } = current;
    const changed = await makeChange(store, current);
    const mail = newMail('reminder', reference, 'first-response');
    const remind = (seenVersion: number, name = reference) =>
      other.remind({ reference: name, seenVersion, wakeAt: null, mails: [mail], now: WAKE });
    expect(await remind(1)).toBe(false);
    expect(await remind(3)).toBe(false);
    expect(await remind(1, ABSENT)).toBe(false);
    expect(await due(WAKE)).toEqual([changed]);
    expect((await store.outboxState()).waiting).toBe(1);
    // The mail was not taken for announced.
    expect(await remind(2)).toBe(true);
    expect((await store.outboxState()).waiting).toBe(2);
  });

  it('what the clock notes in a case is there under the same version, in every list, with its mails and tallies', async () => {
    const current = await makeAnswered(store, { status: 'closed', closedAt: NOW });
    const { reference } = current;
    const mail = newMail('reminder', reference, 'erasure');
    const changed = { ...current, toldAt: NOW + 1, eraseAt: NOW + DAY };
    const tallies = [{ month: '2026-11', name: 'overdue', once: 'promise' }] as const;
    const input = { reference, changed, tallies, wakeAt: WAKE + HOUR, mails: [mail], now: WAKE };
    for (const seenVersion of [1, 3]) expect(await other.remind({ ...input, seenVersion })).toBe(false);
    expect(await store.findCase(reference)).toEqual(current);
    expect(await store.listErasable({ before: NOW + 2 * DAY, limit: 9 })).toEqual([]);
    expect(await store.readTallies(['2026-11'])).toMatchObject([{ overdue: 0 }]);
    expect(await other.remind({ ...input, seenVersion: 2 })).toBe(true);
    expect(await store.findCase(reference)).toEqual(changed);
    expect(await store.listErasable({ before: NOW + 2 * DAY, limit: 9 })).toEqual([changed]);
    expect(await store.listClosed({ before: NOW + 2 * DAY, limit: 9 })).toEqual([]);
    expect(await readInbox(store, { status: 'closed' })).toEqual([[reference]]);
    expect(await due(WAKE + HOUR - 1)).toEqual([]);
    expect(await due(WAKE + HOUR)).toEqual([changed]);
    expect(await store.readTallies(['2026-11'])).toMatchObject([{ overdue: 1 }]);
    expect(await store.readEvents(reference)).toHaveLength(1);
    // Whoever saw the case before can change it all the same.
    const reopened = await makeChange(store, changed, { status: 'fixing', closedAt: null, eraseAt: null });
    expect(await other.remind({ ...input, seenVersion: 2 })).toBe(false);
    expect(await store.findCase(reference)).toEqual(reopened);
    expect(await readInbox(store, { status: 'closed' })).toEqual([[]]);
    expect(await store.listErasable({ before: NOW + 2 * DAY, limit: 9 })).toEqual([]);
  });

  it('of ten clocks at once that note the same, each finds the case as it was seen, and its mail goes once', async () => {
    const current = await makeCase(store);
    const { reference } = current;
    const mail = newMail('reminder', reference, 'first-response');
    const changed = { ...current, toldAt: NOW + 1 };
    const input = { reference, seenVersion: 1, changed, wakeAt: WAKE + DAY, mails: [mail], now: WAKE };
    const answers = await atOnce(10, [store, other], (through) => through.remind(input));
    expect(answers).toEqual(Array.from({ length: 10 }, () => true));
    expect(await store.findCase(reference)).toEqual(changed);
    expect(await readInbox(store)).toEqual([[reference]]);
    expect((await takeAll(other, WAKE)).filter(({ id }) => id === mail.id)).toHaveLength(1);
  });

  it('where nothing is left of an earlier version there is nothing to index, and all stays where it is', async () => {
    const cases = [await makeCase(store), await makeAnswered(store, { status: 'closed', closedAt: NOW })];
    const whole = async () => [
      await readInbox(other),
      await due(WAKE + 9 * DAY),
      await other.listClosed({ before: NOW + DAY, limit: 9 }),
    ];
    const before = await whole();
    let calls = 0;
    while (!(await store.reindex(1))) calls += 1;
    expect(calls).toBeLessThanOrEqual(cases.length);
    expect(await other.reindex(1)).toBe(true);
    expect(await whole()).toEqual(before);
  });

  it('a reminder is announced once, also when ten come at once and after it was sent', async () => {
    const input = newCaseInput({ receivedAt: NOW });
    await store.createCase(input);
    await store.removeMail(input.mail.id);
    const { reference } = input.newCase;
    const mail = newMail('reminder', reference, 'first-response');
    const remind = (through: Store, mails = [mail]) =>
      through.remind({ reference, seenVersion: 1, wakeAt: WAKE + DAY, mails, now: WAKE });
    const answers = await atOnce(10, [store, other], (through) => remind(through));
    expect(answers).toEqual(Array.from({ length: 10 }, () => true));
    expect(await takeAll(other, WAKE - 1)).toEqual([]);
    expect(await takeAll(other, WAKE)).toEqual([{ ...mail, attempts: 1 }]);
    await other.removeMail(mail.id);
    expect(await remind(store)).toBe(true);
    expect((await store.outboxState()).waiting).toBe(0);
    const next = newMail('reminder', reference, 'early-warning');
    expect(await remind(other, [mail, next])).toBe(true);
    expect(await takeAll(other, WAKE)).toEqual([{ ...next, attempts: 1 }]);
  });

  it('what was announced is remembered when the case changes', async () => {
    const current = await makeCase(store);
    const { reference } = current;
    const mail = newMail('reminder', reference, 'first-response');
    const remind = (seenVersion: number) =>
      store.remind({ reference, seenVersion, wakeAt: null, mails: [mail], now: WAKE });
    await remind(1);
    await store.removeMail(mail.id);
    await other.changeCase(changeInput(current));
    expect(await remind(2)).toBe(true);
    expect((await store.outboxState()).waiting).toBe(1);
  });

  it('mails about no case are announced once, also at once and after they were sent', async () => {
    const [november, december] = [
      newMail('monthly-summary', '', '2026-11'),
      newMail('monthly-summary', '', '2026-12'),
    ];
    await atOnce(10, [store, other], (through) => through.announce({ mails: [november], now: NOW }));
    expect(await takeAll(store, NOW - 1)).toEqual([]);
    expect(await takeAll(store, NOW)).toEqual([{ ...november, attempts: 1 }]);
    await store.removeMail(november.id);
    await other.announce({ mails: [november, december], now: NOW + HOUR });
    expect(await takeAll(store, NOW + HOUR)).toEqual([{ ...december, attempts: 1 }]);
    await store.announce({ mails: [], now: NOW });
    expect((await store.outboxState()).waiting).toBe(1);
  });
}
