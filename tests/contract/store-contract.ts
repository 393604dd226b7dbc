import { beforeEach, expect, it } from 'vitest';
import type { Store } from '../../functions/store/store.ts';
import type { Alert } from '../../src/disclosure/case.ts';
import { newCaseInput, newMail, newMessage, randomId } from '../support/cases.ts';

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
    expect(await other.readMessages(reference)).toEqual([input.report]);
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
    input.report.sealed = 'naïve “quotes” \u{1f512} \\ " \n 0001 ';
    await store.createCase(input);
    expect(await store.findCase(input.newCase.reference)).toEqual(input.newCase);
    expect((await store.readMessages(input.newCase.reference))[0]?.sealed).toBe(input.report.sealed);
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

  const guesses = { key: 'guesses', most: 3, windowSeconds: 60 };
  const own = { key: 'own', most: 5, windowSeconds: 60 };

  it('a case is found under its receipt, and guesses are counted until there are too many', async () => {
    const input = newCaseInput({ receivedAt: NOW });
    await store.createCase(input);
    const find = (receiptId: string, now = NOW) => other.findCaseByReceipt({ receiptId, guesses, own, now });
    const { receiptId } = input.newCase;
    expect(await find(receiptId)).toEqual({ outcome: 'found', found: input.newCase });
    for (const misses of [1, 2, 3])
      expect(await find('0'.repeat(64))).toEqual({ outcome: 'unknown', misses });
    const refused = { outcome: 'limited', retryAfterSeconds: 60 };
    expect(await find('0'.repeat(64))).toEqual(refused);
    expect(await find(receiptId)).toEqual(refused);
    expect(await find(receiptId, NOW + 60_000)).toMatchObject({ outcome: 'found' });
    const another = { key: 'another visitor', most: 3, windowSeconds: 60 };
    expect(await store.findCaseByReceipt({ receiptId, guesses: another, own, now: NOW })).toMatchObject({
      outcome: 'found',
    });
  });

  it('a change names the version that it saw; of twenty at once one wins', async () => {
    const input = newCaseInput({ receivedAt: NOW });
    await store.createCase(input);
    const changed = { ...input.newCase, version: 2, status: 'confirmed' as const, respondedAt: NOW + 5 };
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 ? store : other).changeCase({
          changed: { ...changed, reward: index },
          seenVersion: 1,
          mails: [newMail('case-news', changed.reference)],
          now: NOW,
        }),
      ),
    );
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(await store.findCase(changed.reference)).toEqual({ ...changed, reward: results.indexOf(true) });
    expect((await takeAll(NOW)).map(({ kind }) => kind).sort()).toEqual(['case-news', 'report-received']);
    const absent = newCaseInput().newCase;
    expect(await store.changeCase({ changed: absent, seenVersion: 1, mails: [], now: NOW })).toBe(false);
  });

  it('messages stand in the order in which they came, each once, with their mail', async () => {
    const input = newCaseInput({ receivedAt: NOW });
    await store.createCase(input);
    const { reference } = input.newCase;
    const messages = [newMessage('team', NOW + 1), newMessage('reporter', NOW + 2)];
    for (const message of messages) {
      const mails = [newMail('message-received', reference)];
      const append = () =>
        other.appendMessage({ reference, message, most: 10, mostBytes: 1e6, mails, limits: [] });
      expect(await append()).toEqual({ outcome: 'appended' });
      expect(await append()).toEqual({ outcome: 'repeated' });
    }
    const expected = [input.report, ...messages].map((message, index) => ({ ...message, number: index + 1 }));
    expect(await store.readMessages(reference)).toEqual(expected);
    expect(await takeAll(NOW + 10)).toHaveLength(3);
  });

  it('a case takes so many messages and no more, also when they come at once; one that is gone takes none', async () => {
    const input = newCaseInput({ receivedAt: NOW });
    await store.createCase(input);
    const append = (
      reference: string,
      limits = [] as { key: string; most: number; windowSeconds: number }[],
    ) =>
      store.appendMessage({
        reference,
        message: newMessage('reporter', NOW),
        most: 5,
        mostBytes: 1e6,
        mails: [],
        limits,
      });
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => append(input.newCase.reference)));
    expect(outcomes.filter(({ outcome }) => outcome === 'appended')).toHaveLength(4);
    expect(outcomes.filter(({ outcome }) => outcome === 'full')).toHaveLength(4);
    expect(await append('CVD-2026-000000')).toEqual({ outcome: 'gone' });
    const second = newCaseInput();
    await store.createCase(second);
    const one = [{ key: 'messages', most: 1, windowSeconds: 60 }];
    expect(await append(second.newCase.reference, one)).toEqual({ outcome: 'appended' });
    expect(await append(second.newCase.reference, one)).toEqual({
      outcome: 'limited',
      retryAfterSeconds: 60,
    });
  });

  it('chunks come in any order and more than once, and the first bytes of each stay', async () => {
    const input = newCaseInput();
    await store.createCase(input);
    const [attachmentId, reference] = [randomId(), input.newCase.reference];
    const put = (index: number, bytes: Uint8Array) =>
      other.putChunk({ reference, attachmentId, index, bytes, count: 3, eraseAt: Date.now() + 60_000 });
    const bytes = [0, 1, 2].map((fill) => new Uint8Array(70_000).fill(fill + 200));
    for (const index of [2, 0, 2]) expect(await put(index, bytes[index] ?? new Uint8Array())).toBe(true);
    expect(await store.listChunks(reference)).toEqual({ [attachmentId]: [0, 2] });
    expect(await put(0, new Uint8Array(70_000).fill(9))).toBe(true);
    expect(await put(1, bytes[1] ?? new Uint8Array())).toBe(true);
    for (const index of [0, 1, 2])
      expect(await store.readChunk({ reference, attachmentId, index })).toEqual(bytes[index]);
    expect(await store.readChunk({ reference, attachmentId, index: 3 })).toBeNull();
    expect(
      await store.putChunk({
        reference: 'CVD-2026-000000',
        attachmentId,
        index: 0,
        bytes: new Uint8Array(1),
        count: 1,
        eraseAt: Date.now() + 60_000,
      }),
    ).toBe(false);
  });

  it('chunks of an upload that is not completed in time are erased, those of a complete one stay', async () => {
    const input = newCaseInput();
    await store.createCase(input);
    const { reference } = input.newCase;
    const [whole, half] = [randomId(), randomId()];
    const eraseAt = Date.now() + 700;
    const put = (attachmentId: string, index: number) =>
      store.putChunk({ reference, attachmentId, index, bytes: new Uint8Array(10), count: 2, eraseAt });
    for (const index of [0, 1]) await put(whole, index);
    await put(half, 0);
    expect(await other.listChunks(reference)).toEqual({ [whole]: [0, 1], [half]: [0] });
    await new Promise((done) => setTimeout(done, 900));
    await store.eraseStaleChunks(Date.now());
    expect(await other.listChunks(reference)).toEqual({ [whole]: [0, 1] });
    expect(await store.readChunk({ reference, attachmentId: half, index: 0 })).toBeNull();
  });

  const newAlert = (): Alert => ({ id: randomId(), address: 'k.n.c', isConfirmed: false });

  it('an alert can be set with the case or later, confirmed, replaced and taken away', async () => {
    const input = { ...newCaseInput(), alert: newAlert() };
    await store.createCase(input);
    const { reference } = input.newCase;
    expect(await other.findAlert(reference)).toEqual(input.alert);
    expect(await other.answerAlert({ alertId: input.alert.id, isWanted: true })).toBe(true);
    expect(await store.findAlert(reference)).toEqual({ ...input.alert, isConfirmed: true });
    const second = newAlert();
    await store.setAlert({
      reference,
      alert: second,
      mails: [newMail('alert-confirmation', reference)],
      now: NOW,
    });
    expect(await store.findAlert(reference)).toEqual(second);
    expect(await store.answerAlert({ alertId: input.alert.id, isWanted: true })).toBe(false);
    expect(await store.answerAlert({ alertId: second.id, isWanted: false })).toBe(true);
    expect(await store.findAlert(reference)).toBeNull();
    await store.setAlert({ reference, alert: newAlert(), mails: [], now: NOW });
    await store.setAlert({ reference, alert: null, mails: [], now: NOW });
    expect(await other.findAlert(reference)).toBeNull();
    expect(await takeAll(NOW)).toHaveLength(2);
  });

  it('an erased case leaves nothing behind but the mail that says so', async () => {
    const input = { ...newCaseInput({ receivedAt: NOW }), alert: newAlert() };
    await store.createCase(input);
    const { reference, receiptId } = input.newCase;
    await store.appendMessage({
      reference,
      message: newMessage('team', NOW),
      most: 9,
      mostBytes: 1e6,
      mails: [newMail('case-news', reference)],
      limits: [],
    });
    const attachmentId = randomId();
    await store.putChunk({
      reference,
      attachmentId,
      index: 0,
      bytes: new Uint8Array(9),
      count: 1,
      eraseAt: Date.now() + 60_000,
    });
    const farewell = newMail('report-withdrawn', reference);
    expect(await other.eraseCase({ reference, mails: [farewell], now: NOW })).toBe(true);
    expect(await other.eraseCase({ reference, mails: [farewell], now: NOW })).toBe(false);
    expect(await store.findCase(reference)).toBeNull();
    expect(await store.findCaseByReceipt({ receiptId, guesses, own, now: NOW })).toMatchObject({
      outcome: 'unknown',
    });
    expect(await store.readMessages(reference)).toEqual([]);
    expect(await store.listChunks(reference)).toEqual({});
    expect(await store.readChunk({ reference, attachmentId, index: 0 })).toBeNull();
    expect(await store.findAlert(reference)).toBeNull();
    expect(await store.answerAlert({ alertId: input.alert.id, isWanted: true })).toBe(false);
    expect(await store.listCases({ after: null, limit: 9 })).toEqual({ cases: [], next: null });
    expect(await takeAll(NOW)).toEqual([{ ...farewell, attempts: 1 }]);
    // The receipt is free again: nothing remembers it.
    expect(await store.createCase(input)).toEqual({ outcome: 'created' });
  });

  it('a hit is counted until the limit is reached, and anew in the next window', async () => {
    const count = (now: number) =>
      other.countHit({ limit: { key: 'hits', most: 2, windowSeconds: 60 }, now });
    expect([await count(NOW), await count(NOW), await count(NOW + 20_000)]).toEqual([null, null, 40]);
    expect(await count(NOW + 60_000)).toBeNull();
  });

  it('a case is asked for so often and no more, and takes so many characters and no more', async () => {
    const input = newCaseInput({ receivedAt: NOW });
    await store.createCase(input);
    const { receiptId, reference } = input.newCase;
    const find = () => other.findCaseByReceipt({ receiptId, guesses, own, now: NOW });
    for (let count = 0; count < 5; count += 1) expect(await find()).toMatchObject({ outcome: 'found' });
    expect(await find()).toEqual({ outcome: 'busy', retryAfterSeconds: 60 });
    const large = { ...newMessage('reporter', NOW), sealed: 'x'.repeat(5000) };
    const append = (mostBytes: number) =>
      store.appendMessage({ reference, message: large, most: 9, mostBytes, mails: [], limits: [] });
    expect(await append(5000)).toEqual({ outcome: 'full' });
    expect(await append(8000)).toEqual({ outcome: 'appended' });
  });

  it('closing a case takes its alert away in the same step', async () => {
    const input = { ...newCaseInput({ receivedAt: NOW }), alert: newAlert() };
    await store.createCase(input);
    const { reference } = input.newCase;
    const change = (version: number, status: 'resolved' | 'closed') =>
      store.changeCase({
        changed: { ...input.newCase, version: version + 1, status },
        seenVersion: version,
        mails: [],
        now: NOW,
      });
    expect(await change(1, 'resolved')).toBe(true);
    expect(await store.findAlert(reference)).toEqual(input.alert);
    expect(await change(2, 'closed')).toBe(true);
    expect(await store.findAlert(reference)).toBeNull();
    expect(await store.answerAlert({ alertId: input.alert.id, isWanted: true })).toBe(false);
  });

  it('a hit may weigh more than one, or nothing', async () => {
    const count = (weight: number) =>
      store.countHit({ limit: { key: 'bytes', weight, most: 100, windowSeconds: 60 }, now: NOW });
    expect([await count(60), await count(60), await count(40), await count(1), await count(0)]).toEqual([
      null,
      60,
      null,
      60,
      null,
    ]);
  });
}
