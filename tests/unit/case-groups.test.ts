import { expect, it } from 'vitest';
import { type Case, caseStatuses } from '../../src/disclosure/case.ts';
import { groupOf, runningDeadlines } from '../../src/disclosure/case-groups.ts';
import { change, respond } from '../../src/disclosure/changes.ts';
import { hasFixDate, needsFixDate } from '../../src/disclosure/fix-date.ts';
import { newCaseInput } from '../support/cases.ts';

const due = (dueAt: string | null, doneAt: string | null = null, name = 'first-response') => ({
  ...{ name, dueAt, doneAt },
});
const [early, late] = ['2026-11-23T09:00:00.000Z', '2026-11-24T09:00:00.000Z'];

it('the deadlines that run come by when they are due: not those that are met, unknown, or of a closed case', () => {
  const deadlines = [due(late), due(null), due(early), due(early, late)];
  expect(runningDeadlines({ status: 'received', deadlines })).toEqual([due(early), due(late)]);
  expect(runningDeadlines({ status: 'closed', deadlines })).toEqual([]);
});

it.each([
  [4, 'closed', [due(early)], null],
  [2, 'closed', [due(early), due(late, null, 'message')], early],
  [1, 'closed', [due(late, null, 'publication')], null],
  [2, 'confirmed', [due(early, null, 'message'), due(early, null, 'progress')], early],
  [3, 'confirmed', [due(early, null, 'progress')], null],
  [1, 'received', [due(early)], null],
  [1, 'confirmed', [due(null), due(early)], early],
  [2, 'confirmed', [due(early, late)], early],
  [3, 'confirmed', [due(null)], null],
] as const)(
  'a case stands in group %i: %s, %j, waiting since %s',
  (group, status, deadlines, waitingSince) => {
    expect(groupOf({ status, deadlines, waitingSince })).toBe(group);
  },
);

it('a form asks for the day of a fix wherever a change needs it', () => {
  const hand = { by: 'Anna', now: Date.UTC(2026, 10, 23) };
  const one: Case = newCaseInput({}).newCase;
  for (const status of caseStatuses) if (needsFixDate(status)) expect(hasFixDate(status), status).toBe(true);
  for (const assessment of ['confirmed', 'rejected', 'duplicate'] as const) {
    const result = respond(one, { assessment, fixExpectedAt: null }, hand);
    expect(result.ok ? 'taken' : result.code).toBe(needsFixDate(assessment) ? 'fix-date-needed' : 'taken');
  }
  const rejected: Case = { ...one, status: 'rejected', assessment: 'rejected', respondedAt: hand.now };
  for (const status of ['confirmed', 'duplicate', 'closed'] as const) {
    const result = change(rejected, { status }, { ...hand, hasReply: false, leastReward: 25 });
    expect(result.ok ? 'taken' : result.code).toBe(needsFixDate(status) ? 'fix-date-needed' : 'taken');
  }
});
