import { afterEach, describe, expect, it, vi } from 'vitest';
import { inSlices } from '../../src/browser/inbox/base/in-slices.ts';

const many = Array.from({ length: 10 }, (_, index) => index);

describe('work on many', () => {
  afterEach(() => vi.restoreAllMocks());
  /** A clock on which each look takes so many ms. */
  const tick = (ms: number) => {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => {
      now += ms;
      return now;
    });
  };

  it('that is quick is done before anything else', () => {
    tick(0);
    const done: number[] = [];
    void inSlices(
      many,
      (one) => done.push(one),
      () => true,
    );
    expect(done).toEqual(many);
  });

  it('that takes long lets what somebody types come in between', async () => {
    tick(5);
    const done: number[] = [];
    const work = inSlices(
      many,
      (one) => done.push(one),
      () => true,
    );
    const typed = new Promise<number>((resolve) => setTimeout(() => resolve(done.length)));
    expect(await typed).toBeLessThan(5);
    expect(await work).toBe(true);
    expect(done).toEqual(many);
  });

  it('that nobody waits for any more stops', async () => {
    tick(5);
    const done: number[] = [];
    expect(
      await inSlices(
        many,
        (one) => done.push(one),
        () => false,
      ),
    ).toBe(false);
    expect(done.length).toBeLessThan(5);
  });
});
