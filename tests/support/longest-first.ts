import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What takes longest, so that it is under way while the rest fills the other workers; a file that begins last and takes a
 * minute makes all of them wait for it. Where a name stands is all that counts: the first begin first.
 */
const LONGEST = [
  ...['browser/expired-keys', 'browser/accessibility', 'browser/profile', 'browser/slow-line'],
  ...['site/integrity', 'site/security-txt', 'interop/matrix', 'browser/status', 'browser/inbox-keys'],
  'browser/',
  ...['api/flooded-day', 'api/receipts', 'api/log-tampering'],
  ...['faults/', 'interop/', 'site/'],
  ...['api/expiry', 'api/mail-flood', 'api/chunks', 'unit/team-key', 'unit/settings', 'bench/', 'contract/'],
];

/** Begins with the files that take longest; equal ones as vitest has them, which knows how long they took before. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const name = relative(new URL('..', import.meta.url).pathname, moduleId);
      const found = LONGEST.findIndex((start) => name.startsWith(start));
      return found < 0 ? LONGEST.length : found;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}
