import type { SealedRecordName } from '../../src/disclosure/desk-wire.ts';
import { ProblemError, tooMany } from '../http/problem.ts';
import type { Parts } from '../parts-types.ts';
import { storageFull } from '../reporter/storage-full.ts';
import { quotaFor } from '../store/quota.ts';
import type { Member } from './session.ts';

/** What writing a record of the desk needs. */
export type RecordPart = 'store' | 'now' | 'storageQuota' | 'background';

/** What the desk keeps a record of. */
export type RecordName = SealedRecordName | 'absences';

/**
 * Replaces a record of the desk for a member, when it still has the version that they saw.
 * @returns the version that it has now
 * @throws ProblemError `version-conflict`, or what limits say
 */
export async function writeRecord(
  { name, seenVersion, value }: { name: RecordName; seenVersion: number; value: string },
  member: Member,
  parts: Pick<Parts, RecordPart>,
): Promise<number> {
  const now = parts.now().getTime();
  const stored = await parts.store.writeRecord({
    ...{ name, seenVersion, value, by: member.name },
    quota: quotaFor('team', parts.storageQuota, now),
    limits: [{ key: `records:${name}`, most: 100, windowSeconds: 15 * 60 }],
    now,
  });
  switch (stored.outcome) {
    case 'written':
      return stored.version;
    case 'stale':
      throw new ProblemError('version-conflict');
    case 'storage-full':
      throw storageFull(stored, parts, 'storage-full-for-team');
    case 'limited':
      throw tooMany(stored.retryAfterSeconds);
  }
}
