import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/disclosure/case.ts';
import { caseStatuses } from '../../src/disclosure/case.ts';
import {
  type Change,
  change,
  changeAndClose,
  receiveMessage,
  respond,
  transitions,
} from '../../src/disclosure/changes.ts';
import { deadlinesOf, owedDuties } from '../../src/disclosure/clock.ts';
import { dutiesOf, nothingDone as nothing } from '../../src/disclosure/duties.ts';
import { newCaseInput } from '../support/cases.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 23, 9, 0);
const TODAY = Date.UTC(2026, 10, 23);
const BY = 'Anna <anna@example.com>';
const all = { ...nothing, ...Object.fromEntries(dutiesOf('exploited').map((name) => [name, NOW])) };

const caseOf = (fields: Partial<Case> = {}) => newCaseInput({ receivedAt: NOW - DAY, ...fields }).newCase;
const confirmed = {
  status: 'confirmed',
  assessment: 'confirmed',
  respondedAt: NOW - 1,
  fixExpectedAt: TODAY,
} as const;
const answeredCase = (fields: Partial<Case> = {}) => caseOf({ ...confirmed, version: 7, ...fields });

/** What a change makes of a case; a refused one fails the test. */
function changed(current: Case, wanted: Change, hasReply = false) {
  const result = change(current, wanted, { by: BY, now: NOW, hasReply, leastReward: 25 });
  if (!result.ok) throw new Error(result.code);
  return result;
}
/** The code with which a change is refused, or null. */
function codeOf(current: Case, wanted: Change, hasReply = false): string | null {
  const result = change(current, wanted, { by: BY, now: NOW, hasReply, leastReward: 25 });
  return result.ok ? null : result.code;
}

describe('the first response', () => {
  const hand = { by: BY, now: NOW };

  it('sets assessment, status, day and time, and tells it in events of the new version', () => {
    const current = caseOf({ waitingSince: NOW - 5 });
    const result = respond(current, { assessment: 'confirmed', fixExpectedAt: TODAY + DAY }, hand);
    const event = { version: 2, at: NOW, by: BY };
    expect(result).toEqual({
      ok: true,
      changed: {
        ...current,
        version: 2,
        status: 'confirmed',
        assessment: 'confirmed',
        fixExpectedAt: TODAY + DAY,
        respondedAt: NOW,
        toldAt: NOW,
        waitingSince: null,
      },
      events: [
        { ...event, kind: 'response', value: 'confirmed' },
        { ...event, kind: 'fix-expected', value: '2026-11-24' },
      ],
      figure: { month: '2026-11', ms: DAY, isLate: false },
      tallies: [
        { month: '2026-11', name: 'in-time', once: 'promise' },
        { month: '2026-11', name: 'answer-23', once: 'answer' },
      ],
    });
  });

  it.each(['rejected', 'duplicate'] as const)('one that is %s needs no day', (assessment) => {
    const result = respond(caseOf(), { assessment, fixExpectedAt: null }, hand);
    expect(result).toMatchObject({ ok: true, changed: { status: assessment, fixExpectedAt: null } });
    expect(result.ok && result.events.map(({ kind }) => kind)).toEqual(['response']);
  });

  it.each(['rejected', 'duplicate'] as const)('one that is %s may close the case at once', (assessment) => {
    const current = caseOf({ waitingSince: NOW - 5 });
    const result = respond(current, { assessment, fixExpectedAt: null, close: true }, hand);
    const event = { version: 2, at: NOW, by: BY };
    const times = { respondedAt: NOW, dismissedAt: NOW, toldAt: NOW };
    const answered = { assessment, ...times, waitingSince: null };
    expect(result).toEqual({
      ok: true,
      changed: { ...current, ...answered, version: 2, status: 'closed', closedAt: NOW },
      events: [
        { ...event, kind: 'response', value: assessment },
        { ...event, kind: 'status', value: 'closed' },
      ],
      figure: { month: '2026-11', ms: DAY, isLate: false },
      tallies: [
        { month: '2026-11', name: 'in-time', once: 'promise' },
        { month: '2026-11', name: 'answer-23', once: 'answer' },
      ],
    });
  });

  it('closes nothing that is to be fixed, or that is owed to the authorities', () => {
    const code = (current: Case, assessment: 'confirmed' | 'rejected') => {
      const result = respond(current, { assessment, fixExpectedAt: TODAY, close: true }, hand);
      return result.ok ? null : result.code;
    };
    expect(code(caseOf(), 'confirmed')).toBe('transition-not-allowed');
    expect(code(caseOf({ exploitedAt: NOW - DAY }), 'rejected')).toBe('reports-owed');
    expect(code(caseOf({ exploitedAt: NOW - DAY, reported: all }), 'rejected')).toBeNull();
  });

  it('counts as on time until the deadline itself, and as late after it', () => {
    const figureAt = (time: number) => {
      const result = respond(
        caseOf({ respondBy: NOW }),
        { assessment: 'rejected', fixExpectedAt: null },
        { by: BY, now: time },
      );
      return result.ok && result.figure;
    };
    expect(figureAt(NOW)).toEqual({ month: '2026-11', ms: DAY, isLate: false });
    expect(figureAt(NOW + 1)).toEqual({ month: '2026-11', ms: DAY + 1, isLate: true });
    expect(figureAt(NOW + 30 * DAY)).toEqual({ month: '2026-12', ms: 31 * DAY, isLate: true });
    // A server whose clock was put back never counts less than no time.
    expect(figureAt(NOW - 2 * DAY)).toEqual({ month: '2026-11', ms: 0, isLate: false });
  });

  it('is given once, with a day that is not past when it is confirmed', () => {
    const code = (current: Case, fixExpectedAt: number | null, assessment: 'confirmed' | 'rejected') => {
      const result = respond(current, { assessment, fixExpectedAt }, hand);
      return result.ok ? null : result.code;
    };
    expect(code(answeredCase(), TODAY, 'confirmed')).toBe('already-responded');
    expect(code(caseOf(), null, 'confirmed')).toBe('fix-date-needed');
    expect(code(caseOf(), TODAY - 2 * DAY, 'confirmed')).toBe('fix-date-past');
    // A day means nothing where there is nothing to fix, and is not kept.
    const rejected = respond(caseOf(), { assessment: 'rejected', fixExpectedAt: TODAY }, hand);
    expect(rejected.ok && rejected.changed.fixExpectedAt).toBeNull();
    expect(code(caseOf(), TODAY, 'confirmed')).toBeNull();
    // The clock counts from the end of the day here: what is over is late at once.
    expect(code(caseOf(), TODAY - DAY, 'confirmed')).toBe('fix-date-past');
  });
});

describe('a change', () => {
  it('that changes nothing makes no event and gives back the same case', () => {
    const current = answeredCase({ exploitedAt: NOW, reported: { ...nothing, 'early-warning': 5 } });
    const same: Change = {
      status: 'confirmed',
      fixExpectedAt: TODAY,
      reward: null,
      credit: 'undecided',
      assignee: null,
      exploited: true,
      reported: 'early-warning',
    };
    for (const wanted of [{}, same]) {
      const result = changed(current, wanted);
      expect(result.changed).toBe(current);
      expect(result).toMatchObject({ events: [], figure: null });
    }
    // Also where the value could not be set anew.
    expect(changed(caseOf({ fixExpectedAt: 0 }), { fixExpectedAt: 0 }).events).toEqual([]);
    expect(changed(answeredCase({ reward: 5 }), { reward: 5 }).events).toEqual([]);
  });

  it('of many things at once makes one version, with an event for each', () => {
    const assignee = 'A'.repeat(40);
    const wanted: Change = {
      status: 'fixing',
      fixExpectedAt: TODAY + DAY,
      reward: 25,
      credit: 'named',
      assignee,
      exploited: true,
    };
    const current = answeredCase();
    const result = changed(current, wanted, true);
    const { exploited, ...fields } = wanted;
    expect(result.changed).toEqual({ ...current, ...fields, version: 8, exploitedAt: NOW, toldAt: NOW });
    expect(result.events.map(({ kind, value }) => `${kind} ${value}`)).toEqual([
      'status fixing',
      'fix-expected 2026-11-24',
      'reward 25',
      'credit named',
      `assigned ${assignee}`,
      'exploited yes',
      'reply ',
    ]);
    for (const event of result.events) expect(event).toMatchObject({ version: 8, at: NOW, by: BY });
    expect(current.version).toBe(7);
  });

  it('that takes something away says so with an empty value', () => {
    const current = answeredCase({
      status: 'rejected',
      assessment: 'rejected',
      reward: 25,
      assignee: 'A'.repeat(40),
    });
    const result = changed(current, { fixExpectedAt: null, reward: null, assignee: null }, true);
    expect(result.changed).toMatchObject({ fixExpectedAt: null, reward: null, assignee: null });
    expect(result.events.map(({ kind, value }) => `${kind} ${value}`)).toEqual([
      'fix-expected ',
      'reward ',
      'assigned ',
      'reply ',
    ]);
  });

  it('of the status is allowed by the table and by nothing else', () => {
    for (const from of caseStatuses) {
      for (const to of caseStatuses) {
        if (from === to) continue;
        const isAllowed = transitions[from].includes(to);
        const code = codeOf(answeredCase({ status: from }), { status: to });
        expect(code, `${from} → ${to}`).toBe(isAllowed ? null : 'transition-not-allowed');
        if (from === 'received') expect(codeOf(caseOf(), { status: to })).toBe('response-needed');
      }
    }
  });

  it('to resolved and closed keeps both times, and the way back takes them away', () => {
    const resolved = changed(answeredCase({ status: 'fixing' }), { status: 'resolved' }).changed;
    expect(resolved).toMatchObject({ resolvedAt: NOW, closedAt: null });
    const fix = { status: 'resolved', resolvedAt: 5 } as const;
    const closed = changed(answeredCase(fix), { status: 'closed' }).changed;
    expect(closed).toMatchObject({ resolvedAt: 5, closedAt: NOW });
    for (const status of ['confirmed', 'fixing'] as const)
      expect(changed(closed, { status }).changed).toMatchObject({ status, resolvedAt: null, closedAt: null });
    expect(changed(answeredCase(fix), { status: 'fixing' }).changed.resolvedAt).toBeNull();
    // Without a fix there is no time of one.
    expect(changed(answeredCase({ status: 'rejected' }), { status: 'closed' }).changed.resolvedAt).toBeNull();
  });

  it('of the day follows its rules', () => {
    expect(codeOf(answeredCase(), { fixExpectedAt: null })).toBe('fix-date-needed');
    expect(codeOf(answeredCase({ status: 'rejected' }), { fixExpectedAt: null })).toBeNull();
    expect(codeOf(answeredCase({ status: 'resolved' }), { fixExpectedAt: null })).toBeNull();
    expect(codeOf(answeredCase(), { fixExpectedAt: TODAY - 2 * DAY })).toBe('fix-date-past');
    expect(codeOf(answeredCase(), { fixExpectedAt: TODAY - DAY })).toBe('fix-date-past');
    expect(codeOf(answeredCase({ fixExpectedAt: null }), { fixExpectedAt: TODAY })).toBeNull();
  });

  it('of the reward comes with a reply, and is not less than the policy promises', () => {
    expect(codeOf(answeredCase(), { reward: 25 })).toBe('reward-needs-reply');
    expect(codeOf(answeredCase({ reward: 25 }), { reward: null })).toBe('reward-needs-reply');
    expect(codeOf(answeredCase(), { reward: 24 }, true)).toBe('reward-too-low');
    expect(codeOf(answeredCase(), { reward: 25 }, true)).toBeNull();
  });

  it('a message of the reporter waits since the first one, until a reply', () => {
    expect(receiveMessage(caseOf(), NOW).changed.waitingSince).toBe(NOW);
    const closed = answeredCase({ status: 'closed', eraseAt: NOW + DAY });
    expect(receiveMessage(closed, NOW).changed).toMatchObject({ waitingSince: NOW, eraseAt: null });
    const settled = changed(receiveMessage(closed, NOW).changed, { settled: true });
    expect(settled.changed.waitingSince).toBeNull();
    expect(settled.events).toMatchObject([{ kind: 'settled' }]);
    const first = receiveMessage(answeredCase(), NOW);
    expect(first.changed).toMatchObject({ version: 8, waitingSince: NOW });
    expect(first.events).toEqual([{ version: 8, at: NOW, by: null, kind: 'message', value: '' }]);
    const second = receiveMessage(first.changed, NOW + 5).changed;
    expect(second).toMatchObject({ version: 9, waitingSince: NOW });
    expect(changed(second, { status: 'fixing' }).changed.waitingSince).toBe(NOW);
    expect(changed(second, {}, true).changed.waitingSince).toBeNull();
  });

  it('closes no case in which a message waits, until it is answered or said to need no answer', () => {
    const waits = receiveMessage(answeredCase({ status: 'rejected' }), NOW).changed;
    const closing = { status: 'closed' } as const;
    expect(codeOf(waits, closing)).toBe('message-waits');
    expect(codeOf(waits, {})).toBeNull();
    expect(changed(waits, closing, true).changed).toMatchObject({ status: 'closed', waitingSince: null });
    const settled = changed(waits, { ...closing, settled: true });
    expect(settled.changed).toMatchObject({ status: 'closed', waitingSince: null });
    expect(settled.events.map(({ kind }) => kind)).toEqual(['status', 'settled']);
    const actor = { by: BY, now: NOW, hasReply: true, leastReward: 25 };
    expect(changeAndClose(waits, { credit: 'named' }, actor)).toMatchObject({ ok: true });
    const hidden = { ...actor, isForReporter: false };
    expect(changeAndClose(waits, { credit: 'named' }, hidden)).toEqual({ ok: false, code: 'message-waits' });
  });

  it('with a reply that its reporter can not read is no news and no answer; what goes with it is news', () => {
    const waits = receiveMessage(answeredCase({ toldAt: NOW - DAY }), NOW - 5).changed;
    const hidden = { by: BY, now: NOW, hasReply: true, isForReporter: false, leastReward: 25 };
    const replied = change(waits, {}, hidden);
    expect(replied).toMatchObject({ ok: true, changed: { toldAt: NOW - DAY, waitingSince: NOW - 5 } });
    expect(replied.ok && replied.events.map(({ kind }) => kind)).toEqual(['reply']);
    const fixing = change(waits, { status: 'fixing' }, hidden);
    expect(fixing).toMatchObject({ ok: true, changed: { toldAt: NOW, waitingSince: NOW - 5 } });
    const settled = change(waits, { settled: true }, hidden);
    expect(settled).toMatchObject({ ok: true, changed: { waitingSince: null } });
    const first = { assessment: 'rejected', fixExpectedAt: null } as const;
    const asked = caseOf({ waitingSince: NOW - 5 });
    const responded = respond(asked, first, hidden);
    // The assessment is what they read.
    expect(responded).toMatchObject({
      ok: true,
      changed: { respondedAt: NOW, toldAt: NOW, waitingSince: NOW - 5 },
    });
    const closing = respond(asked, { ...first, close: true }, hidden);
    expect(closing).toEqual({ ok: false, code: 'message-waits' });
  });
});

describe('an exploited weakness', () => {
  it('is marked and unmarked, and what was reported starts anew', () => {
    const on = changed(answeredCase(), { exploited: true });
    expect(on.changed).toMatchObject({ exploitedAt: NOW, reported: nothing });
    expect(owedDuties(on.changed)).toEqual([...dutiesOf('exploited')]);
    const warned = changed(on.changed, { reported: 'early-warning' });
    expect(warned.changed.reported).toEqual({ ...nothing, 'early-warning': NOW });
    expect(warned.events).toMatchObject([{ kind: 'reported', value: 'early-warning' }]);
    expect(owedDuties(warned.changed)).toEqual(dutiesOf('exploited').slice(1));
    const off = changed(warned.changed, { exploited: false });
    expect(off.changed).toMatchObject({ exploitedAt: null, reported: nothing });
    expect(off.events).toMatchObject([{ kind: 'exploited', value: 'no' }]);
    expect(owedDuties(off.changed)).toEqual([]);
  });

  it('has no final report before there is a fix, but one with the change that says so', () => {
    const marked = answeredCase({ exploitedAt: NOW - DAY });
    const final = { reported: 'final-report' } as const;
    expect(codeOf(marked, final)).toBe('fix-first');
    expect(codeOf(marked, { ...final, status: 'fixing' })).toBe('fix-first');
    expect(changed(marked, { ...final, status: 'resolved' }).changed.reported['final-report']).toBe(NOW);
    const fixed = answeredCase({ status: 'resolved', resolvedAt: NOW - 5, exploitedAt: NOW - DAY });
    expect(codeOf(fixed, final)).toBeNull();
    // A fix that is taken back with the same change is none.
    expect(codeOf(fixed, { ...final, status: 'fixing' })).toBe('fix-first');
    const done = { ...fixed, reported: all };
    expect(codeOf(done, { status: 'closed' })).toBeNull();
  });

  it('was reported when the team says, which tells what was late; not before they knew, and not in the future', () => {
    const known = NOW - 3 * DAY;
    const marked = answeredCase({ exploitedAt: known + 40_000 });
    const at = (reportedAt: number) => ({ reported: 'early-warning', reportedAt }) as const;
    expect(codeOf(marked, at(NOW + 1))).toBe('reported-at');
    expect(codeOf(marked, at(known - 60_000))).toBe('reported-at');
    // Moments are told by the minute.
    expect(codeOf(marked, at(known))).toBeNull();
    const late = changed(marked, at(NOW - DAY));
    expect(late.changed.reported).toEqual({ ...nothing, 'early-warning': NOW - DAY });
    const value = `early-warning ${new Date(NOW - DAY).toISOString()}`;
    expect(late.events).toEqual([{ version: 8, at: NOW, by: BY, kind: 'reported', value }]);
    const [warning] = deadlinesOf(late.changed).filter(({ name }) => name === 'early-warning');
    expect(warning?.doneAt).toBeGreaterThan(warning?.dueAt ?? Number.POSITIVE_INFINITY);
    // A slip is mended; the same again is no change.
    expect(changed(late.changed, at(NOW - 2 * DAY)).changed.reported['early-warning']).toBe(NOW - 2 * DAY);
    expect(changed(late.changed, at(NOW - DAY)).events).toEqual([]);
    expect(changed(late.changed, { reported: 'early-warning' }).events).toEqual([]);
    expect(codeOf(answeredCase(), at(NOW))).toBe('not-exploited');
  });

  it('is owed again where a report turns out not to be made, but never in a closed case', () => {
    const back = { unreported: 'notification' } as const;
    const marked = answeredCase({ status: 'resolved', resolvedAt: 5, exploitedAt: 5, reported: all });
    const taken = changed(marked, back);
    expect(taken.changed.reported).toEqual({ ...all, notification: null });
    expect(taken.events).toMatchObject([{ kind: 'unreported', value: 'notification' }]);
    expect(owedDuties(taken.changed)).toEqual(['notification']);
    expect(changed(taken.changed, back).events).toEqual([]);
    expect(codeOf(marked, { ...back, status: 'closed' })).toBe('reports-owed');
    expect(codeOf({ ...marked, status: 'closed' }, back)).toBe('case-closed');
    expect(codeOf(answeredCase(), back)).toBe('not-exploited');
    expect(codeOf(marked, { ...back, exploited: false })).toBe('not-exploited');
  });

  it('has nothing reported of it unless it is marked', () => {
    expect(codeOf(answeredCase(), { reported: 'early-warning' })).toBe('not-exploited');
    const marked = answeredCase({ exploitedAt: 5 });
    expect(codeOf(marked, { exploited: false, reported: 'early-warning' })).toBe('not-exploited');
  });

  it('can not be closed while a report is owed, also when it is marked with the same change', () => {
    const marked = answeredCase({ status: 'resolved', resolvedAt: 5, exploitedAt: 5 });
    expect(codeOf(marked, { status: 'closed' })).toBe('reports-owed');
    expect(codeOf({ ...marked, reported: { ...all, 'final-report': null } }, { status: 'closed' })).toBe(
      'reports-owed',
    );
    expect(codeOf({ ...marked, reported: all }, { status: 'closed' })).toBeNull();
    expect(codeOf(marked, { status: 'closed', exploited: false })).toBeNull();
    const unmarked = answeredCase({ status: 'resolved', resolvedAt: 5 });
    expect(codeOf(unmarked, { status: 'closed', exploited: true })).toBe('reports-owed');
  });
});
