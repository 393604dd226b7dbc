import { describe, it } from 'vitest';
import { createKvStore } from '../../functions/store/kv/store.ts';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import { withKv } from '../support/kv.ts';
import { liveThroughQuarter, liveThroughSpring, liveThroughYear } from '../support/year-plans.ts';

// The whole year on both stores, with both kinds of digest, is one of the long tests (whole-year.test.ts).
describe('what a desk promises is kept, day by day, and nothing is mailed twice, forgotten, or erased unread', () => {
  it('through a year with cases of every kind, with sqlite', async () => {
    await liveThroughYear(createSqliteStore(':memory:'), 'off');
  });

  it('through a quarter in which what can wait is mailed each morning, with sqlite', async () => {
    await liveThroughQuarter(createSqliteStore(':memory:'), 'daily');
  });

  const kv = withKv();
  it('through a quarter, with kv', async () => {
    await liveThroughSpring(createKvStore(kv().bridge), 'off');
  }, 300_000);
});
