import { expect, it } from 'vitest';
import { createKvClient } from '../../functions/store/kv/client.ts';
import { kvReindex } from '../../functions/store/kv/reindex.ts';
import { createKvStore } from '../../functions/store/kv/store.ts';
import { changeInput } from '../support/cases.ts';
import type { Kv } from '../support/kv.ts';
import { DAY, makeAnswered, makeCase, NOW, readInbox } from './stores.ts';

/** What an earlier version left in the indexes of the kv adapter, and how it is brought up to date. */
export function kvReindexing(parts: () => Kv): void {
  /** An empty store, and a way to speak to Redis directly. */
  const open = async () => {
    const { bridge, redis } = parts();
    const ask = (...command: string[]) => redis.connection.sendCommand(command);
    await ask('FLUSHALL');
    return { ask, store: createKvStore(bridge), other: createKvStore(bridge) };
  };
  type Opened = Awaited<ReturnType<typeof open>>;

  /** Puts a case in the lists where it would not stand now, and has no clock look at it. */
  async function age({ ask }: Opened, reference: string, position: string) {
    const key = `meldpunt:case:${reference}`;
    const [now = ''] = ((await ask('HMGET', key, 'position')) as unknown as Buffer[]).map(String);
    for (const list of ['list', 'list:received']) {
      await ask('ZREM', `meldpunt:${list}`, now);
      await ask('ZADD', `meldpunt:${list}`, '0', position);
    }
    await ask('HSET', key, 'position', position);
    await ask('ZREM', 'meldpunt:clock', reference);
  }

  it('cases that stand elsewhere than they would now are listed page by page, each once, and found by their clock again', async () => {
    const opened = await open();
    const { store, other, ask } = opened;
    const cases = [];
    for (let count = 0; count < 7; count += 1) cases.push(await makeCase(store, { receivedAt: NOW + count }));
    const inOrder = cases.map(({ reference }) => reference);
    for (const [index, reference] of inOrder.entries())
      await age(opened, reference, `3${String(50 - index).padStart(15, '0')}:${reference}`);
    const closed = await makeAnswered(store, { status: 'closed', closedAt: NOW, eraseAt: NOW + DAY });
    await ask('ZADD', 'meldpunt:closed', String(NOW), closed.reference);
    await ask('DEL', 'meldpunt:erasable');
    expect((await readInbox(other)).flat()).toEqual([...inOrder.toReversed(), closed.reference]);
    let calls = 0;
    do {
      calls += 1;
      expect(calls).toBeLessThan(9);
    } while (!(await (calls % 2 ? store : other).reindex(3)));
    expect((await readInbox(other)).flat()).toEqual([...inOrder, closed.reference]);
    expect(await other.listDue({ now: NOW + 3 * DAY, limit: 9 })).toEqual(cases);
    expect(await other.listClosed({ before: NOW + DAY, limit: 9 })).toEqual([]);
    expect(await other.listErasable({ before: NOW + 2 * DAY, limit: 9 })).toEqual([closed]);
    await store.eraseCase({ reference: inOrder[0] ?? '', mails: [], now: NOW });
    expect((await readInbox(other, { status: 'received' })).flat()).toEqual(inOrder.slice(1));
  });

  it('what is said to be exploited comes before all else once a store of version 7 is brought up to date', async () => {
    const opened = await open();
    const { store, other, ask } = opened;
    const late = await makeCase(store, { receivedAt: NOW - 9 * DAY });
    const { reference } = await makeCase(store, { receivedAt: NOW, claimedAt: NOW });
    await age(opened, reference, `1${String(NOW + DAY).padStart(15, '0')}:${reference}`);
    await ask('HSET', 'meldpunt:indexes', 'version', '7');
    expect(await readInbox(other)).toEqual([[late.reference, reference]]);
    while (!(await store.reindex(9)));
    expect(await readInbox(other)).toEqual([[reference, late.reference]]);
  });

  it('a case that is changed while it is indexed keeps what its change made, and an erased one stays away', async () => {
    const { store, other, ask } = await open();
    const [changed, erased] = [await makeCase(store), await makeCase(store)];
    const client = createKvClient(parts().bridge);
    let requests = 0;
    const busy = kvReindex({
      ...client,
      async run(...asked) {
        requests += 1;
        // Their records were read, and their entries are about to be written.
        if (requests === 2) {
          const answer = { status: 'confirmed', respondedAt: NOW } as const;
          await other.changeCase(changeInput(changed, answer));
          await other.eraseCase({ reference: erased.reference, mails: [], now: NOW });
        }
        return client.run(...asked);
      },
    });
    expect(await busy.reindex(9)).toBe(false);
    expect(await readInbox(other, { status: 'confirmed' })).toEqual([[changed.reference]]);
    expect(await readInbox(other)).toEqual([[changed.reference]]);
    expect(await store.reindex(9)).toBe(true);
    expect(await readInbox(other)).toEqual([[changed.reference]]);
    expect(String(await ask('EXISTS', `meldpunt:case:${erased.reference}`))).toBe('0');
  });

  it('a record that can not be read keeps no other from being brought up to date', async () => {
    const opened = await open();
    const { store, ask } = opened;
    const cases = [await makeCase(store), await makeCase(store), await makeCase(store)];
    for (const { reference } of cases) await age(opened, reference, `3${'0'.repeat(15)}:${reference}`);
    const [broken, odd, sound] = cases;
    await ask('HSET', `meldpunt:case:${broken?.reference}`, 'record', '{');
    const record = JSON.stringify({ ...odd, status: 'unheard-of' });
    await ask('HSET', `meldpunt:case:${odd?.reference}`, 'record', record);
    for (let calls = 0; !(await store.reindex(2)); calls += 1) expect(calls).toBeLessThan(9);
    expect(await store.listDue({ now: NOW + 3 * DAY, limit: 9 })).toEqual([sound]);
  });

  it('once all are done a call costs one command, and what came after an interrupted call is found again', async () => {
    const opened = await open();
    const { store } = opened;
    const cases = [await makeCase(store), await makeCase(store)];
    for (const { reference } of cases) await age(opened, reference, `3${'0'.repeat(15)}:${reference}`);
    const { bridge } = parts();
    expect(await store.reindex(1)).toBe(false);
    while (!(await store.reindex(1)));
    expect(await store.listDue({ now: NOW + 3 * DAY, limit: 9 })).toHaveLength(2);
    const before = bridge.seen.length;
    expect(await store.reindex(1)).toBe(true);
    expect(bridge.seen.length - before).toBe(1);
  });
}
