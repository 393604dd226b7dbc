import { beforeEach, describe, expect, it } from 'vitest';
import { createReportHandler } from '../../functions/api/reports.ts';
import { quotaFor, warnAt } from '../../functions/store/quota.ts';
import type { Case } from '../../src/disclosure/case.ts';
import { receiveMessage } from '../../src/disclosure/changes.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { casePageSchema, spamOutcomeSchema, teamCaseSchema } from '../../src/disclosure/team-wire.ts';
import { changeInput, messageIn, newMessage } from '../support/cases.ts';
import { withBothStores } from '../support/jobs.ts';
import { postMessage, SITE } from '../support/sealed.ts';
import { answered, codeOf, staffDesk } from '../support/staff-desk.ts';

const PATH = '/api/staff/cases/spam';
const ABSENT = 'CVD-2026-000000';

withBothStores((open) => {
  let desk: Awaited<ReturnType<typeof staffDesk>>;
  let cookie: string;
  beforeEach(async () => {
    const [store] = await open();
    desk = await staffDesk({ store });
    // Redis goes by the clock of this machine.
    desk.clock.now = Date.now();
    cookie = await desk.signIn(0);
  });

  type Seen = Pick<Case, 'reference' | 'version'>;
  /** The case alone, as it can be stored again. */
  const bare = ({
    path: _,
    token: __,
    report: ___,
    ...one
  }: Awaited<ReturnType<typeof desk.newCase>>): Case => one;
  const seen = ({ reference, version }: Seen) => ({ reference, version });
  const ask = (cases: readonly Seen[], asked = {}) =>
    desk.request('POST', PATH, { cases: cases.map(seen) }, { cookie, ...asked });
  async function erase(...cases: Seen[]) {
    const response = await ask(cases);
    expect(response.status).toBe(200);
    return spamOutcomeSchema.parse(await response.json());
  }
  /** The case after its reporter wrote once more. */
  async function followUp(current: Case): Promise<Case> {
    const now = desk.clock.now;
    const { changed } = receiveMessage(current, now);
    const message = messageIn(newMessage('reporter', now));
    expect(await desk.store.changeCase(changeInput(current, changed, { message, now }))).toEqual({
      outcome: 'changed',
    });
    return changed;
  }
  async function list(query: string): Promise<{ references: string[]; next: string | null }> {
    const answer = await desk.request('GET', `/api/staff/cases?${query}`, undefined, { cookie });
    const { cases, next } = casePageSchema.parse(await answer.json());
    return { references: cases.map(({ reference }) => reference), next };
  }

  it('untouched reports are erased at once, and what somebody of the team did something with stays, with its reason', async () => {
    const junk = [await desk.newCase(), await desk.newCase({ urgent: true }), await desk.newCase()];
    const answeredCase = await desk.newCase(answered('confirmed'));
    const rejected = await desk.newCase(answered('rejected'));
    const [assigned, credited, written, exploited, moved] = [
      await desk.newCase(),
      await desk.newCase(),
      await desk.newCase(),
      await desk.newCase(),
      await desk.newCase(),
    ];
    const change = async (method: string, path: string, body: object) => {
      const response = await desk.request(method, path, { version: 1, ...body }, { cookie });
      expect(response.status).toBeLessThan(300);
    };
    const anna = desk.team[0]?.fingerprint;
    await change('PATCH', assigned.path, { assignee: anna });
    // Also where it was taken back: it was somebody's.
    await change('PATCH', assigned.path, { version: 2, assignee: null });
    await change('PATCH', credited.path, { credit: 'named' });
    await change('POST', `${written.path}/messages`, { message: await desk.reply() });
    await change('PATCH', exploited.path, { exploited: true });
    await followUp(bare(moved));
    const outcome = await erase(
      ...junk,
      ...[answeredCase, rejected],
      ...[assigned, credited, written, exploited].map((one) => ({ ...one, version: 2 })),
      ...[{ ...assigned, reference: ABSENT }, moved],
    );
    expect(outcome.erased.toSorted()).toEqual(junk.map(({ reference }) => reference).toSorted());
    expect(Object.fromEntries(outcome.kept.map(({ reference, fault }) => [reference, fault]))).toEqual({
      ...{ [answeredCase.reference]: 'touched', [rejected.reference]: 'touched' },
      ...{ [assigned.reference]: 'touched', [credited.reference]: 'touched', [written.reference]: 'touched' },
      ...{ [exploited.reference]: 'reports-owed', [ABSENT]: 'gone', [moved.reference]: 'changed' },
    });
    for (const { reference } of junk) expect(await desk.store.findCase(reference)).toBeNull();
    for (const { reference } of [answeredCase, rejected, assigned, credited, written, exploited, moved])
      expect(await desk.store.findCase(reference)).not.toBeNull();
  });

  it('a report that can not be read is kept, and said to be that and not gone', async () => {
    const odd = await desk.newCase();
    const changed = { ...bare(odd), ...{ laterField: null } };
    const { reference, version: seenVersion } = odd;
    const now = desk.clock.now;
    await desk.store.remind({ reference, seenVersion, wakeAt: null, changed, mails: [], now });
    expect(await erase(odd)).toEqual({ erased: [], kept: [{ reference, fault: 'unreadable' }] });
  });

  it('a flood that writes again in each of its cases is as untouched as before, seen as it is', async () => {
    const junk = await desk.newCase();
    const again = await followUp(await followUp(bare(junk)));
    const shown = await desk.request('GET', junk.path, undefined, { cookie });
    expect(teamCaseSchema.parse(await shown.json())).toMatchObject({ untouched: true, version: 3 });
    expect(await erase(junk)).toEqual({
      erased: [],
      kept: [{ reference: junk.reference, fault: 'changed' }],
    });
    expect((await erase(again)).erased).toEqual([junk.reference]);
  });

  it('a case of before follow-ups were counted is the team’s once anybody has written in it', async () => {
    const old = await desk.newCase({ version: 2, waitingSince: desk.clock.now });
    expect((await erase(old)).kept).toEqual([{ reference: old.reference, fault: 'touched' }]);
  });

  it('of two members at once each report is erased by one, and the other hears of it', async () => {
    const junk = await Promise.all(Array.from({ length: 20 }, () => desk.newCase()));
    const other = await desk.signIn(1);
    const answers = await Promise.all([ask(junk), ask(junk, { cookie: other }), ask(junk)]);
    const outcomes = await Promise.all(
      answers.map(async (answer) => spamOutcomeSchema.parse(await answer.json())),
    );
    expect(outcomes.flatMap(({ erased }) => erased).toSorted()).toEqual(
      junk.map(({ reference }) => reference).toSorted(),
    );
    for (const { erased, kept } of outcomes) expect(erased.length + kept.length).toBe(20);
    for (const { fault } of outcomes.flatMap(({ kept }) => kept))
      expect(['gone', 'changed']).toContain(fault);
  });

  it('a case that the team changes between looking and erasing stays', async () => {
    const junk = await desk.newCase();
    const findCases = desk.store.findCases.bind(desk.store);
    desk.parts.store = {
      ...desk.store,
      async findCases(references) {
        const found = await findCases(references);
        await desk.store.changeCase(changeInput(bare(junk), { assignee: 'A'.repeat(40) }));
        return found;
      },
    };
    expect(await erase(junk)).toEqual({
      erased: [],
      kept: [{ reference: junk.reference, fault: 'changed' }],
    });
    expect((await desk.store.findCase(junk.reference))?.version).toBe(2);
  });

  it('its reporter sees what anybody sees of a receipt that no case has', async () => {
    const junk = await desk.newCase();
    const asReporter = async (token: string) => {
      const asked = new Request(`${SITE}/api/case`, { headers: { Authorization: `Bearer ${token}` } });
      const response = await desk.reporterSees(asked);
      const { instance: _, ...rest } = await response.json();
      return [response.status, rest];
    };
    expect((await asReporter(junk.token))[0]).toBe(200);
    await erase(junk);
    expect(await asReporter(junk.token)).toEqual(await asReporter('x'.repeat(43)));
  });

  it('the log has a line of numbers, without who or what', async () => {
    const junk = await desk.newCase();
    await erase(junk, { reference: ABSENT, version: 1 });
    const lines = desk.logged.filter(({ event }) => event === 'spam');
    expect(lines).toEqual([{ event: 'spam', erased: 1, kept: 1 }]);
    expect(JSON.stringify(desk.logged)).not.toMatch(/CVD-|anna/i);
  });

  it('while the store is full for visitors and team, erasing works, and there is room again', async () => {
    const { parts, store, clock } = desk;
    const reports = createReportHandler({
      ...parts,
      get storageQuota() {
        return parts.storageQuota;
      },
    });
    const junk = await Promise.all(Array.from({ length: 5 }, () => desk.newCase()));
    const sealed = await desk.sealTo(
      'a report in earnest',
      desk.team.map(({ armored }) => armored),
    );
    parts.storageQuota = await store.storedBytes();
    expect(quotaFor('team', parts.storageQuota, clock.now).most).toBeLessThanOrEqual(
      await store.storedBytes(),
    );
    expect(await codeOf(await reports(postMessage(sealed)))).toEqual([503, 'storage-full']);
    expect((await erase(...junk)).erased).toHaveLength(5);
    expect(await store.storedBytes()).toBeLessThan(warnAt(parts.storageQuota));
    expect((await reports(postMessage(sealed))).status).toBe(201);
  });

  it('of the untouched what is said to be exploited stands first, however many others there are, each the newest first', async () => {
    const wanted: string[][] = [[], []];
    for (let count = 0; count < 7; count += 1) {
      const receivedAt = desk.clock.now - 60_000 + count;
      const claimedAt = count % 2 === 0 ? receivedAt : null;
      const { reference } = await desk.newCase({
        receivedAt,
        respondBy: receivedAt + 259_200_000,
        claimedAt,
      });
      wanted[count % 2]?.unshift(reference);
    }
    for (const limit of [1, 2, 4, 7, 9]) {
      const found: string[] = [];
      let after = '';
      for (let page = 0; page < 12; page += 1) {
        const { references, next } = await list(`untouched=yes&limit=${limit}${after && `&after=${after}`}`);
        found.push(...references);
        if (next === null) break;
        after = next;
      }
      expect(found).toEqual(wanted.flat());
    }
  });

  it('the untouched can be listed alone, the newest first, page by page and by the end of the reference', async () => {
    const receivedAt = desk.clock.now - 60_000;
    const junk: Case[] = [];
    for (let count = 0; count < 60; count += 1) {
      const fields = { receivedAt: receivedAt + count, respondBy: receivedAt + count + 259_200_000 };
      junk.push(bare(await desk.newCase(fields)));
    }
    const taken = junk[58];
    if (taken) await desk.store.changeCase(changeInput(taken, { assignee: 'A'.repeat(40) }));
    await desk.newCase(answered('confirmed'));
    const wanted = junk
      .filter((one) => one !== taken)
      .map(({ reference }) => reference)
      .toReversed();
    const first = await list('untouched=yes');
    const second = await list(`untouched=yes&after=${first.next}`);
    expect([...first.references, ...second.references]).toEqual(wanted);
    expect([first.references.length, second.next]).toEqual([49, null]);
    expect((await list('untouched=yes&status=confirmed')).references).toEqual([]);
    const code = taken?.reference.slice(-6) ?? '';
    expect((await list(`code=${code}`)).references).toContain(taken?.reference);
    expect((await list(`code=${code}&untouched=yes`)).references).not.toContain(taken?.reference);
    const wrong = await desk.request('GET', '/api/staff/cases?untouched=1', undefined, { cookie });
    expect(await codeOf(wrong)).toEqual([422, 'invalid-fields']);
  });
});

describe('abuse of erasing spam', () => {
  it('too many, none, the same twice, nonsense and too much erase nothing', async () => {
    const desk = await staffDesk();
    const cookie = await desk.signIn(0);
    const junk = await desk.newCase();
    const one = { reference: junk.reference, version: 1 };
    const made = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        reference: `CVD-2026-${String(index).padStart(6, '0')}`,
        version: 1,
      }));
    const bodies = [
      { cases: [] },
      { cases: [one, one] },
      { cases: [one, ...made(limits.spam)] },
      { cases: [{ ...one, version: 0 }] },
      { cases: [{ ...one, version: '1' }] },
      { cases: [{ reference: junk.reference }] },
      { cases: [{ ...one, reason: 'spam' }] },
      { cases: [one, { ...one, reference: `${junk.reference}*` }] },
      { cases: one },
      { references: [junk.reference] },
      [one],
      null,
    ];
    for (const body of bodies) {
      const response = await desk.request('POST', PATH, body, { cookie });
      expect(await codeOf(response)).toEqual([422, 'invalid-fields']);
    }
    const asked: [unknown, number][] = [
      ['{', 400],
      [JSON.stringify({ cases: [one], padding: 'x'.repeat(limits.body.references) }), 413],
    ];
    for (const [body, status] of asked)
      expect((await desk.request('POST', PATH, body, { cookie })).status).toBe(status);
    expect((await desk.request('GET', PATH, undefined, { cookie })).status).toBe(405);
    expect(await desk.store.findCase(junk.reference)).not.toBeNull();
    // As many as may be are taken.
    const whole = await desk.request('POST', PATH, { cases: [one, ...made(limits.spam - 1)] }, { cookie });
    expect(spamOutcomeSchema.parse(await whole.json())).toMatchObject({ erased: [junk.reference] });
  });

  it('from one address so many requests are answered, and then none', async () => {
    const desk = await staffDesk();
    const cookie = await desk.signIn(0);
    const body = { cases: [{ reference: ABSENT, version: 1 }] };
    let refused = 0;
    for (let count = 0; count < 1210; count += 1) {
      const { status } = await desk.request('POST', PATH, body, { cookie });
      if (status === 429) refused += 1;
    }
    expect(refused).toBeGreaterThan(0);
  });
});
