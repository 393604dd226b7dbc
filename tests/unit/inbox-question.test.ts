import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { matcher, searcher } from '../../src/browser/inbox/list/matching.ts';
import {
  anyCase,
  asksForClosed,
  countOf,
  fromAddress,
  inAddress,
  isFiltered,
  type Question,
} from '../../src/browser/inbox/list/question.ts';
import { headOf, inHours, judged, LISTED_AT, listed } from '../support/listed.ts';

beforeAll(() => {
  vi.useFakeTimers({ now: LISTED_AT, toFake: ['Date'] });
});
afterAll(() => {
  vi.useRealTimers();
});

const asks = (fields: Partial<Question>): Question => ({ ...anyCase, ...fields });

describe('what the list is asked for', () => {
  const whole = asks({ who: 'mine', due: 'overdue', severity: 'high', state: 'to-close', isUntouched: true });

  it('stands in the address as choices, and is read again', () => {
    expect(inAddress(whole)).toBe('who=mine&due=overdue&severity=high&state=to-close&untouched=yes');
    expect({ ...anyCase, ...fromAddress(inAddress(whole)) }).toEqual(whole);
    expect(inAddress(anyCase)).toBe('');
    expect({ ...whole, ...fromAddress('') }).toEqual(anyCase);
  });

  it('never has a word or a label in the address', () => {
    const secret = asks({ words: 'password leak', label: 'payroll', state: 'open' });
    expect(inAddress(secret)).toBe('state=open');
    expect(fromAddress('words=x&label=y&state=open')).not.toHaveProperty('words');
  });

  it('takes from an address only what can be chosen', () => {
    expect(fromAddress('who=everybody&due=overdue&state=%3Cb%3E&severity=high&severity=low')).toMatchObject({
      ...{ who: '', due: 'overdue', state: '', severity: 'high', isUntouched: false },
    });
  });

  it('is counted, and closed cases are asked for where their state is', () => {
    expect([countOf(whole), countOf(asks({ words: 'x' }))]).toEqual([5, 0]);
    expect([isFiltered(anyCase), isFiltered(asks({ words: ' ' })), isFiltered(asks({ words: 'x' }))]).toEqual(
      [false, false, true],
    );
    expect(['', 'open', 'closed', 'all'].map((state) => asksForClosed(asks({ state } as Question)))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});

describe('what it finds', () => {
  const [anna, bram, carla] = ['A', 'B', 'C'].map((letter) => letter.repeat(40)) as [string, string, string];
  const asking = { me: anna, absences: [], today: '2026-11-26', now: LISTED_AT };
  const answered = { respondedAt: inHours(-1), deadlines: [] };
  const cases = {
    fresh: listed('NEW', { untouched: true }),
    late: listed('LATE', {
      assignee: anna,
      deadlines: [{ name: 'first-response', dueAt: inHours(-2), doneAt: null }],
    }),
    fixing: listed('FIX', { ...answered, status: 'fixing', assignee: bram }),
    asked: listed('ASKED', { ...answered, status: 'confirmed', waitingSince: inHours(-5), assignee: carla }),
    resolved: listed('DONE', { ...answered, status: 'resolved' }),
    rejected: listed('REJ', { ...answered, status: 'rejected' }),
    closed: listed('SHUT', { ...answered, status: 'closed', closedAt: inHours(-3), eraseAt: inHours(300) }),
    back: listed('BACK', { ...answered, status: 'closed', waitingSince: inHours(-2) }),
    slipped: listed('SLIP', {
      ...{ ...answered, status: 'fixing', assignee: bram },
      deadlines: [
        { name: 'early-warning', dueAt: inHours(20), doneAt: null },
        { name: 'fix-date', dueAt: inHours(-2), doneAt: null },
        { name: 'progress', dueAt: inHours(-9), doneAt: null },
      ],
    }),
  };
  const heads = new Map(
    [
      headOf(cases.fresh, 'sql in the basket', { score: 8.8 }),
      headOf(cases.late, 'a mail that leaks', {
        score: 9.1,
        triage: judged({ score: 3.1, labels: ['Mail'] }),
      }),
    ].map((head) => [head.reference, head]),
  );
  const found = (fields: Partial<Question>, others: Partial<typeof asking> = {}) => {
    const isFound = matcher(asks(fields), { ...asking, ...others });
    return Object.entries(cases).flatMap(([name, one]) =>
      isFound(one, heads.get(one.reference)) ? [name] : [],
    );
  };

  it('is all that is not closed, or waits all the same, where nothing is asked for; closed ones only where they are', () => {
    const open = ['fresh', 'late', 'fixing', 'asked', 'resolved', 'rejected', 'back', 'slipped'];
    expect(found({})).toEqual(open);
    expect(found({ state: 'closed' })).toEqual(['closed', 'back']);
    expect(found({ state: 'all' })).toEqual(Object.keys(cases));
  });

  it('has nothing solved under open, and keeps what is being fixed apart from what is to be closed', () => {
    expect(found({ state: 'open' })).toEqual(['fresh', 'late', 'fixing', 'asked', 'slipped']);
    expect(found({ state: 'fixing' })).toEqual(['fixing', 'slipped']);
    expect(found({ state: 'to-close' })).toEqual(['resolved', 'rejected']);
  });

  it('is what is late, what waits for us, what is nobody’s, what nobody touched', () => {
    expect(found({ due: 'overdue' })).toEqual(['late', 'slipped']);
    expect(found({ due: 'fix-late' })).toEqual(['slipped']);
    expect(found({ due: 'waiting' })).toEqual(['fresh', 'late', 'asked', 'back']);
    expect(found({ due: 'erasing' })).toEqual(['closed']);
    expect(found({ who: 'nobody', state: 'open' })).toEqual(['fresh']);
    expect(found({ isUntouched: true })).toEqual(['fresh']);
  });

  it('is mine, and that of colleagues for whom I stand in today', () => {
    expect(found({ who: 'mine' })).toEqual(['late']);
    const absences = [{ fingerprint: bram, standIn: anna, from: '2026-11-20', until: '2026-11-26' }];
    expect(found({ who: 'mine' }, { absences } as never)).toEqual(['late', 'fixing', 'slipped']);
    expect(found({ who: 'mine' }, { absences, today: '2026-11-27' } as never)).toEqual(['late']);
  });

  it('is of a severity: the team’s own before the reporter’s, unknown where nothing is open', () => {
    expect(found({ severity: 'high' })).toEqual(['fresh']);
    expect(found({ severity: 'critical' })).toEqual([]);
    expect(found({ severity: 'low' })).toEqual(['late']);
    expect(found({ severity: 'unknown', state: 'fixing' })).toEqual(['fixing', 'slipped']);
  });

  it('has every word somewhere: in the reference, what was opened, or a label', () => {
    expect(found({ words: 'BASKET sql' })).toEqual(['fresh']);
    expect(found({ words: 'basket mail' })).toEqual([]);
    expect(found({ words: 'mail' })).toEqual(['late']);
    expect(found({ words: 'cvd-2026-000fix' })).toEqual(['fixing']);
    expect(found({ label: 'Mail' })).toEqual(['late']);
  });

  it('is looked for once in each report, however often others are opened meanwhile', () => {
    let read = 0;
    const head = headOf(cases.fresh, '');
    Object.defineProperty(head, 'words', {
      get: () => {
        read += 1;
        return 'a long text with basket in it';
      },
    });
    const hasWords = searcher('basket');
    const isFound = () => matcher(asks({ words: 'basket' }), asking, hasWords)(cases.fresh, head);
    expect([isFound(), isFound(), isFound(), read]).toEqual([true, true, true, 1]);
  });
});
