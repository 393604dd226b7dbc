import type { Errors } from './report-fields.ts';
import type { ReportTexts } from './report-texts.ts';
import { WorkerTaskError } from './worker-client.ts';

/** Few have a key of their own: what judges it loads only then. */
const judge = () => import('./judge.ts');

/**
 * Checks the OpenPGP key that a reporter pasted; what does so loads with the first one.
 * @returns its certificates alone, armored; empty, with a sentence in `errors`, when it can't be used
 * @throws WorkerTaskError when it could not be checked
 */
export async function checkOwnKey(armored: string, texts: ReportTexts, errors: Errors): Promise<string> {
  const sentences: Record<string, string> = {
    private: texts.errors.ownKeyPrivate,
    unreadable: texts.errors.ownKeyUnreadable,
    expired: texts.errors.ownKeyExpired,
    revoked: texts.errors.ownKeyRevoked,
    'no-encryption': texts.errors.ownKeyNoEncryption,
    weak: texts.errors.ownKeyWeak,
    'unsupported-algorithm': texts.errors.ownKeyUnsupported,
    'beyond-limits': texts.errors.ownKeyBeyondLimits,
    // Whatever it is that takes so long, nobody could seal to it.
    'too-slow': texts.errors.ownKeyBeyondLimits,
  };
  const { askJudge } = await judge();
  try {
    return await askJudge('checkKey', armored);
  } catch (error) {
    const sentence = error instanceof WorkerTaskError ? sentences[error.reason] : undefined;
    if (sentence === undefined) throw error;
    errors.set('ownKey', sentence);
    return '';
  }
}

/** Seals a report to the team and to the reporter's own key, once it was checked. @throws WorkerTaskError */
export async function sealToOwnKey(text: string, key: string): Promise<string> {
  const { askJudge } = await judge();
  return askJudge('seal', { text, readers: [key] });
}
