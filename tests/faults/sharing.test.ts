import { expect, it } from 'vitest';
import { broken } from './check.ts';
import { killSharing } from './sharing.ts';

// The short form of `npm run test:faults sharing`.
it('after kill -9 while cases are shared, each opens for who should, and for nobody else', {
  timeout: 180_000,
}, async () => {
  const checks = await killSharing('sqlite', 24, 6);
  expect(broken(checks)).toEqual([]);
});
