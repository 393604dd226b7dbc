import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/disclosure/case.ts';
import { type Change, change, receiveMessage, respond } from '../../src/disclosure/changes.ts';
import { deadlinesOf, erasureAnnouncedAt, fixLateSince, owedDuties } from '../../src/disclosure/clock.ts';
import { dutiesOf, nothingDone, stageOf, trackOf, tracks } from '../../src/disclosure/duties.ts';
import { changeStub, stubOf } from '../../src/disclosure/withdrawal.ts';
import { newCaseInput } from '../support/cases.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 23, 9, 0);
const TODAY = Date.UTC(2026, 10, 23);
const BY = 'Anna <anna@example.com>';
const actor = { by: BY, now: NOW, leastReward: 25 };

const caseOf = (fields: Partial<Case> = {}) =>
  newCaseInput({
    ...{ receivedAt: NOW - DAY, version: 7, status: 'confirmed', assessment: 'confirmed' },
    ...{ respondedAt: NOW - 1, fixExpectedAt: TODAY + DAY },
    ...fields,
  }).newCase;

function changed(current: Case, wanted: Change, now = NOW, hasReply = false) {
  const result = change(current, wanted, { ...actor, now, hasReply });
  if (!result.ok) throw new Error(result.code);
  return result;
}

function codeOf(current: Case, wanted: Change) {
  const result = change(current, wanted, { ...actor, hasReply: false });
  return result.ok ? null : result.code;
}

const told = (events: readonly { kind: string; value: string }[]) =>
  events.map(({ kind, value }) => `${kind} ${value}`.trim());
const check = (one: Case) => deadlinesOf(one).find(({ name }) => name === 'exploitation-check');

describe('what is said to be exploited', () => {
  it('is known from when the opened report says so, once, and not where the team knows more already', () => {
    const { changed: claimed, events } = changed(caseOf(), { claimed: true });
    expect(claimed).toMatchObject({ claimedAt: NOW, urgent: true, claimAnswer: null });
    expect(told(events)).toEqual(['claimed']);
    expect(check(claimed)).toEqual({ name: 'exploitation-check', dueAt: NOW + DAY, doneAt: null });
    for (const known of [claimed, caseOf({ exploitedAt: NOW - 5 }), caseOf({ status: 'closed' })])
      expect(changed(known, { claimed: true })).toMatchObject({ changed: known, events: [] });
  });

  it.each<[string, Change, string[], Partial<Case>, number | null, number]>([
    ['true', { exploited: true }, ['exploited yes', 'claim-answered true'], { exploitedAt: NOW }, NOW, 0],
    ['not true', { claimAnswer: 'not-true' }, ['claim-answered not-true'], { exploitedAt: null }, NOW, 0],
    [
      'not to be told yet',
      { claimAnswer: 'unclear' },
      ['claim-answered unclear'],
      { exploitedAt: null },
      null,
      NOW + DAY,
    ],
  ])('that it is %s starts or ends the clocks', (_, wanted, events, fields, doneAt, dueAt) => {
    const claimed = caseOf({ claimedAt: NOW - DAY, urgent: true });
    const result = changed(claimed, wanted);
    expect(told(result.events)).toEqual(events);
    expect(result.changed).toMatchObject(fields);
    expect(check(result.changed)).toMatchObject({ doneAt, dueAt: dueAt || NOW });
    expect(owedDuties(result.changed)).toEqual(wanted.exploited ? dutiesOf('exploited') : []);
  });

  it('that it is not true after all takes the mark back, with what was done of its duties', () => {
    const marked = caseOf({
      ...{ claimedAt: NOW - DAY, claimAnswer: 'true', claimAnsweredAt: NOW - 9, exploitedAt: NOW - 9 },
      reported: { ...nothingDone, 'early-warning': NOW - 5 },
    });
    const { changed: off, events } = changed(marked, { claimAnswer: 'not-true' });
    expect(off).toMatchObject({ exploitedAt: null, claimAnswer: 'not-true', reported: nothingDone });
    expect(told(events)).toEqual(['exploited no', 'claim-answered not-true']);
    expect(changed(off, { claimAnswer: 'not-true' }).events).toEqual([]);
  });

  it('is answered once the mark is taken back, and again in time where nobody could tell at first', () => {
    const claimed = caseOf({ claimedAt: NOW - DAY, urgent: true });
    const off = changed(changed(claimed, { exploited: true }).changed, { exploited: false });
    expect([off.changed.claimAnswer, told(off.events)]).toEqual([
      'not-true',
      ['exploited no', 'claim-answered not-true'],
    ]);
    const unclear = changed(claimed, { claimAnswer: 'unclear' }, NOW - 60_000).changed;
    expect(check(changed(unclear, { claimAnswer: 'not-true' }, NOW + 60_000).changed)).toEqual({
      ...{ name: 'exploitation-check', dueAt: NOW - 60_000 + DAY, doneAt: NOW + 60_000 },
    });
    const marked = caseOf({ claimedAt: NOW - DAY, exploitedAt: NOW - 5, claimAnswer: 'true' });
    expect(changed(marked, { claimAnswer: 'unclear' }).events).toEqual([]);
    const rejected = caseOf({ status: 'rejected', fixExpectedAt: null });
    expect(changed(rejected, { claimed: true }).events).toEqual([]);
  });

  it('is answered before the case closes, and needs no answer where it is no weak spot', () => {
    const claimed = caseOf({ status: 'resolved', resolvedAt: NOW - 5, claimedAt: NOW - DAY });
    expect(codeOf(claimed, { status: 'closed' })).toBe('claim-unanswered');
    expect(codeOf({ ...claimed, claimAnswer: 'unclear' }, { status: 'closed' })).toBe('claim-unanswered');
    expect(codeOf({ ...claimed, claimAnswer: 'not-true' }, { status: 'closed' })).toBeNull();
    expect(codeOf(claimed, { status: 'closed', claimAnswer: 'not-true' })).toBeNull();
    expect(codeOf({ ...claimed, status: 'rejected' }, { status: 'closed' })).toBeNull();
  });

  it('is answered only where it was said; a rejected report is no weak spot, and needs no answer', () => {
    expect(codeOf(caseOf(), { claimAnswer: 'unclear' })).toBe('not-claimed');
    const claimed = caseOf({ status: 'received', assessment: null, respondedAt: null, claimedAt: NOW - 5 });
    const answer = { assessment: 'rejected', fixExpectedAt: null } as const;
    const rejected = respond({ ...claimed, fixExpectedAt: null }, answer, actor);
    expect(rejected.ok && check(rejected.changed)?.doneAt).toBe(NOW);
    // One that was confirmed at first is answered by when it was rejected, also once it is closed.
    const confirmed = caseOf({ claimedAt: NOW - DAY, respondedAt: NOW - DAY });
    const later = changed(confirmed, { status: 'rejected' }, NOW + 5).changed;
    const closed = changed(later, { status: 'closed' }, NOW + 9).changed;
    expect([later, closed].map((one) => check(one)?.doneAt)).toEqual([NOW + 5, NOW + 5]);
    const again = changed(closed, { status: 'confirmed', fixExpectedAt: TODAY + DAY }, NOW + 10).changed;
    expect(check(again)?.doneAt).toBeNull();
  });

  it('is looked at anew once a case that was no weak spot is taken up again, where nobody had answered', () => {
    const claimed = caseOf({ claimedAt: NOW - DAY });
    const rejected = changed(claimed, { status: 'rejected' }, NOW - HOUR).changed;
    const up = { status: 'confirmed', fixExpectedAt: TODAY + 30 * DAY } as const;
    const later = NOW + 20 * DAY;
    const open = { name: 'exploitation-check', dueAt: later + DAY, doneAt: null };
    const answer = (one: Case, wanted: Change) => check(changed(one, wanted, later + HOUR).changed);
    for (const one of [rejected, changed(rejected, { status: 'closed' }, NOW).changed]) {
      const again = changed(one, up, later).changed;
      expect(check(again)).toEqual(open);
      expect(answer(again, { claimAnswer: 'not-true' })).toEqual({ ...open, doneAt: later + HOUR });
    }
    // Meanwhile there is nothing to look at, and what is told of it all the same is told in time.
    const ended = { name: 'exploitation-check', dueAt: NOW, doneAt: NOW - HOUR };
    for (const wanted of [{ claimAnswer: 'unclear' }, { exploited: true }] as const) {
      const told = changed(rejected, wanted, later - DAY).changed;
      expect(check(told)).toEqual(ended);
      const doneAt = wanted.exploited ? later - DAY : null;
      expect(check(changed(told, up, later).changed)).toEqual({ ...open, doneAt });
    }
    // What was answered before is answered.
    const known = changed(claimed, { claimAnswer: 'not-true' }, NOW - 2 * HOUR).changed;
    const back = changed(changed(known, { status: 'rejected' }, NOW).changed, up, later).changed;
    expect(check(back)).toEqual({ ...ended, doneAt: NOW - 2 * HOUR });
  });

  it('is not put off in a closed case, which has no clock', () => {
    const closed = caseOf({
      status: 'closed',
      closedAt: NOW - 5,
      claimedAt: NOW - DAY,
      claimAnswer: 'not-true',
    });
    expect(codeOf(closed, { claimAnswer: 'unclear' })).toBe('case-closed');
    expect(codeOf(closed, { claimAnswer: 'unclear', status: 'fixing' })).toBeNull();
  });
});

describe('a severe incident', () => {
  it('has duties of its own, beside those of an exploited weak spot', () => {
    const both = changed(caseOf({ exploitedAt: NOW - 5 }), { incident: true, incidentSince: NOW - 60_000 });
    expect(both.changed.incidentAt).toBe(NOW - 60_000);
    expect(told(both.events)).toEqual([`incident ${new Date(NOW - 60_000).toISOString()}`]);
    expect(owedDuties(both.changed)).toEqual(tracks.flatMap((track) => [...dutiesOf(track)]));
    const off = changed(
      { ...both.changed, reported: { ...nothingDone, 'early-warning': 3, 'incident-early-warning': 4 } },
      { incident: false },
    );
    expect(off.changed.reported).toEqual({ ...nothingDone, 'early-warning': 3 });
    expect(codeOf(caseOf(), { incident: true, incidentSince: NOW + 1 })).toBe('incident-since');
    expect(codeOf(caseOf({ exploitedAt: 5 }), { reported: 'incident-notification' })).toBe('not-incident');
    expect(codeOf(caseOf({ incidentAt: 5 }), { reported: 'notification' })).toBe('not-exploited');
  });

  it('can not be closed while one of its duties is owed', () => {
    const one = caseOf({ status: 'resolved', resolvedAt: NOW - 9, incidentAt: NOW - DAY });
    const done = { ...one, reported: { ...nothingDone } };
    for (const duty of dutiesOf('incident')) {
      expect(codeOf(done, { status: 'closed' })).toBe('reports-owed');
      done.reported = { ...done.reported, [duty]: NOW - 1 };
    }
    expect(codeOf(done, { status: 'closed' })).toBeNull();
    expect(codeOf(caseOf({ status: 'resolved' }), { status: 'closed', incident: true })).toBe('reports-owed');
  });

  it('runs on where the reporter withdraws, and is corrected there as elsewhere', () => {
    const reported = { ...nothingDone, 'incident-early-warning': NOW - 9 };
    const left = stubOf(caseOf({ incidentAt: NOW - DAY, reported }), [], NOW);
    expect(left?.stub).toMatchObject({ incidentAt: NOW - DAY, reported, withdrawnAt: NOW });
    const stub = left?.stub ?? caseOf();
    const result = changeStub(stub, { corrected: 'incident-early-warning' }, { ...actor, hasReply: false });
    expect(result.ok && told(result.events)).toEqual(['corrected incident-early-warning']);
    // Also where it closed before there was another duty: it stays closed.
    const old = { ...stub, status: 'closed', closedAt: NOW - 5, eraseAt: NOW + DAY } as const;
    const again = changeStub(old, { corrected: 'incident-early-warning' }, { ...actor, hasReply: false });
    expect(again.ok && again.changed).toMatchObject({ status: 'closed', closedAt: NOW - 5 });
    const off = changeStub(stub, { incident: false }, { ...actor, hasReply: false });
    expect(off.ok && off.changed).toMatchObject({ status: 'closed', incidentAt: null });
  });

  it('each duty is of one track, and all but informing the users are reports to the authorities', () => {
    for (const track of tracks)
      for (const duty of dutiesOf(track)) {
        expect(trackOf(duty)).toBe(track);
        expect(stageOf(duty) === null).toBe(duty.endsWith('inform-users'));
      }
  });
});

it('a case that closed before there was another duty owes nothing, and can be answered, settled and erased', () => {
  const three = { ...nothingDone, 'early-warning': 1, notification: 2, 'final-report': 3 };
  const old = caseOf({ status: 'closed', closedAt: NOW - DAY, exploitedAt: NOW - 9 * DAY, reported: three });
  expect(owedDuties(old)).toEqual([]);
  expect(stubOf(old, [], NOW)).toBeNull();
  const written = receiveMessage(old, NOW).changed;
  expect(told(changed(written, { settled: true }).events)).toEqual(['settled']);
  expect(told(changed(written, {}, NOW, true).events)).toEqual(['reply']);
});

it('nobody came to know of it after what they reported, and an incident’s end follows its notification', () => {
  const done = { ...nothingDone, 'early-warning': NOW - DAY, 'incident-early-warning': NOW - DAY };
  const both = caseOf({ exploitedAt: NOW - 2 * DAY, incidentAt: NOW - 2 * DAY, reported: done });
  expect(codeOf(both, { exploited: true, exploitedSince: NOW })).toBe('exploited-since');
  expect(codeOf(both, { incident: true, incidentSince: NOW })).toBe('incident-since');
  expect(codeOf(both, { exploited: true, exploitedSince: NOW - DAY })).toBeNull();
  expect(codeOf(both, { reported: 'incident-final-report' })).toBe('notification-first');
});

describe('a correction', () => {
  const reported = { ...nothingDone, 'early-warning': NOW - 60_000 };
  const marked = caseOf({ exploitedAt: NOW - DAY, reported });

  it('is of a report that was made, and leaves when that was', () => {
    const { changed: after, events } = changed(marked, { corrected: 'early-warning' });
    expect([after.reported, after.version]).toEqual([reported, 8]);
    expect(told(events)).toEqual(['corrected early-warning']);
    const at = NOW - 30_000;
    expect(told(changed(marked, { corrected: 'early-warning', correctedAt: at }).events)).toEqual([
      `corrected early-warning ${new Date(at).toISOString()}`,
    ]);
    expect(codeOf(marked, { corrected: 'notification' })).toBe('not-reported');
    expect(codeOf(marked, { corrected: 'early-warning', correctedAt: NOW + 1 })).toBe('reported-at');
    expect(codeOf(marked, { corrected: 'early-warning', correctedAt: NOW - 2 * DAY })).toBe('reported-at');
    expect(codeOf(caseOf(), { corrected: 'early-warning' })).toBe('not-exploited');
  });

  it('is possible in a closed case, where all was done', () => {
    const all = Object.fromEntries(dutiesOf('exploited').map((duty) => [duty, NOW - 5]));
    const closed = { ...marked, status: 'closed', reported: { ...nothingDone, ...all } } as const;
    expect(told(changed(closed, { corrected: 'final-report' }).events)).toEqual(['corrected final-report']);
  });
});

describe('the day of a publication', () => {
  const day = TODAY + 9 * DAY;

  it('is set, agreed to and kept; another day is to be agreed anew', () => {
    const { changed: set, events } = changed(caseOf(), { publishOn: day });
    expect([set.publishOn, set.publishAgreedAt, set.toldAt]).toEqual([day, null, NOW]);
    expect(told(events)).toEqual(['publication 2026-12-02']);
    const agreed = receiveMessage(set, NOW + 5, set.attachments, day);
    expect(agreed.changed).toMatchObject({ publishAgreedAt: NOW + 5, waitingSince: null });
    expect(told(agreed.events)).toEqual(['message', 'publication-agreed yes']);
    expect(agreed.events.every(({ by }) => by === null)).toBe(true);
    const asked = receiveMessage(set, NOW + 3).changed;
    expect(receiveMessage(asked, NOW + 5, [], day).changed.waitingSince).toBe(NOW + 3);
    const moved = changed(agreed.changed, { publishOn: day + DAY });
    expect(moved.changed.publishAgreedAt).toBeNull();
    const published = changed(moved.changed, { published: true });
    expect(published.changed.publishedAt).toBe(NOW);
    expect(told(published.events)).toEqual(['published yes']);
    expect(told(changed(published.changed, { published: false }).events)).toEqual(['published no']);
    expect(changed(published.changed, { publishOn: day }).changed.publishedAt).toBe(NOW);
    const gone = changed(published.changed, { publishOn: null });
    expect(gone.changed).toMatchObject({ publishOn: null, publishAgreedAt: null, publishedAt: null });
    expect(told(gone.events)).toEqual(['publication']);
  });

  it('lies ahead, and is there before anybody agrees to it', () => {
    expect(codeOf(caseOf(), { publishOn: TODAY - 2 * DAY })).toBe('publication-past');
    expect(codeOf(caseOf(), { publishAgreed: true })).toBe('no-publication-date');
    expect(codeOf(caseOf(), { published: true })).toBe('no-publication-date');
    expect(codeOf(caseOf(), { publishOn: day, publishAgreed: true })).toBeNull();
  });
});

describe('an erasure', () => {
  const closed = caseOf({ status: 'closed', closedAt: NOW, resolvedAt: NOW - 5 });

  it('is announced 14 days before, and of a short retention at once', () => {
    expect(erasureAnnouncedAt(closed, 365)).toBe(NOW + 351 * DAY);
    expect(erasureAnnouncedAt(closed, 3)).toBe(NOW);
    expect(erasureAnnouncedAt(caseOf(), 365)).toBeNull();
  });

  it('waits for an answer, and for what was agreed about publishing', () => {
    const written = receiveMessage({ ...closed, eraseAt: NOW + 14 * DAY }, NOW + 5).changed;
    expect(written).toMatchObject({ eraseAt: null, waitingSince: NOW + 5 });
    expect(erasureAnnouncedAt(written, 365)).toBeNull();
    expect(erasureAnnouncedAt(changed(written, { settled: true }).changed, 365)).not.toBeNull();
    expect(erasureAnnouncedAt({ ...closed, publishOn: TODAY + 9 * DAY }, 365)).toBeNull();
    expect(erasureAnnouncedAt({ ...closed, publishOn: TODAY, publishedAt: NOW }, 365)).not.toBeNull();
  });

  it('is not as announced any more where the case is taken up again', () => {
    const open = changed({ ...closed, eraseAt: NOW + 14 * DAY }, { status: 'fixing' });
    expect(open.changed.eraseAt).toBeNull();
  });
});

it('what is closed as no weak spot, or known already, has no day of a fix', () => {
  const closed = { status: 'closed', closedAt: NOW - 5, fixExpectedAt: null } as const;
  const wanted = { fixExpectedAt: TODAY + 9 * DAY };
  expect(changed(caseOf({ ...closed, assessment: 'rejected' }), wanted).events).toEqual([]);
  expect(changed(caseOf({ ...closed, resolvedAt: NOW - 9 }), wanted).events).toHaveLength(1);
});

it('the day of a fix is late once it has passed, until there is a fix or another day', () => {
  const one = caseOf({ fixExpectedAt: TODAY });
  const end = TODAY + DAY - 3_600_000;
  expect(fixLateSince(one, end - 1)).toBeNull();
  expect(fixLateSince(one, end)).toBe(end);
  expect(fixLateSince({ ...one, status: 'resolved', resolvedAt: end }, end + 5)).toBeNull();
  expect(fixLateSince(changed(one, { fixExpectedAt: TODAY + DAY }).changed, end)).toBeNull();
});
