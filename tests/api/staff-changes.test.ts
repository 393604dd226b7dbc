import { beforeEach, describe, expect, it } from 'vitest';
import { type Case, caseStatuses } from '../../src/disclosure/case.ts';
import { caseViewSchema } from '../../src/disclosure/case-view.ts';
import { transitions } from '../../src/disclosure/changes.ts';
import { dutiesOf } from '../../src/disclosure/duties.ts';
import { teamCaseSchema } from '../../src/disclosure/team-wire.ts';
import { answered, codeOf, LEAST_REWARD, NOW, type StaffDesk, staffDesk } from '../support/staff-desk.ts';

const DAY = 86_400_000;
let desk: StaffDesk;
let cookie: string;
let path: string;
let reference: string;
let token: string;
/** The version that the next change has seen; each one that is accepted moves it. */
let version: number;

beforeEach(async () => {
  desk = await staffDesk();
  cookie = await desk.signIn(0);
});
async function open(status: Case['status'], fields: Partial<Case> = {}) {
  ({ path, reference, token } = await desk.newCase(answered(status, fields)));
  version = 1;
}
async function patch(fields: Record<string, unknown>) {
  const response = await desk.request('PATCH', path, { version, ...fields }, { cookie });
  if (response.status === 200) version = (await response.clone().json()).version;
  return response;
}
const changed = async () => (await desk.stored(reference)).found;

describe('the status', () => {
  const pairs = caseStatuses.flatMap((from) =>
    caseStatuses
      .filter((to) => to !== from)
      .map((to) => ({ from, to, isAllowed: transitions[from].includes(to) })),
  );
  it.each(pairs)('from $from to $to: $isAllowed', async ({ from, to, isAllowed }) => {
    await open(from, { fixExpectedAt: Date.parse('2026-12-24') });
    const before = await desk.stored(reference);
    const response = await patch({ status: to });
    if (isAllowed) {
      expect([response.status, await response.json()]).toEqual([200, { version: 2 }]);
      const { found, events } = await desk.stored(reference);
      expect(found).toMatchObject({ status: to, version: 2, closedAt: to === 'closed' ? NOW : null });
      // What is no weakness, or known already, has no day on which it is fixed.
      const hasNoFix = to === 'rejected' || to === 'duplicate';
      const dayGone = hasNoFix && before.found?.fixExpectedAt !== null ? [['fix-expected', '']] : [];
      expect(events.map(({ kind, value }) => [kind, value])).toEqual([['status', to], ...dayGone]);
    } else {
      const code = from === 'received' ? 'response-needed' : 'transition-not-allowed';
      expect(await codeOf(response)).toEqual([409, code]);
      expect(await desk.stored(reference)).toEqual(before);
    }
  });

  it('a case that is solved closes in the same step, and neither happens where one may not', async () => {
    await open('confirmed', { fixExpectedAt: Date.parse('2026-12-24') });
    expect(await codeOf(await patch({ close: true }))).toEqual([422, 'invalid-fields']);
    expect(await codeOf(await patch({ status: 'fixing', close: true }))).toEqual([
      409,
      'transition-not-allowed',
    ]);
    expect((await patch({ status: 'resolved', close: true })).status).toBe(200);
    const { found, events } = await desk.stored(reference);
    expect(found).toMatchObject({ status: 'closed', resolvedAt: NOW, closedAt: NOW, version: 2 });
    expect(events.map(({ kind, value, version: of }) => [kind, value, of])).toEqual([
      ['status', 'resolved', 2],
      ['status', 'closed', 2],
    ]);
    const notes = (await desk.store.readStatements(reference)).map(({ note }) => note);
    expect(notes.map((note) => /^status: (.+)$/m.exec(note)?.[1])).toEqual(['resolved', 'closed']);
    await open('confirmed', { exploitedAt: NOW - 5, fixExpectedAt: Date.parse('2026-12-24') });
    expect(await codeOf(await patch({ status: 'resolved', close: true }))).toEqual([409, 'reports-owed']);
    expect((await changed())?.status).toBe('confirmed');
  });

  it('a report that is confirmed after all needs a day for the fix, and gets the new assessment', async () => {
    await open('rejected');
    expect(await codeOf(await patch({ status: 'confirmed' }))).toEqual([422, 'fix-date-needed']);
    expect((await patch({ status: 'confirmed', fixExpectedAt: '2026-12-24' })).status).toBe(200);
    const { found } = await desk.stored(reference);
    expect(found).toMatchObject({ status: 'confirmed', assessment: 'confirmed' });
  });

  it('nothing that the reporter sees changes before the first response', async () => {
    await open('received');
    for (const fields of [{ fixExpectedAt: '2026-12-24' }, { reward: LEAST_REWARD }, { status: 'fixing' }]) {
      expect(await codeOf(await patch(fields))).toEqual([409, 'response-needed']);
    }
  });

  it('a closed case is not marked as exploited before it is opened again', async () => {
    await open('closed');
    expect(await codeOf(await patch({ exploited: true }))).toEqual([409, 'case-closed']);
    await open('resolved');
    expect(await codeOf(await patch({ exploited: true, status: 'closed' }))).toEqual([409, 'reports-owed']);
  });

  it('a change to what is already so changes nothing', async () => {
    await open('fixing');
    const before = await desk.stored(reference);
    expect(await (await patch({ status: 'fixing', credit: 'undecided' })).json()).toEqual({ version: 1 });
    expect(await desk.stored(reference)).toEqual(before);
  });
});

describe('what goes with a case', () => {
  it('a reward is no less than the policy promises, goes with a reply, and the reporter sees it', async () => {
    await open('resolved');
    const message = await desk.reply('For your effort.');
    expect(await codeOf(await patch({ reward: LEAST_REWARD - 1, message }))).toEqual([422, 'reward-too-low']);
    expect(await codeOf(await patch({ reward: LEAST_REWARD }))).toEqual([422, 'reward-needs-reply']);
    expect((await desk.stored(reference)).messages).toHaveLength(1);
    expect((await patch({ reward: LEAST_REWARD, message })).status).toBe(200);
    const headers = { Authorization: `Bearer ${token}` };
    const seen = await desk.reporterSees(new Request(`${desk.parts.siteUrl}/api/case`, { headers }));
    const view = caseViewSchema.parse(await seen.json());
    expect(view.reward).toBe(LEAST_REWARD);
    expect(view.messages[1]).toMatchObject({ from: 'team' });
  });

  it('a case is handled by someone of the team, or by nobody', async () => {
    await open('fixing');
    const assignee = desk.team[1]?.fingerprint;
    expect((await patch({ assignee })).status).toBe(200);
    expect((await changed())?.assignee).toBe(assignee);
    expect(await codeOf(await patch({ assignee: 'A'.repeat(40) }))).toEqual([422, 'invalid-fields']);
    expect((await patch({ assignee: null })).status).toBe(200);
    expect((await changed())?.assignee).toBeNull();
    // The colleague who was given it is told; the reporter is not.
    const mails = await desk.store.takeDueMail({ now: NOW, leaseUntil: NOW, limit: 9 });
    expect(mails.map(({ kind, about }) => [kind, about])).toEqual([['assigned', assignee]]);
  });

  it('credit and the day of the fix', async () => {
    await open('confirmed');
    expect((await patch({ credit: 'named', fixExpectedAt: '2027-01-05' })).status).toBe(200);
    expect(await changed()).toMatchObject({ credit: 'named', fixExpectedAt: Date.parse('2027-01-05') });
    expect(await codeOf(await patch({ fixExpectedAt: null }))).toEqual([422, 'fix-date-needed']);
    expect(await codeOf(await patch({ fixExpectedAt: '2026-11-01' }))).toEqual([422, 'fix-date-past']);
    expect(await codeOf(await patch({ credit: 'famous' }))).toEqual([422, 'invalid-fields']);
    expect(await codeOf(await patch({}))).toEqual([422, 'invalid-fields']);
  });

  it('a reply ends the waiting of the reporter, once however often it is sent', async () => {
    await open('fixing', { waitingSince: NOW });
    const body = { version: 1, message: await desk.reply() };
    const send = (sent: unknown) => desk.request('POST', `${path}/messages`, sent, { cookie });
    expect((await send(body)).status).toBe(201);
    expect((await send(body)).status).toBe(201);
    // Also for who has seen the version that it made: there is no other.
    const again = await send({ ...body, version: 2 });
    expect([again.status, await again.json()]).toEqual([201, { version: 2 }]);
    const { found, messages, events } = await desk.stored(reference);
    expect([found?.waitingSince, messages.length, events.length]).toEqual([null, 2, 1]);
    expect(await codeOf(await send({ version: 1, message: await desk.reply() }))).toEqual([
      412,
      'version-conflict',
    ]);
  });
});

describe('active exploitation', () => {
  const deadlines = async () =>
    teamCaseSchema
      .parse(await (await desk.request('GET', path, undefined, { cookie })).json())
      .deadlines.filter(({ name }) => dutiesOf('exploited').some((duty) => duty === name));
  const moment = (time: number) => new Date(time).toISOString();

  it('starts the deadlines for the authorities, and the case stays open until all is reported', async () => {
    await open('fixing');
    expect(await codeOf(await patch({ reported: 'early-warning' }))).toEqual([409, 'not-exploited']);
    expect((await patch({ exploited: true })).status).toBe(200);
    expect(await deadlines()).toEqual([
      { name: 'early-warning', dueAt: moment(NOW + DAY), doneAt: null },
      { name: 'notification', dueAt: moment(NOW + 3 * DAY), doneAt: null },
      { name: 'inform-users', dueAt: moment(NOW + 3 * DAY), doneAt: null },
      { name: 'final-report', dueAt: null, doneAt: null },
    ]);
    desk.clock.now += 60_000;
    expect((await patch({ status: 'resolved' })).status).toBe(200);
    expect((await deadlines()).at(-1)?.dueAt).toBe(moment(NOW + 60_000 + 14 * DAY));
    for (const reported of dutiesOf('exploited')) {
      expect(await codeOf(await patch({ status: 'closed' }))).toEqual([409, 'reports-owed']);
      expect((await patch({ reported })).status).toBe(200);
    }
    expect((await deadlines()).map(({ doneAt }) => doneAt)).toEqual(Array(4).fill(moment(NOW + 60_000)));
    expect((await patch({ status: 'closed' })).status).toBe(200);
  });

  it('runs from when the team knew of it, where that is told; a slip is mended, and what was reported stays', async () => {
    await open('fixing');
    const since = (time: number, exploited?: boolean) => ({ exploited, exploitedSince: moment(time) });
    expect(await codeOf(await patch(since(NOW + 1, true)))).toEqual([422, 'exploited-since']);
    expect(await codeOf(await patch(since(NOW - 367 * DAY, true)))).toEqual([422, 'exploited-since']);
    expect(await codeOf(await patch(since(NOW)))).toEqual([422, 'invalid-fields']);
    expect(await codeOf(await patch(since(NOW, false)))).toEqual([422, 'invalid-fields']);
    expect((await patch(since(NOW - 2 * DAY, true))).status).toBe(200);
    expect((await deadlines()).map(({ dueAt }) => dueAt)).toEqual([
      moment(NOW - DAY),
      moment(NOW + DAY),
      moment(NOW + DAY),
      null,
    ]);
    // Late already: the clock looks at it at once.
    const due = await desk.store.listDue({ now: NOW, limit: 9 });
    expect(due.map((one) => one.reference)).toEqual([reference]);
    expect((await patch({ reported: 'early-warning' })).status).toBe(200);
    expect((await patch(since(NOW - DAY, true))).status).toBe(200);
    expect((await deadlines()).slice(0, 2)).toEqual([
      { name: 'early-warning', dueAt: moment(NOW), doneAt: moment(NOW) },
      { name: 'notification', dueAt: moment(NOW + 2 * DAY), doneAt: null },
    ]);
    const { events } = await desk.stored(reference);
    expect(events.map(({ kind, value }) => [kind, value])).toEqual([
      ['exploited', moment(NOW - 2 * DAY)],
      ['reported', 'early-warning'],
      ['exploited', moment(NOW - DAY)],
    ]);
  });

  it('is reported when the team says it was, and a report that was ticked by mistake is taken back', async () => {
    await open('fixing');
    await patch({ exploited: true, exploitedSince: moment(NOW - 2 * DAY) });
    const early = { reported: 'early-warning' };
    for (const [body, expected] of [
      [{ ...early, reportedAt: moment(NOW + 1) }, [422, 'reported-at']],
      [{ ...early, reportedAt: moment(NOW - 3 * DAY) }, [422, 'reported-at']],
      [{ ...early, reportedAt: 'yesterday' }, [422, 'invalid-fields']],
      [{ reportedAt: moment(NOW) }, [422, 'invalid-fields']],
      [{ ...early, unreported: 'early-warning' }, [422, 'invalid-fields']],
      [{ unreported: 'x' }, [422, 'invalid-fields']],
      [{ reported: 'final-report' }, [409, 'fix-first']],
    ] as const)
      expect(await codeOf(await patch(body))).toEqual(expected);
    expect((await patch({ ...early, reportedAt: moment(NOW - 1) })).status).toBe(200);
    expect((await deadlines())[0]).toEqual({
      ...{ name: 'early-warning', dueAt: moment(NOW - DAY), doneAt: moment(NOW - 1) },
    });
    expect((await patch({ unreported: 'early-warning' })).status).toBe(200);
    expect((await deadlines())[0]?.doneAt).toBeNull();
    // The clock is awake again.
    expect((await desk.store.listDue({ now: NOW, limit: 9 })).map((one) => one.reference)).toEqual([
      reference,
    ]);
    const { events } = await desk.stored(reference);
    expect(events.slice(1).map(({ kind, value }) => [kind, value])).toEqual([
      ['reported', `early-warning ${moment(NOW - 1)}`],
      ['unreported', 'early-warning'],
    ]);
  });

  it('holds the case against erasing as it does against closing', async () => {
    await open('resolved');
    await patch({ exploited: true });
    const erase = () => desk.request('DELETE', path, { version }, { cookie });
    const before = await desk.stored(reference);
    expect(await codeOf(await erase())).toEqual([409, 'reports-owed']);
    expect(await desk.stored(reference)).toEqual(before);
    for (const reported of dutiesOf('exploited')) await patch({ reported });
    expect((await erase()).status).toBe(204);
    await open('resolved');
    await patch({ exploited: true });
    await patch({ exploited: false });
    expect((await erase()).status).toBe(204);
  });

  it('can be taken back, and nothing is owed then', async () => {
    await open('resolved');
    await patch({ exploited: true });
    expect((await patch({ exploited: false, status: 'closed' })).status).toBe(200);
    expect(await deadlines()).toEqual([]);
  });

  it('can not be marked by the change that closes the case, nor reported by the one that takes it back', async () => {
    await open('resolved');
    expect(await codeOf(await patch({ exploited: true, status: 'closed' }))).toEqual([409, 'reports-owed']);
    await patch({ exploited: true });
    expect(await codeOf(await patch({ exploited: false, reported: 'early-warning' }))).toEqual([
      409,
      'not-exploited',
    ]);
  });
});

describe('changes at the same time', () => {
  it('a version that is past is refused, and nothing changes', async () => {
    await open('confirmed');
    await patch({ credit: 'named' });
    const before = await desk.stored(reference);
    for (version of [1, 3]) {
      expect(await codeOf(await patch({ status: 'fixing', message: await desk.reply() }))).toEqual([
        412,
        'version-conflict',
      ]);
    }
    expect(await desk.stored(reference)).toEqual(before);
  });

  it('of twenty at once one is accepted, and nineteen are told', async () => {
    await open('confirmed');
    const bodies = Array.from({ length: 20 }, (_, day) => ({
      version: 1,
      fixExpectedAt: `2027-03-${day + 10}`,
    }));
    const answers = await Promise.all(bodies.map((body) => desk.request('PATCH', path, body, { cookie })));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array(19).fill(412)]);
    const { found, events } = await desk.stored(reference);
    expect([found?.version, events.length]).toEqual([2, 1]);
  });
});
