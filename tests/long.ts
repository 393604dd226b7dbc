/**
 * Tests that take long, of what changes seldom: certificates that have run out, slow lines, a browser profile that is kept,
 * a proof that travels, a site without https, keys of newer programs, cases as long as they may be, uploads that break off,
 * what browsers do of their own, a day's flood, a year on both stores, and each way to call the commands that verify.
 * `npm run test:long` runs these, and `npm test` does not.
 */
export const long = [
  'browser/expired-keys',
  'browser/slow-line',
  'browser/profile',
  'browser/proof-trip',
  'browser/insecure',
  'browser/newer-keys',
  'browser/long-cases',
  'browser/upload-faults',
  'browser/platform',
  'api/flooded-day',
  'api/whole-year',
  'unit/verify-commands',
].map((name) => `tests/${name}.test.ts`);
