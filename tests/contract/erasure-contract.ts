import { beforeEach, expect, it } from 'vitest';
import type { Store } from '../../functions/store/store.ts';
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
import { DAY, NOW, type Open, readInbox, takeAll } from './stores.ts';

const guesses = [{ key: 'guesses', most: 3, windowSeconds: 60 }];
const own = { key: 'own', most: 5, windowSeconds: 60 };

/** What is left of an erased case. */
export function erasureContract(open: Open): void {
  let store: Store;
  let other: Store;
  beforeEach(async () => {
    [store, other] = await open();
  });

  it('an erased case leaves nothing behind but the mail that says so', async () => {
    const plain = newCaseInput({ receivedAt: NOW });
    const { reference, receiptId } = plain.newCase;
    const input = { ...plain, alert: newAlert(reference) };
    await store.createCase(input);
    const mails = [newMail('case-news', reference)];
    await store.changeCase(
      changeInput(input.newCase, {}, { message: messageIn(newMessage('team', NOW)), mails }),
    );
    const attachmentId = randomId();
    const chunk = { reference, attachmentId, index: 0, bytes: new Uint8Array(9), count: 1 };
    await store.putChunk({ ...chunk, eraseAt: Date.now() + 60_000, quota: ample, limits: [], now: NOW });
    const farewell = newMail('report-withdrawn', reference);
    expect(await other.eraseCase({ reference, mails: [farewell], now: NOW })).toBe(true);
    expect(await other.eraseCase({ reference, mails: [farewell], now: NOW })).toBe(false);
    expect(await store.findCase(reference)).toBeNull();
    expect(await store.findCaseByReceipt({ receiptId, guesses, own, now: NOW })).toMatchObject({
      outcome: 'unknown',
    });
    expect(await store.readMessages(reference)).toEqual([]);
    expect(await store.readEvents(reference)).toEqual([]);
    expect(await store.listChunks(reference)).toEqual({});
    expect(await store.readChunk({ reference, attachmentId, index: 0 })).toBeNull();
    expect(await store.findAlert(reference)).toBeNull();
    expect(await store.answerAlert({ alertId: input.alert.alert.id, isWanted: true })).toBeNull();
    for (const status of [null, 'received'] as const)
      expect(await readInbox(store, { status })).toEqual([[]]);
    const search = { code: reference.slice(-6), status: null, after: null, limit: 9 };
    expect(await store.searchCases(search)).toEqual({ cases: [], next: null });
    expect(await store.listDue({ now: NOW + 300 * DAY, limit: 9 })).toEqual([]);
    expect(await takeAll(store, NOW)).toEqual([{ ...farewell, attempts: 1 }]);
    // The receipt is free again: nothing remembers it.
    expect(await store.createCase(input)).toEqual({ outcome: 'created', hasAlert: true });
  });

  it('nothing of an erased case is known of a new one with the same reference', async () => {
    const first = newCaseInput({ receivedAt: NOW });
    const { reference } = first.newCase;
    const message = messageIn(newMessage('team', NOW));
    const reminder = newMail('reminder', reference, 'first-response');
    const remind = (through: Store, seenVersion: number) =>
      through.remind({ reference, seenVersion, wakeAt: null, mails: [reminder], now: NOW });
    await store.createCase(first);
    await store.changeCase(changeInput(first.newCase, {}, { message }));
    expect(await remind(store, 2)).toBe(true);
    await store.removeMail(reminder.id);
    await other.eraseCase({ reference, mails: [], now: NOW });
    expect((await store.outboxState()).waiting).toBe(0);
    const second = newCaseInput({ receivedAt: NOW, reference });
    expect(await other.createCase(second)).toEqual({ outcome: 'created' });
    expect(await store.readEvents(reference)).toEqual([]);
    expect(await store.readMessages(reference)).toEqual([second.report]);
    expect(await remind(other, 1)).toBe(true);
    expect((await takeAll(store, NOW)).map(({ id }) => id).sort()).toEqual(
      [second.mail.id, reminder.id].sort(),
    );
    expect(await store.changeCase(changeInput(second.newCase, {}, { message }))).toEqual({
      outcome: 'changed',
    });
  });

  it('a case with another version than was seen stays as it is, with all that is in it', async () => {
    const input = newCaseInput({ receivedAt: NOW });
    await store.createCase(input);
    const { reference } = input.newCase;
    await store.changeCase(
      changeInput(input.newCase, { urgent: true }, { message: messageIn(newMessage('team', NOW)) }),
    );
    const whole = async (through: Store) => [
      await through.findCase(reference),
      await through.readMessages(reference),
      await through.readEvents(reference),
      await through.outboxState(),
      await through.storedBytes(),
    ];
    const before = await whole(store);
    const mails = [newMail('report-withdrawn', reference)];
    for (const seenVersion of [1, 3])
      expect(await other.eraseCase({ reference, seenVersion, mails, now: NOW })).toBe(false);
    expect(await whole(other)).toEqual(before);
    expect(await other.eraseCase({ reference, seenVersion: 2, mails: [], now: NOW })).toBe(true);
    expect(await store.findCase(reference)).toBeNull();
    for (const through of [store, other]) await through.scrub();
    expect(await store.createCase(input)).toEqual({ outcome: 'created' });
  });

  it('a closed case that is erased is not listed as closed', async () => {
    const input = newCaseInput({ receivedAt: NOW });
    await store.createCase(input);
    await store.changeCase(changeInput(input.newCase, { status: 'closed', closedAt: NOW, eraseAt: NOW }));
    await other.eraseCase({ reference: input.newCase.reference, mails: [], now: NOW });
    expect(await store.listClosed({ before: NOW + DAY, limit: 9 })).toEqual([]);
    expect(await store.listErasable({ before: NOW + DAY, limit: 9 })).toEqual([]);
    expect(await readInbox(store, { status: 'closed' })).toEqual([[]]);
  });
}
