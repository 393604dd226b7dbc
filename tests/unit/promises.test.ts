import { describe, expect, it } from 'vitest';
import type { Case, CaseEvent, EventKind } from '../../src/disclosure/case.ts';
import { receiveMessage } from '../../src/disclosure/changes.ts';
import { isOutcome, type Promised, promiseOutcomes } from '../../src/disclosure/promised.ts';
import { promisesOf } from '../../src/disclosure/promises.ts';
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
const agreed = [
  event(T + DAY, 'publication', '2026-11-01'),
  event(T + DAY + HOUR, 'publication-agreed', 'yes', null),
];

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
      event(T + 8 * DAY, 'settled', '', 'Bram'),
      event(T + 9 * DAY, 'message', 'x', null),
    ];
    const fields = { ...answered, waitingSince: T + 9 * DAY };
    expect(of(fields, events, T + 9 * DAY, 'message')).toEqual([
      ['kept', T + 4 * DAY, T + 4 * DAY, BY],
      ['settled-late', T + 7 * DAY, T + 8 * DAY, 'Bram'],
      ['open', T + 11 * DAY, null, null],
    ]);
  });

  it('is told of a message that the team said needs no answer as that, and not as one that was answered', () => {
    const events = [response(), event(T + 2 * DAY, 'message', 'x', null), event(T + 3 * DAY, 'settled')];
    const told = ['settled', T + 4 * DAY, T + 3 * DAY, BY];
    expect(of(answered, events, T + 9 * DAY, 'message')).toEqual([told]);
    const closed = { ...answered, status: 'closed', closedAt: T + 3 * DAY } as const;
    const both = [...events, event(T + 3 * DAY, 'status', 'closed')];
    expect(of(closed, both, T + 9 * DAY, 'message')).toEqual([told]);
  });

  it('waits for no answer to a message that agrees to the day of publication', () => {
    const publishOn = Date.parse('2026-12-01');
    const { newCase } = newCaseInput({ receivedAt: T, ...answered, publishOn });
    const agreed = receiveMessage(newCase, T + 2 * DAY, [], publishOn);
    expect(agreed.changed.publishAgreedAt).toBe(T + 2 * DAY);
    const closed = { ...answered, status: 'closed', closedAt: T + 9 * DAY } as const;
    const events = [response(), ...agreed.events, event(T + 9 * DAY, 'status', 'closed')];
    expect(of(closed, events, T + 9 * DAY, 'message')).toEqual([]);
    const asked = receiveMessage(newCase, T + 8 * DAY);
    const both = [...events.slice(0, -1), ...asked.events, ...events.slice(-1)];
    expect(of(closed, both, T + 9 * DAY, 'message')).toEqual([['unanswered', T + 10 * DAY, T + 9 * DAY, BY]]);
  });

  it('goes on with a message that waits through the closing of its case, until somebody answers it', () => {
    const closed = { ...answered, status: 'closed', closedAt: T + 3 * DAY } as const;
    const events = [
      response(),
      event(T + 2 * DAY, 'message', 'x', null),
      event(T + 3 * DAY, 'status', 'closed'),
    ];
    const waiting = { ...closed, waitingSince: T + 2 * DAY };
    expect(of(waiting, events, T + 9 * DAY, 'message')).toEqual([['overdue', T + 4 * DAY, null, null]]);
    const late = [...events, event(T + 8 * DAY, 'reply')];
    expect(of(closed, late, T + 9 * DAY, 'message')).toEqual([['late', T + 4 * DAY, T + 8 * DAY, BY]]);
  });

  it('takes a case that was closed for no answer to a message, but where a reply went along', () => {
    const events = (...last: CaseEvent[]) => [
      response(),
      event(T + 2 * DAY, 'message', 'x', null),
      event(T + 3 * DAY, 'status', 'closed'),
      ...last,
    ];
    const closed = { ...answered, status: 'closed', closedAt: T + 3 * DAY } as const;
    const times = [T + 4 * DAY, T + 3 * DAY, BY];
    expect(of(closed, events(), T + 9 * DAY, 'message')).toEqual([['unanswered', ...times]]);
    const replied = events(event(T + 3 * DAY, 'reply'));
    expect(of(closed, replied, T + 9 * DAY, 'message')).toEqual([['kept', ...times]]);
  });

  it('takes nothing for an answer, or for news, that the reporter can not read', () => {
    const hidden = (at: number, version: number, kind: CaseEvent['kind']): CaseEvent[] => [
      { ...event(at, kind), version },
      { ...event(at, 'without-reporter', 'x'), version },
    ];
    const asked = event(T + HOUR, 'message', 'x', null);
    const events = [
      asked,
      ...hidden(T + 2 * HOUR, 50, 'response'),
      ...hidden(T + 3 * HOUR, 51, 'reply'),
      { ...event(T + 20 * DAY, 'reply'), version: 52 },
    ];
    const messages = of(answered, events, T + 20 * DAY, 'message');
    expect(messages).toEqual([['late', T + HOUR + 2 * DAY, T + 20 * DAY, BY]]);
    expect(of(answered, events, T + 20 * DAY, 'progress').at(0)).toEqual([
      ...['late', T + 2 * HOUR + 14 * DAY, T + 20 * DAY, BY],
    ]);
    // A first response that they can read answers what they asked before it.
    const readable = [asked, event(T + 2 * HOUR, 'response'), event(T + 9 * DAY, 'reply')];
    expect(of(answered, readable, T + 9 * DAY, 'message')).toEqual([]);
  });

  it('tells of each time that the reporter waited more than 14 days for news, while it was answered and open', () => {
    const events = [
      // Before the first response nothing is promised but that.
      event(T - 20 * DAY, 'reply'),
      response(),
      // Nothing of these is news for the reporter.
      event(T + 5 * DAY, 'assigned', 'x'),
      event(T + 6 * DAY, 'message', 'x', null),
      event(T + 7 * DAY, 'settled'),
      event(T + 15 * DAY, 'fix-expected', '2026-12-01'),
      event(T + 91 * DAY, 'reply'),
      event(T + 91 * DAY, 'reward', '100'),
      event(T + 110 * DAY, 'status', 'closed', 'Bram'),
      // A closed case waits for no news.
      event(T + 150 * DAY, 'published', 'yes'),
      event(T + 200 * DAY, 'status', 'confirmed'),
      event(T + 214 * DAY, 'credit', 'named'),
    ];
    const late = [
      ['late', T + 29 * DAY, T + 91 * DAY, BY],
      ['late', T + 105 * DAY, T + 110 * DAY, 'Bram'],
    ];
    expect(of({ ...answered, toldAt: T + 214 * DAY }, events, T + 220 * DAY, 'progress')).toEqual([
      ...late,
      ['open', T + 228 * DAY, null, null],
    ]);
    const closed = { ...answered, status: 'closed', closedAt: T + 110 * DAY } as const;
    expect(of(closed, events.slice(0, 10), T + 160 * DAY, 'progress')).toEqual(late);
  });

  it('says of news that was always in time no more than the last time', () => {
    const events = [
      response(),
      event(T + 9 * DAY, 'reply'),
      event(T + 9 * DAY, 'credit', 'named'),
      event(T + 23 * DAY, 'status', 'closed'),
    ];
    const closed = { ...answered, status: 'closed', closedAt: T + 23 * DAY } as const;
    expect(of(closed, events, T + 99 * DAY, 'progress')).toEqual([['kept', T + 23 * DAY, T + 23 * DAY, BY]]);
    expect(of(answered, [response()], T + 2 * DAY, 'progress')).toEqual([['open', T + 15 * DAY, null, null]]);
  });

  it.each<[string, Partial<Case>, CaseEvent[], ReturnType<typeof of>]>([
    ['not answered yet', {}, [], [['overdue', T + DAY, null, null]]],
    [
      'in time, as “can’t tell yet” gives a day anew',
      { claimAnswer: 'not-true', claimAnsweredAt: T + 30 * HOUR, checkFrom: T + 20 * HOUR },
      [
        event(T + 20 * HOUR, 'claim-answered', 'unclear'),
        event(T + 30 * HOUR, 'claim-answered', 'not-true', 'Bram'),
      ],
      [
        ['moved', T + DAY, T + 20 * HOUR, BY],
        ['kept', T + 44 * HOUR, T + 30 * HOUR, 'Bram'],
      ],
    ],
    [
      'too late twice, and no answer yet',
      { claimAnswer: 'unclear', claimAnsweredAt: T + 60 * HOUR, checkFrom: T + 60 * HOUR },
      [event(T + 30 * HOUR, 'claim-answered', 'unclear'), event(T + 60 * HOUR, 'claim-answered', 'unclear')],
      [
        ['moved-late', T + DAY, T + 30 * HOUR, BY],
        ['moved-late', T + 54 * HOUR, T + 60 * HOUR, BY],
        ['overdue', T + 84 * HOUR, null, null],
      ],
    ],
    [
      'said when the team opened it',
      { claimedAt: T + 40 * HOUR, claimAnswer: 'true', claimAnsweredAt: T + 70 * HOUR },
      [event(T + 40 * HOUR, 'claimed'), event(T + 70 * HOUR, 'claim-answered', 'true')],
      [['late', T + 64 * HOUR, T + 70 * HOUR, BY]],
    ],
    [
      'answered by what takes the mark back',
      { claimAnswer: 'not-true', claimAnsweredAt: T + 50 * HOUR },
      [
        event(T + HOUR, 'claim-answered', 'true'),
        event(T + 50 * HOUR, 'exploited', 'no'),
        event(T + 50 * HOUR, 'claim-answered', 'not-true'),
      ],
      [['kept', T + DAY, T + HOUR, BY]],
    ],
    [
      'ended by a case that turned out to be no weak spot',
      { respondedAt: T + HOUR, status: 'rejected', assessment: 'rejected', dismissedAt: T + 26 * HOUR },
      [event(T + HOUR, 'response', 'confirmed'), event(T + 26 * HOUR, 'status', 'rejected', 'Bram')],
      [['late', T + DAY, T + 26 * HOUR, 'Bram']],
    ],
  ])('is told of the look whether it is exploited: %s', (_, fields, events, expected) => {
    expect(of({ claimedAt: T, ...fields }, events, T + 90 * HOUR, 'exploitation-check')).toEqual(expected);
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

  it('is told of a fix in time that was taken back, and of the day that it was for once more', () => {
    const day = (text: string) => Date.parse(text);
    const events = [
      response(),
      event(T + DAY, 'fix-expected', '2026-10-10'),
      event(day('2026-10-06T10:00:00Z'), 'status', 'resolved', 'Bram'),
      event(day('2026-10-20T10:00:00Z'), 'status', 'closed'),
      event(day('2026-10-31T10:00:00Z'), 'status', 'fixing'),
      event(day('2026-10-31T10:00:00Z'), 'fix-expected', '2026-11-20'),
    ];
    const fields = { ...answered, fixExpectedAt: day('2026-11-20') };
    const now = day('2026-11-01T00:00:00Z');
    const kept = ['kept', day('2026-10-10T22:00:00Z'), day('2026-10-06T10:00:00Z'), 'Bram'];
    const open = ['open', day('2026-11-20T23:00:00Z'), null, null];
    expect(of(fields, events, now, 'fix-date')).toEqual([kept, open]);
    // Without a fix in between it was put off, and too late.
    expect(of(fields, events.slice(0, 2).concat(events.slice(-2)), now, 'fix-date')).toEqual([
      ['moved-late', day('2026-10-10T22:00:00Z'), day('2026-10-31T10:00:00Z'), BY],
      open,
    ]);
  });

  it('is told of a day that is changed once the fix is there as the fix met it, or did not', () => {
    const events = [
      event(T + DAY, 'fix-expected', '2026-10-10'),
      event(T + 2 * DAY, 'status', 'resolved', 'Bram'),
      event(T + 20 * DAY, 'fix-expected', '2026-10-25'),
    ];
    const fixed = { ...answered, status: 'resolved', resolvedAt: T + 2 * DAY } as const;
    const kept = ['kept', Date.parse('2026-10-10T22:00:00Z'), T + 2 * DAY, 'Bram'];
    const none = { ...fixed, fixExpectedAt: null };
    expect(of(none, events, T + 21 * DAY, 'fix-date')).toEqual([kept]);
    const late = [...events.slice(0, 1), event(T + 12 * DAY, 'status', 'resolved'), ...events.slice(2)];
    expect(of(none, late, T + 21 * DAY, 'fix-date')).toEqual([
      ['late', Date.parse('2026-10-10T22:00:00Z'), T + 12 * DAY, BY],
    ]);
  });

  it.each<[string, number, CaseEvent[], [string, string, number | null][]]>([
    ['that was only proposed is none', T + 9 * DAY, [event(T, 'publication', '2026-11-01')], []],
    ['is to come', T + 9 * DAY, agreed, [['embargo', '2026-10-31T23:00', null]]],
    ['is held once it is there', T + 40 * DAY, agreed, [['embargo-held', '2026-10-31T23:00', null]]],
    [
      'is held by who publishes after it',
      T + 60 * DAY,
      [...agreed, event(T + 50 * DAY, 'published', 'yes')],
      [['embargo-held', '2026-10-31T23:00', T + 50 * DAY]],
    ],
    [
      'is broken by who publishes before it',
      T + 60 * DAY,
      [...agreed, event(T + 2 * DAY, 'published', 'yes')],
      [['embargo-broken', '2026-10-31T23:00', T + 2 * DAY]],
    ],
    [
      'is as it was where somebody said so by mistake, which is told as well',
      T + 9 * DAY,
      [...agreed, event(T + 2 * DAY, 'published', 'yes'), event(T + 3 * DAY, 'published', 'no')],
      [
        ['embargo-recalled', '2026-10-31T23:00', T + 2 * DAY],
        ['embargo', '2026-10-31T23:00', null],
      ],
    ],
    [
      'is moved by another, which is to be agreed anew',
      T + 9 * DAY,
      [...agreed, event(T + 4 * DAY, 'publication', '2026-12-01')],
      [['embargo-moved', '2026-10-31T23:00', T + 4 * DAY]],
    ],
  ])('a day before which nothing is to be published %s', (_, now, events, expected) => {
    const fields = { ...answered, publishOn: Date.parse('2026-11-01') };
    const found = of(fields, [response(), ...events], now, 'publication');
    expect(
      found.map(([outcome, dueAt, doneAt]) => [
        outcome,
        new Date(Number(dueAt)).toISOString().slice(0, 16),
        doneAt,
      ]),
    ).toEqual(expected);
  });

  it('follows from its times alone', () => {
    const at = (outcome: Promised['outcome'], dueAt: number | null, doneAt: number | null) =>
      isOutcome({ name: 'x', outcome, dueAt, doneAt, by: null }, T);
    const times: [number | null, number | null][] = [
      ...([
        [T, T],
        [T, T + 1],
        [T + DAY, null],
        [T - 1, null],
        [null, null],
        [T + 1, T],
        [null, T],
      ] as const),
    ].map(([dueAt, doneAt]) => [dueAt, doneAt]);
    // In the order of the times: which of them each outcome follows from.
    const right: Record<Promised['outcome'], string> = {
      // Also without a day, as documents of before have it.
      kept: '1....11',
      ...{ late: '.1.....', open: '..1....', overdue: '...1...', undated: '....1..', done: '......1' },
      ...{ moved: '1....1.', 'moved-late': '.1.....', dropped: '1....1.', 'dropped-late': '.1.....' },
      ...{ settled: '1....1.', 'settled-late': '.1.....' },
      ...{ said: '1....11', 'said-late': '.1.....', corrected: '......1' },
      // Nothing is taken back before it was so.
      ...{ recalled: '11.....', restated: '11.....', unmarked: '11.....', remarked: '11.....' },
      // Whether in time or not: it is said by its times.
      unanswered: '11...1.',
      ...{
        embargo: '..1....',
        'embargo-held': '11.1...',
        'embargo-broken': '.....1.',
        'embargo-recalled': '.....1.',
        'embargo-moved': '.....1.',
      },
    };
    for (const outcome of promiseOutcomes)
      expect(times.map((one) => (at(outcome, ...one) ? '1' : '.')).join(''), outcome).toBe(right[outcome]);
  });
});
