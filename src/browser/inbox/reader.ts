// Whom a reply is sealed to besides the team: the reporter, by the key in the report and by no other.
import type { Report } from '../../disclosure/report.ts';
import type { TeamCase } from '../../disclosure/team-wire.ts';
import { blocksIn } from '../../openpgp/armor.ts';
import { serverNow } from '../api/server-time.ts';
import { isTooSlow } from '../workers/client.ts';
import { askJudge } from '../workers/judge/client.ts';
import type { CheckedReader } from '../workers/judge/tasks.ts';
import { hasKey } from '../workers/team/client.ts';
import type { Gap, OpenCase } from './open-case.ts';

/**
 * Finds out whether the reporter can be written to, before anybody writes: a case whose reporter can't be must be
 * answered all the same.
 * @param reportText null where the report could not be opened
 */
export async function readerOf(
  view: TeamCase,
  report: Report | null,
  reportText: string | null,
): Promise<Pick<OpenCase, 'readers' | 'readerFault' | 'gap'>> {
  const key = report?.replyKey || keyIn(reportText ?? '');
  const { fault: readerFault, keyIds } = await checkReader(key);
  const readers = key === '' || readerFault !== null ? [] : [key];
  const gap = reportText === null ? closedGap() : gapOf(view, readers, keyIds);
  return { readers, readerFault, gap };
}

/** What nobody could open has a key that nobody knows. Without a key here it may be opened yet. */
function closedGap(): Gap | null {
  return hasKey() ? 'report-closed' : null;
}

/** Where looking at the key failed nothing is known, and nobody is accused. */
function gapOf({ replyKeyId }: TeamCase, readers: string[], keyIds: string[] | null): Gap | null {
  if (replyKeyId === null || keyIds === null || keyIds.includes(replyKeyId)) return null;
  return readers.length === 0 ? 'no-key' : 'other-key';
}

/** The public keys somewhere in a report that has a form of its own. */
function keyIn(text: string): string {
  return blocksIn(text, 'PUBLIC KEY BLOCK').join('\n');
}

/** A key that takes too long to look at is beyond limits too; where looking failed otherwise, sealing will tell. */
async function checkReader(key: string): Promise<{ fault: CheckedReader['fault']; keyIds: string[] | null }> {
  if (key === '') return { fault: null, keyIds: [] };
  return askJudge('checkReader', { reader: key, now: serverNow() }).catch((error: unknown) => ({
    fault: isTooSlow(error) ? 'beyond-limits' : null,
    keyIds: isTooSlow(error) ? [] : null,
  }));
}
