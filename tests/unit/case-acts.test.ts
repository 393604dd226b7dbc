import { expect, it } from 'vitest';
import { gapOf } from '../../src/disclosure/answerable.ts';
import { actsOn } from '../../src/disclosure/case-acts.ts';

const AT = '2026-11-23T09:00:00.000Z';
const plain = {
  status: 'received',
  exploitedAt: null,
  incidentAt: null,
  withdrawnAt: null,
  noFixAt: null,
  deadlines: [],
} as const;
const marked = { ...plain, exploitedAt: AT } as const;
const stub = { ...marked, withdrawnAt: AT } as const;
const final = (doneAt: string | null) => [{ name: 'final-report' as const, doneAt }];

/** The names of what can be done. */
function acts(view: Parameters<typeof actsOn>[0]): string[] {
  return Object.entries(actsOn(view)).flatMap(([name, can]) => (can ? [name] : []));
}

it.each([
  ['a case', plain, ['canMark', 'canMarkIncident', 'canErase', 'hasDuties']],
  ['a case that is marked as exploited', marked, ['canUnmark', 'canMarkIncident', 'canErase', 'hasDuties']],
  [
    'a stub',
    { ...stub, deadlines: final(null) },
    ['isStub', 'canUnmark', 'canTellFix', 'canSayNoFix', 'hasDuties'],
  ],
  [
    'a stub whose last report is made',
    { ...stub, deadlines: final(AT) },
    ['isStub', 'canUnmark', 'hasDuties'],
  ],
  // The reporter is promised a fix no more, and one may come after all.
  [
    'a stub without a fix, closed',
    { ...stub, status: 'closed', noFixAt: AT },
    ['isStub', 'canTellFix', 'canErase', 'hasDuties'],
  ],
  ['a stub that is done', { ...stub, status: 'closed', deadlines: final(AT) }, ['isStub', 'canErase']],
  [
    'a case that is marked as a severe incident',
    { ...plain, incidentAt: AT },
    ['canMark', 'canUnmarkIncident', 'canErase', 'hasDuties'],
  ],
  [
    'a stub of a severe incident',
    { ...plain, incidentAt: AT, withdrawnAt: AT },
    ['isStub', 'canUnmarkIncident', 'hasDuties'],
  ],
  [
    'a stub whose mark was taken back',
    { ...stub, status: 'closed', exploitedAt: null },
    ['isStub', 'canErase'],
  ],
] as const)('what can be done with %s', (_, view, expected) => {
  expect(acts(view)).toEqual(expected);
});

it.each([
  ['the server keeps none', { replyKeyId: null, reportKeyIds: [], isUsable: false }, null],
  ['it is that of the report', { replyKeyId: 'A', reportKeyIds: ['B', 'A'], isUsable: true }, null],
  ['the report has another', { replyKeyId: 'A', reportKeyIds: ['B'], isUsable: true }, 'other-key'],
  ['the report has none', { replyKeyId: 'A', reportKeyIds: [], isUsable: false }, 'no-key'],
  ['that of the report can not be used', { replyKeyId: 'A', reportKeyIds: ['B'], isUsable: false }, 'no-key'],
  ['nobody could look at it', { replyKeyId: 'A', reportKeyIds: null, isUsable: false }, null],
])('what keeps a reporter from reading by the key that the server keeps: %s', (_, keys, gap) => {
  expect(gapOf(keys)).toBe(gap);
});
