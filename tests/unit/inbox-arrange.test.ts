import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { arrange, type Row } from '../../src/browser/inbox/list/arrange.ts';
import { canBeInHand, Hands } from '../../src/browser/inbox/list/hands.ts';
import type { Head } from '../../src/browser/inbox/list/heads.ts';
import { firstDue, isLate, isUnread, pressingDeadline } from '../../src/browser/inbox/list/standing.ts';
import type { CaseSummary } from '../../src/disclosure/team-wire.ts';
import { headOf, inHours, LISTED_AT, listed } from '../support/listed.ts';

const DAY = 86_400_000;
beforeAll(() => {
  vi.useFakeTimers({ now: LISTED_AT, toFake: ['Date'] });
});
afterAll(() => {
  vi.useRealTimers();
});
const due = (hours: number): Partial<CaseSummary> => ({
  deadlines: [{ name: 'first-response', dueAt: inHours(hours), doneAt: null }],
});

function arranged(
  cases: readonly CaseSummary[],
  opened: readonly Head[] = [],
  { unfolded = [], isNewestFirst = false }: { unfolded?: string[]; isNewestFirst?: boolean } = {},
) {
  const heads = new Map(opened.map((head) => [head.reference, head]));
  const hands = new Hands();
  for (const one of cases) {
    const head = heads.get(one.reference);
    if (head && canBeInHand(one, head)) hands.add(head);
  }
  const parts = arrange(cases, {
    ...{ heads, hands, soon: LISTED_AT + DAY, isNewestFirst },
    unfolded: new Set(unfolded),
  });
  return parts.map(({ section, rows }) => [section, ...rows.map(nameOf)]);
}
const nameOf = (row: Row) =>
  row.kind === 'case'
    ? row.one.reference.slice(-6).replace(/^0+/, '')
    : `${row.cases.length} by ${row.tie}${row.isUnfolded ? ', unfolded' : ''}`;

describe('the order of the list', () => {
  const answered = { respondedAt: inHours(-1), deadlines: [] };

  it('has what is due first, then what waits, what is under way, what is to be closed, what is closed', () => {
    expect(
      arranged([
        listed('SHUT1', { ...answered, status: 'closed', closedAt: inHours(-9) }),
        listed('SHUT2', { ...answered, status: 'closed', closedAt: inHours(-3) }),
        listed('DONE', { ...answered, status: 'resolved' }),
        listed('FIX', { ...answered, status: 'fixing' }),
        listed('WAIT1', { ...answered, status: 'fixing', waitingSince: inHours(-1) }),
        listed('WAIT2', { ...answered, status: 'resolved', waitingSince: inHours(-5) }),
        listed('LATER', due(50)),
        listed('LATE', due(-2)),
      ]),
    ).toEqual([
      ['due', 'LATE', 'LATER'],
      ['waiting', 'WAIT2', 'WAIT1'],
      ['open', 'FIX'],
      ['to-close', 'DONE'],
      ['closed', 'SHUT2', 'SHUT1'],
    ]);
  });

  it('has reports with evidence first, but never before what is late or due within a day', () => {
    const [soon, bare, proven, versioned] = [
      listed('SOON', due(20)),
      listed('BARE', due(40)),
      listed('PROVEN', due(60)),
      listed('VER', due(30)),
    ];
    const heads = [
      headOf(soon, 'one'),
      headOf(bare, 'two'),
      headOf(proven, 'three', { evidence: ['proof', 'steps'] }),
      // That somebody names a version proves nothing.
      headOf(versioned, 'four', { evidence: ['version'] }),
    ];
    expect(arranged([bare, versioned, soon, proven], heads)).toEqual([
      ['due', 'SOON', 'PROVEN', 'VER', 'BARE'],
    ]);
    expect(arranged([bare, versioned, soon, proven])).toEqual([['due', 'SOON', 'VER', 'BARE', 'PROVEN']]);
  });

  it('has what is urgent and unanswered first, then what is late, without a word of evidence', () => {
    const [late, proven] = [listed('LATE', due(-2)), listed('PROVEN', due(40))];
    const cases = [
      ...[proven, late, listed('SOON', due(3)), listed('URGENT', { ...due(70), urgent: true })],
      listed('URGENT2', { ...due(-5), urgent: true }),
    ];
    expect(arranged(cases, [headOf(proven, 'three', { evidence: ['steps'] })])).toEqual([
      ['due', 'RGENT2', 'URGENT', 'LATE', 'SOON', 'PROVEN'],
    ]);
  });

  it('has what is said to be exploited first, before what is late and what the law asks for, until somebody has looked', () => {
    const check = (hours: number, doneAt: string | null = null): Partial<CaseSummary> => ({
      ...{ ...answered, status: 'fixing', urgent: true, claimedAt: inHours(hours - 24) },
      deadlines: [
        { name: 'exploitation-check', dueAt: inHours(hours), doneAt },
        { name: 'fix-date', dueAt: inHours(30), doneAt: null },
      ],
    });
    const late: CaseSummary['deadlines'] = [{ name: 'early-warning', dueAt: inHours(-90), doneAt: null }];
    expect(
      arranged([
        listed('WARN', { ...answered, status: 'fixing', exploitedAt: inHours(-99), deadlines: late }),
        listed('LATE', due(-99)),
        listed('NEW', check(23)),
        listed('OLD', check(-2)),
        listed('LOOKED', check(20, inHours(-1))),
      ]),
    ).toEqual([['due', 'OLD', 'NEW', 'WARN', 'LATE', 'LOOKED']]);
  });

  it('has what is urgent in its own place once it was answered, and what the law asks for within a day on top', () => {
    const clock = (name: 'early-warning' | 'notification', hours: number): Partial<CaseSummary> => ({
      ...{ respondedAt: inHours(-1), status: 'confirmed', exploitedAt: inHours(-1), urgent: true },
      deadlines: [{ name, dueAt: inHours(hours), doneAt: null }],
    });
    expect(
      arranged([
        listed('ABUSED', clock('notification', 50)),
        listed('LATER', due(40)),
        listed('LATE', due(-2)),
        listed('WARN', clock('early-warning', 23)),
        listed('HOURS', due(12)),
        listed('URGENT', { ...due(60), urgent: true }),
        listed('WAITS', { ...answered, status: 'fixing', waitingSince: inHours(-5) }),
        listed('HURRY', { ...answered, status: 'fixing', waitingSince: inHours(-1), urgent: true }),
        listed('FIX', { ...answered, status: 'fixing', receivedAt: inHours(-9) }),
        listed('HOT', { ...answered, status: 'fixing', urgent: true }),
        listed('DONE', { ...answered, status: 'resolved', receivedAt: inHours(-9) }),
        listed('COLD', { ...answered, status: 'resolved', urgent: true }),
      ]),
    ).toEqual([
      ['due', 'WARN', 'URGENT', 'LATE', 'HOURS', 'ABUSED', 'LATER'],
      ['waiting', 'WAITS', 'HURRY'],
      ['open', 'FIX', 'HOT'],
      ['to-close', 'DONE', 'COLD'],
    ]);
  });

  it('has days that passed among what is late, and those that are far off under what is merely open', () => {
    const day = (name: 'fix-date' | 'publication', hours: number): Partial<CaseSummary> => ({
      ...{ ...answered, status: 'fixing' },
      deadlines: [{ name, dueAt: inHours(hours), doneAt: null }],
    });
    expect(
      arranged([
        listed('FAR', day('fix-date', 100)),
        listed('NEAR', day('fix-date', 30)),
        listed('PASSED', day('fix-date', -50)),
        listed('PUBLIC', { ...day('publication', 20), status: 'closed', closedAt: inHours(-9) }),
        listed('BACK', { ...answered, status: 'closed', waitingSince: inHours(-3) }),
      ]),
    ).toEqual([
      ['due', 'PASSED', 'PUBLIC', 'NEAR'],
      ['waiting', 'BACK'],
      ['open', 'FAR'],
    ]);
  });

  it('says first what the law asks for within a day, and else what is due first', () => {
    const one = (hours: number) =>
      listed('A', {
        ...{ ...answered, status: 'fixing' },
        deadlines: [
          { name: 'fix-date', dueAt: inHours(-50), doneAt: null },
          { name: 'notification', dueAt: inHours(hours), doneAt: null },
          { name: 'progress', dueAt: inHours(-90), doneAt: null },
        ],
      });
    expect([23, 25].map((hours) => pressingDeadline(one(hours))?.name)).toEqual(['notification', 'fix-date']);
    // Late is what is late, whatever else comes first.
    expect(isLate(one(23), LISTED_AT)).toBe(true);
  });

  it('has nothing late that is to be published on a day, while that day lasts', () => {
    const one = (hours: number) =>
      listed('A', {
        ...{ ...answered, status: 'closed' },
        deadlines: [{ name: 'publication', dueAt: inHours(hours), doneAt: null }],
      });
    expect([-1, -23, -25].map((hours) => isLate(one(hours), LISTED_AT))).toEqual([false, false, true]);
  });

  it('is made of what was read of each case once, however often heads come in', () => {
    let read = 0;
    const { deadlines, ...one } = listed('A', due(50));
    Object.defineProperty(one, 'deadlines', {
      get: () => {
        read += 1;
        return deadlines;
      },
    });
    arranged([one as CaseSummary]);
    const first = read;
    for (let heads = 0; heads < 100; heads += 1) arranged([one as CaseSummary]);
    expect(read).toBe(first);
  });

  it('is by when they came where spam is looked for', () => {
    const cases = [-3, -1, -2].map((hours) => listed(`AT${-hours}`, { receivedAt: inHours(hours) }));
    expect(arranged(cases, [], { isNewestFirst: true })).toEqual([['due', 'AT1', 'AT2', 'AT3']]);
  });
});

describe('reports from one hand', () => {
  const text = (topic: string) => `header missing on ${topic} please reward quickly because security matters`;
  const small = ['login', 'search', 'basket', 'about'].map((topic, index) => ({
    one: listed(`S${index}`, due(70 - index)),
    topic,
  }));
  const from = (report: Parameters<typeof headOf>[3], words = text) =>
    small.map(({ one, topic }) => headOf(one, words(topic), {}, report));
  const cases = small.map(({ one }) => one);

  it.each([
    ['contact', { contact: 'me@example.com' }],
    ['name', { name: 'Scanner' }],
    ['key', { replyKey: '-----BEGIN PGP PUBLIC KEY BLOCK-----' }],
  ] as const)('stand as one row where they have the same %s, with the place of the first', (tie, report) => {
    const other = listed('OTHER', due(68.5));
    const heads = [...from(report), headOf(other, 'something else entirely', {}, { system: 'mail' })];
    expect(arranged([...cases, other], heads)).toEqual([['due', `4 by ${tie}`, 'OTHER']]);
  });

  it('say of what is due in any of them the first, with its name', () => {
    const check = { name: 'exploitation-check', dueAt: inHours(20), doneAt: null } as const;
    const hurried = cases.map((one, index) => (index === 1 ? { ...one, deadlines: [check] } : one));
    expect(firstDue(hurried)).toEqual(check);
    expect(firstDue(cases)).toMatchObject({ name: 'first-response', dueAt: inHours(67) });
    expect(firstDue([])).toBeUndefined();
  });

  it('unfold into the reports, in their order', () => {
    const hand = 'CVD-2026-0000S0';
    expect(arranged(cases, from({ name: 'Scanner' }), { unfolded: [hand] })).toEqual([
      ['due', '4 by name, unfolded', 'S3', 'S2', 'S1', 'S0'],
    ]);
  });

  it('stand first where one of them is urgent, and that one first among them', () => {
    const hurried = small.map(({ one }, index) => ({ ...one, urgent: index === 1 }));
    const folded = 'CVD-2026-0000S0';
    const list = [listed('LATE', due(-2)), ...hurried];
    expect(arranged(list, from({ name: 'Scanner' }), { unfolded: [folded] })).toEqual([
      ['due', '4 by name, unfolded', 'S1', 'S3', 'S2', 'S0', 'LATE'],
    ]);
  });

  it('are found by nearly the same words as well, from whoever', () => {
    const letter = (topic: string) =>
      `${'dear team while testing your website we noticed that several security headers were absent which allows attackers to frame pages steal clicks read cookies and more we kindly ask for reward thanks'} ${topic}`;
    expect(arranged(cases, from({}, letter))).toEqual([['due', '4 by words']]);
    const [first = '', ...others] = ['alpha', 'bravo', 'charlie', 'delta'];
    const apart = (topic: string) =>
      `${topic} ${first}${topic} ${others.map((one) => one + topic).join(' ')}`;
    expect(arranged(cases, from({}, apart))).toEqual([['due', 'S3', 'S2', 'S1', 'S0']]);
  });

  it('are reports of their own where they are long, have evidence, were answered, or are only two', () => {
    const separate = ['due', 'S3', 'S2', 'S1', 'S0'];
    const heads = from({ name: 'Scanner' });
    const long = heads.map((head) => ({ ...head, size: 50_000 }));
    const proven = heads.map((head) => ({ ...head, evidence: ['steps'] as const }));
    expect(arranged(cases, long)).toEqual([separate]);
    expect(arranged(cases, proven)).toEqual([separate]);
    expect(arranged(cases.slice(0, 2), heads)).toEqual([['due', 'S1', 'S0']]);
    const taken = cases.map((one) => ({
      ...one,
      status: 'fixing' as const,
      respondedAt: inHours(-1),
      deadlines: [],
    }));
    expect(arranged(taken, heads)).toEqual([['open', 'S0', 'S1', 'S2', 'S3']]);
  });

  it('are without one whose reporter has written since: a proof may have come', () => {
    const written = cases.map((one, at) => (at === 0 ? { ...one, waitingSince: inHours(-1) } : one));
    expect(arranged(written, from({ name: 'Scanner' }))).toEqual([['due', '3 by name', 'S0']]);
  });

  it('are not gathered for a name alone: they have to be alike', () => {
    const kinds = ['cryptography', 'injection', 'memory-safety', 'configuration'] as const;
    const heads = small.map(({ one, topic }, index) =>
      headOf(
        one,
        `${topic} ${topic}abc ${topic}def`,
        {},
        { name: 'J', system: topic, weakness: kinds[index] ?? 'other' },
      ),
    );
    expect(arranged(cases, heads)[0]).toHaveLength(5);
  });

  it.each(['name', 'contact'] as const)(
    'do not draw in a report of whose %s somebody else wrote over theirs',
    (tie) => {
      const known = { [tie]: 'ada@example.com', weakness: 'injection', system: 'shop' } as const;
      const heads = small.map(({ one, topic }) =>
        headOf(one, `${topic}one ${topic}two ${topic}three`, {}, known),
      );
      expect(arranged(cases, heads)).toEqual([['due', 'S3', 'S2', 'S1', 'S0']]);
    },
  );

  it('of strangers who flood a name with reports each is compared with few', () => {
    const hands = new Hands();
    // Each with each would take longer than a test may.
    for (let index = 0; index < 10_000; index += 1)
      hands.add(headOf(listed(`F${index}`), text(`topic${index}`), {}, { name: 'Flood' }));
    expect(hands.handOf('CVD-2026-0F9999')).toBe(hands.handOf('CVD-2026-0000F0'));
  });
});

it('a case is unread until it was seen as it is, notes included', () => {
  const one = listed('A', { version: 3, notes: 2 });
  const seen = [null, { version: 2, notes: 2 }, { version: 3, notes: 1 }, { version: 3, notes: 2 }];
  expect(seen.map((last) => isUnread({ ...one, seen: last }))).toEqual([true, true, true, false]);
});
