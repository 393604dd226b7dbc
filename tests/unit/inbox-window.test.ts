import { expect, it } from 'vitest';
import { inView, stretchFor } from '../../src/browser/inbox/list/window.ts';

it('of five thousand rows those in view are drawn, and some on either side', () => {
  for (const top of [0, -440, -44_000, -219_000, 200]) {
    const { from, to } = stretchFor(top, 768, 44, 5000);
    expect(to - from).toBeLessThanOrEqual(60);
    expect(from * 44).toBeLessThanOrEqual(Math.max(0, -top));
    expect(to * 44).toBeGreaterThanOrEqual(Math.min(5000 * 44, 768 - top));
  }
});

it('scrolling by a row changes nothing most of the time', () => {
  const stretches = Array.from({ length: 120 }, (_, row) =>
    JSON.stringify(stretchFor(-row * 44, 768, 44, 5000)),
  );
  expect(new Set(stretches).size).toBeLessThanOrEqual(22);
});

it('a list that is above or below the window has nothing to draw but some rows at its edge', () => {
  expect(stretchFor(5000, 768, 44, 100)).toEqual({ from: 0, to: 0 });
  const { from, to } = stretchFor(-50_000, 768, 44, 100);
  expect([from, to]).toEqual([100, 100]);
});

it('what is in view is told apart from what is drawn beside it', () => {
  expect(inView(stretchFor(-44_000, 768, 44, 5000))).toEqual({ from: 996, to: 1020 });
  expect(inView({ from: 0, to: 0 })).toEqual({ from: 0, to: 0 });
});
