import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../functions/store/store.ts';
import { newAlert, newCaseInput, newMail } from '../support/cases.ts';
import { digestsContract } from './digests-contract.ts';
import { atOnce, LEASE, makeCase, NOW, type Open, takeAll } from './stores.ts';

/** How notifications wait and are taken. */
export function outboxContract(open: Open): void {
  let store: Store;
  let other: Store;
  beforeEach(async () => {
    [store, other] = await open();
  });

  it('an entry that was taken is due again when its lease ends, and counts its attempts', async () => {
    const input = newCaseInput({ receivedAt: NOW });
    await store.createCase(input);
    expect(await takeAll(store, NOW - 1)).toEqual([]);
    expect(await takeAll(store, NOW)).toEqual([{ ...input.mail, attempts: 1 }]);
    expect(await takeAll(other, NOW + LEASE - 1)).toEqual([]);
    expect(await takeAll(store, NOW + LEASE)).toEqual([{ ...input.mail, attempts: 2 }]);
  });

  it('two that drain at once never take the same entry', async () => {
    for (let index = 0; index < 12; index += 1) await makeCase(store);
    const taken = await atOnce(6, [store, other], (through) =>
      through.takeDueMail({ now: NOW, leaseUntil: NOW + LEASE, limit: 3 }),
    );
    const ids = taken.flat().map(({ id }) => id);
    expect(ids).toHaveLength(12);
    expect(new Set(ids).size).toBe(12);
  });

  it('entries are taken in the order in which they became due', async () => {
    const references = [];
    for (const delay of [3000, 1000, 2000]) {
      references.push((await makeCase(store, { receivedAt: NOW + delay })).reference);
    }
    const taken = [];
    for (let count = 0; count < 3; count += 1) {
      taken.push(...(await other.takeDueMail({ now: NOW + 9000, leaseUntil: NOW + LEASE, limit: 1 })));
    }
    const [last, first, second] = references;
    expect(taken.map(({ reference }) => reference)).toEqual([first, second, last]);
  });

  it('an entry of a kind that is not known waits, and no other waits for it', async () => {
    const unknown = [0, 1, 2].map((count) => newMail('unheard-of' as never, '', String(count)));
    const known = newMail('monthly-summary', '', '2026-11');
    await store.announce({ mails: unknown, now: NOW - 1 });
    await store.announce({ mails: [known], now: NOW });
    const take = () => other.takeDueMail({ now: NOW, leaseUntil: NOW + LEASE, limit: 1 });
    expect(await take()).toEqual([{ ...known, attempts: 1 }]);
    expect(await take()).toEqual([]);
    expect(await store.outboxState()).toMatchObject({ waiting: 4, oldestAt: NOW - 1 });
  });

  it('a postponed entry waits, a removed one is gone, and both can be said twice', async () => {
    const input = newCaseInput({ receivedAt: NOW });
    await store.createCase(input);
    await takeAll(store, NOW);
    expect(await store.outboxState()).toEqual({ waiting: 1, failing: 0, oldestAt: NOW });
    await store.postponeMail(input.mail.id, NOW + 500_000);
    expect(await takeAll(store, NOW + 499_999)).toEqual([]);
    expect(await store.outboxState()).toEqual({ waiting: 1, failing: 1, oldestAt: NOW });
    expect(await takeAll(store, NOW + 500_000)).toHaveLength(1);
    await store.removeMail(input.mail.id);
    await other.removeMail(input.mail.id);
    await store.postponeMail(input.mail.id, NOW);
    expect(await takeAll(store, NOW + 999_999_999)).toEqual([]);
    expect(await store.outboxState()).toEqual({ waiting: 0, failing: 0, oldestAt: null });
  });

  it('what the webhook did not take counts by itself, from its first failure on', async () => {
    const input = newCaseInput({ receivedAt: NOW });
    const hook = { ...input.mail, id: 'evt_1', kind: 'webhook', about: `report.received ${NOW}` } as const;
    const later = { ...hook, id: 'evt_2' };
    await store.createCase({ ...input, mails: [hook] });
    expect(await store.outboxState()).toEqual({ waiting: 1, failing: 0, oldestAt: NOW });
    await store.postponeMail(hook.id, NOW + 60_000);
    const webhook = { failing: 1, oldestAt: NOW };
    expect(await other.outboxState()).toEqual({ waiting: 0, failing: 0, oldestAt: null, webhook });
    const next = newCaseInput({ receivedAt: NOW + 1000 });
    await store.createCase({ ...next, mails: [next.mail, { ...later, reference: next.newCase.reference }] });
    await store.postponeMail(next.mail.id, NOW + 60_000);
    expect(await store.outboxState()).toEqual({ waiting: 2, failing: 1, oldestAt: NOW + 1000, webhook });
    await store.postponeMail(later.id, NOW + 60_000);
    expect(await store.outboxState()).toMatchObject({ waiting: 1, webhook: { failing: 2, oldestAt: NOW } });
    for (const { id } of [hook, later]) await other.removeMail(id);
    expect(await store.outboxState()).toEqual({ waiting: 1, failing: 1, oldestAt: NOW + 1000 });
  });

  it('the oldest is the one that was added first, until it is removed or its case erased', async () => {
    const oldestAt = async () => (await other.outboxState()).oldestAt;
    const late = newCaseInput({ receivedAt: NOW + 2000 });
    const early = newCaseInput({ receivedAt: NOW });
    for (const input of [late, early]) await store.createCase(input);
    const { reference } = early.newCase;
    await store.announce({ mails: [newMail('monthly-summary', '')], now: NOW + 1000 });
    expect(await oldestAt()).toBe(NOW);
    await takeAll(store, NOW);
    await store.postponeMail(early.mail.id, NOW + 500_000);
    expect(await oldestAt()).toBe(NOW);
    await store.removeMail(early.mail.id);
    expect(await oldestAt()).toBe(NOW + 1000);
    await store.setAlert({ reference, alert: newAlert(reference), now: NOW + 500 });
    expect(await oldestAt()).toBe(NOW + 500);
    await other.eraseCase({ reference, mails: [], now: NOW + 3000 });
    expect(await oldestAt()).toBe(NOW + 1000);
    for (const { id } of await takeAll(store, NOW + 9000)) await store.removeMail(id);
    expect(await oldestAt()).toBeNull();
  });

  describe('digests', () => digestsContract(open));
}
