import { expect, it } from 'vitest';
import { broken, type Check } from './check.ts';
import { withTexts } from './with-texts.ts';

it('what a flood costs is measured as the long runs do it: an hour of it, from one address, holds', async () => {
  const checks = await withTexts<typeof import('./flood-cost.ts'), Check[]>(
    '/tests/faults/flood-cost.ts',
    ({ floodCost }) => floodCost('sqlite', 1, [1]),
  );
  expect(broken(checks)).toEqual([]);
  expect(checks.filter(({ holds }) => holds).length).toBeGreaterThan(0);
});
