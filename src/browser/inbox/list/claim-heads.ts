// Tells the server of the cases of the list whose reports, opened here, say that they are exploited.
import { effect, type ReadonlySignal } from '@preact/signals';
import type { CaseSummary } from '../../../disclosure/team-wire.ts';
import { Claims, isToClaim } from './claims.ts';
import { heads } from './heads.ts';

/**
 * Does so as heads are opened, until it is ended; the case in front tells it of itself.
 * @param whenChanged hears which cases are others now
 * @returns ends it
 */
export function claimHeads(
  all: ReadonlySignal<readonly CaseSummary[]>,
  whenChanged: (references: readonly string[]) => void,
): () => void {
  const claims = new Claims();
  const end = effect(() => {
    const known = heads.value;
    const inFront = location.hash.slice(1);
    const wanted = all.value.filter(
      (one) => one.reference !== inFront && isToClaim(one, known.get(one.reference)?.report ?? null),
    );
    void claims.want(wanted, whenChanged);
  });
  return () => {
    end();
    claims.end();
  };
}
