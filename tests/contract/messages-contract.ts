import { beforeEach, expect, it } from 'vitest';
import { messageRecord } from '../../functions/store/quota.ts';
import type { Store } from '../../functions/store/store.ts';
import type { Case, NewSealedMessage } from '../../src/disclosure/case.ts';
import { changeInput, messageIn, newCaseInput, newMail, newMessage } from '../support/cases.ts';
import { atOnce, countOf, makeCase, NOW, type Open, takeAll } from './stores.ts';

/** Messages that come with a change. */
export function messagesContract(open: Open): void {
  let store: Store;
  let other: Store;
  beforeEach(async () => {
    [store, other] = await open();
  });

  /** Brings a message in, whatever else changes meanwhile. */
  async function send(through: Store, { reference }: Case, message: ReturnType<typeof messageIn>) {
    for (;;) {
      const current = await through.findCase(reference);
      if (!current) throw new Error('the case is gone');
      const outcome = await through.changeCase(changeInput(current, {}, { message }));
      if (outcome.outcome !== 'stale') return outcome;
    }
  }

  it('messages stand in the order in which they came, each once, with their mail', async () => {
    const input = newCaseInput({ receivedAt: NOW });
    await store.createCase(input);
    const { reference } = input.newCase;
    const messages = [newMessage('team', NOW + 1), newMessage('reporter', NOW + 2)];
    let current = input.newCase;
    for (const message of messages) {
      const mails = [newMail('message-received', reference, message.id)];
      const change = changeInput(current, {}, { message: messageIn(message), mails, now: message.at });
      expect(await other.changeCase(change)).toEqual({ outcome: 'changed' });
      expect(await store.changeCase(change)).toEqual({ outcome: 'repeated' });
      current = change.changed;
    }
    const expected = [input.report, ...messages].map((message, index) => ({ ...message, number: index + 1 }));
    expect(await store.readMessages(reference)).toEqual(expected);
    expect(await takeAll(store, NOW + 10)).toHaveLength(3);
  });

  it('a message that is in makes the call a repeat, whatever the version, and nothing is changed', async () => {
    const current = await makeCase(store);
    const { reference } = current;
    const message = messageIn(newMessage('team', NOW));
    const limits = [{ key: 'messages', most: 1, windowSeconds: 60 }];
    const first = changeInput(current, { reward: 1 }, { message, limits });
    expect(await store.changeCase(first)).toEqual({ outcome: 'changed' });
    const figure = { month: '2026-11', ms: 1, isLate: false };
    for (const version of [1, 2, 7]) {
      const mails = [newMail('case-news', reference)];
      const again = changeInput({ ...current, version }, { reward: 2 }, { message, mails, limits, figure });
      expect(await other.changeCase(again)).toEqual({ outcome: 'repeated' });
    }
    expect(await store.findCase(reference)).toEqual(first.changed);
    expect(await store.readEvents(reference)).toEqual(first.events);
    expect(await store.readMessages(reference)).toHaveLength(2);
    expect((await store.outboxState()).waiting).toBe(1);
    expect(await store.readFigures(['2026-11'])).toMatchObject([{ answered: 0 }]);
  });

  it('the report itself is a message that is in', async () => {
    const input = newCaseInput({ receivedAt: NOW });
    await store.createCase(input);
    const { number: _, ...report } = input.report;
    const change = changeInput(input.newCase, {}, { message: messageIn(report) });
    expect(await store.changeCase(change)).toEqual({ outcome: 'repeated' });
  });

  it('a message of one case says nothing about a message of another', async () => {
    const [first, second] = [await makeCase(store), await makeCase(store)];
    const message = messageIn(newMessage('reporter', NOW));
    expect(await send(store, first, message)).toEqual({ outcome: 'changed' });
    expect(await send(other, second, message)).toEqual({ outcome: 'changed' });
  });

  it('one message sent twenty times at once is in once', async () => {
    const current = await makeCase(store);
    const message = messageIn(newMessage('reporter', NOW));
    const outcomes = await atOnce(20, [store, other], (through) => send(through, current, message));
    expect(countOf(outcomes, 'changed')).toBe(1);
    expect(countOf(outcomes, 'repeated')).toBe(19);
    expect(await store.readMessages(current.reference)).toHaveLength(2);
    expect((await store.findCase(current.reference))?.version).toBe(2);
  });

  it('a case takes so many messages and no more, also when they come at once', async () => {
    const current = await makeCase(store);
    const outcomes = await atOnce(8, [store, other], (through) =>
      send(through, current, messageIn(newMessage('reporter', NOW), { most: 5 })),
    );
    expect(countOf(outcomes, 'changed')).toBe(4);
    expect(countOf(outcomes, 'full')).toBe(4);
    expect(await store.readMessages(current.reference)).toHaveLength(5);
    expect(await store.readEvents(current.reference)).toHaveLength(4);
    expect((await store.findCase(current.reference))?.version).toBe(5);
  });

  it('a case takes so many bytes of records and not one more, whatever is written in them', async () => {
    const sealed = 'één\n"\\';
    const { newCase, textHash, ...rest } = newCaseInput({ receivedAt: NOW });
    const report = { ...rest.report, sealed };
    await store.createCase({ newCase, textHash, ...rest, report });
    const second = { ...newMessage('team', NOW), by: 'Zoë <zoe@example.com>', sealed: '€\n'.repeat(9) };
    const third = { ...newMessage('reporter', NOW), sealed: '\t€' };
    const bytesOf = (messages: NewSealedMessage[]) =>
      messages.map((one) => Buffer.byteLength(messageRecord(one))).reduce((sum, bytes) => sum + bytes);
    for (const [message, before] of [
      [second, [report]],
      [third, [report, second]],
    ] as const) {
      const bytes = bytesOf([...before, message]);
      // The same message as the report: what is kept of it names this case, and what counts is as it came in.
      const within = (mostBytes: number) =>
        send(other, newCase, { ...messageIn(message, { mostBytes }), textHash });
      expect(await within(bytes - 1)).toEqual({ outcome: 'full' });
      expect(await within(bytes)).toEqual({ outcome: 'changed' });
    }
    const kept = await store.readMessages(newCase.reference);
    expect(kept.map(({ sameAs }) => sameAs)).toEqual([null, newCase.reference, newCase.reference]);
  });

  it('a case takes so many characters and no more, and a full one can still be changed', async () => {
    const current = await makeCase(store);
    const { reference } = current;
    const large = { ...newMessage('reporter', NOW), sealed: 'x'.repeat(5000) };
    expect(await send(store, current, messageIn(large, { mostBytes: 5000 }))).toEqual({ outcome: 'full' });
    expect(await other.findCase(reference)).toEqual(current);
    expect(await other.readEvents(reference)).toEqual([]);
    expect(await send(store, current, messageIn(large, { mostBytes: 8000 }))).toEqual({ outcome: 'changed' });
    const more = { ...newMessage('team', NOW), sealed: 'x'.repeat(5000) };
    expect(await send(other, current, messageIn(more, { mostBytes: 8000 }))).toEqual({ outcome: 'full' });
    const change = changeInput({ ...current, version: 2 }, { reward: 5 });
    expect(await store.changeCase(change)).toEqual({ outcome: 'changed' });
  });
}
