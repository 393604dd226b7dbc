import { beforeEach, expect, it } from 'vitest';
import { MOST_ERASED } from '../../functions/store/contract/trail.ts';
import type { Store } from '../../functions/store/store.ts';
import { atOnce, makeCase, NOW, type Open } from './stores.ts';

/** Who of the team did what. */
export function trailContract(open: Open): void {
  let store: Store;
  let other: Store;
  beforeEach(async () => {
    [store, other] = await open();
  });
  const add = (number: number, notes: string[], at = NOW) => store.appendTrail({ number, notes, at });
  const numbers = async (before: number | null = null, limit = 50) =>
    (await other.readTrail({ before, limit })).map(({ number }) => number);

  it('gives what was added, the newest first, a page at a time', async () => {
    expect(await other.readTrail({ before: null, limit: 50 })).toEqual([]);
    expect(await add(1, ['one — é'])).toBe(true);
    expect(await add(2, ['two', 'three'])).toBe(true);
    expect(await other.readTrail({ before: null, limit: 2 })).toEqual([
      { number: 3, note: 'three' },
      { number: 2, note: 'two' },
    ]);
    expect(await other.readTrail({ before: 2, limit: 2 })).toEqual([{ number: 1, note: 'one — é' }]);
    expect(await numbers(1)).toEqual([]);
  });

  it('has each number once: of many at once one is added, and a repeat changes nothing', async () => {
    const added = await atOnce(20, [store, other], (through, index) =>
      through.appendTrail({ number: 1, notes: [`by ${index}`], at: NOW }),
    );
    expect(added.filter(Boolean)).toHaveLength(1);
    const [first] = await store.readTrail({ before: null, limit: 50 });
    expect(first?.note).toBe(`by ${added.indexOf(true)}`);
    expect(await add(1, ['again'])).toBe(false);
    expect(await add(1, ['one', 'two'])).toBe(false);
    expect(await numbers()).toEqual([1]);
  });

  it('goes on in order beyond ten and a thousand entries', async () => {
    const notes = Array.from({ length: 1200 }, (_, index) => `entry ${index + 1}`);
    expect(await add(1, notes)).toBe(true);
    expect(await numbers(null, 3)).toEqual([1200, 1199, 1198]);
    expect(await numbers(1000, 2)).toEqual([999, 998]);
    expect(await numbers(11, 3)).toEqual([10, 9, 8]);
  });

  it('erases what is old, and never the newest, which the next one follows', async () => {
    await add(1, ['a', 'b'], NOW - 2);
    await add(3, ['c'], NOW - 1);
    await add(4, ['d'], NOW);
    expect(await other.eraseTrail(NOW - 1)).toBe(2);
    expect(await numbers()).toEqual([4, 3]);
    expect(await other.eraseTrail(NOW + 10)).toBe(1);
    expect(await numbers()).toEqual([4]);
    expect(await other.eraseTrail(NOW + 10)).toBe(0);
    expect(await add(4, ['again'])).toBe(false);
    expect(await add(5, ['e'])).toBe(true);
  });

  it('erases so many in one call', async () => {
    await add(
      1,
      Array.from({ length: MOST_ERASED + 5 }, () => 'x'),
      NOW - 1,
    );
    expect(await store.eraseTrail(NOW)).toBe(MOST_ERASED);
    expect(await store.eraseTrail(NOW)).toBe(4);
  });

  it('counts as stored, in bytes, until it is erased', async () => {
    const before = await store.storedBytes();
    await add(1, ['é', 'four'], NOW - 1);
    expect(await other.storedBytes()).toBe(before + 6);
    await store.eraseTrail(NOW);
    expect(await other.storedBytes()).toBe(before + 4);
  });

  it('stays when a case that it names is erased', async () => {
    const { reference } = await makeCase(store);
    await add(1, [`opened ${reference}`]);
    await store.eraseCase({ reference, mails: [], now: NOW });
    expect(await other.readTrail({ before: null, limit: 9 })).toEqual([
      { number: 1, note: `opened ${reference}` },
    ]);
  });
}
