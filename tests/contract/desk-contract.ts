import { beforeEach, expect, it } from 'vitest';
import { quotaFor } from '../../functions/store/quota.ts';
import type { HitLimit, Store } from '../../functions/store/store.ts';
import { ample } from '../support/cases.ts';
import { atOnce, countOf, NOW, type Open } from './stores.ts';

const ANNA = 'Anna <anna@example.com>';

/** What the team keeps that is of no case. */
export function deskContract(open: Open): void {
  let store: Store;
  let other: Store;
  let stores: readonly [Store, Store];
  beforeEach(async () => {
    stores = await open();
    [store, other] = stores;
  });
  const input = (seenVersion: number, value: string, name = 'letters') => {
    const limits: HitLimit[] = [];
    return { name, seenVersion, value, by: ANNA, quota: ample, limits, now: NOW + seenVersion };
  };
  const written = (version: number) => ({ outcome: 'written', version });

  it('a record is there as it was written last, under its own name', async () => {
    expect(await store.readRecord('letters')).toBeNull();
    expect(await store.writeRecord(input(0, 'één'))).toEqual(written(1));
    expect(await other.readRecord('letters')).toEqual({ version: 1, value: 'één', by: ANNA, at: NOW });
    expect(await other.writeRecord(input(1, '2'))).toEqual(written(2));
    expect(await store.readRecord('letters')).toEqual({ version: 2, value: '2', by: ANNA, at: NOW + 1 });
    expect(await store.readRecord('absences')).toBeNull();
    expect(await store.writeRecord(input(0, 'x', 'absences'))).toEqual(written(1));
    expect((await store.readRecord('letters'))?.value).toBe('2');
  });

  it('whoever saw another version than there is changes nothing, and a repeat is as the first', async () => {
    await store.writeRecord(input(0, 'first'));
    expect(await other.writeRecord(input(0, 'first'))).toEqual(written(1));
    for (const [seen, value, by] of [
      [0, 'other', ANNA],
      [0, 'first', 'Bram'],
      [2, 'first', ANNA],
    ] as const)
      expect(await other.writeRecord({ ...input(seen, value), by })).toEqual({ outcome: 'stale' });
    const outcomes = await atOnce(10, stores, (through, index) =>
      through.writeRecord(input(1, `by ${index}`)),
    );
    expect(countOf(outcomes, 'written')).toBe(1);
    expect(countOf(outcomes, 'stale')).toBe(9);
    expect((await store.readRecord('letters'))?.version).toBe(2);
  });

  it('a record counts for its value, and a full store takes one that grows no larger', async () => {
    const room = (most: number) => ({ ...quotaFor('team', 0, NOW), most, warnAt: most + 1 });
    const full = { outcome: 'storage-full', hasMail: true };
    expect(await store.writeRecord({ ...input(0, '€€'), quota: room(5) })).toEqual(full);
    expect(await store.readRecord('letters')).toBeNull();
    expect(await store.writeRecord({ ...input(0, '€€'), quota: room(6) })).toEqual(written(1));
    expect(await other.storedBytes()).toBe(6);
    expect(await store.writeRecord({ ...input(1, '€€a'), quota: room(6) })).toMatchObject({
      outcome: 'storage-full',
    });
    expect(await store.writeRecord({ ...input(1, '€bcd'), quota: room(0) })).toEqual(written(2));
    expect(await store.writeRecord({ ...input(2, '') })).toEqual(written(3));
    expect(await other.storedBytes()).toBe(0);
    const limits = [{ key: 'desk', most: 1, windowSeconds: 60 }];
    expect(await store.writeRecord({ ...input(3, 'a'), limits })).toEqual(written(4));
    expect(await store.writeRecord({ ...input(4, 'b'), limits })).toMatchObject({ outcome: 'limited' });
    expect(await store.storedBytes()).toBe(1);
  });
}
