import { randomBytes } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import { LEAF_BYTES } from '../../functions/store/quota.ts';
import type { Store } from '../../functions/store/store.ts';
import { changeInput, newCaseInput } from '../support/cases.ts';
import { appendInput, checkpointAt, inOrder, newStatement } from '../support/log.ts';
import { atOnce, makeCase, NOW, type Open } from './stores.ts';

const ALL = { before: NOW + 1, most: 5000 };

/** The append-only log of what the desk signs. */
export function logContract(open: Open): void {
  let store: Store;
  let other: Store;
  beforeEach(async () => {
    [store, other] = await open();
  });

  /** Stores a case for each of these statements, and gives their references. */
  async function accept(count: number, at = NOW): Promise<{ reference: string; entry: string }[]> {
    return atOnce(count, [store, other], async (through) => {
      const statement = newStatement({ at });
      const input = newCaseInput({ receivedAt: NOW });
      expect(await through.createCase({ ...input, statement })).toMatchObject({ outcome: 'created' });
      return { reference: input.newCase.reference, entry: String(statement.entry) };
    });
  }

  /** Adds so many entries to one case, 1000 in a change; all of them under one note. */
  async function addEntries(count: number): Promise<string[]> {
    let current = await makeCase(store);
    const { note } = newStatement();
    const entries: string[] = [];
    while (entries.length < count) {
      const fresh = Array.from({ length: Math.min(1000, count - entries.length) }, () =>
        randomBytes(32).toString('base64'),
      );
      entries.push(...fresh);
      const statements = fresh.map((entry) => ({ note, entry, at: NOW }));
      const input = changeInput(current, {}, { statements });
      expect(await store.changeCase(input)).toEqual({ outcome: 'changed' });
      current = input.changed;
    }
    return entries;
  }

  it('a log that was never appended to is empty, and has no checkpoint', async () => {
    expect(await store.readLog(ALL)).toEqual({ size: 0, checkpoint: null, waiting: [] });
    expect(await store.readTiles(['0/000', 'entries/000'])).toEqual([null, null]);
    expect(await store.readTiles([])).toEqual([]);
  });

  it('entries wait in the order of their bytes, those that came in before a moment, so many at most', async () => {
    const early = (await accept(6)).map(({ entry }) => entry);
    const late = (await accept(2, NOW + 1)).map(({ entry }) => entry);
    const waiting = inOrder(early);
    expect(await other.readLog(ALL)).toEqual({ size: 0, checkpoint: null, waiting });
    const first = await store.readLog({ ...ALL, most: 4 });
    expect(first.waiting).toEqual(waiting.slice(0, 4));
    expect((await store.readLog({ ...ALL, before: NOW })).waiting).toEqual([]);
    const whole = await store.readLog({ ...ALL, before: NOW + 2 });
    expect(whole.waiting).toEqual(inOrder([...early, ...late]));
  });

  it('what is appended no longer waits, and its statements learn where they stand', async () => {
    const accepted = await accept(5);
    const { waiting } = await store.readLog(ALL);
    expect(await other.appendToLog(appendInput(0, waiting.slice(0, 3)))).toBe(true);
    const rest = { size: 3, checkpoint: checkpointAt(3), waiting: waiting.slice(3) };
    expect(await store.readLog(ALL)).toEqual(rest);
    expect(await store.appendToLog(appendInput(3, waiting.slice(3)))).toBe(true);
    expect(await other.readLog(ALL)).toEqual({ size: 5, checkpoint: checkpointAt(5), waiting: [] });
    for (const { reference, entry } of accepted) {
      const [statement] = await other.readStatements(reference);
      expect(statement?.position).toBe(waiting.indexOf(entry));
    }
  });

  it('nothing is done at another size, with an entry that does not wait, or with one that is there twice', async () => {
    await accept(3);
    const { waiting } = await store.readLog(ALL);
    const [first = '', second = ''] = waiting;
    const stranger = randomBytes(32).toString('base64');
    const wrong = [
      appendInput(1, waiting),
      appendInput(0, [first, stranger]),
      appendInput(0, [first, second, first]),
    ];
    for (const input of wrong) {
      expect(await other.appendToLog(input)).toBe(false);
      expect(await store.readLog(ALL)).toEqual({ size: 0, checkpoint: null, waiting });
      expect(await store.readTiles(['0/000'])).toEqual([null]);
    }
    expect(await store.appendToLog(appendInput(0, [first]))).toBe(true);
    // The same call once more, as after an answer that was lost; and one that has read anew.
    expect(await store.appendToLog(appendInput(0, [first]))).toBe(false);
    expect(await other.appendToLog(appendInput(1, [first]))).toBe(false);
    expect((await store.readLog(ALL)).size).toBe(1);
  });

  it('tiles are read as they were put last, many in one call, in the order asked for', async () => {
    const [hashes, bundle, again] = [8192, 8704, 256].map((size) => new Uint8Array(randomBytes(size)));
    if (!hashes || !bundle || !again) throw new Error('no tiles');
    const tiles = [
      { name: '0/x001/234', bytes: hashes },
      { name: 'entries/x001/234', bytes: bundle },
    ];
    await store.appendToLog(appendInput(0, [], { tiles }));
    const names = ['entries/x001/234', '0/000', '0/x001/234'];
    expect(await other.readTiles(names)).toEqual([bundle, null, hashes]);
    const replaced = [{ name: '0/x001/234', bytes: again }];
    await other.appendToLog(appendInput(0, [], { tiles: replaced }));
    expect(await store.readTiles(names)).toEqual([bundle, null, again]);
  });

  it('a checkpoint can be signed anew without an entry', async () => {
    expect(await store.appendToLog(appendInput(0, [], { checkpoint: 'first' }))).toBe(true);
    expect(await other.appendToLog(appendInput(0, [], { checkpoint: 'second' }))).toBe(true);
    expect(await store.readLog(ALL)).toEqual({ size: 0, checkpoint: 'second', waiting: [] });
    expect(await store.readFigures(['2026-11'])).toMatchObject([{ leaves: 0 }]);
  });

  it('two servers that append at once put each entry in once, while reports come in and are erased', async () => {
    const log: string[] = [];
    const first = await accept(40);
    const appendAll = async (through: Store) => {
      for (;;) {
        const { size, waiting } = await through.readLog({ ...ALL, most: 7 });
        if (waiting.length === 0) return;
        if (await through.appendToLog(appendInput(size, waiting))) log.splice(size, 0, ...waiting);
      }
    };
    const erase = first.slice(0, 10).map(({ reference }) => ({ reference, mails: [], now: NOW }));
    const [more] = await Promise.all([
      accept(40),
      ...[store, other, store, other].map(appendAll),
      ...erase.map((input) => other.eraseCase(input)),
    ]);
    await appendAll(store);
    const entries = [...first, ...more].map(({ entry }) => entry);
    expect(log.toSorted()).toEqual(entries.toSorted());
    expect(await other.readLog(ALL)).toMatchObject({ size: 80, waiting: [] });
    for (const { reference, entry } of [...first.slice(10), ...more]) {
      const [statement] = await store.readStatements(reference);
      expect(statement?.position).toBe(log.indexOf(entry));
    }
  });

  for (const count of [300, 70_000])
    it(`a log grows beyond a tile: ${count} entries`, async () => {
      const entries = inOrder(await addEntries(count));
      const most = count / 10;
      for (let size = 0; size < count; size += most) {
        const { waiting } = await store.readLog({ ...ALL, most });
        expect(waiting.join()).toBe(entries.slice(size, size + most).join());
        expect(await store.appendToLog(appendInput(size, waiting))).toBe(true);
      }
      expect(await other.readLog(ALL)).toEqual({ size: count, checkpoint: checkpointAt(count), waiting: [] });
      expect(await other.readFigures(['2026-11'])).toMatchObject([{ leaves: count }]);
    }, 120_000);

  it('leaves count in the month in which they were appended', async () => {
    await accept(5);
    const { waiting } = await store.readLog(ALL);
    await store.appendToLog(appendInput(0, waiting.slice(0, 2)));
    await other.appendToLog(appendInput(2, waiting.slice(2), { month: '2026-12' }));
    const figures = await store.readFigures(['2026-10', '2026-11', '2026-12']);
    expect(figures.map(({ leaves, received }) => [leaves, received])).toEqual([
      [0, 0],
      [2, 5],
      [3, 0],
    ]);
  });

  it('an entry counts for what is stored from when it is appended on, also once its case is erased', async () => {
    const [{ reference } = { reference: '' }] = await accept(1);
    const before = await store.storedBytes();
    const { waiting } = await store.readLog(ALL);
    await store.appendToLog(appendInput(0, waiting));
    expect(await other.storedBytes()).toBe(before + LEAF_BYTES);
    await store.eraseCase({ reference, mails: [], now: NOW });
    expect(await other.storedBytes()).toBe(LEAF_BYTES);
  });

  it('the checkpoint that was seen published is kept apart from the log', async () => {
    expect(await store.readSeenCheckpoint()).toBeNull();
    await store.appendToLog(appendInput(0, []));
    expect(await store.readSeenCheckpoint()).toBeNull();
    for (const seen of ['first', 'second']) {
      await store.keepSeenCheckpoint(seen);
      expect(await other.readSeenCheckpoint()).toBe(seen);
    }
    expect(await store.readLog(ALL)).toMatchObject({ size: 0, checkpoint: checkpointAt(0) });
  });
}
