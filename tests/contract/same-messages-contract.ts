import { beforeEach, expect, it } from 'vitest';
import type { Store } from '../../functions/store/store.ts';
import { changeInput, messageIn, newCaseInput, newMessage, textHashOf } from '../support/cases.ts';
import { atOnce, makeCase, NOW, type Open } from './stores.ts';

/** What is known of a message that was there before. */
export function sameMessagesContract(open: Open): void {
  let store: Store;
  let other: Store;
  let stores: readonly [Store, Store];
  beforeEach(async () => {
    stores = await open();
    [store, other] = stores;
  });

  /** A new case with this very report, received `after` ms. */
  async function replay(report: Replayed, after: number, through = other): Promise<string> {
    const input = newCaseInput({ receivedAt: NOW + after });
    const copy = { ...report, at: NOW + after };
    const textHash = textHashOf(report);
    expect(await through.createCase({ ...input, report: copy, textHash })).toEqual({ outcome: 'created' });
    return input.newCase.reference;
  }
  const sameAs = async (reference: string) => (await store.findCase(reference))?.sameAs;

  it('a report that came in before names the case where it was first, in its record and at the message', async () => {
    const first = newCaseInput({ receivedAt: NOW });
    await store.createCase(first);
    await makeCase(store);
    const copies = [await replay(first.report, 5), await replay(first.report, 9)];
    const { reference } = first.newCase;
    for (const copy of copies) {
      expect(await sameAs(copy)).toBe(reference);
      expect(await store.readMessages(copy)).toEqual([
        expect.objectContaining({ sealed: first.report.sealed, sameAs: reference }),
      ]);
    }
    const { cases } = await other.listCases({ status: null, after: null, limit: 9 });
    expect(cases.map((one) => one.sameAs)).toEqual([null, null, reference, reference]);
    expect((await store.readMessages(reference))[0]?.sameAs).toBeNull();
    // A change keeps it.
    const found = await store.findCase(copies[0] ?? '');
    if (found) await store.changeCase(changeInput(found, { urgent: true }));
    expect(await sameAs(copies[0] ?? '')).toBe(reference);
  });

  it('the same submission again is a repeat of its own case, and not the same message twice', async () => {
    const first = newCaseInput({ receivedAt: NOW });
    await store.createCase(first);
    expect(await other.createCase(first)).toEqual({ outcome: 'repeated', existing: first.newCase });
    expect(await sameAs(first.newCase.reference)).toBeNull();
  });

  it('what is refused is not remembered', async () => {
    const input = newCaseInput({ receivedAt: NOW });
    const limits = [{ key: 'none', most: 0, windowSeconds: 60 }];
    expect(await store.createCase({ ...input, limits })).toMatchObject({ outcome: 'limited' });
    expect(await sameAs(await replay(input.report, 5))).toBeNull();
  });

  it('a follow-up that was in this case or another before says so, whoever sent it then', async () => {
    const [one, two] = [newCaseInput({ receivedAt: NOW }), newCaseInput({ receivedAt: NOW })];
    for (const input of [one, two]) await store.createCase(input);
    const fromTeam = newMessage('team', NOW + 1);
    const answered = changeInput(one.newCase, {}, { message: messageIn(fromTeam), now: NOW + 1 });
    await store.changeCase(answered);
    let current = two.newCase;
    for (const { sealed } of [one.report, fromTeam, two.report, newMessage('reporter', NOW)]) {
      const message = messageIn({ ...newMessage('reporter', NOW), sealed });
      const input = changeInput(current, {}, { message, now: NOW + 2 });
      expect(await other.changeCase(input)).toEqual({ outcome: 'changed' });
      // The same id again is a repeat, as ever.
      expect(await store.changeCase(input)).toEqual({ outcome: 'repeated' });
      current = input.changed;
    }
    const messages = await store.readMessages(current.reference);
    const { reference } = one.newCase;
    expect(messages.map((message) => message.sameAs)).toEqual([
      ...[null, reference, reference],
      ...[two.newCase.reference, null],
    ]);
    // And the other way round: a follow-up that is sent in as a report.
    const [, , , , last] = messages;
    if (last) expect(await sameAs(await replay(last, 5))).toBe(current.reference);
  });

  it('of many at once all but one say so', async () => {
    const report = newMessage('reporter', NOW);
    const references = await atOnce(12, stores, (through) => replay(report, 0, through));
    const marks = await Promise.all(references.map(sameAs));
    expect(marks.filter((mark) => mark === null)).toHaveLength(1);
    expect(references).toEqual(expect.arrayContaining(marks.filter((mark) => mark !== null)));
  });

  it('when the first is erased, its copies still name it, and later ones the first that is left', async () => {
    const first = newCaseInput({ receivedAt: NOW });
    await store.createCase(first);
    const second = await replay(first.report, 5);
    const { reference } = first.newCase;
    await store.eraseCase({ reference, mails: [], now: NOW });
    expect(await sameAs(second)).toBe(reference);
    const third = await replay(first.report, 9);
    expect(await sameAs(third)).toBe(second);
    for (const left of [second, third]) await other.eraseCase({ reference: left, mails: [], now: NOW });
    // Nothing remembers it any more.
    expect(await sameAs(await replay(first.report, 12))).toBeNull();
  });
}

type Replayed = ReturnType<typeof newMessage>;
