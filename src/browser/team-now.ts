import { team } from 'virtual:team';
import { hasExpired, momentWithin } from '../openpgp/lifetime.ts';
import type { SealTo } from '../openpgp/seal.ts';
import { askServerTime } from './server-time.ts';

/** The keys of the whole team have run out: there is nobody to seal to. */
export class NoTeamKeyError extends Error {
  override readonly name = 'NoTeamKeyError';
}

/**
 * Everybody of the team to whom can be sealed now. A visitor's clock alone leaves nobody out: where it says that a
 * certificate has run out, the server's time decides, and without an answer it stays in.
 * @throws NoTeamKeyError when there is nobody left
 */
export async function teamNow(): Promise<Exclude<SealTo, string>[]> {
  const own = Date.now();
  const asked = team.some((one) => hasExpired(one, own)) ? await askServerTime() : null;
  const left = asked === null ? team : team.filter((one) => !hasExpired(one, asked));
  if (left.length === 0) throw new NoTeamKeyError();
  return left.map((one) => ({ armored: one.armored, at: momentWithin(one, asked ?? own) }));
}
