import { beforeEach, expect, it } from 'vitest';
import type { Store } from '../../functions/store/store.ts';
import { newCaseInput } from '../support/cases.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);
const LEASE = 120_000;

/** What every store does. `open` gives two stores on the same empty database, as two servers have them. */
export function storeContract(open: () => Promise<readonly [Store, Store]>): void {
  let store: Store;
  let other: Store;
  beforeEach(async () => {
    [store, other] = await open();
  });
  const takeAll = (now: number) => store.takeDueMail({ now, leaseUntil: now + LEASE, limit: 100 });

  it('a created case is found, with its message, its place in the list and its outbox entry', async () => {
    const input = newCaseInput({ receivedAt: NOW });
    expect(await store.createCase(input)).toEqual({ outcome: 'created' });
    const { reference } = input.newCase;
    expect(await other.findCase(reference)).toEqual(input.newCase);
    expect(await other.readMessages(reference)).toEqual([
      { number: 1, from: 'reporter', at: NOW, sealed: input.sealedReport },
    ]);
    expect(await other.listCases({ after: null, limit: 10 })).toEqual({ cases: [input.newCase], next: null });
    expect(await takeAll(NOW)).toEqual([{ ...input.mail, attempts: 1 }]);
  });

  it('what does not exist is null or empty', async () => {
    expect(await store.findCase('CVD-2026-000000')).toBeNull();
    expect(await store.readMessages('CVD-2026-000000')).toEqual([]);
    expect(await store.listCases({ after: null, limit: 10 })).toEqual({ cases: [], next: null });
    expect(await takeAll(NOW)).toEqual([]);
    expect(await store.outboxState()).toEqual({ waiting: 0, failing: 0, firstDueAt: null });
  });

  it('every field comes back as it was, whatever characters or numbers it looks like', async () => {
    const input = newCaseInput({ replyKey: '123', bodyHash: 'null', language: 'en', urgent: true });
    input.sealedReport = 'naïve “quotes” \u{1f512} \\ " \n 0001 ';
    await store.createCase(input);
    expect(await store.findCase(input.newCase.reference)).toEqual(input.newCase);
    expect((await store.readMessages(input.newCase.reference))[0]?.sealed).toBe(input.sealedReport);
  });

  it('a repeat under the same receipt gives the first case and changes nothing', async () => {
    const first = newCaseInput({ receivedAt: NOW });
    await store.createCase(first);
    const { receiptId, bodyHash } = first.newCase;
    const again = newCaseInput({ receiptId, bodyHash, receivedAt: NOW + 5000 });
    expect(await other.createCase(again)).toEqual({ outcome: 'repeated', existing: first.newCase });
    expect((await store.listCases({ after: null, limit: 10 })).cases).toHaveLength(1);
    expect(await takeAll(NOW + 5000)).toHaveLength(1);
  });

  it('another body under the same receipt is a conflict and changes nothing', async () => {
    const first = newCaseInput({ receivedAt: NOW });
    await store.createCase(first);
    const clash = newCaseInput({ receiptId: first.newCase.receiptId });
    expect(await store.createCase(clash)).toEqual({ outcome: 'conflict' });
    expect(await store.findCase(clash.newCase.reference)).toBeNull();
    expect(await store.findCase(first.newCase.reference)).toEqual(first.newCase);
  });

  it('a reference is given once', async () => {
    const first = newCaseInput();
    await store.createCase(first);
    const second = newCaseInput({ reference: first.newCase.reference });
    expect(await store.createCase(second)).toEqual({ outcome: 'reference-taken' });
    const retried = newCaseInput({ receiptId: second.newCase.receiptId });
    expect(await store.createCase(retried)).toEqual({ outcome: 'created' });
  });

  it('twenty submissions of one report at once make one case', async () => {
    const first = newCaseInput();
    const { receiptId, bodyHash } = first.newCase;
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 ? store : other).createCase(newCaseInput({ receiptId, bodyHash })),
      ),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === 'repeated')).toHaveLength(19);
    expect((await store.outboxState()).waiting).toBe(1);
  });

  it('a limit lets so many new cases through in a window, and a repeat for nothing', async () => {
    const limits = [
      { key: 'visitor', most: 2, windowSeconds: 60 },
      { key: 'all', most: 100, windowSeconds: 60 },
    ];
    const first = newCaseInput({ receivedAt: NOW }, limits);
    await store.createCase(first);
    await store.createCase(newCaseInput({ receivedAt: NOW }, limits));
    const late = NOW + 15_000;
    const refused = newCaseInput({ receivedAt: late }, limits);
    expect(await other.createCase(refused)).toEqual({ outcome: 'limited', retryAfterSeconds: 45 });
    expect(await store.findCase(refused.newCase.reference)).toBeNull();
    expect(await store.createCase({ ...first, limits })).toMatchObject({ outcome: 'repeated' });
    expect(await store.createCase(newCaseInput({ receivedAt: NOW + 60_000 }, limits))).toEqual({
      outcome: 'created',
    });
  });

  it('the list goes by time received, newest first, page by page, ties included', async () => {
    const inputs = Array.from({ length: 7 }, (_, index) =>
      newCaseInput({ receivedAt: NOW + Math.floor(index / 3) }),
    );
    for (const input of inputs) await store.createCase(input);
    const listed: string[] = [];
    let after: string | null = null;
    let pages = 0;
    do {
      const page: Awaited<ReturnType<Store['listCases']>> = await other.listCases({ after, limit: 3 });
      listed.push(...page.cases.map(({ receivedAt, reference }) => `${receivedAt} ${reference}`));
      after = page.next;
      pages += 1;
    } while (after !== null);
    const expected = inputs
      .map(({ newCase }) => `${newCase.receivedAt} ${newCase.reference}`)
      .sort()
      .reverse();
    expect(listed).toEqual(expected);
    expect(pages).toBe(3);
  });

  it('an entry that was taken is due again when its lease ends, and counts its attempts', async () => {
    const input = newCaseInput({ receivedAt: NOW });
    await store.createCase(input);
    expect(await takeAll(NOW - 1)).toEqual([]);
    expect(await takeAll(NOW)).toEqual([{ ...input.mail, attempts: 1 }]);
    expect(
      await other.takeDueMail({ now: NOW + LEASE - 1, leaseUntil: NOW + 2 * LEASE, limit: 100 }),
    ).toEqual([]);
    expect(await takeAll(NOW + LEASE)).toEqual([{ ...input.mail, attempts: 2 }]);
  });

  it('two that drain at once never take the same entry', async () => {
    for (let index = 0; index < 12; index += 1) await store.createCase(newCaseInput({ receivedAt: NOW }));
    const takers = Array.from({ length: 6 }, (_, index) =>
      (index % 2 ? store : other).takeDueMail({ now: NOW, leaseUntil: NOW + LEASE, limit: 3 }),
    );
    const ids = (await Promise.all(takers)).flat().map(({ id }) => id);
    expect(ids).toHaveLength(12);
    expect(new Set(ids).size).toBe(12);
  });

  it('entries are taken in the order in which they became due', async () => {
    for (const delay of [3000, 1000, 2000]) await store.createCase(newCaseInput({ receivedAt: NOW + delay }));
    const [first] = await store.takeDueMail({ now: NOW + 9000, leaseUntil: NOW + LEASE, limit: 1 });
    const oldest = (await store.listCases({ after: null, limit: 10 })).cases.at(-1);
    expect(first?.reference).toBe(oldest?.reference);
  });

  it('a postponed entry waits, a removed one is gone, and both can be said twice', async () => {
    const input = newCaseInput({ receivedAt: NOW });
    await store.createCase(input);
    await takeAll(NOW);
    expect(await store.outboxState()).toEqual({ waiting: 1, failing: 0, firstDueAt: NOW + LEASE });
    await store.postponeMail(input.mail.id, NOW + 500_000);
    expect(await takeAll(NOW + 499_999)).toEqual([]);
    expect(await store.outboxState()).toEqual({ waiting: 1, failing: 1, firstDueAt: NOW + 500_000 });
    expect(await takeAll(NOW + 500_000)).toHaveLength(1);
    await store.removeMail(input.mail.id);
    await other.removeMail(input.mail.id);
    await store.postponeMail(input.mail.id, NOW);
    expect(await takeAll(NOW + 999_999_999)).toEqual([]);
    expect(await store.outboxState()).toEqual({ waiting: 0, failing: 0, firstDueAt: null });
  });
}
