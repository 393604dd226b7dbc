import { beforeEach, expect, it } from 'vitest';
import type { Store } from '../../functions/store/store.ts';
import { nothingDone } from '../../src/disclosure/duties.ts';
import { changeInput, messageIn, newCaseInput, newMail, newMessage } from '../support/cases.ts';
import { ABSENT, atOnce, countOf, makeCase, NOW, type Open, takeAll } from './stores.ts';

const figure = { month: '2026-11', ms: 5000, isLate: false };
const answer = { status: 'confirmed', assessment: 'confirmed', respondedAt: NOW + 5000 } as const;

/** How a case is changed, and how a change is refused. */
export function changesContract(open: Open): void {
  let store: Store;
  let other: Store;
  beforeEach(async () => {
    [store, other] = await open();
  });

  /** A stored case and a change of it that brings everything along. */
  async function caseAndChange() {
    const input = newCaseInput({ receivedAt: NOW });
    await store.createCase(input);
    await store.removeMail(input.mail.id);
    const { newCase: current, report } = input;
    const message = newMessage('team', NOW + 5000);
    const mail = newMail('case-news', current.reference, message.id);
    const extras = { message: messageIn(message), figure, mails: [mail], now: NOW + 5000 };
    return { current, report, message, mail, change: changeInput(current, answer, extras) };
  }

  /** That a case is as it was accepted, and nothing of a change of it was stored. */
  async function expectUntouched({ current, report }: Awaited<ReturnType<typeof caseAndChange>>) {
    expect(await other.findCase(current.reference)).toEqual(current);
    expect(await other.readEvents(current.reference)).toEqual([]);
    expect(await other.readMessages(current.reference)).toEqual([report]);
    expect((await other.outboxState()).waiting).toBe(0);
    expect(await other.readFigures(['2026-11'])).toMatchObject([{ received: 1, answered: 0 }]);
  }

  it('a change stores the case, its events, its message, its mails and its figure together', async () => {
    const { current, report, message, mail, change } = await caseAndChange();
    const { reference } = current;
    const first = change.events.map((event) => ({ ...event, kind: 'response' as const }));
    const events = [...first, ...change.events];
    expect(await store.changeCase({ ...change, events })).toEqual({ outcome: 'changed' });
    expect(await other.findCase(reference)).toEqual({ ...current, ...answer, version: 2 });
    expect(await other.readEvents(reference)).toEqual(events);
    expect(await other.readMessages(reference)).toEqual([report, { ...message, number: 2 }]);
    expect(await takeAll(other, NOW + 4999)).toEqual([]);
    expect(await takeAll(other, NOW + 5000)).toEqual([{ ...mail, attempts: 1 }]);
    expect(await other.readFigures(['2026-11'])).toMatchObject([{ answered: 1, totalMs: 5000 }]);
  });

  it('a first response that closes its case counts, and the case is past every deadline', async () => {
    const { current, change } = await caseAndChange();
    const { reference } = current;
    const at = NOW + 5000;
    const closed = { status: 'closed', assessment: 'rejected', dismissedAt: at, closedAt: at } as const;
    const changed = { ...change.changed, ...closed };
    const [event] = change.events;
    if (!event) throw new Error('a change has an event');
    const events = [
      { ...event, kind: 'response' as const, value: 'rejected' },
      { ...event, kind: 'status' as const, value: 'closed' },
    ];
    expect(await store.changeCase({ ...change, changed, events })).toEqual({ outcome: 'changed' });
    expect(await other.findCase(reference)).toEqual(changed);
    expect(await other.readEvents(reference)).toEqual(events);
    expect(await other.readFigures(['2026-11'])).toMatchObject([{ answered: 1 }]);
    const listed = await other.listCases({ status: 'closed', after: null, limit: 9 });
    expect(listed.cases.map((one) => one.reference)).toEqual([reference]);
    expect((await other.listCases({ status: 'received', after: null, limit: 9 })).cases).toEqual([]);
  });

  it('every field of a change and its events comes back as it was', async () => {
    const current = await makeCase(store);
    const reported = { ...nothingDone, 'early-warning': NOW + 1, 'incident-notification': NOW + 2 };
    const change = changeInput(current, {
      ...answer,
      ...{ reward: 250, credit: 'named', assignee: 'A'.repeat(40), waitingSince: NOW + 3 },
      ...{ exploitedAt: NOW, reported, fixExpectedAt: NOW, resolvedAt: NOW + 4 },
      ...{ claimedAt: NOW, claimAnswer: 'true', claimAnsweredAt: NOW + 5, incidentAt: NOW + 6 },
      ...{ publishOn: NOW + 7, publishAgreedAt: NOW + 8, publishedAt: NOW + 9, toldAt: NOW + 10 },
    });
    const value = '“0001” \\ " \n \u{1f512}';
    const events = [
      { version: 2, at: NOW, by: null, kind: 'message' as const, value: '' },
      { version: 2, at: NOW + 1, by: 'Ånna “B” <a@example.com>', kind: 'reward' as const, value },
    ];
    await store.changeCase({ ...change, events });
    expect(await other.findCase(current.reference)).toEqual(change.changed);
    expect(await other.readEvents(current.reference)).toEqual(events);
  });

  it('events stand in the order in which they came', async () => {
    let current = await makeCase(store);
    for (let count = 0; count < 12; count += 1) {
      // The clock of one server may be behind that of another: the order is that of the versions.
      const change = changeInput(current, {}, { now: NOW - count });
      await (count % 2 ? store : other).changeCase(change);
      current = change.changed;
    }
    const versions = (await store.readEvents(current.reference)).map(({ version }) => version);
    expect(versions).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  });

  it('a change that saw another version is stale and stores nothing', async () => {
    const parts = await caseAndChange();
    const changed = { ...parts.change.changed, version: 3 };
    const limits = [{ key: 'changes', most: 1, windowSeconds: 60 }];
    const stale = { ...parts.change, changed, seenVersion: 2, limits };
    expect(await store.changeCase(stale)).toEqual({ outcome: 'stale' });
    await expectUntouched(parts);
    // Nor was it counted for the limit.
    expect(await store.changeCase({ ...parts.change, limits })).toEqual({ outcome: 'changed' });
  });

  it('a change of a case that is gone stores nothing', async () => {
    const { newCase } = newCaseInput({ reference: ABSENT, receivedAt: NOW });
    const message = messageIn(newMessage('team', NOW));
    const mails = [newMail('case-news', ABSENT)];
    const change = changeInput(newCase, answer, { message, mails, figure });
    expect(await store.changeCase(change)).toEqual({ outcome: 'gone' });
    expect(await other.findCase(ABSENT)).toBeNull();
    expect(await other.readMessages(ABSENT)).toEqual([]);
    expect(await other.readEvents(ABSENT)).toEqual([]);
    expect((await other.listCases({ status: null, after: null, limit: 9 })).cases).toEqual([]);
    expect((await other.outboxState()).waiting).toBe(0);
    expect(await other.readFigures(['2026-11'])).toMatchObject([{ received: 0, answered: 0 }]);
  });

  it('a change whose limit is reached stores nothing and says how long to wait', async () => {
    const parts = await caseAndChange();
    const limits = [
      { key: 'visitor', most: 1, windowSeconds: 60 },
      { key: 'all', most: 100, windowSeconds: 3600 },
    ];
    const elsewhere = changeInput(await makeCase(store, { receivedAt: NOW - 40 * 86_400_000 }));
    await store.changeCase({ ...elsewhere, limits, now: NOW });
    for (const { id } of await takeAll(store, NOW)) await store.removeMail(id);
    const refused = await other.changeCase({ ...parts.change, limits });
    expect(refused).toEqual({ outcome: 'limited', retryAfterSeconds: 55 });
    await expectUntouched(parts);
    const later = { ...parts.change, limits, now: NOW + 60_000 };
    expect(await other.changeCase(later)).toEqual({ outcome: 'changed' });
  });

  it('of twenty changes that saw the same version one wins', async () => {
    const { current, change } = await caseAndChange();
    const { reference } = current;
    const outcomes = await atOnce(20, [store, other], (through, reward) =>
      through.changeCase({
        ...change,
        changed: { ...change.changed, reward },
        message: messageIn(newMessage('team', NOW)),
        mails: [newMail('case-news', reference)],
      }),
    );
    expect(countOf(outcomes, 'changed')).toBe(1);
    expect(countOf(outcomes, 'stale')).toBe(19);
    const reward = outcomes.findIndex(({ outcome }) => outcome === 'changed');
    expect(await store.findCase(reference)).toEqual({ ...change.changed, reward });
    expect(await store.readEvents(reference)).toEqual(change.events);
    expect(await store.readMessages(reference)).toHaveLength(2);
    expect((await store.outboxState()).waiting).toBe(1);
    expect(await store.readFigures(['2026-11'])).toMatchObject([{ answered: 1 }]);
  });

  it('twenty changes at once that each try until they are in are all kept, one for each version', async () => {
    const { reference } = await makeCase(store);
    await atOnce(20, [store, other], async (through, index) => {
      for (;;) {
        const current = await through.findCase(reference);
        if (!current) throw new Error('the case is gone');
        const change = changeInput(current);
        const events = change.events.map((event) => ({ ...event, value: String(index) }));
        const { outcome } = await through.changeCase({ ...change, events });
        if (outcome === 'changed') return;
        expect(outcome).toBe('stale');
      }
    });
    expect((await store.findCase(reference))?.version).toBe(21);
    const events = await other.readEvents(reference);
    expect(events.map(({ version }) => version)).toEqual(Array.from({ length: 20 }, (_, i) => i + 2));
    expect(new Set(events.map(({ value }) => value)).size).toBe(20);
  });
}
