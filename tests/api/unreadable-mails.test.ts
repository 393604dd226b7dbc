import { expect, it } from 'vitest';
import type { Store } from '../../functions/store/store.ts';
import type { Case } from '../../src/disclosure/case.ts';
import { newCaseInput } from '../support/cases.ts';
import { DAY, HOUR, jobsOn, NOW, putCase, withBothStores } from '../support/jobs.ts';

const MINUTE = 60_000;

withBothStores((open) => {
  /** Writes a record as another version may have: it has one field more. */
  async function spoil(store: Store, reference: string) {
    const found = await store.findCase(reference);
    if (!found) throw new Error('no case');
    const put = (changed: Case) =>
      store.remind({ reference, seenVersion: found.version, wakeAt: null, changed, mails: [], now: NOW });
    expect(await put({ ...found, ...{ laterField: null } })).toBe(true);
    return { mend: () => put(found) };
  }
  const namedIn = (sent: readonly { text: string }[], reference: string) =>
    sent.filter(({ text }) => text.includes(reference)).length;

  it.each(['off', 'daily'] as const)(
    'a case that can not be read as its erasure is to be told of (digest %s) is told of once it can, and erased no sooner',
    async (teamDigest) => {
      const stores = await open();
      const [store] = stores;
      const jobs = jobsOn(stores, { teamDigest });
      const closedAt = NOW - 352 * DAY;
      const closed = { status: 'closed', respondedAt: closedAt, closedAt } as const;
      const [odd, plain] = [await putCase(store, closed), await putCase(store, closed)];
      if (teamDigest === 'off') jobs.state.isDown = true;
      await jobs.daily();
      expect(jobs.sent).toEqual([]);
      const announced = await store.findCase(odd.reference);
      const { mend } = await spoil(store, odd.reference);
      jobs.state.isDown = false;
      jobs.state.now = NOW + DAY;
      await jobs.inBackground();
      expect([namedIn(jobs.sent, odd.reference), namedIn(jobs.sent, plain.reference)]).toEqual([0, 1]);
      const waits = () => store.hasMail({ reference: odd.reference, kind: 'erasure-ahead' });
      expect(await waits()).toBe(true);
      await mend();
      const eraseAt = async () => (await store.findCase(odd.reference))?.eraseAt ?? null;
      expect(await eraseAt()).toBe(announced?.eraseAt);
      const toldOn: number[] = [];
      for (const day of [1, 2, 3, 13, 14, 15, 16, 17]) {
        jobs.state.now = NOW + day * DAY + 8 * HOUR;
        await jobs.daily(day);
        if (toldOn.length === 0 && namedIn(jobs.sent, odd.reference) > 0) toldOn.push(day);
        const isThere = (await store.findCase(odd.reference)) !== null;
        expect(isThere || day >= (toldOn[0] ?? Number.POSITIVE_INFINITY) + 14).toBe(true);
      }
      expect(toldOn[0]).toBeLessThanOrEqual(2);
      expect([await store.findCase(odd.reference), await waits()]).toEqual([null, false]);
      expect(namedIn(jobs.sent, odd.reference)).toBe(1);
    },
    60_000,
  );

  it('an urgent report that can not be read as the others are told of in one mail is told of once it can', async () => {
    const stores = await open();
    const [store] = stores;
    const jobs = jobsOn(stores);
    const references: string[] = [];
    for (let index = 0; index < 9; index += 1) {
      const input = newCaseInput({ receivedAt: NOW + index, urgent: true, claimedAt: NOW + index });
      await store.createCase({ ...input, mails: [{ ...input.mail, kind: 'urgent-report-received' }] });
      references.push(input.newCase.reference);
    }
    jobs.state.now = NOW + 100;
    await jobs.inBackground();
    const untold = () => references.filter((reference) => namedIn(jobs.sent, reference) === 0);
    const [odd = ''] = untold();
    expect(untold().length).toBeGreaterThan(2);
    const { mend } = await spoil(store, odd);
    for (const minutes of [3, 8, 13, 70, 130]) {
      jobs.state.now = NOW + minutes * MINUTE;
      await jobs.inBackground(minutes);
      expect(untold()).toEqual([odd]);
    }
    expect(await store.outboxState()).toMatchObject({ waiting: 1, failing: 1 });
    // What has to be done within a day comes first in its line.
    expect(jobs.sent.map(({ text }) => text).join('')).toMatch(
      /- CVD-\S+, ontvangen .*:\n {2}nagaan of het misbruikt wordt \(24 uur\) uiterlijk di 24 nov 2026, 10:00\s+CET,\s+antwoord\s+uiterlijk/,
    );
    await mend();
    jobs.state.now = NOW + 6 * HOUR;
    await jobs.inBackground();
    expect(untold()).toEqual([]);
    for (const reference of references) expect(namedIn(jobs.sent, reference)).toBe(1);
    expect(await store.outboxState()).toEqual({ waiting: 0, failing: 0, oldestAt: null });
  });
});
