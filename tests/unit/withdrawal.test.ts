import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caseSchema } from '../../functions/store/records.ts';
import { type Case, caseStatuses, receivedCase } from '../../src/disclosure/case.ts';
import { type Change, change, respond } from '../../src/disclosure/changes.ts';
import { deadlinesOf, openDeadlines, owedDuties } from '../../src/disclosure/clock.ts';
import { duties, dutiesOf, nothingDone } from '../../src/disclosure/duties.ts';
import { changeStub, stubOf } from '../../src/disclosure/withdrawal.ts';
import { newCaseInput } from '../support/cases.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 23, 9, 0);
const BY = 'Anna <anna@example.com>';
const reports = dutiesOf('exploited');
const all = { ...nothingDone, ...Object.fromEntries(reports.map((name) => [name, NOW])) };

const exploitedCase = (fields: Partial<Case> = {}) =>
  newCaseInput({ receivedAt: NOW - DAY, version: 4, exploitedAt: NOW - HOUR, ...fields }).newCase;

function stubFrom(fields: Partial<Case> = {}): Case {
  const left = stubOf(exploitedCase(fields), [], NOW);
  if (!left) throw new Error('nothing is owed');
  return left.stub;
}

const hand = { by: BY, now: NOW + HOUR, hasReply: false };

function changed(current: Case, wanted: Change, now = NOW + HOUR) {
  const result = changeStub(current, wanted, { ...hand, now });
  if (!result.ok) throw new Error(result.code);
  return result;
}

function codeOf(current: Case, wanted: Change, hasReply = false) {
  const result = changeStub(current, wanted, { ...hand, hasReply });
  return result.ok ? null : result.code;
}

describe('the stub of a withdrawn case', () => {
  it('is left where a report to the authorities is owed, and nowhere else', () => {
    expect(stubOf(exploitedCase({ exploitedAt: null }), [], NOW)).toBeNull();
    expect(stubOf(exploitedCase({ reported: all }), [], NOW)).toBeNull();
    for (const name of reports)
      expect(stubOf(exploitedCase({ reported: { ...all, [name]: null } }), [], NOW)).not.toBeNull();
  });

  it('says no more than the clocks, who handles them, and that it was withdrawn', () => {
    const whole = exploitedCase({
      ...{
        status: 'resolved',
        assessment: 'confirmed',
        respondedAt: NOW - 9,
        fixExpectedAt: NOW,
        reward: 500,
      },
      ...{
        resolvedAt: NOW - 5,
        credit: 'named',
        assignee: 'A'.repeat(40),
        waitingSince: NOW - 3,
        urgent: true,
      },
      ...{ language: 'en', origin: 'terminal', replyKey: 'locked', attachments: [{ id: 'a', size: 1 }] },
    });
    const events = (['response', 'exploited', 'reward', 'message', 'reported'] as const).map((kind) => ({
      ...{ version: 3, at: NOW - HOUR, by: BY, kind, value: '' },
    }));
    const left = stubOf(whole, events, NOW);
    const { reference, receivedAt, respondBy } = whole;
    expect(left?.stub).toEqual({
      ...receivedCase({
        ...{ reference, receivedAt, respondBy, receiptId: `withdrawn:${reference}`, bodyHash: '' },
        ...{ urgent: false, language: 'nl', origin: 'form', replyKey: null, attachments: [] },
      }),
      ...{ version: 5, status: 'resolved', resolvedAt: NOW - 5, exploitedAt: NOW - HOUR },
      ...{ assignee: 'A'.repeat(40), withdrawnAt: NOW },
    });
    expect(left?.events.map(({ kind }) => kind)).toEqual(['exploited', 'reported', 'withdrawn']);
    expect(left?.events.at(-1)).toEqual({ version: 5, at: NOW, by: null, kind: 'withdrawn', value: '' });
  });

  it('keeps of the status no more than when a fix came, and was taken back', () => {
    const events = (
      [
        'confirmed',
        'fixing',
        'resolved',
        'closed',
        'fixing',
        'confirmed',
        'rejected',
        'confirmed',
        'resolved',
      ] as const
    ).map((value, index) => ({ version: index, at: NOW, by: BY, kind: 'status' as const, value }));
    const left = stubOf(exploitedCase({ resolvedAt: NOW }), events, NOW);
    expect(left?.events.map(({ version, value }) => [version, value])).toEqual([
      [2, 'resolved'],
      [4, 'fixing'],
      [8, 'resolved'],
      [5, ''],
    ]);
  });

  it('has the clocks of the case, but for the promise to the reporter', () => {
    const whole = exploitedCase({ resolvedAt: NOW });
    const stub = stubFrom({ resolvedAt: NOW });
    expect(deadlinesOf(stub)).toEqual(deadlinesOf(whole).filter(({ name }) => name !== 'first-response'));
    expect(openDeadlines(stub).map(({ name }) => name)).toEqual([...reports]);
  });

  it('is a case of an earlier version that knows nothing of withdrawing when it is read', () => {
    const { withdrawnAt: _, noFixAt: __, ...old } = exploitedCase();
    expect(caseSchema.parse(old)).toMatchObject({ withdrawnAt: null, noFixAt: null });
  });

  it('was no weak spot since its first response, where an earlier version did not say since when', () => {
    const { dismissedAt: _, ...old } = newCaseInput({ receivedAt: NOW - DAY, respondedAt: NOW }).newCase;
    const dismissedAt = (fields: Partial<Case>) => caseSchema.parse({ ...old, ...fields }).dismissedAt;
    const rejected = { status: 'closed', assessment: 'rejected' } as const;
    expect(dismissedAt(rejected)).toBe(NOW);
    expect(dismissedAt({ status: 'duplicate', assessment: 'duplicate' })).toBe(NOW);
    expect(dismissedAt({ ...rejected, dismissedAt: NOW + 5 })).toBe(NOW + 5);
    expect(dismissedAt({ ...rejected, assessment: 'confirmed' })).toBeNull();
    expect(dismissedAt({ ...rejected, resolvedAt: NOW })).toBeNull();
    expect(dismissedAt({ status: 'confirmed', assessment: 'confirmed' })).toBeNull();
  });

  it('takes reports one by one, each with its time, and closes with the last', () => {
    let stub = stubFrom({ resolvedAt: NOW });
    for (const [index, name] of reports.entries()) {
      const at = NOW + (index + 1) * HOUR;
      const { changed: next, events } = changed(stub, { reported: name }, at);
      expect(next.reported[name]).toBe(at);
      expect(next.withdrawnAt).toBe(NOW);
      const isLast = index === reports.length - 1;
      expect([next.status, next.closedAt]).toEqual(isLast ? ['closed', at] : ['resolved', null]);
      expect(events.map(({ kind }) => kind)).toEqual(isLast ? ['reported', 'status'] : ['reported']);
      expect(events.every((event) => event.version === next.version && event.by === BY)).toBe(true);
      stub = next;
    }
    expect(openDeadlines(stub)).toEqual([]);
  });

  it('closes when the mark is taken back', () => {
    const { changed: closed, events } = changed(stubFrom(), { exploited: false });
    expect(closed).toMatchObject({ status: 'closed', closedAt: NOW + HOUR, exploitedAt: null });
    expect(events.map(({ kind }) => kind)).toEqual(['exploited', 'status']);
    expect(owedDuties(closed)).toEqual([]);
  });

  it('learns since when there is a fix, and the final report is due fourteen days after it', () => {
    const stub = stubFrom();
    expect(deadlinesOf(stub).at(-1)).toMatchObject({ name: 'final-report', dueAt: null });
    const since = NOW + HOUR / 2;
    const { changed: fixed, events } = changed(stub, { fixAvailableAt: since });
    expect(fixed).toMatchObject({ status: 'resolved', resolvedAt: since, noFixAt: null });
    expect(events).toMatchObject([{ kind: 'fix-available', value: new Date(since).toISOString() }]);
    expect(deadlinesOf(fixed).at(-1)).toMatchObject({ dueAt: since + 14 * DAY });
    expect(codeOf(stub, { fixAvailableAt: NOW + 2 * HOUR })).toBe('fix-available');
    expect(codeOf(stub, { fixAvailableAt: NOW - 999 * DAY })).toBe('fix-available');
    // The same again changes nothing.
    expect(changed(fixed, { fixAvailableAt: since })).toMatchObject({ changed: fixed, events: [] });
  });

  it('ends without a final report where no fix will come, and owes one where it comes after all', () => {
    const stub = stubFrom({ reported: { ...all, notification: null, 'final-report': null } });
    const hopeless = changed(stub, { fixAvailableAt: null });
    expect(hopeless.changed).toMatchObject({ status: 'received', noFixAt: NOW + HOUR });
    expect(hopeless.events).toMatchObject([{ kind: 'fix-available', value: '' }]);
    expect(owedDuties(hopeless.changed)).toEqual(['notification']);
    const { changed: closed } = changed(hopeless.changed, { reported: 'notification' });
    expect(closed.status).toBe('closed');
    const { changed: fixed } = changed(closed, { fixAvailableAt: NOW }, NOW + 9 * HOUR);
    expect(fixed).toMatchObject({ status: 'resolved', closedAt: null, noFixAt: null });
    expect(openDeadlines(fixed).map(({ name }) => name)).toEqual(['final-report']);
  });

  it('can be changed in no other way', () => {
    const stub = stubFrom();
    const others: Change[] = [
      ...([{ status: 'closed' }, { reward: 100 }, { credit: 'named' }, { assignee: null }] as const),
      ...([{ fixExpectedAt: NOW }, { reported: 'notification', status: 'fixing' }] as const),
    ];
    for (const wanted of others) expect(codeOf(stub, wanted)).toBe('withdrawn');
    expect(codeOf(stub, {}, true)).toBe('withdrawn');
    expect(change(stub, {}, { ...hand, hasReply: true, leastReward: 1 })).toMatchObject({
      code: 'withdrawn',
    });
    expect(respond(stub, { assessment: 'rejected', fixExpectedAt: null }, hand)).toMatchObject({
      code: 'withdrawn',
    });
  });

  it('stays as it is once it is closed: it shows what was done', () => {
    const last = { ...all, 'final-report': null };
    const final = { reported: 'final-report', fixAvailableAt: NOW } as const;
    const { changed: closed } = changed(stubFrom({ reported: last }), final);
    for (const wanted of [{ exploited: false }, { fixAvailableAt: NOW }, { fixAvailableAt: null }])
      expect(codeOf(closed, wanted)).toBe('case-closed');
    expect(codeOf(stubFrom({ reported: last }), { reported: 'final-report' })).toBe('fix-first');
    // But for a report that was not made after all.
    const { changed: open } = changed(closed, { unreported: 'final-report' });
    expect(open).toMatchObject({ status: 'resolved', closedAt: null, reported: last });
    expect(codeOf(open, { unreported: 'final-report' })).toBeNull();
    const { changed: unmarked } = changed(stubFrom(), { exploited: false });
    expect(codeOf(unmarked, { unreported: 'early-warning' })).toBe('case-closed');
    expect(codeOf(unmarked, { exploited: true })).toBe('case-closed');
    expect(codeOf(unmarked, { fixAvailableAt: NOW })).toBe('case-closed');
  });

  it('is the only one to be told of a fix by its moment', () => {
    const result = change(exploitedCase(), { fixAvailableAt: NOW }, { ...hand, leastReward: 1 });
    expect(result).toEqual({ ok: false, code: 'not-withdrawn' });
  });
});

it('no case that is closed, withdrawn or not, owes a report: what retention erases has no running clock', () => {
  const wanted: fc.Arbitrary<Change> = fc.oneof(
    fc.record({ status: fc.constantFrom(...caseStatuses) }),
    fc.record({ exploited: fc.boolean() }),
    fc.record({ reported: fc.constantFrom(...duties) }),
    fc.record({ unreported: fc.constantFrom(...duties) }),
    fc.record({ fixAvailableAt: fc.constantFrom(null, NOW) }),
    fc.record({ status: fc.constant('closed' as const), exploited: fc.boolean() }),
  );
  let closed = 0;
  fc.assert(
    fc.property(fc.array(fc.oneof(wanted, fc.constant('withdraw' as const)), { maxLength: 25 }), (steps) => {
      let current = newCaseInput({
        receivedAt: NOW - DAY,
        status: 'confirmed',
        respondedAt: NOW - HOUR,
        fixExpectedAt: NOW + DAY,
      }).newCase;
      for (const step of steps) {
        if (step === 'withdraw') {
          // Where nothing is owed the case would be gone.
          current = current.withdrawnAt === null ? (stubOf(current, [], NOW)?.stub ?? current) : current;
        } else {
          const by = { ...hand, leastReward: 1 };
          const result =
            current.withdrawnAt === null ? change(current, step, by) : changeStub(current, step, by);
          if (result.ok) current = result.changed;
        }
        if (current.status !== 'closed') continue;
        closed += 1;
        expect(owedDuties(current)).toEqual([]);
      }
    }),
    { numRuns: 2000 },
  );
  expect(closed).toBeGreaterThan(100);
});
