import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Case, caseStatuses } from '../../src/disclosure/case.ts';
import { openDeadlines } from '../../src/disclosure/clock.ts';
import { isPosition, positionOf } from '../../src/disclosure/position.ts';
import { newCaseInput } from '../support/cases.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 23, 9, 0);
const caseOf = (fields: Partial<Case>) => newCaseInput(fields).newCase;

/** Group and time as the documentation gives them; what goes newest first has its time taken from 0. */
function placeOf(one: Case): [number, number] {
  const check = openDeadlines(one).find(({ name }) => name === 'exploitation-check');
  if (check) return [0, check.dueAt];
  const [deadline] = openDeadlines(one).filter(({ name }) => name !== 'message' && name !== 'progress');
  if (deadline) return [1, deadline.dueAt];
  if (one.waitingSince !== null) return [2, one.waitingSince];
  return one.status === 'closed' ? [4, -(one.closedAt ?? 0)] : [3, one.receivedAt];
}

describe('the place of a case in the inbox', () => {
  // A day of 1970 begins before it in zones that are ahead.
  const time = fc.integer({ min: 2 * DAY, max: Date.UTC(2200, 0, 1) });
  const maybe = fc.option(time);
  const cases = fc
    .record({
      receivedAt: time,
      respondBy: time,
      status: fc.constantFrom(...caseStatuses),
      respondedAt: maybe,
      waitingSince: maybe,
      closedAt: time,
      resolvedAt: maybe,
      exploitedAt: maybe,
      fixExpectedAt: maybe,
      publishOn: maybe,
      claimedAt: maybe,
      claimAnswer: fc.constantFrom(null, 'true' as const, 'not-true' as const, 'unclear' as const),
      claimAnsweredAt: maybe,
    })
    .map(caseOf);

  it('sorts as group, then time, then reference', () => {
    fc.assert(
      fc.property(fc.array(cases, { maxLength: 20 }), (some) => {
        const byPosition = some.toSorted((a, b) => (positionOf(a) < positionOf(b) ? -1 : 1));
        const byPlace = some.toSorted((a, b) => {
          const [groupA, timeA] = placeOf(a);
          const [groupB, timeB] = placeOf(b);
          return groupA - groupB || timeA - timeB || (a.reference < b.reference ? -1 : 1);
        });
        expect(byPosition.map(({ reference }) => reference)).toEqual(
          byPlace.map(({ reference }) => reference),
        );
      }),
    );
  });

  it('is what a cursor is checked by, for every case', () => {
    fc.assert(fc.property(cases, (one) => isPosition(positionOf(one))));
  });

  it('a text that is not one is refused', () => {
    const good = positionOf(caseOf({}));
    const wrong = ['', 'x', `5${good.slice(1)}`, `${good}x`, `x${good}`, `${good}\n`, good.toLowerCase()];
    for (const text of wrong) expect(isPosition(text), text).toBe(false);
  });

  it('is before everything else where it is said to be exploited, until somebody has found out', () => {
    const late = caseOf({ respondBy: NOW - 90 * DAY });
    const answered = { status: 'confirmed', respondedAt: NOW - 9 * DAY, fixExpectedAt: NOW } as const;
    const early = caseOf({ ...answered, claimedAt: NOW - 5 });
    const inOrder = [early, caseOf({ respondBy: NOW, claimedAt: NOW }), late].map(positionOf);
    expect(inOrder.toSorted()).toEqual(inOrder);
    const unclear = { ...early, claimAnswer: 'unclear', claimAnsweredAt: NOW, checkFrom: NOW } as const;
    expect(positionOf(unclear) < positionOf(late)).toBe(true);
    for (const done of [
      { claimAnswer: 'not-true', claimAnsweredAt: NOW } as const,
      { exploitedAt: NOW },
      { status: 'rejected', dismissedAt: NOW } as const,
      { status: 'closed', closedAt: NOW } as const,
    ])
      expect(positionOf({ ...early, ...done }) > positionOf(late), JSON.stringify(done)).toBe(true);
  });

  it('goes from a deadline over a message that waits and what is open to what is closed', () => {
    const answered = { status: 'confirmed', respondedAt: NOW } as const;
    const inOrder = [
      caseOf({ respondBy: NOW + DAY }),
      caseOf({ ...answered, exploitedAt: NOW + DAY }),
      caseOf({ respondBy: NOW + 9 * DAY, waitingSince: 1 }),
      caseOf({ ...answered, waitingSince: NOW }),
      caseOf({ ...answered, waitingSince: NOW + 1 }),
      caseOf({ ...answered, receivedAt: NOW - 1 }),
      caseOf({ ...answered, receivedAt: NOW }),
      caseOf({ status: 'closed', closedAt: NOW + 1 }),
      caseOf({ status: 'closed', closedAt: NOW }),
    ].map(positionOf);
    expect(inOrder.toSorted()).toEqual(inOrder);
  });
});
