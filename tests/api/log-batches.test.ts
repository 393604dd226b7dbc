import { expect, it } from 'vitest';
import { appendBatches } from '../../functions/log/append.ts';
import { createDesk } from '../../functions/reporter/desk.ts';
import type { Store } from '../../functions/store/store.ts';
import { readCheckpoint, verifyCheckpoint } from '../../src/log/checkpoint.ts';
import { openNote, parseVkey } from '../../src/log/note.ts';
import { deskKeyOf } from '../../src/settings/desk-key.ts';
import { DAY, HOUR, jobsOn, withBothStores } from '../support/jobs.ts';
import { entriesOf, putEntries, sorted } from '../support/log-desk.ts';
import { SITE, testParts } from '../support/parts.ts';
import { NaiveTree } from '../support/test-log.ts';

/** A Tuesday, at the end of a batch. */
const END = Date.parse('2026-11-24T03:00:00Z');
const otherDesk = createDesk(deskKeyOf({ SERVER_SECRET: 'another' }, SITE));

const deskAt = (store: Store, now: number) => testParts({ store, now: () => new Date(now) });

/** The entries of the log, in order, by its own bundles; and what its checkpoint says. */
async function logIn(store: Store) {
  const { size, checkpoint } = await store.readLog({ before: 0, most: 0 });
  const names = Array.from(
    { length: Math.ceil(size / 256) },
    (_, n) => `entries/${String(n).padStart(3, '0')}`,
  );
  const bundles = names.length > 0 ? await store.readTiles(names) : [];
  const bytes = Buffer.concat(bundles.map((bundle) => bundle ?? Buffer.alloc(0)));
  const entries = Array.from({ length: bytes.length / 34 }, (_, index) =>
    bytes.subarray(index * 34 + 2, (index + 1) * 34).toString('hex'),
  );
  const read = readCheckpoint(openNote(checkpoint ?? '')?.text ?? '');
  return { size, checkpoint, entries, root: Buffer.from(read?.root ?? []).toString('hex') };
}
const hexOf = (entries: readonly Buffer[]) => entries.map((entry) => entry.toString('hex'));
const rootOf = (entries: readonly Buffer[]) =>
  new NaiveTree(entries).hashOf(0, entries.length).toString('hex');

const textOf = (size: number, root: string) =>
  `meldpunt.example/log\n${size}\n${Buffer.from(root, 'hex').toString('base64')}\n`;

withBothStores((open) => {
  it('a batch takes what came in before 03:00 UTC, however late the job comes, and leaves the rest to the next', async () => {
    const early = entriesOf(5);
    const late = entriesOf(3, 5);
    const results = [];
    for (const hour of [0, 2, 23.99]) {
      const [store] = await open();
      await putEntries(store, early.slice(0, 2), END - 20 * HOUR);
      await putEntries(store, early.slice(2), END - 1);
      await putEntries(store, late, END);
      await appendBatches(deskAt(store, END - 1));
      expect((await logIn(store)).size).toBe(0);
      expect(await appendBatches(deskAt(store, END + hour * HOUR))).toBe(5);
      results.push(await logIn(store));
      expect(await appendBatches(deskAt(store, END + DAY))).toBe(3);
      const { size, entries } = await logIn(store);
      expect([size, entries.slice(5)]).toEqual([8, hexOf(sorted(late))]);
    }
    const [first] = results;
    expect(results).toEqual([first, first, first]);
    expect(first).toMatchObject({ entries: hexOf(sorted(early)), root: rootOf(sorted(early)) });
  });

  it('entries stand in the order of their bytes: nothing of when they came in is left', async () => {
    const [store] = await open();
    const entries = entriesOf(40);
    for (const [index, entry] of entries.entries()) await putEntries(store, [entry], END - DAY + index);
    await appendBatches(deskAt(store, END));
    expect((await logIn(store)).entries).toEqual(hexOf(sorted(entries)));
  });

  it('two servers that append at once, again and again, take each entry once', async () => {
    const stores = await open();
    const entries = entriesOf(600);
    for (let day = 0; day < 3; day += 1) {
      await putEntries(stores[0], entries.slice(day * 200, (day + 1) * 200), END + (day - 1) * DAY);
      const desks = [0, 1, 0, 1].map((index) => deskAt(stores[index as 0 | 1], END + day * DAY));
      const appended = await Promise.all(desks.map((desk) => appendBatches(desk)));
      expect(appended.reduce((sum: number, count) => sum + (count ?? Number.NaN), 0)).toBe(200);
    }
    const expected = [0, 1, 2].flatMap((day) => sorted(entries.slice(day * 200, (day + 1) * 200)));
    const log = await logIn(stores[1]);
    expect(log.entries).toEqual(hexOf(expected));
    expect(log.root).toBe(rootOf(expected));
  });

  it('a job that dies before its step leaves all to the next, and one whose answer got lost takes nothing twice', async () => {
    const [store] = await open();
    const entries = entriesOf(10);
    await putEntries(store, entries, END - DAY);
    const dies = (when: 'before' | 'after'): Store => ({
      ...store,
      async appendToLog(input) {
        if (when === 'after') await store.appendToLog(input);
        throw new Error('killed');
      },
    });
    await expect(appendBatches(deskAt(dies('before'), END))).rejects.toThrow('killed');
    expect((await logIn(store)).size).toBe(0);
    await expect(appendBatches(deskAt(dies('after'), END))).rejects.toThrow('killed');
    expect(await appendBatches(deskAt(store, END))).toBe(0);
    expect(await logIn(store)).toMatchObject({ size: 10, entries: hexOf(sorted(entries)) });
  });

  it('more than fits in one step is appended in several, in one order', async () => {
    const [store] = await open();
    const entries = entriesOf(4500);
    await putEntries(store, entries, END - DAY);
    let steps = 0;
    const counted: Store = {
      ...store,
      appendToLog(input) {
        steps += 1;
        return store.appendToLog(input);
      },
    };
    expect(await appendBatches(deskAt(counted, END))).toBe(4500);
    expect(steps).toBe(3);
    const log = await logIn(store);
    expect(log.entries).toEqual(hexOf(sorted(entries)));
    expect(log.root).toBe(rootOf(sorted(entries)));
  });

  it('an empty log has a signed checkpoint from the first run on, and is left alone afterwards', async () => {
    const [store] = await open();
    expect(await appendBatches(deskAt(store, END))).toBe(0);
    const { checkpoint } = await logIn(store);
    const key = parseVkey(testParts().desk.vkey);
    const verified = await verifyCheckpoint(checkpoint ?? '', key ? [key] : []);
    expect(verified?.checkpoint).toMatchObject({ origin: 'meldpunt.example/log', size: 0 });
    const never: Store = { ...store, appendToLog: () => Promise.reject(new Error('appended')) };
    expect(await appendBatches(deskAt(never, END))).toBe(0);
  });

  it('another key signs the same log anew, and the one before is of no use any more', async () => {
    const [store] = await open();
    const entries = sorted(entriesOf(7));
    await putEntries(store, entries, END - DAY);
    await appendBatches(deskAt(store, END));
    const before = await logIn(store);
    await appendBatches({ ...deskAt(store, END), desk: otherDesk });
    const after = await logIn(store);
    expect(after).toEqual({ ...before, checkpoint: after.checkpoint });
    const key = parseVkey(otherDesk.vkey);
    expect((await verifyCheckpoint(after.checkpoint ?? '', key ? [key] : []))?.checkpoint.size).toBe(7);
  });

  it.each([
    ['whose checkpoint is of another size', (root: string) => textOf(4, root)],
    ['whose checkpoint has another root', () => textOf(5, '00'.repeat(32))],
    [
      'under which a signature of the desk is not right',
      (root: string) => textOf(5, root),
      'of another text\n',
    ],
  ])(
    'a log %s is not appended to: the desk would sign what somebody else made',
    async (_, write, signed = '') => {
      const [store] = await open();
      await putEntries(store, entriesOf(5), END - DAY);
      const parts = deskAt(store, END);
      await appendBatches(parts);
      const text = write((await logIn(store)).root);
      const [, signature = ''] = parts.desk.sign(signed === '' ? text : signed).split('\n\n');
      const checkpoint = `${text}\n${signature}`;
      await store.appendToLog({ seenSize: 5, entries: [], tiles: [], checkpoint, month: '2026-11' });
      await putEntries(store, entriesOf(1, 9), END - 1);
      expect(await appendBatches(parts)).toBeNull();
      expect(await logIn(store)).toMatchObject({ size: 5, checkpoint });
    },
  );

  it('both the daily job and what runs after answers append, the latter once in a process for each batch', async () => {
    const stores = await open();
    const jobs = jobsOn(stores, { announced: new Set() });
    jobs.state.now = END + HOUR;
    await putEntries(stores[0], entriesOf(2), END - 1);
    await jobs.inBackground();
    expect((await logIn(stores[0])).size).toBe(2);
    await putEntries(stores[0], entriesOf(1, 2), END - 1);
    await jobs.inBackground();
    expect((await logIn(stores[0])).size).toBe(2);
    await jobs.daily(1);
    expect((await logIn(stores[0])).size).toBe(3);
    await putEntries(stores[0], entriesOf(1, 3), END + 1);
    jobs.state.now = END + DAY;
    await jobs.inBackground();
    expect((await logIn(stores[0])).size).toBe(4);
    expect(await stores[0].readFigures(['2026-10', '2026-11'])).toMatchObject([{ leaves: 0 }, { leaves: 4 }]);
  });
});
