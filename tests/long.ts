/**
 * Tests that take long, of what changes seldom: certificates that have run out, clocks that are wrong, slow lines, a
 * browser profile that is kept, a proof that travels, a site without https, keys of newer programs, cases as long as they
 * may be, uploads that break off, what browsers do of their own, Firefox, a day's flood, a log that is tampered with, a year
 * on both stores, who signed what the inbox shows, a server that is busy for long, security.txt as each key signs it, and each way to call the commands that verify.
 * `npm run test:long` runs these, and `npm test` does not.
 */
export const long = [
  'browser/expired-keys',
  'browser/clocks',
  'browser/slow-line',
  'browser/profile',
  'browser/proof-trip',
  'browser/insecure',
  'browser/newer-keys',
  'browser/long-cases',
  'browser/upload-faults',
  'browser/platform',
  'browser/firefox',
  'browser/inbox-signatures',
  'api/flooded-day',
  'faults/endurance',
  'api/log-tampering',
  'api/whole-year',
  'site/security-txt',
  'unit/verify-commands',
].map((name) => `tests/${name}.test.ts`);
