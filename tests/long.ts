/**
 * Tests that take a minute or more each, of what changes seldom: certificates that have run out, slow lines, a browser
 * profile that is kept, and a proof that travels. `npm run test:long` runs these, and `npm test` does not.
 */
export const long = ['expired-keys', 'slow-line', 'profile', 'proof-trip'].map(
  (name) => `tests/browser/${name}.test.ts`,
);
