import { describe, expect, it } from 'vitest';
import { change, changeAndClose, respond } from '../../src/disclosure/changes.ts';
import { halfWithin, SPAN_STEPS, stepOf } from '../../src/disclosure/spans.ts';
import { talliesOfClock } from '../../src/disclosure/tallies.ts';
import { newCaseInput } from '../support/cases.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const received = Date.parse('2026-11-30T23:00:00Z');
const { newCase } = newCaseInput({ receivedAt: received, respondBy: received + 3 * DAY });
const at = (now: number) => ({ by: 'Anna', now, hasReply: true, leastReward: 25 });
const named = (result: ReturnType<typeof respond>) => {
  if (!result.ok) throw new Error(result.code);
  return result.tallies.map(({ month, name }) => `${month} ${name}`);
};

describe('spans', () => {
  it.each([
    [0, 1],
    [1, 1],
    [HOUR, 1],
    [HOUR + 1, 2],
    [72 * HOUR, 72],
    [72 * HOUR + 1, 96],
    [60 * DAY, 60 * 24],
    [60 * DAY + 1, 63 * 24],
    [364 * DAY, 364 * 24],
    [364 * DAY + 1, null],
  ])('%i ms count as within %s hours', (ms, hours) => {
    const counts = Array.from({ length: SPAN_STEPS }, () => 0);
    counts[stepOf(ms)] = 1;
    expect(halfWithin(counts)).toBe(hours);
  });

  it('half of all were done within the step in which the middle one was', () => {
    expect(halfWithin([1, 1, 1])).toBe(2);
    expect(halfWithin([2, 0, 2])).toBe(1);
    expect(halfWithin([1, 0, 2])).toBe(3);
    expect(halfWithin([])).toBe(null);
  });

  it('who was not answered counts as longer than all who were', () => {
    expect(halfWithin([2, 1], 2)).toBe(2);
    expect(halfWithin([2, 1], 3)).toBe(2);
    expect(halfWithin([2, 1], 4)).toBe(null);
  });
});

describe('what a case counts for', () => {
  it('is in the month in which it was received, whenever it is answered', () => {
    const rejected = { assessment: 'rejected', fixExpectedAt: null } as const;
    expect(named(respond(newCase, rejected, at(received + 5 * HOUR)))).toEqual([
      '2026-11 in-time',
      '2026-11 answer-4',
    ]);
    expect(named(respond(newCase, rejected, at(newCase.respondBy)))).toEqual([
      '2026-11 in-time',
      '2026-11 answer-71',
    ]);
    expect(named(respond(newCase, rejected, at(newCase.respondBy + 1)))).toEqual([
      '2026-11 overdue',
      '2026-11 answer-72',
    ]);
  });

  it('is overdue from when it is late, and not where it was answered or withdrawn', () => {
    const names = (fields: object, now: number) => talliesOfClock({ ...newCase, ...fields }, now).length;
    expect(names({}, newCase.respondBy - 1)).toBe(0);
    expect(names({}, newCase.respondBy)).toBe(1);
    expect(names({ respondedAt: received + 1 }, newCase.respondBy + DAY)).toBe(0);
    expect(names({ withdrawnAt: received + 1 }, newCase.respondBy + DAY)).toBe(0);
  });

  it('is fixed when it becomes resolved, also where it is closed in the same step', () => {
    const fixing = { ...newCase, status: 'fixing', respondedAt: received, fixExpectedAt: received } as const;
    const now = received + 10 * DAY;
    expect(named(change(fixing, { status: 'resolved' }, at(now)))).toEqual(['2026-11 fix-78']);
    expect(named(changeAndClose(fixing, { status: 'resolved' }, at(now)))).toEqual(['2026-11 fix-78']);
    expect(named(change(fixing, { credit: 'named' }, at(now)))).toEqual([]);
    const resolved = { ...fixing, status: 'resolved', resolvedAt: now } as const;
    expect(named(change(resolved, { status: 'closed' }, at(now + DAY)))).toEqual([]);
  });
});
