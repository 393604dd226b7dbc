import { beforeEach, expect, it } from 'vitest';
import { type HitLimit, type Store, secondsUntil, windowOf } from '../../functions/store/store.ts';
import { counted } from '../support/counted.ts';
import { atOnce, DAY, makeCase, NOW, type Open } from './stores.ts';

const guesses = [{ key: 'guesses', most: 50, windowSeconds: DAY / 1000 }];
const own = { key: 'session', most: 50, windowSeconds: DAY / 1000 };

/** Values that are kept for a time, and hits that are counted. */
export function tokensContract(open: Open): void {
  let store: Store;
  let other: Store;
  beforeEach(async () => {
    [store, other] = await open();
  });

  /** The present and some minutes later: a store may erase what is past by a clock of its own. */
  const times = () => {
    const now = Date.now();
    return { now, endsAt: now + 300_000 };
  };

  it('a token is kept until its time is over', async () => {
    const { now, endsAt } = times();
    await store.putToken({ name: 'session:1', value: 'Anna', endsAt });
    const read = (name: string, at: number) => other.readToken({ name, guesses, own, now: at });
    expect(await read('session:1', now)).toEqual({ value: 'Anna' });
    expect(await read('session:1', endsAt - 1)).toEqual({ value: 'Anna' });
    expect(await read('session:1', endsAt)).toEqual({ value: null });
    expect(await read('session:2', now)).toEqual({ value: null });
  });

  it('the value of a token comes back as it was, whatever it looks like', async () => {
    const { now, endsAt } = times();
    for (const value of ['123', 'null', '{"by":"Ånna \u{1f512}"}', '"', '', ' 0001\n']) {
      await store.putToken({ name: 'session:1', value, endsAt });
      expect(await other.readToken({ name: 'session:1', guesses, own, now })).toEqual({ value });
      expect(await other.takeToken({ name: 'session:1', now })).toBe(value);
    }
  });

  it('a token that is put again is replaced, with its time', async () => {
    const { now, endsAt } = times();
    await store.putToken({ name: 'session:1', value: 'first', endsAt });
    await other.putToken({ name: 'session:1', value: 'second', endsAt: endsAt + 60_000 });
    const read = (at: number) => store.readToken({ name: 'session:1', guesses, own, now: at });
    expect(await read(now)).toEqual({ value: 'second' });
    expect(await read(endsAt)).toEqual({ value: 'second' });
    await store.putToken({ name: 'session:1', value: 'third', endsAt });
    expect(await read(endsAt)).toEqual({ value: null });
  });

  it('of twenty that keep a token at once all get the one that was first, until its time is over', async () => {
    const { now, endsAt } = times();
    let count = 0;
    const keep = (through: Store, at: number) => {
      count += 1;
      return through.keepToken({ name: 'figures', value: String(count), endsAt: at + 300_000, now: at });
    };
    const kept = await atOnce(20, [store, other], (through) => keep(through, now));
    expect(new Set(kept).size).toBe(1);
    expect(await store.readToken({ name: 'figures', guesses, own, now })).toEqual({ value: kept[0] });
    expect(await keep(other, endsAt - 1)).toBe(kept[0]);
    expect(await keep(other, endsAt)).toBe('22');
  });

  it('a token that is taken is gone, and one whose time is over is not given', async () => {
    const { now, endsAt } = times();
    await store.putToken({ name: 'challenge:1', value: 'once', endsAt });
    await store.putToken({ name: 'challenge:2', value: 'late', endsAt });
    expect(await other.takeToken({ name: 'challenge:1', now })).toBe('once');
    expect(await store.takeToken({ name: 'challenge:1', now })).toBeNull();
    expect(await store.readToken({ name: 'challenge:1', guesses, own, now })).toEqual({ value: null });
    expect(await store.takeToken({ name: 'challenge:2', now: endsAt })).toBeNull();
    expect(await store.takeToken({ name: 'challenge:3', now })).toBeNull();
  });

  it('of twenty that take a token at once one gets it', async () => {
    const { now, endsAt } = times();
    await store.putToken({ name: 'challenge:1', value: 'once', endsAt });
    const taken = await atOnce(20, [store, other], (through) =>
      through.takeToken({ name: 'challenge:1', now }),
    );
    expect(taken.filter((value) => value !== null)).toEqual(['once']);
  });

  it('reading a token counts a hit, for itself where it is known and else for who tries, until there are too many', async () => {
    const { now, endsAt } = times();
    const [visitor, network] = ['visitor', 'network'].map((key, index) => ({
      ...own,
      key,
      most: index + 2,
    })) as [HitLimit, HitLimit];
    const strict = { ...own, most: 3 };
    await store.putToken({ name: 'session:1', value: 'Anna', endsAt });
    const read = (through: Store, name: string, guesses = [visitor, network]) =>
      through.readToken({ name, guesses, own: strict, now });
    const limited = {
      outcome: 'limited',
      retryAfterSeconds: secondsUntil(windowOf(visitor, now).endsAt, now),
    };
    for (const through of [store, other]) expect(await read(through, 'session:2')).toEqual({ value: null });
    expect(await read(store, 'session:3')).toEqual(limited);
    // The network has room for one more, whichever visitor in it tries.
    const neighbour = [{ ...visitor, key: 'neighbour' }, network];
    expect(await read(other, 'session:4', neighbour)).toEqual({ value: null });
    expect(await read(store, 'session:5', neighbour)).toEqual(limited);
    // Who has a session is not kept out by who tries some from the same address.
    for (const through of [store, other, store])
      expect(await read(through, 'session:1')).toEqual({ value: 'Anna' });
    expect(await read(other, 'session:1')).toEqual(limited);
  });

  it('a hit is counted until the limit is reached, and anew in the next window', async () => {
    const count = (now: number) =>
      other.countHit({ limits: [{ key: 'hits', most: 2, windowSeconds: 60 }], now });
    expect([await count(NOW), await count(NOW), await count(NOW + 20_000)]).toEqual([null, null, 40]);
    expect(await count(NOW + 60_000)).toBeNull();
  });

  it('what is counted can be read, by any server, and reading counts nothing', async () => {
    const limit = { key: 'read', weight: 3, most: 10, windowSeconds: 60 };
    expect(await counted(other, limit, NOW)).toBe(0);
    await store.countHit({ limits: [limit], now: NOW });
    await store.countHit({ limits: [limit], now: NOW });
    for (const through of [store, other]) expect(await counted(through, limit, NOW + 59_999)).toBe(6);
    expect(await counted(store, limit, NOW + 60_000)).toBe(0);
  });

  it('what is counted for several limits is read in their order, with how much is stored', async () => {
    const limits = ['one', 'two', 'three'].map((key) => ({ key, most: 10, windowSeconds: 60 }));
    expect(await other.readUse(limits, NOW)).toEqual({ stored: 0, hits: [0, 0, 0] });
    await makeCase(store);
    for (const [index, limit] of limits.entries()) {
      if (index > 0) await store.countHit({ limits: [{ ...limit, weight: index + 3 }], now: NOW });
    }
    const stored = await store.storedBytes();
    expect(stored).toBeGreaterThan(4096);
    expect(await other.readUse(limits, NOW)).toEqual({ stored, hits: [0, 4, 5] });
    expect(await other.readUse([], NOW + 60_000)).toEqual({ stored, hits: [] });
  });

  it('a hit may weigh more than one, or nothing', async () => {
    const count = (weight: number) =>
      store.countHit({ limits: [{ key: 'bytes', weight, most: 100, windowSeconds: 60 }], now: NOW });
    const waits = [];
    for (const weight of [60, 60, 40, 1, 0]) waits.push(await count(weight));
    expect(waits).toEqual([null, 60, null, 60, null]);
  });

  it('a hit counts for each of several limits or, where one is reached, for none; the wait is the longest', async () => {
    const visitor = (name: string) => ({ key: name, most: 2, windowSeconds: 60 });
    const network = { key: 'network', most: 3, windowSeconds: 900 };
    const count = (through: Store, name: string) =>
      through.countHit({ limits: [visitor(name), network], now: NOW });
    expect([await count(store, 'a'), await count(other, 'a'), await count(store, 'a')]).toEqual([
      null,
      null,
      60,
    ]);
    expect(await counted(store, network, NOW)).toBe(2);
    expect([await count(other, 'b'), await count(store, 'b')]).toEqual([null, 900]);
    expect(await counted(other, visitor('b'), NOW)).toBe(1);
    expect(await store.countHit({ limits: [], now: NOW })).toBeNull();
  });
}
