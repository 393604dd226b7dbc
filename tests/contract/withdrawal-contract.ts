import { beforeEach, expect, it } from 'vitest';
import { bytesOfStub } from '../../functions/store/quota.ts';
import type { Store } from '../../functions/store/store.ts';
import { stubOf } from '../../src/disclosure/withdrawal.ts';
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
import { atOnce, DAY, HOUR, NOW, type Open, type ReadWhole, readInbox, takeAll } from './stores.ts';

const guesses = [{ key: 'guesses', most: 3, windowSeconds: 60 }];
const own = { key: 'own', most: 5, windowSeconds: 60 };
const ANNA = 'Anna <anna@example.com>';
/** In everything that comes from the reporter, or was written to them. */
const MARKER = 'marker-of-the-reporter';

/** What is left of a case that is withdrawn while its clocks run. */
export function withdrawalContract(open: Open, readWhole: ReadWhole): void {
  let store: Store;
  let other: Store;
  beforeEach(async () => {
    [store, other] = await open();
  });

  /** A case with something of everything in it, marked as exploited, and what `withdrawCase` takes for it. */
  async function fullCase() {
    const attachmentId = randomId();
    const plain = newCaseInput({
      ...{
        receivedAt: NOW,
        urgent: true,
        language: 'en',
        origin: 'terminal',
        replyKey: `${MARKER}-reply-key`,
      },
      attachments: [{ id: attachmentId, size: 9 }],
    });
    const { reference } = plain.newCase;
    const alert = newAlert(reference, { address: `${MARKER}-address` });
    const report = { ...plain.report, sealed: MARKER.repeat(500) };
    await store.createCase({ ...plain, report, alert });
    const text = new TextEncoder().encode(MARKER);
    const chunk = { reference, attachmentId, index: 0, count: 1, eraseAt: Date.now() + DAY };
    await store.putChunk({ ...chunk, bytes: text, quota: ample, limits: [], now: NOW });
    // One more upload, which is still under way.
    const begun = { ...chunk, attachmentId: randomId(), count: 2 };
    await store.putChunk({ ...begun, bytes: text, quota: ample, limits: [], now: NOW });
    const message = { ...newMessage('team', NOW + 1), sealed: `${MARKER}-reply` };
    const answer = changeInput(
      plain.newCase,
      {
        ...{
          status: 'confirmed',
          assessment: 'confirmed',
          respondedAt: NOW + 1,
          fixExpectedAt: NOW + 9 * DAY,
        },
        ...{ reward: 4321, credit: 'named', exploitedAt: NOW + HOUR, assignee: 'A'.repeat(40) },
      },
      { message: messageIn(message), mails: [newMail('case-news', reference)], now: NOW + HOUR },
    );
    const at = { version: 2, at: NOW + HOUR, by: ANNA };
    await store.changeCase({
      ...answer,
      events: [
        { ...at, kind: 'reward', value: '4321' },
        { ...at, kind: 'exploited', value: 'yes' },
      ],
    });
    const reminder = newMail('duty-reminder', reference, 'early-warning');
    await store.remind({
      reference,
      seenVersion: 2,
      wakeAt: NOW,
      mails: [reminder, newMail('reminder', reference)],
      now: NOW + HOUR,
    });
    const left = stubOf(answer.changed, await store.readEvents(reference), NOW + 2 * HOUR);
    if (!left) throw new Error('nothing is owed');
    const farewell = newMail('report-withdrawn', reference);
    const withdrawal = { ...left, seenVersion: 2, mails: [farewell], now: NOW + 2 * HOUR };
    return {
      textHash: plain.textHash,
      ...{ current: plain.newCase, alert, attachmentId, chunk, begun, message },
      reminder,
      farewell,
      withdrawal,
    };
  }

  it('a withdrawn case leaves its clocks, and of the reporter not a byte', async () => {
    const { current, textHash, alert, attachmentId, reminder, farewell, withdrawal } = await fullCase();
    const { reference, receiptId, bodyHash } = current;
    const marks = [MARKER, receiptId, bodyHash, textHash, attachmentId, alert.alert.id, '4321', 'terminal'];
    const before = await readWhole();
    expect(marks.filter((mark) => !before.includes(mark))).toEqual([]);
    expect(await other.withdrawCase(withdrawal)).toBe(true);
    for (const through of [store, other]) await through.scrub();
    const after = await readWhole();
    // In kv the chunks lie in base64.
    const all = [...marks, Buffer.from(MARKER).toString('base64')];
    expect(all.filter((mark) => after.includes(mark))).toEqual([]);

    expect(await store.findCase(reference)).toEqual({
      ...newCaseInput({ reference, receivedAt: NOW }).newCase,
      ...{ receiptId: `withdrawn:${reference}`, bodyHash: '', version: 3, withdrawnAt: NOW + 2 * HOUR },
      ...{ exploitedAt: NOW + HOUR, assignee: 'A'.repeat(40) },
    });
    expect(await store.readEvents(reference)).toEqual([
      { version: 2, at: NOW + HOUR, by: ANNA, kind: 'exploited', value: 'yes' },
      { version: 3, at: NOW + 2 * HOUR, by: null, kind: 'withdrawn', value: '' },
    ]);
    expect(await store.readMessages(reference)).toEqual([]);
    expect(await store.listChunks(reference)).toEqual({});
    expect(await store.readChunk({ reference, attachmentId, index: 0 })).toBeNull();
    expect(await store.findAlert(reference)).toBeNull();
    expect(await store.answerAlert({ alertId: alert.alert.id, isWanted: true })).toBeNull();
    const asked = { receiptId, guesses, own, now: NOW };
    expect(await store.findCaseByReceipt(asked)).toMatchObject({ outcome: 'unknown' });
    // A reminder that waits still goes out; what the reporter was to hear, and what is erased, does not.
    const due = await takeAll(store, NOW + 2 * HOUR);
    expect(due.map(({ id }) => id).sort()).toEqual([reminder.id, farewell.id].sort());
    expect(await readInbox(store)).toEqual([[reference]]);
    expect(await readInbox(store, { status: 'received' })).toEqual([[reference]]);
    expect(await readInbox(store, { status: 'confirmed' })).toEqual([[]]);
    const search = { code: reference.slice(-6), status: null, after: null, limit: 9 };
    expect((await store.searchCases(search)).cases).toHaveLength(1);
    expect(await store.readFigures(['2026-11'])).toMatchObject([{ received: 1 }]);
  });

  it('the bytes of a withdrawn case are given back, but for those of its stub, and those when it is erased', async () => {
    const { withdrawal } = await fullCase();
    const { stub } = withdrawal;
    await store.withdrawCase(withdrawal);
    expect(await other.storedBytes()).toBe(bytesOfStub(JSON.stringify(stub)));
    // Nor is anything given back twice, by an upload that was never completed.
    await store.eraseStale(Date.now() + 9 * DAY);
    expect(await other.storedBytes()).toBe(bytesOfStub(JSON.stringify(stub)));
    await other.eraseCase({ reference: stub.reference, mails: [], now: NOW });
    expect(await store.storedBytes()).toBe(0);
    for (const through of [store, other]) await through.scrub();
    expect((await store.outboxState()).waiting).toBe(0);
    expect(await store.listDue({ now: NOW + 300 * DAY, limit: 9 })).toEqual([]);
    expect(await readInbox(store)).toEqual([[]]);
  });

  it('the clock looks at a stub, and a reminder that went out goes out no second time', async () => {
    const { reminder, withdrawal } = await fullCase();
    const { stub } = withdrawal;
    const { reference } = stub;
    await store.withdrawCase(withdrawal);
    for (const { id } of await takeAll(store, NOW + 2 * HOUR)) await store.removeMail(id);
    expect(await other.listDue({ now: NOW + HOUR - 1, limit: 9 })).toEqual([]);
    expect(await other.listDue({ now: NOW + HOUR, limit: 9 })).toEqual([stub]);
    const next = newMail('duty-reminder', reference, 'notification');
    const mails = [reminder, next];
    const remind = (seenVersion: number) =>
      other.remind({ reference, seenVersion, wakeAt: NOW + DAY, mails, now: NOW + DAY });
    expect(await remind(2)).toBe(false);
    expect(await remind(3)).toBe(true);
    expect(await takeAll(store, NOW + DAY)).toEqual([{ ...next, attempts: 1 }]);
  });

  it('what was on its way when a case was withdrawn is not stored: no chunk, no alert, no message', async () => {
    const { chunk, begun, current, withdrawal } = await fullCase();
    const { reference } = current;
    await store.withdrawCase(withdrawal);
    for (const sent of [chunk, begun, { ...begun, index: 1 }]) {
      const late = { ...sent, bytes: new Uint8Array(9), quota: ample, limits: [], now: NOW };
      expect(await other.putChunk(late)).toEqual({ outcome: 'gone' });
    }
    expect(await store.setAlert({ reference, alert: newAlert(reference), now: NOW })).toBeNull();
    expect(await store.findAlert(reference)).toBeNull();
    const message = messageIn(newMessage('reporter', NOW));
    const late = changeInput({ ...current, version: 2 }, {}, { message });
    expect(await other.changeCase(late)).toEqual({ outcome: 'stale' });
    expect(await store.listChunks(reference)).toEqual({});
    expect(await store.readMessages(reference)).toEqual([]);
    expect(await store.storedBytes()).toBe(bytesOfStub(JSON.stringify(withdrawal.stub)));
  });

  it('a case with another version than was seen is not withdrawn, and of many at once one is', async () => {
    const { current, withdrawal } = await fullCase();
    const { reference } = current;
    const whole = async () => [
      await store.findCase(reference),
      await store.readMessages(reference),
      await store.storedBytes(),
    ];
    const before = await whole();
    for (const seenVersion of [1, 3])
      expect(await other.withdrawCase({ ...withdrawal, seenVersion })).toBe(false);
    expect(await whole()).toEqual(before);
    const done = await atOnce(10, [store, other], (through) =>
      through.withdrawCase({ ...withdrawal, mails: [newMail('report-withdrawn', reference)] }),
    );
    expect(done.filter(Boolean)).toHaveLength(1);
    const kinds = (await takeAll(store, NOW + DAY)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'report-withdrawn')).toHaveLength(1);
    await store.eraseCase({ reference, mails: [], now: NOW });
    expect(await store.withdrawCase(withdrawal)).toBe(false);
  });

  it('two stubs stand beside each other, and a receipt that was withdrawn is free again', async () => {
    const [one, two] = [await fullCase(), await fullCase()];
    for (const { withdrawal } of [one, two]) expect(await store.withdrawCase(withdrawal)).toBe(true);
    const again = newCaseInput({ receivedAt: NOW, receiptId: one.current.receiptId });
    expect(await other.createCase(again)).toEqual({ outcome: 'created' });
    expect((await readInbox(store)).flat()).toHaveLength(3);
    // A reference stays taken while its stub is there.
    const taken = newCaseInput({ receivedAt: NOW, reference: two.current.reference });
    expect(await other.createCase(taken)).toEqual({ outcome: 'reference-taken' });
  });
}
