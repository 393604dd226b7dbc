import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Case, caseStatuses } from '../../src/disclosure/case.ts';
import { deadlinesOf, monthOf, monthsUntil, openDeadlines, respondBy } from '../../src/disclosure/clock.ts';
import { nothingDone as nothing } from '../../src/disclosure/duties.ts';
import { nextReminderAt, remindersOf, wakeAtOf } from '../../src/disclosure/reminders.ts';
import { formatMoment, formatMonth, formatSpan } from '../../src/i18n/format.ts';
import { newCaseInput } from '../support/cases.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 23, 9, 0);
const DUE = NOW + 3 * DAY;

const caseOf = (fields: Partial<Case> = {}) => newCaseInput({ receivedAt: NOW, ...fields }).newCase;
const answered = { status: 'confirmed', respondedAt: NOW + 1 } as const;
const exploited = { ...answered, exploitedAt: NOW + HOUR } as const;
const told = { ...nothing, 'early-warning': NOW, notification: NOW, 'inform-users': NOW };
const mapValues = <T extends object, V>(from: T, to: () => V) =>
  Object.fromEntries(Object.keys(from).map((key) => [key, to()])) as Record<keyof T, V>;
/** Name and step of what is due, in short. */
const dueAt = (one: Case, time: number) => remindersOf(one, time).map(({ name, step }) => `${name} ${step}`);

const at = (text: string) => Date.parse(text);

describe('reminders', () => {
  const closed = { status: 'closed', closedAt: NOW } as const;
  it.each<[string, Partial<Case>, number, string[], number | null]>([
    ['not yet when it has just come in', {}, NOW, [], DUE - DAY],
    ['not yet a moment before 24 hours before', {}, DUE - DAY - 1, [], DUE - DAY],
    ['at exactly 24 hours before', {}, DUE - DAY, ['first-response -1'], DUE],
    ['the same until the deadline', {}, DUE - 1, ['first-response -1'], DUE],
    ['at the deadline', {}, DUE, ['first-response 0'], DUE + DAY],
    ['the same until a day later', {}, DUE + DAY - 1, ['first-response 0'], DUE + DAY],
    ['a day late', {}, DUE + DAY, ['first-response 1'], DUE + 2 * DAY],
    ['two days late', {}, DUE + 2 * DAY + HOUR, ['first-response 2'], DUE + 3 * DAY],
    ['a hundred days late', {}, DUE + 100 * DAY, ['first-response 100'], DUE + 101 * DAY],
    ['of the first response no more once it was answered', answered, DUE + DAY, [], NOW + 1 + 14 * DAY],
    ['none once it is closed', closed, DUE + DAY, [], null],
    ['none of a closed case that owes reports', { ...exploited, ...closed }, DUE + DAY, [], null],
    [
      'of an early warning as soon as it is marked',
      exploited,
      NOW + HOUR,
      ['early-warning -1'],
      NOW + HOUR + DAY,
    ],
    [
      'of the notification within 72 hours',
      exploited,
      NOW + HOUR + 2 * DAY,
      ['early-warning 1', 'notification -1', 'inform-users -1'],
      NOW + HOUR + 3 * DAY,
    ],
    [
      'of the early warning no longer, once it was given',
      { ...exploited, reported: { ...nothing, 'early-warning': NOW } },
      NOW + HOUR + 3 * DAY,
      ['notification 0', 'inform-users 0'],
      NOW + HOUR + 4 * DAY,
    ],
    [
      'of the notification no longer, once it was made',
      { ...exploited, reported: { ...nothing, notification: NOW } },
      NOW + HOUR + 3 * DAY,
      ['early-warning 2', 'inform-users 0'],
      NOW + HOUR + 4 * DAY,
    ],
    [
      'of the final report not at all, while there is no fix',
      { ...exploited, toldAt: NOW + 299 * DAY, reported: told },
      NOW + 300 * DAY,
      [],
      NOW + 313 * DAY,
    ],
    [
      'of the final report 14 days after the fix',
      {
        ...exploited,
        status: 'resolved',
        resolvedAt: NOW + 5 * DAY,
        toldAt: NOW + 18 * DAY,
        reported: told,
      },
      NOW + 19 * DAY,
      ['final-report 0'],
      NOW + 20 * DAY,
    ],
    [
      'of no duty, once all were done',
      {
        ...exploited,
        status: 'resolved',
        resolvedAt: NOW + 5 * DAY,
        toldAt: NOW + 299 * DAY,
        reported: { ...told, 'final-report': NOW },
      },
      NOW + 300 * DAY,
      [],
      NOW + 313 * DAY,
    ],
    [
      'of several deadlines at once, the first one due first',
      { exploitedAt: NOW + HOUR },
      DUE,
      ['early-warning 1', 'first-response 0', 'notification -1', 'inform-users -1'],
      NOW + HOUR + 3 * DAY,
    ],
  ])('%s', (_, fields, time, due, next) => {
    const one = caseOf(fields);
    expect(dueAt(one, time)).toEqual(due);
    expect(nextReminderAt(one, time)).toBe(next);
  });

  const time = fc.integer({ min: NOW - 40 * DAY, max: NOW + 40 * DAY });
  const maybe = fc.option(time);
  const cases = fc
    .record({
      receivedAt: time,
      respondBy: time,
      status: fc.constantFrom(...caseStatuses),
      respondedAt: maybe,
      resolvedAt: maybe,
      exploitedAt: maybe,
      incidentAt: maybe,
      reported: fc.record(mapValues(nothing, () => maybe)),
      claimedAt: maybe,
      waitingSince: maybe,
      fixExpectedAt: maybe,
      publishOn: maybe,
      toldAt: maybe,
    })
    .map(caseOf);

  /** How long before, and how often after, each is reminded of, as the documentation has it. */
  const rhythmOf = (name: string) =>
    ({
      'exploitation-check': { ahead: DAY / 4, every: DAY },
      message: { ahead: 0, every: DAY },
      'fix-date': { ahead: 3 * DAY, every: DAY },
      progress: { ahead: 0, every: 7 * DAY },
      publication: { ahead: 3 * DAY, every: DAY },
    })[name] ?? { ahead: DAY, every: DAY };

  it('a walk from one to the next meets each step of each deadline once, always later', () => {
    fc.assert(
      fc.property(cases, time, fc.integer({ min: 1, max: 30 * DAY }), (one, from, length) => {
        const until = from + length;
        const met: string[] = [];
        let now = from;
        for (;;) {
          const next = nextReminderAt(one, now);
          if (next === null || next > until) break;
          expect(next).toBeGreaterThan(now);
          now = next;
          for (const { name, dueAt, step } of remindersOf(one, now)) {
            const unit = step < 0 ? DAY : rhythmOf(name).every;
            if (dueAt + step * unit === now) met.push(`${name} ${step}`);
          }
        }
        const expected = openDeadlines(one).flatMap(({ name, dueAt }) => {
          const { ahead, every } = rhythmOf(name);
          const steps: string[] = [];
          if (ahead > 0 && dueAt - ahead > from && dueAt - ahead <= until)
            steps.push(`${name} ${-ahead / DAY}`);
          for (let step = 0; dueAt + step * every <= until; step += 1)
            if (dueAt + step * every > from) steps.push(`${name} ${step}`);
          return steps;
        });
        expect(met.sort()).toEqual(expected.sort());
      }),
    );
  });

  it('the clock is woken no later than the first reminder, and not at all when there is none', () => {
    fc.assert(
      fc.property(cases, time, (one, now) => {
        const wakeAt = wakeAtOf(one);
        const next = nextReminderAt(one, now);
        if (wakeAt === null || next === null) {
          expect([wakeAt, next]).toEqual([null, null]);
          return;
        }
        expect(wakeAt).toBeLessThanOrEqual(next);
        expect(remindersOf(one, wakeAt - 1)).toEqual([]);
        expect(remindersOf(one, wakeAt)).not.toEqual([]);
      }),
    );
  });
});

describe('deadlines', () => {
  it.each<[string, Partial<Case>, string, string | null]>([
    [
      'a claim is looked at within 24 hours',
      { claimedAt: at('2026-11-23T09:00Z') },
      'exploitation-check',
      '2026-11-24T09:00',
    ],
    [
      'and once more, where nobody could tell',
      {
        claimedAt: at('2026-11-23T09:00Z'),
        claimAnswer: 'unclear',
        claimAnsweredAt: at('2026-11-24T08:00Z'),
        checkFrom: at('2026-11-24T08:00Z'),
      },
      'exploitation-check',
      '2026-11-25T08:00',
    ],
    [
      'a message is answered within two days',
      { ...answered, waitingSince: at('2028-02-28T12:00Z') },
      'message',
      '2028-03-01T12:00',
    ],
    [
      'also in a closed case',
      { ...answered, status: 'closed', waitingSince: at('2026-11-23T09:00Z') },
      'message',
      '2026-11-25T09:00',
    ],
    [
      'before the first response that is what it waits for',
      { waitingSince: at('2026-11-23T09:00Z') },
      'message',
      null,
    ],
    [
      'a reporter hears something every two weeks',
      { ...answered, toldAt: at('2026-10-20T09:00Z') },
      'progress',
      '2026-11-03T09:00',
    ],
    [
      'the day of a fix ends at midnight in winter',
      { ...answered, fixExpectedAt: at('2026-12-01') },
      'fix-date',
      '2026-12-01T23:00',
    ],
    ['and in summer', { ...answered, fixExpectedAt: at('2026-07-01') }, 'fix-date', '2026-07-01T22:00'],
    [
      'on the day of 23 hours',
      { ...answered, fixExpectedAt: at('2026-03-29') },
      'fix-date',
      '2026-03-29T22:00',
    ],
    [
      'on the day of 25 hours',
      { ...answered, fixExpectedAt: at('2026-10-25') },
      'fix-date',
      '2026-10-25T23:00',
    ],
    ['on a leap day', { ...answered, fixExpectedAt: at('2028-02-29') }, 'fix-date', '2028-02-29T23:00'],
    [
      'no day where there is nothing to fix',
      { ...answered, status: 'rejected', fixExpectedAt: at('2026-12-01') },
      'fix-date',
      null,
    ],
    [
      'a publication is due as its day begins',
      { publishOn: at('2026-12-01') },
      'publication',
      '2026-11-30T23:00',
    ],
    [
      'a notification of an incident within 72 hours',
      { incidentAt: at('2026-03-28T09:00Z') },
      'incident-notification',
      '2026-03-31T09:00',
    ],
    [
      'its final report a month after that, by the hands of the clock',
      { incidentAt: NOW, reported: { ...nothing, 'incident-notification': at('2026-03-10T09:30Z') } },
      'incident-final-report',
      '2026-04-10T08:30',
    ],
    [
      'on the last day of a month that is shorter',
      { incidentAt: NOW, reported: { ...nothing, 'incident-notification': at('2028-01-31T09:30Z') } },
      'incident-final-report',
      '2028-02-29T09:30',
    ],
  ])('%s', (_, fields, name, due) => {
    const found = openDeadlines(caseOf(fields)).find((one) => one.name === name);
    expect(found ? new Date(found.dueAt).toISOString().slice(0, 16) : null).toBe(due);
  });

  it('one that is not exploited has only the promise of the policy', () => {
    expect(deadlinesOf(caseOf())).toEqual([{ name: 'first-response', dueAt: DUE, doneAt: null }]);
  });

  it('the final report is due 14 days after the fix, or after it was marked when that came later', () => {
    const finalOf = (fields: Partial<Case>) =>
      deadlinesOf(caseOf(fields)).find(({ name }) => name === 'final-report')?.dueAt;
    expect(finalOf(exploited)).toBeNull();
    expect(finalOf({ ...exploited, resolvedAt: NOW + 5 * DAY })).toBe(NOW + 19 * DAY);
    expect(finalOf({ ...exploited, resolvedAt: NOW })).toBe(NOW + HOUR + 14 * DAY);
  });

  it.each([
    [
      'forward',
      '2026-03-27T10:00Z',
      'vrijdag 27 maart 2026 om 11:00 CET',
      'maandag 30 maart 2026 om 12:00 CEST',
    ],
    [
      'back',
      '2026-10-23T10:00Z',
      'vrijdag 23 oktober 2026 om 12:00 CEST',
      'maandag 26 oktober 2026 om 11:00 CET',
    ],
    [
      'not at all',
      '2028-02-28T10:00Z',
      'maandag 28 februari 2028 om 11:00 CET',
      'donderdag 2 maart 2028 om 11:00 CET',
    ],
  ])('is 72 hours later where clocks go %s', (_, received, receipt, deadline) => {
    const receivedAt = new Date(received);
    const due = respondBy(receivedAt, 3);
    expect(due.getTime() - receivedAt.getTime()).toBe(72 * HOUR);
    expect(formatMoment(receivedAt, 'nl')).toBe(receipt);
    expect(formatMoment(due, 'nl')).toBe(deadline);
  });

  it('is exactly 72 hours later whenever a report comes in', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) }), (time) => {
        expect(respondBy(new Date(time), 3).getTime()).toBe(time + 72 * HOUR);
      }),
    );
  });
});

describe('spans and months', () => {
  it.each([
    [0, '1 minuut', '1 minute'],
    [59_000, '1 minuut', '1 minute'],
    [2 * MINUTE, '2 minuten', '2 minutes'],
    [HOUR, '1 uur', '1 hour'],
    [HOUR + MINUTE, '1 uur, 1 minuut', '1 hour, 1 minute'],
    [DAY - MINUTE, '23 uur, 59 minuten', '23 hours, 59 minutes'],
    [DAY - 1, '23 uur, 59 minuten', '23 hours, 59 minutes'],
    [DAY, '1 dag', '1 day'],
    [DAY + 59 * MINUTE, '1 dag', '1 day'],
    [DAY + HOUR, '1 dag, 1 uur', '1 day, 1 hour'],
    [2 * DAY + 3 * HOUR, '2 dagen, 3 uur', '2 days, 3 hours'],
    [40 * DAY, '40 dagen', '40 days'],
  ])('a span of %d ms is “%s”, “%s”', (ms, dutch, english) => {
    expect(formatSpan(ms, 'nl')).toBe(dutch);
    expect(formatSpan(ms, 'en')).toBe(english);
  });

  it('a month is written out in each language', () => {
    expect(formatMonth('2026-11', 'nl')).toBe('november 2026');
    expect(formatMonth('2027-01', 'nl')).toBe('januari 2027');
    expect(formatMonth('2026-11', 'en')).toBe('November 2026');
    expect(formatMonth('2027-01', 'en')).toBe('January 2027');
  });

  it('a month is the one of UTC, whatever the time is elsewhere', () => {
    expect(monthOf(Date.parse('2026-12-31T23:59:59.999Z'))).toBe('2026-12');
    expect(monthOf(Date.parse('2027-01-01T00:00:00Z'))).toBe('2027-01');
  });

  it('the months until now run on across a new year, from any day of the month', () => {
    const months = ['2026-11', '2026-12', '2027-01', '2027-02'];
    expect(monthsUntil(Date.parse('2027-02-01T00:00Z'), 4)).toEqual(months);
    expect(monthsUntil(Date.parse('2027-02-28T23:59Z'), 4)).toEqual(months);
    expect(monthsUntil(Date.parse('2027-03-31T12:00Z'), 2)).toEqual(['2027-02', '2027-03']);
    expect(monthsUntil(NOW, 1)).toEqual(['2026-11']);
    expect(monthsUntil(NOW, 0)).toEqual([]);
  });
});
