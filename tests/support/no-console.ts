import { afterEach, beforeEach, expect, type MockInstance, vi } from 'vitest';

// Code under test never writes to the console: the log is a part of its own, without anything readable.
let spies: MockInstance[] = [];
beforeEach(() => {
  spies = (['error', 'warn', 'log'] as const).map((method) => vi.spyOn(console, method));
});
afterEach(() => {
  for (const spy of spies) {
    expect(spy).not.toHaveBeenCalled();
    spy.mockRestore();
  }
});
