// What a report says of exploitation, once it is open on this machine: the server hears it, so that the clock of the team
// starts and colleagues are woken, whichever way the report came.
import type { Report } from '../../../disclosure/report.ts';
import { type CaseFacts, changedSchema } from '../../../disclosure/team-wire.ts';
import { askTeam } from '../../api/team.ts';

/** What tells whether a case is still to be claimed. */
type Claimable = Pick<
  CaseFacts,
  'reference' | 'version' | 'status' | 'withdrawnAt' | 'claimedAt' | 'claimAnswer' | 'exploitedAt'
>;

/** What came of it; `changed`: somebody was first, and `not-now`: there is no answer, or none is wanted. */
export type Claimed = 'claimed' | 'changed' | 'not-now';

/**
 * Whether a case waits to be claimed: its report says that it is exploited, and nobody said so yet, or judged it.
 * @param events what happened in it, where that is known: a mark that was taken back was a judgement too
 */
export function isToClaim(
  one: Claimable,
  report: Pick<Report, 'exposure'> | null,
  events: readonly { kind: string }[] = [],
): boolean {
  if (report?.exposure !== 'exploited' && report?.exposure !== 'both') return false;
  const isJudged = one.claimedAt !== null || one.claimAnswer !== null || one.exploitedAt !== null;
  const isOpen = !['closed', 'rejected', 'duplicate'].includes(one.status) && one.withdrawnAt === null;
  return isOpen && !isJudged && !events.some(({ kind }) => kind === 'exploited');
}

/** Tells the server of one. Where somebody else was first, nothing happens: what is there now decides. */
export async function claim({ reference, version }: Claimable): Promise<Claimed> {
  const answer = await askTeam('PATCH', `cases/${reference}`, changedSchema, { version, claimed: true });
  if (answer.ok) return 'claimed';
  return answer.problem === 'version-conflict' ? 'changed' : 'not-now';
}

/** Tells of cases one after the other, each version of a case once. Who floods makes no burst of requests with it. */
export class Claims {
  readonly #claim: (one: Claimable) => Promise<Claimed>;
  readonly #told = new Set<string>();
  #wanted: readonly Claimable[] = [];
  #isAtWork = false;
  #isEnded = false;

  /** @param tell tells the server of one */
  constructor(tell = claim) {
    this.#claim = tell;
  }

  /**
   * Sets which cases are to be claimed, and goes on.
   * @param whenDone hears which cases are others now, once all are told
   */
  async want(wanted: readonly Claimable[], whenDone: (references: readonly string[]) => void): Promise<void> {
    this.#wanted = wanted;
    if (this.#isAtWork) return;
    this.#isAtWork = true;
    const changed: string[] = [];
    try {
      for (let one = this.#next(); one !== undefined && !this.#isEnded; one = this.#next()) {
        this.#told.add(nameOf(one));
        const outcome = await this.#claim(one);
        if (outcome === 'not-now') break;
        changed.push(one.reference);
      }
    } finally {
      this.#isAtWork = false;
    }
    if (changed.length > 0 && !this.#isEnded) whenDone(changed);
  }

  /** Nobody looks at the list any more. */
  end(): void {
    this.#isEnded = true;
  }

  #next(): Claimable | undefined {
    return this.#wanted.find((one) => !this.#told.has(nameOf(one)));
  }
}

const nameOf = ({ reference, version }: Claimable) => `${reference} ${version}`;
