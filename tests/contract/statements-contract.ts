import { beforeEach, expect, it } from 'vitest';
import type { NewStatement, Store } from '../../functions/store/store.ts';
import { changeInput, messageIn, newCaseInput, newMessage } from '../support/cases.ts';
import { appendInput, checkpointAt, newStatement } from '../support/log.ts';
import { makeCase, NOW, type Open, type ReadWhole } from './stores.ts';

const waitingIn = async (store: Store) =>
  (await store.readLog({ before: Number.MAX_SAFE_INTEGER, most: 99 })).waiting;
const kept = ({ note, entry }: NewStatement, position: number | null = null) => ({
  note,
  isLogged: entry !== null,
  position,
});

/** What the desk signs about a case, and keeps with it. */
export function statementsContract(open: Open, readWhole: ReadWhole): void {
  let store: Store;
  let other: Store;
  beforeEach(async () => {
    [store, other] = await open();
  });

  it('a case has its acceptance and then what its changes brought, oldest first', async () => {
    const statement = newStatement();
    const { newCase, ...rest } = newCaseInput({ receivedAt: NOW });
    await store.createCase({ newCase, ...rest, statement });
    const statements = [newStatement(), newStatement({ entry: null })];
    await other.changeCase(changeInput(newCase, {}, { statements }));
    const more = newStatement({ entry: null });
    const changed = changeInput({ ...newCase, version: 2 }, {}, { statements: [more] });
    await store.changeCase(changed);
    const all = [statement, ...statements, more].map((one) => kept(one));
    expect(await other.readStatements(newCase.reference)).toEqual(all);
    expect(await other.readStatements('CVD-2026-000000')).toEqual([]);
  });

  it('a repeat gives the acceptance as it was stored, and keeps no second one', async () => {
    const statement = newStatement();
    const input = { ...newCaseInput({ receivedAt: NOW }), statement };
    expect(await store.createCase(input)).toEqual({ outcome: 'created' });
    const again = await other.createCase({ ...input, statement: newStatement() });
    expect(again).toEqual({ outcome: 'repeated', existing: input.newCase, statement: statement.note });
    expect(await store.readStatements(input.newCase.reference)).toEqual([kept(statement)]);
    expect(await waitingIn(store)).toEqual([statement.entry]);
  });

  it('a case from before statements has no acceptance, also once it has others', async () => {
    const input = newCaseInput({ receivedAt: NOW });
    await store.createCase(input);
    const response = newStatement();
    await store.changeCase(changeInput(input.newCase, {}, { statements: [response] }));
    const again = await other.createCase(input);
    expect(again).toMatchObject({ outcome: 'repeated' });
    expect(again).not.toHaveProperty('statement');
    expect(await other.readStatements(input.newCase.reference)).toEqual([kept(response)]);
  });

  it('an acceptance comes with the checkpoint that the log has then, once there is one', async () => {
    const input = newCaseInput({ receivedAt: NOW });
    expect(await store.createCase(input)).toEqual({ outcome: 'created' });
    await store.appendToLog(appendInput(0, []));
    const checkpoint = checkpointAt(0);
    expect(await other.createCase(newCaseInput({ receivedAt: NOW }))).toEqual({
      outcome: 'created',
      checkpoint,
    });
    expect(await other.createCase(input)).toMatchObject({ outcome: 'repeated', checkpoint });
  });

  it('what is refused leaves no statement and nothing that waits', async () => {
    const limits = [{ key: 'all', most: 1, windowSeconds: 60 }];
    const first = newCaseInput({ receivedAt: NOW }, limits);
    const { receiptId, reference } = first.newCase;
    await store.createCase(first);
    const outcomes: string[] = [];
    for (const input of [
      newCaseInput({ receivedAt: NOW, receiptId }),
      newCaseInput({ receivedAt: NOW, reference }),
      newCaseInput({ receivedAt: NOW }, limits),
      { ...newCaseInput({ receivedAt: NOW }), quota: { ...first.quota, most: 1 } },
    ])
      outcomes.push((await store.createCase({ ...input, statement: newStatement() })).outcome);
    const message = messageIn(newMessage('team', NOW), { number: 3 });
    const changes = [
      changeInput({ ...first.newCase, version: 5 }),
      changeInput(first.newCase, {}, { message }),
      changeInput({ ...first.newCase, reference: 'CVD-2026-000000' }),
    ];
    for (const input of changes)
      outcomes.push((await store.changeCase({ ...input, statements: [newStatement()] })).outcome);
    const refusals = [
      'conflict',
      'reference-taken',
      'limited',
      'storage-full',
      'stale',
      'other-number',
      'gone',
    ];
    expect(outcomes).toEqual(refusals);
    expect(await waitingIn(other)).toEqual([]);
    expect(await other.readStatements(reference)).toEqual([]);
  });

  it('a change whose message is in the case already adds no statement again', async () => {
    const current = await makeCase(store);
    const message = messageIn(newMessage('team', NOW));
    const statement = newStatement();
    await store.changeCase(changeInput(current, {}, { message, statements: [statement] }));
    const again = changeInput(current, {}, { message, statements: [newStatement()] });
    expect(await other.changeCase(again)).toEqual({ outcome: 'repeated' });
    expect(await other.readStatements(current.reference)).toEqual([kept(statement)]);
    expect(await waitingIn(other)).toEqual([statement.entry]);
  });

  it('a message that says at which place it stands is refused where it would get another', async () => {
    let current = await makeCase(store);
    const add = (number?: number) => {
      const message = messageIn(newMessage('reporter', NOW), number === undefined ? {} : { number });
      return changeInput(current, {}, { message });
    };
    for (const number of [1, 3]) {
      expect(await other.changeCase(add(number))).toEqual({ outcome: 'other-number' });
      expect(await other.readMessages(current.reference)).toHaveLength(1);
    }
    for (const number of [2, undefined, 4]) {
      const input = add(number);
      expect(await other.changeCase(input)).toEqual({ outcome: 'changed' });
      current = input.changed;
    }
    const read = await store.readMessages(current.reference);
    expect(read.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  });

  const erasing: [string, (one: Awaited<ReturnType<typeof makeCase>>) => Promise<unknown>][] = [
    ['erased', ({ reference }) => other.eraseCase({ reference, mails: [], now: NOW })],
    ['erased as spam', ({ reference }) => other.eraseSpam([{ reference, seenVersion: 2, month: '2026-11' }])],
    [
      'withdrawn',
      ({ reference, ...rest }) =>
        other.withdrawCase({
          stub: { reference, ...rest, receiptId: `withdrawn.${reference}`, version: 3, withdrawnAt: NOW },
          ...{ seenVersion: 2, events: [], mails: [], now: NOW },
        }),
    ],
  ];
  for (const [how, erase] of erasing)
    it(`of a case that is ${how} the statements go, and its entries wait on without a link to it`, async () => {
      const input = newCaseInput({ receivedAt: NOW });
      const { reference } = input.newCase;
      const about = (fields: Partial<NewStatement> = {}) => newStatement(fields, reference);
      const [statement, response] = [about(), about()];
      await store.createCase({ ...input, statement });
      const statements = [response, about({ entry: null })];
      await store.changeCase(changeInput(input.newCase, {}, { statements }));
      // Somebody else's, which keeps its link.
      const spared = newStatement();
      const neighbour = newCaseInput({ receivedAt: NOW });
      await store.createCase({ ...neighbour, statement: spared });
      expect(await erase(input.newCase)).toBeTruthy();
      expect(await store.readStatements(reference)).toEqual([]);
      const waiting = await waitingIn(store);
      expect(new Set(waiting)).toEqual(new Set([statement.entry, response.entry, spared.entry]));
      for (const through of [store, other]) await through.scrub();
      const whole = await readWhole();
      if (how !== 'withdrawn') expect(whole).not.toContain(reference);
      for (const { note } of [statement, ...statements])
        for (const kept of [note.split('\n')[1], Buffer.from(note).toString('base64')])
          expect(whole).not.toContain(kept);
      expect(await store.appendToLog(appendInput(0, waiting))).toBe(true);
      expect(await other.readStatements(reference)).toEqual([]);
      const position = waiting.indexOf(String(spared.entry));
      expect(await other.readStatements(neighbour.newCase.reference)).toEqual([kept(spared, position)]);
    });

  it('nothing of an erased case is known of a new one with the same reference: it gets no position of the old', async () => {
    const old = newStatement();
    const input = newCaseInput({ receivedAt: NOW });
    const { reference } = input.newCase;
    await store.createCase({ ...input, statement: old });
    await store.eraseCase({ reference, mails: [], now: NOW });
    const fresh = newStatement();
    await store.createCase({ ...newCaseInput({ receivedAt: NOW, reference }), statement: fresh });
    await store.appendToLog(appendInput(0, [String(old.entry)]));
    expect(await other.readStatements(reference)).toEqual([kept(fresh)]);
    await store.appendToLog(appendInput(1, [String(fresh.entry)]));
    expect(await other.readStatements(reference)).toEqual([kept(fresh, 1)]);
  });
}
