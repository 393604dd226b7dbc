// Whom a reply is sealed to besides the team: the reporter, by the key in the report and by no other.
import { type Gap, gapOf } from '../../../disclosure/answerable.ts';
import type { Report } from '../../../disclosure/report.ts';
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import type { ReaderFault } from '../../../openpgp/key-error.ts';
import { keysIn } from '../../../openpgp/keys-in-report.ts';
import { serverNow } from '../../api/server-time.ts';
import { isTooSlow } from '../../workers/fault.ts';
import { askJudge } from '../../workers/judge/client.ts';
import type { CheckedReader } from '../../workers/judge/tasks.ts';
import { hasKey } from '../base/session.ts';

export interface Reader {
  /** Where replies are sealed to besides the team: the reporter's key, armored, or nothing where it can't be used. */
  readers: string[];
  /** Why the key in the report can't be used; null when it can, or there is none. */
  readerFault: ReaderFault | null;
  /** Why the reporter can't read what is sealed to `readers`; whoever sends a reply all the same says so. Null for nothing. */
  gap: Gap | null;
  /** Of the keys in the report, upper case: what the reporter signs is verified with these and no others. */
  fingerprints: string[];
}

/**
 * Finds out whether the reporter can be written to, before anybody writes: a case whose reporter can't be must be
 * answered all the same.
 * @param reportText null where the report could not be opened
 */
export async function readerOf(
  { replyKeyId }: TeamCase,
  report: Report | null,
  reportText: string | null,
): Promise<Reader> {
  const key = keysIn(report, reportText ?? '');
  const { fault: readerFault, keyIds, fingerprints } = await checkReader(key);
  const readers = key === '' || readerFault !== null ? [] : [key];
  if (reportText !== null) {
    const gap = gapOf({ replyKeyId, reportKeyIds: keyIds, isUsable: readers.length > 0 });
    return { readers, readerFault, gap, fingerprints };
  }
  // What nobody could open has a key that nobody knows. Without a key here it may be opened yet.
  return { readers, readerFault, gap: hasKey.peek() ? 'report-closed' : null, fingerprints };
}

/** A key that takes too long to look at is beyond limits too; where looking failed otherwise, sealing will tell. */
async function checkReader(
  key: string,
): Promise<Omit<CheckedReader, 'keyIds'> & { keyIds: string[] | null }> {
  if (key === '') return { fault: null, keyIds: [], fingerprints: [] };
  return askJudge('checkReader', { reader: key, now: serverNow() }).catch((error: unknown) => ({
    fault: isTooSlow(error) ? 'beyond-limits' : null,
    keyIds: isTooSlow(error) ? [] : null,
    fingerprints: [],
  }));
}
