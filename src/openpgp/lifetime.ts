import type { Recipient } from './inspect.ts';

/** The time in which a certificate can be encrypted to, in ms since 1970. */
export interface Lifetime {
  /** When the last of what it consists of was made. */
  validFrom: number;
  /** Null for never. */
  expiresAt: number | null;
}

/** A certificate of the team as the check of what was sealed to it knows it. */
export type TeamRecipient = Recipient & Pick<Lifetime, 'expiresAt'>;

/** How long a message may be on its way, and how far apart the clocks of servers may be, in ms. */
const MARGIN = 15 * 60 * 1000;

/** Whether nothing can be encrypted to a certificate any more at `now`. */
export function hasExpired({ expiresAt }: Pick<Lifetime, 'expiresAt'>, now: number): boolean {
  return expiresAt !== null && expiresAt <= now;
}

/** When the last certificate of a team runs out, in ms since 1970; null where one never does. */
export function lastExpiry(team: readonly Pick<Lifetime, 'expiresAt'>[]): number | null {
  const ends = team.map(({ expiresAt }) => expiresAt ?? Number.POSITIVE_INFINITY);
  const last = Math.max(...ends);
  return Number.isFinite(last) ? last : null;
}

/**
 * Whom a message that arrives at `now` must reach: everybody of the team whose certificate is good for a while yet, so
 * that neither one that runs out meanwhile nor a clock stops it. Others it may reach as well. Where all are about to run
 * out, or just did, one of them will do.
 * @returns none when nobody can be sealed to any more
 */
export function requiredAt(team: readonly TeamRecipient[], now: number): readonly Recipient[] {
  const lasting = team.filter((one) => !hasExpired(one, now + MARGIN));
  if (lasting.length > 0) return lasting;
  const last = team.filter((one) => !hasExpired(one, now - MARGIN));
  if (last.length === 0) return [];
  const encryptionKeyIds = last.flatMap((one) => one.encryptionKeyIds);
  return [{ encryptionKeyIds, opensSeipd2: last.every((one) => one.opensSeipd2) }];
}

/**
 * The moment nearest to `now` at which a certificate can be encrypted to. It lets a clock that is behind its making, or
 * that says alone that it has run out, stop nothing.
 */
export function momentWithin({ validFrom, expiresAt }: Lifetime, now: number): Date {
  const last = expiresAt === null ? now : Math.min(now, expiresAt - 1000);
  return new Date(Math.max(validFrom, last));
}
