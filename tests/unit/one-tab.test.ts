import { expect, it } from 'vitest';
import { inOneTab } from '../../src/browser/inbox/sharing/one-tab.ts';

/** Whether another tab could begin. */
const isFree = () =>
  navigator.locks.request('meldpunt-sharing', { ifAvailable: true }, (lock) => lock !== null);

it('no other tab begins while anything of it goes on here, what was paused and what began since', async () => {
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const one = inOneTab(() => first.promise);
  await expect.poll(isFree).toBe(false);
  const other = inOneTab(() => second.promise);
  first.resolve();
  await new Promise((done) => setTimeout(done, 20));
  expect(await isFree()).toBe(false);
  second.resolve();
  expect(await Promise.all([one, other])).toEqual([true, true]);
  expect(await isFree()).toBe(true);
});

it('is not begun while another tab is at it, and leaves the way free where it fails', async () => {
  await navigator.locks.request('meldpunt-sharing', async () => {
    expect(await inOneTab(() => Promise.reject(new Error('not to be begun')))).toBe(false);
  });
  await expect(inOneTab(() => Promise.reject(new Error('no key')))).rejects.toThrow('no key');
  expect(await isFree()).toBe(true);
});
