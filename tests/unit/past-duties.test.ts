import { describe, expect, it } from 'vitest';
import type { Case, CaseEvent } from '../../src/disclosure/case.ts';
import { type Change, change } from '../../src/disclosure/changes.ts';
import { isOutcome } from '../../src/disclosure/promised.ts';
import { promisesOf } from '../../src/disclosure/promises.ts';
import { changeStub, stubOf } from '../../src/disclosure/withdrawal.ts';
import { newCaseInput } from '../support/cases.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const T = Date.parse('2026-10-01T12:00:00Z');
const [ANNA, BRAM] = ['Anna', 'Bram'];

/** A case that lives through changes, as the rules allow them. */
class Life {
  current: Case = newCaseInput({ receivedAt: T, status: 'confirmed', respondedAt: T }).newCase;
  events: CaseEvent[] = [];
  #now = T;

  constructor(fields: Partial<Case> = {}) {
    this.current = { ...this.current, ...fields };
  }

  at(time: number, wanted: Change, by = ANNA): this {
    this.#now = time;
    const actor = { by, now: time, hasReply: false, leastReward: 0 };
    const result = (this.current.withdrawnAt === null ? change : changeStub)(this.current, wanted, actor);
    if (!result.ok) throw new Error(result.code);
    this.current = result.changed;
    this.events.push(...result.events);
    return this;
  }

  withdrawn(time: number): this {
    const left = stubOf(this.current, this.events, time);
    if (!left) throw new Error('nothing is owed');
    this.current = left.stub;
    this.events = left.events;
    return this;
  }

  /** What evidence says, of these names. */
  told(...names: string[]) {
    const promises = promisesOf(this.current, this.events, this.#now, 'UTC');
    for (const one of promises) expect(isOutcome(one, this.#now), JSON.stringify(one)).toBe(true);
    return promises
      .filter(({ name }) => names.includes(name))
      .map(({ name, outcome, dueAt, doneAt, by }) => [name, outcome, dueAt, doneAt, by]);
  }
}

describe('what article 14 asked', () => {
  it('stays late where the mark is taken back, and set and ticked off anew', () => {
    const life = new Life()
      .at(T, { exploited: true })
      .at(T + 5 * DAY, { reported: 'early-warning' }, BRAM)
      .at(T + 6 * DAY, { exploited: false });
    const late = ['early-warning', 'late', T + DAY, T + 5 * DAY, BRAM];
    const away = ['exploited', 'unmarked', T, T + 6 * DAY, ANNA];
    const undone = ['notification', 'dropped-late', T + 3 * DAY, T + 6 * DAY, ANNA];
    expect(life.told('early-warning', 'notification', 'exploited')).toEqual([away, late, undone]);
    life.at(T + 7 * DAY, { exploited: true }).at(T + 7 * DAY + HOUR, { reported: 'early-warning' });
    expect(life.told('early-warning', 'exploited')).toEqual([
      ...[away, late],
      ['early-warning', 'kept', T + 8 * DAY, T + 7 * DAY + HOUR, ANNA],
    ]);
  });

  it('is told of on either track where it was not due yet when the mark was taken back', () => {
    const life = new Life().at(T, { incident: true }).at(T + HOUR, { incident: false }, BRAM);
    expect(life.told('incident', 'incident-early-warning', 'incident-final-report')).toEqual([
      ['incident', 'unmarked', T, T + HOUR, BRAM],
      ['incident-early-warning', 'dropped', T + DAY, T + HOUR, BRAM],
    ]);
  });

  it('stays late where a report is taken back, and told with another moment', () => {
    const life = new Life()
      .at(T, { exploited: true })
      .at(T + 5 * DAY, { reported: 'early-warning' })
      .at(T + 6 * DAY, { unreported: 'early-warning' }, BRAM)
      .at(T + 7 * DAY, { reported: 'early-warning' })
      .at(T + 8 * DAY, { reported: 'early-warning', reportedAt: T + 12 * HOUR }, BRAM);
    expect(life.told('early-warning')).toEqual([
      ['early-warning', 'said-late', T + DAY, T + 5 * DAY, ANNA],
      ['early-warning', 'said-late', T + DAY, T + 7 * DAY, ANNA],
      ['early-warning', 'kept', T + DAY, T + 12 * HOUR, BRAM],
      ['early-warning', 'recalled', T + 5 * DAY, T + 6 * DAY, BRAM],
      ['early-warning', 'restated', T + 7 * DAY, T + 8 * DAY, BRAM],
    ]);
  });

  it('stays late where the team is said to have known later', () => {
    const life = new Life()
      .at(T + DAY, { exploited: true, exploitedSince: T })
      .at(T + 2 * DAY, { reported: 'early-warning' }, BRAM)
      .at(T + 4 * DAY, { exploited: true, exploitedSince: T + 2 * DAY });
    expect(life.told('early-warning', 'notification', 'exploited')).toEqual([
      ['exploited', 'remarked', T, T + 4 * DAY, ANNA],
      ['early-warning', 'late', T + DAY, T + 2 * DAY, BRAM],
      ['notification', 'moved-late', T + 3 * DAY, T + 4 * DAY, ANNA],
      ['early-warning', 'kept', T + 3 * DAY, T + 2 * DAY, BRAM],
      ['notification', 'open', T + 5 * DAY, null, null],
    ]);
    // An earlier one makes it stricter, and takes nothing back.
    const earlier = new Life()
      .at(T + DAY, { exploited: true })
      .at(T + DAY + HOUR, { exploited: true, exploitedSince: T });
    expect(earlier.told('early-warning', 'exploited')).toEqual([
      ['exploited', 'remarked', T + DAY, T + DAY + HOUR, ANNA],
      ['early-warning', 'overdue', T + DAY, null, null],
    ]);
  });

  it('names no moment since when the team knew that is later than a report that stands', () => {
    const life = new Life().at(T, { exploited: true }).at(T + HOUR, { reported: 'early-warning' });
    const later = { exploited: true, exploitedSince: T + DAY } as const;
    expect(() => life.at(T + 2 * DAY, later)).toThrow('exploited-since');
    life.at(T + 2 * DAY, { unreported: 'early-warning' }).at(T + 2 * DAY, later);
    expect(life.told('early-warning')).toEqual(
      [
        ['early-warning', 'said', T + DAY, T + HOUR, ANNA],
        ['early-warning', 'moved-late', T + DAY, T + 2 * DAY, ANNA],
        ['early-warning', 'recalled', T + HOUR, T + 2 * DAY, ANNA],
        ['early-warning', 'open', T + 2 * DAY, null, null],
      ].toSorted((a, b) => Number(a[2]) - Number(b[2])),
    );
  });

  it('stays late where a fix is taken back after which the final report was due, and is made again', () => {
    const day = { fixExpectedAt: T + 60 * DAY } as const;
    const life = new Life()
      .at(T, { ...day, exploited: true })
      .at(T + DAY, { status: 'resolved' })
      .at(T + 30 * DAY, { status: 'fixing' }, BRAM)
      .at(T + 31 * DAY, { status: 'resolved' });
    expect(life.told('final-report')).toEqual([
      ['final-report', 'moved-late', T + 15 * DAY, T + 30 * DAY, BRAM],
      ['final-report', 'open', T + 45 * DAY, null, null],
    ]);
  });

  it('that was corrected with the authorities is told of as that', () => {
    const life = new Life()
      .at(T, { exploited: true })
      .at(T + HOUR, { reported: 'early-warning' })
      .at(T + DAY, { corrected: 'early-warning', correctedAt: T + 5 * HOUR }, BRAM);
    expect(life.told('early-warning')).toEqual([
      ['early-warning', 'kept', T + DAY, T + HOUR, ANNA],
      ['early-warning', 'corrected', null, T + 5 * HOUR, BRAM],
    ]);
  });
});

describe('what was late of the final report', () => {
  const fixed = () =>
    new Life()
      .at(T, { exploited: true, fixExpectedAt: T + 5 * DAY })
      .at(T + DAY, { status: 'resolved' })
      .withdrawn(T + 2 * DAY);
  const lapsed = ['final-report', 'dropped-late', T + 15 * DAY, T + 40 * DAY, ANNA];

  it.each<[string, Change]>([
    ['no fix will come', { fixAvailableAt: null }],
    ['it was no exploited weak spot', { exploited: false }],
  ])('stays so in a stub where it is said that %s', (_, wanted) => {
    const life = fixed().at(T + 40 * DAY, wanted);
    expect(life.told('final-report')).toEqual([lapsed]);
    expect(life.told('progress', 'fix-date')).toEqual([]);
  });

  it('stays so in a stub where it is told anew as done in time', () => {
    const life = fixed()
      .at(T + 30 * DAY, { reported: 'final-report' })
      .at(T + 31 * DAY, { reported: 'final-report', reportedAt: T + 10 * DAY }, BRAM);
    expect(life.told('final-report')).toEqual([
      ['final-report', 'said-late', T + 15 * DAY, T + 30 * DAY, ANNA],
      ['final-report', 'kept', T + 15 * DAY, T + 10 * DAY, BRAM],
      ['final-report', 'restated', T + 30 * DAY, T + 31 * DAY, BRAM],
    ]);
  });
});

describe('the look whether it is exploited, as was said', () => {
  const again = { status: 'confirmed', fixExpectedAt: T + 60 * DAY } as const;
  const dismissed = () => new Life({ claimedAt: T }).at(T + 10 * HOUR, { status: 'rejected' }, BRAM);
  const first = ['exploitation-check', 'kept', T + DAY, T + 10 * HOUR, BRAM];

  it('is late where a dismissal was taken back, and nobody looked until the next one', () => {
    const life = dismissed().at(T + 12 * HOUR, again);
    expect(life.told('exploitation-check')).toEqual([
      first,
      ['exploitation-check', 'open', T + 36 * HOUR, null, null],
    ]);
    life.at(T + 15 * DAY, { status: 'duplicate' });
    const late = ['exploitation-check', 'late', T + 36 * HOUR, T + 15 * DAY, ANNA];
    expect(life.told('exploitation-check')).toEqual([first, late]);
    expect(life.at(T + 16 * DAY, { status: 'rejected' }).told('exploitation-check')).toEqual([first, late]);
  });

  it('is asked of nobody where it was said as the case was dismissed, until that is taken back', () => {
    const life = new Life().at(T, { status: 'rejected' }).at(T + DAY, again);
    expect(life.at(T + 2 * DAY, { status: 'rejected', claimed: true }).told('exploitation-check')).toEqual(
      [],
    );
    life.at(T + 9 * DAY, again);
    expect(life.told('exploitation-check')).toEqual([
      ['exploitation-check', 'open', T + 10 * DAY, null, null],
    ]);
  });

  it('is in time where a dismissal is taken back weeks later, and somebody looks at once', () => {
    const life = dismissed()
      .at(T + 11 * HOUR, { status: 'closed' })
      .at(T + 20 * DAY, again)
      .at(T + 20 * DAY + HOUR, { claimAnswer: 'not-true' });
    const kept = ['exploitation-check', 'kept', T + 21 * DAY, T + 20 * DAY + HOUR, ANNA];
    expect(life.told('exploitation-check')).toEqual([first, kept]);
    // In the same step, and what is told meanwhile, puts nothing off.
    const unclear = { claimAnswer: 'unclear' } as const;
    const meanwhile = dismissed()
      .at(T + 19 * DAY, unclear)
      .at(T + 20 * DAY, { ...again, ...unclear });
    expect(meanwhile.told('exploitation-check')).toEqual([
      first,
      ['exploitation-check', 'moved', T + 21 * DAY, T + 20 * DAY, ANNA],
      ['exploitation-check', 'open', T + 21 * DAY, null, null],
    ]);
    expect(
      dismissed()
        .at(T + 20 * DAY, { exploited: true })
        .told('exploitation-check'),
    ).toEqual([first]);
  });
});
