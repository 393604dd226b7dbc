import { expect, it } from 'vitest';
import { withBothStores } from '../support/jobs.ts';
import { liveThroughYear } from '../support/year-plans.ts';

withBothStores((open) => {
  it.each(['off', 'daily'] as const)(
    'what a desk promises is kept through a year with cases of every kind, and TEAM_DIGEST=%s',
    async (teamDigest) => {
      const [store] = await open();
      const seen = await liveThroughYear(store, teamDigest);
      // There was something to tell nearly every day.
      expect(new Set(seen.mails.map(({ at }) => at)).size).toBeGreaterThan(300);
    },
    600_000,
  );
});
