import { expect, it } from 'vitest';
import { broken } from './check.ts';
import { killAppending } from './kill-log.ts';

// The short form of `npm run test:faults kill`, as far as it is about the log.
it.each(['sqlite', 'kv'] as const)(
  'after kill -9 while appending, each accepted report has an entry and none has two (%s)',
  async (adapter) => {
    const checks = await killAppending(adapter, 6);
    expect(broken(checks)).toEqual([]);
  },
);
