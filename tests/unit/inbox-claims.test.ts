import { describe, expect, it } from 'vitest';
import { type Claimed, Claims, isToClaim } from '../../src/browser/inbox/list/claims.ts';
import { caseStatuses } from '../../src/disclosure/case.ts';
import { exposures } from '../../src/disclosure/report.ts';

const fresh = {
  ...({ reference: 'CVD-2026-ABC123', version: 1, status: 'received', withdrawnAt: null } as const),
  ...{ claimedAt: null, claimAnswer: null, exploitedAt: null },
};
const AT = '2026-11-23T09:00:00.000Z';
const report = { exposure: 'exploited' } as const;

describe('a case is claimed by what its opened report says', () => {
  it.each(exposures)('%s', (exposure) => {
    expect(isToClaim(fresh, { exposure })).toBe(exposure === 'exploited' || exposure === 'both');
  });

  it('not where the report is not open, or in a form of its own', () => {
    expect(isToClaim(fresh, null)).toBe(false);
  });

  it.each(caseStatuses)('as long as it may be a weak spot of ours: %s', (status) => {
    const isOver = ['closed', 'rejected', 'duplicate'].includes(status);
    expect(isToClaim({ ...fresh, status }, report)).toBe(!isOver);
  });

  it('not where somebody said so already, judged it, marked it, took the mark back, or withdrew it', () => {
    expect(isToClaim({ ...fresh, claimedAt: AT }, report)).toBe(false);
    expect(isToClaim({ ...fresh, claimAnswer: 'not-true' }, report)).toBe(false);
    expect(isToClaim({ ...fresh, exploitedAt: AT }, report)).toBe(false);
    expect(isToClaim({ ...fresh, withdrawnAt: AT }, report)).toBe(false);
    expect(isToClaim(fresh, report, [{ kind: 'assigned' }])).toBe(true);
    expect(isToClaim(fresh, report, [{ kind: 'exploited' }, { kind: 'exploited' }])).toBe(false);
  });
});

describe('claims of a list', () => {
  /** A server that answers by what stands in `outcomes`, and counts who is on the way at once. */
  function serverOf(outcomes: Record<string, Claimed> = {}) {
    const asked: string[] = [];
    const state = { underWay: 0, most: 0 };
    const claims = new Claims(async ({ reference, version }) => {
      state.underWay += 1;
      state.most = Math.max(state.most, state.underWay);
      await Promise.resolve();
      state.underWay -= 1;
      asked.push(`${reference} ${version}`);
      return outcomes[reference] ?? 'claimed';
    });
    return { asked, state, claims };
  }
  const named = (...references: string[]) => references.map((reference) => ({ ...fresh, reference }));

  it('are told one after the other, each version once, and then it is heard which are others now', async () => {
    const { asked, state, claims } = serverOf({ b: 'changed' });
    const changed: string[] = [];
    const heard = (references: readonly string[]) => void changed.push(...references);
    await Promise.all([claims.want(named('a', 'b'), heard), claims.want(named('a', 'b', 'c'), heard)]);
    await claims.want(named('a', 'b', 'c'), heard);
    expect([asked, state.most]).toEqual([['a 1', 'b 1', 'c 1'], 1]);
    expect(changed).toEqual(['a', 'b', 'c']);
    // Somebody had changed it: its newer version decides anew.
    await claims.want([{ ...fresh, reference: 'b', version: 2 }], heard);
    expect(asked.at(-1)).toBe('b 2');
  });

  it('rest where there is no answer, and end with the list', async () => {
    const { asked, claims } = serverOf({ a: 'not-now' });
    await claims.want(named('a', 'b'), () => undefined);
    expect(asked).toEqual(['a 1']);
    await claims.want(named('a', 'b'), () => undefined);
    expect(asked).toEqual(['a 1', 'b 1']);
    claims.end();
    await claims.want(named('c'), () => expect.unreachable());
    expect(asked).toHaveLength(2);
  });
});
