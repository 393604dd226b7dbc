import type { ReportTexts } from '../../handover/report.ts';
import { askServerTime, serverNow } from '../api/server-time.ts';
import { reasonOf, WorkerTaskError } from '../workers/fault.ts';
import type { Errors } from './fields.ts';

/** Few have a key of their own: what judges it loads only then. */
const judge = () => import('../workers/judge/client.ts');

/**
 * Checks the OpenPGP keys that a reporter pasted; what does so loads with the first one.
 * @returns the certificates alone that can be sealed to, armored; empty, with a sentence in `errors`, when none can be
 * @throws WorkerTaskError when they could not be checked
 */
export async function checkOwnKey(armored: string, texts: ReportTexts, errors: Errors): Promise<string> {
  try {
    return await usableKeys(armored);
  } catch (error) {
    const sentence = sentencesOf(texts)[reasonOf(error)];
    if (sentence === undefined) throw error;
    errors.set('ownKey', sentence);
    return '';
  }
}

/** Seals a report to the team and to the reporter's own keys, once they were checked. @throws WorkerTaskError */
export async function sealToOwnKey(text: string, key: string): Promise<string> {
  const { askJudge } = await judge();
  return askJudge('seal', { text, readers: [key], now: serverNow() });
}

/** By the clock of this machine, and where that says that a key has expired, by the server's. @throws WorkerTaskError */
async function usableKeys(armored: string): Promise<string> {
  const { askJudge } = await judge();
  try {
    return await askJudge('checkKey', { armored, now: serverNow() });
  } catch (error) {
    if (reasonOf(error) !== 'expired') throw error;
    const now = await askServerTime();
    if (now === null) throw new WorkerTaskError('expired-by-clock');
    return askJudge('checkKey', { armored, now });
  }
}

function sentencesOf({ errors }: ReportTexts): Record<string, string> {
  return {
    private: errors.ownKeyPrivate,
    unreadable: errors.ownKeyUnreadable,
    expired: errors.ownKeyExpired,
    'expired-by-clock': errors.ownKeyExpiredByClock,
    revoked: errors.ownKeyRevoked,
    'no-encryption': errors.ownKeyNoEncryption,
    'no-user-id': errors.ownKeyNoUserId,
    weak: errors.ownKeyWeak,
    'unsupported-algorithm': errors.ownKeyUnsupported,
    'beyond-limits': errors.ownKeyBeyondLimits,
    // Whatever it is that takes so long, nobody could seal to it.
    'too-slow': errors.ownKeyBeyondLimits,
  };
}
