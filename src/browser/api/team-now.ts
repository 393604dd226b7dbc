import { team } from 'virtual:team';
import type { Certificate } from '../../openpgp/keys.ts';
import { hasExpired, momentWithin } from '../../openpgp/lifetime.ts';
import type { SealTo } from '../../openpgp/seal.ts';
import { askServerTime } from './server-time.ts';

/** The keys of the whole team have run out: there is nobody to seal to. */
export class NoTeamKeyError extends Error {
  override readonly name = 'NoTeamKeyError';
}

/**
 * Who of the team can be sealed to now, and who can't any more. A visitor's clock alone leaves nobody out: where it says
 * that a certificate has run out, the server's time decides, and without an answer it stays in.
 */
export async function teamByTime(): Promise<{ left: Certificate[]; expired: Certificate[]; now: number }> {
  const own = Date.now();
  const asked = team.some((one) => hasExpired(one, own)) ? await askServerTime() : null;
  const isOut = (one: Certificate) => asked !== null && hasExpired(one, asked);
  return { left: team.filter((one) => !isOut(one)), expired: team.filter(isOut), now: asked ?? own };
}

/** Everybody of the team to whom can be sealed now. @throws NoTeamKeyError when there is nobody left */
export async function teamNow(): Promise<Exclude<SealTo, string>[]> {
  const { left, now } = await teamByTime();
  if (left.length === 0) throw new NoTeamKeyError();
  return left.map((one) => ({ armored: one.armored, at: momentWithin(one, now) }));
}
