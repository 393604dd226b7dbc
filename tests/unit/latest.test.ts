import { expect, it } from 'vitest';
import { Latest } from '../../src/browser/inbox/base/latest.ts';

it('of work that is under way only what was begun last counts, and nothing once it is left', () => {
  const work = new Latest();
  expect(work.signal.aborted).toBe(true);
  const first = work.begin();
  expect([first.aborted, work.signal === first]).toEqual([false, true]);
  const second = work.begin();
  expect([first.aborted, second.aborted]).toEqual([true, false]);
  work.leave();
  expect([second.aborted, work.signal.aborted]).toEqual([true, true]);
});
