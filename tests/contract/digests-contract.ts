import { beforeEach, expect, it } from 'vitest';
import type { Gathering, MailEntry, Store } from '../../functions/store/store.ts';
import { newCaseInput, newMail } from '../support/cases.ts';
import { ABSENT, atOnce, HOUR, LEASE, makeCase, NOW, type Open } from './stores.ts';

/** How notifications beyond what has a mail of its own are gathered. */
export function digestsContract(open: Open): void {
  let store: Store;
  let other: Store;
  beforeEach(async () => {
    [store, other] = await open();
  });

  /** Two reports an hour have a mail of their own; a digest holds `most`. */
  const gathering = (most = 9, after = 60_000): Gathering[] => [
    {
      kind: 'report-received',
      limits: [{ key: 'own', most: 2, windowSeconds: 3600 }],
      digest: { name: 'news', after, apart: HOUR, most },
    },
    {
      kind: 'reminder',
      limits: [{ key: 'never', most: 0, windowSeconds: 3600 }],
      digest: { name: 'late', after: 0, apart: HOUR, most },
    },
  ];
  const take = (now: number, gather = gathering(), through = store, limit = 100) =>
    through.takeDueMail({ now, leaseUntil: now + LEASE, limit, gather });
  const makeCases = async (count: number, now = NOW) => {
    const references = [];
    for (let index = 0; index < count; index += 1)
      references.push((await makeCase(store, { receivedAt: now + index })).reference);
    return references;
  };
  const referencesIn = async (digest: string) =>
    (await other.readGathered(digest)).map(({ reference }) => reference);

  it('beyond its limits an entry joins a digest, which is due later and holds them in order', async () => {
    const [first, second, ...rest] = await makeCases(5);
    const taken = await take(NOW + 10);
    expect(taken.map(({ reference }) => reference)).toEqual([first, second]);
    expect(await take(NOW + 59_999)).toEqual([]);
    const [digest, ...others] = await take(NOW + 60_010, gathering(), other);
    expect(others).toEqual([]);
    expect(digest).toMatchObject({ kind: 'digest', reference: '', about: 'news', attempts: 1 });
    const gathered = await store.readGathered(digest?.id ?? '');
    expect(gathered.map(({ reference, kind, addedAt }) => [reference, kind, addedAt])).toEqual(
      rest.map((reference, index) => [reference, 'report-received', NOW + 2 + index]),
    );
    expect(gathered.every(({ about }) => /^[0-9a-f]{32}$/.test(about))).toBe(true);
  });

  it('an entry that was taken once is never gathered, and one of another kind neither', async () => {
    await makeCases(2);
    const first = await take(NOW + 10);
    await makeCases(1);
    await store.announce({ mails: [newMail('monthly-summary', '')], now: NOW });
    expect((await take(NOW + 10)).map(({ kind }) => kind)).toEqual(['monthly-summary']);
    // The limits are used up, and yet both come back.
    const again = await take(NOW + 10 + LEASE);
    expect(
      again
        .filter(({ kind }) => kind === 'report-received')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(first.map(({ id }) => id).sort());
  });

  it('a digest takes nothing in from its first attempt on: each attempt finds the same in it', async () => {
    const references = await makeCases(4);
    await take(NOW + 10);
    const [digest] = (await take(NOW + 70_000)).filter(({ kind }) => kind === 'digest');
    const later = await makeCases(2, NOW + 80_000);
    await take(NOW + 90_000);
    // Whoever took it died: it comes back, as it was.
    const again = await take(NOW + 70_000 + LEASE);
    expect(again.find(({ kind }) => kind === 'digest')).toEqual({ ...digest, attempts: 2 });
    expect(await referencesIn(digest?.id ?? '')).toEqual(references.slice(2));
    await store.removeMail(digest?.id ?? '');
    expect(await referencesIn(digest?.id ?? '')).toEqual([]);
    // The next one is due in the next hour, with all that came since.
    const next = (await take(NOW + 2 * HOUR)).find(({ kind }) => kind === 'digest');
    expect(next?.id).not.toBe(digest?.id);
    expect(await referencesIn(next?.id ?? '')).toEqual(later);
  });

  it('a full digest is followed by another, each in an hour of its own', async () => {
    const references = await makeCases(8);
    await take(NOW + 10, gathering(3));
    const found: string[] = [];
    const dueAt: number[] = [];
    for (let now = NOW; now < NOW + 5 * HOUR; now += HOUR / 4) {
      for (const { id, kind } of await take(now + 60_010, gathering(3))) {
        if (kind === 'digest') {
          dueAt.push(now - NOW);
          found.push(...(await referencesIn(id)));
        }
        await store.removeMail(id);
      }
    }
    expect(dueAt).toEqual([0, HOUR]);
    expect(found).toEqual(references.slice(2));
  });

  it('however much comes, nothing waits for longer than the next digest', async () => {
    const wanted = new Map<string, number>();
    for (let hour = 0; hour < 6; hour += 1) {
      const now = NOW + hour * HOUR;
      for (const reference of await makeCases(20, now)) wanted.set(reference, now);
      const through = hour % 2 === 0 ? store : other;
      for (const { id, kind, reference } of await take(now + 60_010, gathering(3), through)) {
        const told = kind === 'digest' ? await referencesIn(id) : [reference];
        for (const one of told) {
          expect(now - (wanted.get(one) ?? 0)).toBeLessThanOrEqual(HOUR);
          wanted.delete(one);
        }
        await store.removeMail(id);
      }
    }
    for (const at of wanted.values()) expect(at).toBe(NOW + 5 * HOUR);
  });

  it('where a digest is scarce, what comes after the last of them goes into the other one', async () => {
    const limits = [{ key: 'digests', most: 2, windowSeconds: 24 * 3600 }];
    const otherwise = { name: 'rest', after: 60_000, apart: HOUR, most: 9 };
    const scarce = { name: 'soon', after: 1000, apart: 60_000, most: 9, scarce: { limits, otherwise } };
    const gather: Gathering[] = [
      { kind: 'report-received', limits: [{ key: 'none', most: 0, windowSeconds: 3600 }], digest: scarce },
    ];
    const told: [string, string[]][] = [];
    for (let minute = 0; minute < 4; minute += 1) {
      const at = NOW + minute * 60_000;
      const [reference = ''] = await makeCases(1, at);
      const through = minute % 2 === 0 ? store : other;
      await take(at, gather, through);
      for (const { id, about } of await take(at + 2000, gather, through)) {
        told.push([about, await referencesIn(id)]);
        await store.removeMail(id);
      }
      if (minute < 2) expect(told.at(-1)).toEqual(['soon', [reference]]);
    }
    expect(told).toHaveLength(2);
    for (const { id, about } of await take(NOW + HOUR, gather)) told.push([about, await referencesIn(id)]);
    expect(told.map(([about, references]) => [about, references.length])).toEqual([
      ['soon', 1],
      ['soon', 1],
      ['rest', 2],
    ]);
  });

  it('a digest that is due at once comes with the call that made it, with everything that was due', async () => {
    const { reference } = await makeCase(store);
    const mails = Array.from({ length: 7 }, () => newMail('reminder', reference));
    await store.remind({ reference, seenVersion: 1, wakeAt: null, mails, now: NOW });
    const taken = await take(NOW, gathering(), store, 5);
    expect(taken.map(({ kind }) => kind).sort()).toEqual(['digest', 'report-received']);
    const digest = taken.find(({ kind }) => kind === 'digest');
    expect((await other.readGathered(digest?.id ?? '')).map(({ id }) => id).sort()).toEqual(
      mails.map(({ id }) => id).sort(),
    );
  });

  it('a digest comes after everything else that is due, also where that takes several calls', async () => {
    const { reference } = await makeCase(store);
    const remind = (now: number, count: number) => {
      const mails = Array.from({ length: count }, () => newMail('reminder', reference));
      return store.announce({ mails, now });
    };
    const others = Array.from({ length: 6 }, () => newMail('monthly-summary', ''));
    await store.announce({ mails: others, now: NOW });
    await remind(NOW, 9);
    const taken = [];
    for (let call = 0; call < 4; call += 1) taken.push(await take(NOW, gathering(), store, 3));
    const kinds = taken.flat().map(({ kind }) => kind);
    expect(kinds.slice(-1)).toEqual(['digest']);
    expect(kinds).toHaveLength(8);
    expect(await other.readGathered(taken.flat().at(-1)?.id ?? '')).toHaveLength(9);
  });

  it('any number at once gather each entry once', async () => {
    const references = await makeCases(30);
    const all = await atOnce(8, [store, other], (through) => take(NOW + 100, gathering(), through, 3));
    const own = all.flat().map(({ reference }) => reference);
    expect(own).toHaveLength(2);
    const digests = (await take(NOW + 12 * HOUR, gathering(30))).filter(({ kind }) => kind === 'digest');
    const gathered = (await Promise.all(digests.map(({ id }) => referencesIn(id)))).flat();
    expect([...own, ...gathered].sort()).toEqual(references.toSorted());
  });

  it('what was gathered counts as its digest does, and as waiting only from when that is due', async () => {
    await makeCases(4);
    for (const { id } of await take(NOW + 10)) await store.removeMail(id);
    expect(await other.outboxState()).toEqual({ waiting: 1, failing: 0, oldestAt: NOW + 60_010 });
    const [digest] = await take(NOW + 60_010);
    await store.postponeMail(digest?.id ?? '', NOW + HOUR);
    expect(await other.outboxState()).toMatchObject({ waiting: 1, failing: 1 });
    await store.removeMail(digest?.id ?? '');
    expect(await other.outboxState()).toEqual({ waiting: 0, failing: 0, oldestAt: null });
  });

  it('whether a mail of a kind waits of a case is known until it is sent, also while it is in a digest', async () => {
    const references = await makeCases(3);
    const waits = (at: number, kind: MailEntry['kind'] = 'report-received') =>
      other.hasMail({ reference: references[at] ?? '', kind });
    const all = async () => [await waits(0), await waits(1), await waits(2)];
    expect(await all()).toEqual([true, true, true]);
    expect(await waits(0, 'erasure-ahead')).toBe(false);
    for (const { id } of await take(NOW + 10)) await store.removeMail(id);
    expect(await all()).toEqual([false, false, true]);
    const [digest] = await take(NOW + HOUR);
    await store.postponeMail(digest?.id ?? '', NOW + 2 * HOUR);
    expect(await all()).toEqual([false, false, true]);
    await store.removeMail(digest?.id ?? '');
    expect(await all()).toEqual([false, false, false]);
    expect(await other.hasMail({ reference: ABSENT, kind: 'report-received' })).toBe(false);
  });

  it('what was gathered of a case that is erased is gone from its digest', async () => {
    const references = await makeCases(4);
    await take(NOW + 10);
    const [, , third, fourth] = references;
    await other.eraseCase({ reference: third ?? '', mails: [], now: NOW });
    const digest = (await take(NOW + HOUR)).find(({ kind }) => kind === 'digest');
    expect(await referencesIn(digest?.id ?? '')).toEqual([fourth]);
    await store.removeMail(digest?.id ?? '');
    expect(await store.readGathered(digest?.id ?? '')).toEqual([]);
  });

  it('cases are found by their references, those that there are', async () => {
    const inputs = [newCaseInput({ receivedAt: NOW }), newCaseInput({ receivedAt: NOW })];
    for (const input of inputs) await store.createCase(input);
    const references = inputs.map(({ newCase }) => newCase.reference);
    const { cases: found, unreadable } = await other.findCases([...references, ABSENT]);
    expect(unreadable).toEqual([]);
    expect(found.map(({ reference }) => reference).sort()).toEqual(references.toSorted());
    expect(found).toContainEqual(inputs[0]?.newCase);
    expect(await store.findCases([])).toEqual({ cases: [], unreadable: [] });
  });
}
