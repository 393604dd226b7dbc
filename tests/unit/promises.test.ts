import { describe, expect, it } from 'vitest';
import type { Case, CaseEvent, EventKind } from '../../src/disclosure/case.ts';
import { isOutcome, type Promised, promiseOutcomes, promisesOf } from '../../src/disclosure/promises.ts';
import { newCaseInput } from '../support/cases.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const T = Date.parse('2026-10-01T12:00:00Z');
const ZONE = 'Europe/Amsterdam';
const BY = 'Anna <anna@example.com>';

const event = (at: number, kind: EventKind, value = '', by: string | null = BY): CaseEvent => ({
  ...{ version: 2, at, kind, value, by },
});
const of = (fields: Partial<Case>, events: CaseEvent[], now: number, name?: string) =>
  promisesOf(newCaseInput({ receivedAt: T, respondBy: T + 3 * DAY, ...fields }).newCase, events, now, ZONE)
    .filter((one) => name === undefined || one.name === name)
    .map(({ outcome, dueAt, doneAt, by }) => [outcome, dueAt, doneAt, by]);

const answered = { respondedAt: T + DAY, status: 'confirmed', assessment: 'confirmed' } as const;
const response = () => event(T + DAY, 'response', 'confirmed');

describe('what became of a promise', () => {
  it.each<[string, Partial<Case>, number, [string, number | null]]>([
    ['kept', answered, T + 9 * DAY, ['kept', T + DAY]],
    [
      'kept in the last moment',
      { ...answered, respondedAt: T + 3 * DAY },
      T + 9 * DAY,
      ['kept', T + 3 * DAY],
    ],
    ['late', { ...answered, respondedAt: T + 4 * DAY }, T + 9 * DAY, ['late', T + 4 * DAY]],
    ['open', {}, T + 3 * DAY, ['open', null]],
    ['overdue', {}, T + 3 * DAY + 1, ['overdue', null]],
  ])('is told of the first response: %s', (_, fields, now, [outcome, doneAt]) => {
    const events = doneAt === null ? [] : [event(doneAt, 'response', 'confirmed')];
    const by = doneAt === null ? null : BY;
    expect(of(fields, events, now, 'first-response')).toEqual([[outcome, T + 3 * DAY, doneAt, by]]);
  });

  it('names who told of a duty, also where it was done earlier; without a fix its report has no day', () => {
    const reported = { ...newCaseInput().newCase.reported, 'early-warning': T + HOUR };
    const fields = { exploitedAt: T, reported };
    const events = [event(T + 5 * HOUR, 'reported', `early-warning ${new Date(T + HOUR).toISOString()}`)];
    expect(of(fields, events, T + DAY, 'early-warning')).toEqual([['kept', T + DAY, T + HOUR, BY]]);
    expect(of(fields, events, T + DAY, 'final-report')).toEqual([['undated', null, null, null]]);
  });

  it('is told of a message that was answered, which no deadline says any more', () => {
    const events = [
      // Before the first response that is what it waits for.
      event(T + HOUR, 'message', 'x', null),
      response(),
      event(T + 2 * DAY, 'message', 'x', null),
      event(T + 3 * DAY, 'message', 'x', null),
      event(T + 4 * DAY, 'reply'),
      event(T + 5 * DAY, 'message', 'x', null),
      event(T + 8 * DAY, 'status', 'closed', 'Bram'),
      event(T + 9 * DAY, 'message', 'x', null),
    ];
    const fields = { ...answered, waitingSince: T + 9 * DAY };
    expect(of(fields, events, T + 9 * DAY, 'message')).toEqual([
      ['kept', T + 4 * DAY, T + 4 * DAY, BY],
      ['late', T + 7 * DAY, T + 8 * DAY, 'Bram'],
      ['open', T + 11 * DAY, null, null],
    ]);
  });

  it('is told of a day that was put off, before it came and when it had passed', () => {
    const day = (text: string) => Date.parse(text);
    const events = [
      response(),
      event(T + DAY, 'fix-expected', '2026-10-10'),
      event(day('2026-10-09T10:00:00Z'), 'fix-expected', '2026-10-20'),
      event(day('2026-10-21T10:00:00Z'), 'fix-expected', '2026-10-25'),
    ];
    const fields = { ...answered, fixExpectedAt: day('2026-10-25') };
    expect(of(fields, events, day('2026-10-24T00:00:00Z'), 'fix-date')).toEqual([
      // A day ends at midnight in the zone of the organisation, on one side of summer time and the other.
      ['moved', day('2026-10-10T22:00:00Z'), day('2026-10-09T10:00:00Z'), BY],
      ['moved-late', day('2026-10-20T22:00:00Z'), day('2026-10-21T10:00:00Z'), BY],
      ['open', day('2026-10-25T23:00:00Z'), null, null],
    ]);
  });

  it('follows from its times alone', () => {
    const right: Record<Promised['outcome'], [number | null, number | null]> = {
      kept: [T, T],
      late: [T, T + 1],
      open: [T + DAY, null],
      overdue: [T - 1, null],
      undated: [null, null],
      moved: [T, T],
      'moved-late': [T, T + 1],
    };
    for (const outcome of promiseOutcomes)
      for (const [of, [dueAt, doneAt]] of Object.entries(right)) {
        const alike = (name: string) => name.replace('moved-late', 'late').replace('moved', 'kept');
        const promised = { name: 'x', outcome, dueAt, doneAt, by: null };
        expect(isOutcome(promised, T), `${outcome} of ${of}`).toBe(alike(outcome) === alike(of));
      }
  });
});
