import type { Certificate } from './keys.ts';
import { hasExpired } from './lifetime.ts';

/** What is asked of a certificate of the team here. */
export type Opener = Pick<Certificate, 'isForGnupg' | 'expiresAt'>;

/** Who of a team opens what is sealed to it with GnuPG, and who can't. */
export interface Openers<One> {
  /** Whether anybody does. */
  useGnupg: boolean;
  /** Whose keys are of kinds that it doesn't hold: they have the inbox, and programs of their own. */
  others: One[];
}

/** Tells them apart, of those to whom something is sealed at `now`. */
export function openersOf<One extends Opener>(team: readonly One[], now: Date): Openers<One> {
  const readers = team.filter((one) => !hasExpired(one, now.getTime()));
  const others = readers.filter(({ isForGnupg }) => !isForGnupg);
  return { useGnupg: others.length === 0 || others.length < readers.length, others };
}
