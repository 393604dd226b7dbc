import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Allowance } from '../../src/browser/inbox/sharing/allowance.ts';

const MINUTE = 60_000;
const takeTimes = (allowance: Allowance, times: number) => {
  for (let count = 0; count < times; count += 1) allowance.take();
};

describe('the requests that sharing all cases may make', () => {
  let kept: Map<string, string>;
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.UTC(2026, 10, 26, 12) });
    kept = new Map();
    vi.stubGlobal('localStorage', {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => kept.set(name, value),
    });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('are as many as leave a quarter of what a session may make to the member, and then none until a quarter of an hour is past', () => {
    const allowance = new Allowance();
    takeTimes(allowance, 899);
    expect(allowance.wait()).toBe(0);
    vi.advanceTimersByTime(MINUTE / 2);
    allowance.take();
    expect(allowance.wait()).toBe(15.5 * MINUTE);
    vi.advanceTimersByTime(15.5 * MINUTE - 1);
    expect(allowance.wait()).toBe(1);
    vi.advanceTimersByTime(1);
    expect(allowance.wait()).toBe(0);
  });

  it('are counted for all tabs of a browser', () => {
    const [first, other] = [new Allowance(), new Allowance()];
    takeTimes(first, 900);
    expect(other.wait()).toBeGreaterThan(0);
    other.take();
    expect(kept.values().next().value).toContain('901');
  });

  it('never are more in any quarter of an hour, however they are spread', () => {
    const allowance = new Allowance();
    const made: number[] = [];
    for (let second = 0; second < 60 * 60; second += 1) {
      for (let count = 0; count < 2 + (second % 5) && allowance.wait() === 0; count += 1) {
        allowance.take();
        made.push(second);
      }
      vi.advanceTimersByTime(1000);
    }
    const most = Math.max(
      ...made.map((from) => made.filter((one) => one >= from && one < from + 900).length),
    );
    expect(most).toBe(900);
  });

  it('are not more for a page that is loaded anew', () => {
    takeTimes(new Allowance(), 900);
    expect(new Allowance().wait()).toBeGreaterThan(0);
    for (const other of ['', '{}', '[["x", 1]]']) {
      kept.set([...kept.keys()][0] ?? '', other);
      expect(new Allowance().wait()).toBe(0);
    }
  });

  it('are fewer where the browser keeps nothing', () => {
    vi.stubGlobal('localStorage', undefined);
    const allowance = new Allowance();
    takeTimes(allowance, 299);
    expect(allowance.wait()).toBe(0);
    allowance.take();
    expect(allowance.wait()).toBeGreaterThan(0);
  });

  it('are not held up for good where the clock was set back', () => {
    const allowance = new Allowance();
    takeTimes(allowance, 900);
    vi.setSystemTime(Date.now() - 60 * MINUTE);
    expect(allowance.wait()).toBe(0);
  });
});
