import { beforeEach, expect, it } from 'vitest';
import { createAlertHandler } from '../../functions/api/case-alert.ts';
import { createAttachmentHandler } from '../../functions/api/case-attachment.ts';
import { createMessageHandler } from '../../functions/api/case-messages.ts';
import { digestMail } from '../../functions/mail/digest-mails.ts';
import type { Store } from '../../functions/store/store.ts';
import type { Case } from '../../src/disclosure/case.ts';
import { monthOf } from '../../src/disclosure/clock.ts';
import { type TeamCase, teamCaseSchema } from '../../src/disclosure/team-wire.ts';
import { formatMoment } from '../../src/i18n/format.ts';
import { changeInput, newAlert, newMail, randomId } from '../support/cases.ts';
import { DAY, HOUR, jobsOn as jobsAt, withBothStores } from '../support/jobs.ts';
import { mounted, SITE } from '../support/parts.ts';
import { staffDesk } from '../support/staff-desk.ts';

/** Redis lets sessions go by its own clock. */
const NOW = Date.now();

function jobsOn(...wanted: Parameters<typeof jobsAt>) {
  const jobs = jobsAt(...wanted);
  jobs.state.now = NOW;
  return jobs;
}

withBothStores((open) => {
  let store: Store;
  let other: Store;
  let desk: Awaited<ReturnType<typeof staffDesk>>;
  let cookie: string;
  beforeEach(async () => {
    [store, other] = await open();
    desk = await staffDesk({ store });
    desk.clock.now = NOW;
    cookie = await desk.signIn(0);
  });

  type Found = Awaited<ReturnType<typeof desk.newCase>>;
  const withdraw = (found: Found, using = desk) =>
    using.reporterSees(
      new Request(`${SITE}/api/case`, {
        method: 'DELETE',
        headers: { Authorization: `Bearer ${found.token}` },
      }),
    );
  const patch = (found: Found, body: Record<string, unknown>) =>
    desk.request('PATCH', found.path, body, { cookie });
  const view = async (found: Found): Promise<TeamCase> =>
    teamCaseSchema.parse(await (await desk.request('GET', found.path, undefined, { cookie })).json());
  const erase = async (found: Found) =>
    desk.request('DELETE', found.path, { version: (await view(found)).version }, { cookie });
  const codeOf = async (response: Response) => [response.status, (await response.json()).code];

  /** A case that the team marked as exploited `ago` before now. */
  async function exploited(fields: Partial<Case> = {}, ago = HOUR): Promise<Found> {
    const found = await desk.newCase({ receivedAt: NOW - 2 * DAY, respondBy: NOW + DAY, ...fields });
    const exploitedSince = new Date(NOW - ago).toISOString();
    expect((await patch(found, { version: 1, exploited: true, exploitedSince })).status).toBe(200);
    return found;
  }

  it('a reporter who withdraws takes no running clock with them', async () => {
    const found = await exploited();
    expect((await withdraw(found)).status).toBe(204);
    const { status, withdrawnAt, deadlines, messages, attachments, replyKeyId, events } = await view(found);
    expect({ status, withdrawnAt, messages, attachments, replyKeyId }).toEqual({
      ...{ status: 'received', withdrawnAt: new Date(NOW).toISOString() },
      ...{ messages: [], attachments: [], replyKeyId: null },
    });
    expect(events.map(({ kind }) => kind)).toEqual(['exploited', 'withdrawn']);
    const at = (time: number) => new Date(time).toISOString();
    expect(deadlines).toEqual([
      { name: 'early-warning', dueAt: at(NOW + 23 * HOUR), doneAt: null },
      { name: 'notification', dueAt: at(NOW + 71 * HOUR), doneAt: null },
      { name: 'inform-users', dueAt: at(NOW + 71 * HOUR), doneAt: null },
      { name: 'final-report', dueAt: null, doneAt: null },
    ]);
    // Nor can the team be rid of them that way.
    expect(await codeOf(await erase(found))).toEqual([409, 'reports-owed']);
    expect(await codeOf(await patch(found, { version: 3, status: 'closed' }))).toEqual([409, 'withdrawn']);
  });

  it('a report that is withdrawn before anybody answered it is not overdue any more', async () => {
    const receivedAt = NOW - 9 * DAY;
    const found = await desk.newCase({ receivedAt, respondBy: NOW - DAY });
    const tallies = async () => (await other.readTallies([monthOf(receivedAt)]))[0];
    await jobsOn([store]).daily();
    expect(await tallies()).toMatchObject({ overdue: 1 });
    expect((await withdraw(found)).status).toBe(204);
    expect(await tallies()).toMatchObject({ overdue: 0 });
  });

  it('the mail about a withdrawn report says that it was said to be exploited, where nobody had answered that', async () => {
    const claimed = await desk.newCase({ claimedAt: NOW });
    const plain = await desk.newCase();
    for (const found of [claimed, plain]) await withdraw(found);
    const jobs = jobsOn([store]);
    await jobs.daily();
    const says = ({ reference }: Found) =>
      jobs.sent.find(({ subject }) => subject === `Ingetrokken: ${reference}`)?.text.includes('misbruikt');
    expect([says(claimed), says(plain)]).toEqual([true, false]);
  });

  it('to the reporter the case is gone: the receipt opens, sends, uploads and asks for nothing any more', async () => {
    const attachment = { id: randomId(), size: 9 };
    const found = await exploited({ attachments: [attachment] });
    const { parts } = desk;
    const attachments = mounted({ '/api/case/attachments/[id]/[index]': createAttachmentHandler(parts) });
    const messages = createMessageHandler(parts);
    expect((await withdraw(found)).status).toBe(204);
    const headers = { Authorization: `Bearer ${found.token}`, 'Content-Type': 'application/json' };
    const ask = (method: string, path: string, body?: string) =>
      new Request(SITE + path, { method, headers, ...(body ? { body } : {}) });
    const asked = [
      await desk.reporterSees(ask('GET', '/api/case')),
      await withdraw(found),
      await messages(ask('POST', '/api/case/messages', JSON.stringify(await desk.reply()))),
      await createAlertHandler(parts)(ask('PUT', '/api/case/alert', '{"email":"a@example.net"}')),
      await attachments(ask('PUT', `/api/case/attachments/${attachment.id}/0`, 'x')),
    ];
    for (const response of asked) expect(await codeOf(response)).toEqual([401, 'unknown-receipt']);
    expect(await other.findAlert(found.reference)).toBeNull();
    expect(await other.readMessages(found.reference)).toEqual([]);
  });

  it('a message that was under way when the reporter withdrew is refused, and stored nowhere', async () => {
    const found = await exploited();
    // The case is found before it is withdrawn, and changed after.
    const slow: Store = {
      ...store,
      async changeCase(input) {
        if (input.message) await withdraw(found);
        return store.changeCase(input);
      },
    };
    const handler = createMessageHandler({ ...desk.parts, store: slow });
    const response = await handler(
      new Request(`${SITE}/api/case/messages`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${found.token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(await desk.reply()),
      }),
    );
    expect(await codeOf(response)).toEqual([401, 'unknown-receipt']);
    expect(await other.readMessages(found.reference)).toEqual([]);
    expect((await other.findCase(found.reference))?.withdrawnAt).toBe(NOW);
  });

  it('a clock that starts at the very moment at which the reporter withdraws runs on', async () => {
    const found = await desk.newCase();
    let isMarked = false;
    const slow: Store = {
      ...store,
      async eraseCase(input) {
        if (!isMarked) {
          isMarked = true;
          expect((await patch(found, { version: 1, exploited: true })).status).toBe(200);
        }
        return store.eraseCase(input);
      },
    };
    const late = await staffDesk({ store: slow });
    late.clock.now = NOW;
    expect((await withdraw(found, late)).status).toBe(204);
    expect(await other.findCase(found.reference)).toMatchObject({ withdrawnAt: NOW, exploitedAt: NOW });
  });

  it('a case that changes without end is not said to be withdrawn', async () => {
    const found = await desk.newCase();
    const busy = await staffDesk({ store: { ...store, eraseCase: async () => false } });
    expect(await codeOf(await withdraw(found, busy))).toEqual([503, 'store-unavailable']);
  });

  it('withdrawn twice at once, the team hears of it once', async () => {
    const found = await exploited();
    const answers = await Promise.all([withdraw(found), withdraw(found), withdraw(found)]);
    for (const { status } of answers) expect([204, 401]).toContain(status);
    const mails = await store.takeDueMail({ now: NOW, leaseUntil: NOW + 1, limit: 9 });
    expect(mails.map(({ kind }) => kind)).toEqual(['report-withdrawn']);
  });

  it.each(['nl', 'en'] as const)(
    'the mail in %s names what is owed, with its deadlines',
    async (language) => {
      const found = await exploited();
      const plain = await desk.newCase();
      for (const one of [found, plain]) await withdraw(one);
      const jobs = jobsOn([store], { language });
      await jobs.inBackground();
      const mailOf = (reference: string) => jobs.sent.find(({ subject }) => subject.includes(reference));
      const { subject = '', text = '' } = mailOf(found.reference) ?? {};
      const due = (hours: number) => formatMoment(new Date(NOW + hours * HOUR), language);
      const words = {
        nl: [
          'meldplicht loopt door',
          `- vroegtijdige waarschuwing (24 uur): ${due(23)}`,
          `- melding aan de autoriteiten (72 uur): ${due(71)}`,
          '- eindverslag (14 dagen na de oplossing): er is nog geen oplossing',
        ],
        en: [
          'duty to report still applies',
          `- early warning (24 hours): ${due(23)}`,
          `- notification to the authorities (72 hours): ${due(71)}`,
          '- final report (14 days after the fix): there is no fix yet',
        ],
      }[language];
      expect(subject).toContain(words[0]);
      const flat = text.replaceAll(/\s+/g, ' ');
      for (const word of words.slice(1)) expect(flat).toContain(word);
      expect(text).toContain(`#${found.reference}`);
      const other = mailOf(plain.reference);
      expect(other?.subject).not.toContain(words[0]);
      expect(other?.text).not.toContain(`#${plain.reference}`);
    },
  );

  it('a digest names what is owed of a withdrawn case as well, also what has no deadline yet', async () => {
    const found = await exploited();
    await withdraw(found);
    const stub = await other.findCase(found.reference);
    if (!stub) throw new Error('nothing is left');
    const references = [found.reference, 'CVD-2026-000000'];
    const { text } = digestMail(
      { id: 'digest', to: ['team@example.com'], language: 'en', siteUrl: SITE },
      references.map((reference) => ({ ...newMail('report-withdrawn', reference), addedAt: NOW })),
      new Map([[found.reference, stub]]),
    );
    for (const owed of [
      'early warning (24 hours)',
      'notification to the authorities (72 hours)',
      'final report (14 days after the fix)',
    ])
      expect(text).toContain(`${found.reference}, ${owed}`);
    expect(text).toContain('there is no fix yet');
    expect(text).not.toContain('CVD-2026-000000, ');
  });

  it('reminders of the duties go on, each once, and there are none of the answer that nobody waits for', async () => {
    const found = await exploited();
    const jobs = jobsOn([store, other]);
    await jobs.daily();
    expect(jobs.reminders()).toEqual(['early-warning -1', 'first-response -1']);
    await withdraw(found);
    for (const hours of [0, 22, 24, 47, 48, 71]) {
      jobs.state.now = NOW + hours * HOUR;
      await jobs.daily(1);
    }
    expect(jobs.reminders(found.reference).slice(2).toSorted()).toEqual(
      [
        'early-warning 0',
        'early-warning 1',
        'notification -1',
        'inform-users -1',
        'early-warning 2',
        'notification 0',
        'inform-users 0',
      ].toSorted(),
    );
  });

  it('duties that are done one by one close the stub, and retention erases it', async () => {
    const found = await exploited();
    await withdraw(found);
    for (const reported of ['early-warning', 'notification', 'inform-users']) {
      const { version } = await view(found);
      expect((await patch(found, { version, reported })).status).toBe(200);
    }
    // Without a fix the final report is not due yet, and the stub stays however long that takes.
    const jobs = jobsOn([store]);
    jobs.state.now = NOW + 900 * DAY;
    expect(await jobs.daily()).toMatchObject({ erased: 0 });
    cookie = await desk.signIn(0);
    const fixAvailableAt = new Date(NOW - HOUR).toISOString();
    expect((await patch(found, { version: 6, fixAvailableAt })).status).toBe(200);
    expect((await view(found)).deadlines.at(-1)?.dueAt).toBe(new Date(NOW - HOUR + 14 * DAY).toISOString());
    expect((await patch(found, { version: 7, reported: 'final-report' })).status).toBe(200);
    const done = await view(found);
    expect(done).toMatchObject({ status: 'closed', closedAt: new Date(NOW).toISOString() });
    // That they were done in time can be shown until the retention period is over.
    expect(
      done.deadlines.every(({ dueAt, doneAt }) => doneAt !== null && dueAt !== null && doneAt <= dueAt),
    ).toBe(true);
    // One that was ticked by mistake is owed again, and with it the stub is open.
    expect((await patch(found, { version: 8, unreported: 'final-report' })).status).toBe(200);
    expect(await view(found)).toMatchObject({ status: 'resolved', closedAt: null });
    expect((await patch(found, { version: 9, reported: 'final-report' })).status).toBe(200);
    expect((await view(found)).status).toBe('closed');
    for (const days of [352, 365]) {
      jobs.state.now = NOW + days * DAY;
      expect(await jobs.daily()).toMatchObject({ erased: 0 });
    }
    expect(jobs.erasures()).toEqual([found.reference]);
    jobs.state.now = NOW + 367 * DAY;
    expect(await jobs.daily()).toMatchObject({ erased: 1 });
    expect(await other.findCase(found.reference)).toBeNull();
  });

  it('a stub ends where no fix will come, or the mark is taken back, and the team can erase it then', async () => {
    const [hopeless, mistaken] = [await exploited(), await exploited()];
    for (const found of [hopeless, mistaken]) await withdraw(found);
    expect((await patch(hopeless, { version: 3, fixAvailableAt: null })).status).toBe(200);
    expect(await codeOf(await erase(hopeless))).toEqual([409, 'reports-owed']);
    expect(await codeOf(await patch(hopeless, { version: 4, reported: 'final-report' }))).toEqual([
      ...[409, 'fix-first'],
    ]);
    for (const [version, reported] of [
      [4, 'early-warning'],
      [5, 'notification'],
      [6, 'inform-users'],
    ])
      expect((await patch(hopeless, { version, reported })).status).toBe(200);
    expect((await patch(mistaken, { version: 3, exploited: false })).status).toBe(200);
    for (const found of [hopeless, mistaken]) {
      expect((await view(found)).status).toBe('closed');
      expect((await erase(found)).status).toBe(204);
      expect(await other.findCase(found.reference)).toBeNull();
    }
  });

  it('nobody can answer a stub, and what is done with one is news to nobody outside', async () => {
    const found = await exploited();
    await store.setAlert({
      reference: found.reference,
      alert: newAlert(found.reference, { isConfirmed: true }),
      now: NOW,
    });
    await withdraw(found);
    const message = await desk.reply();
    const response = { version: 3, assessment: 'rejected', fixExpectedAt: null, message };
    const refused = [
      await desk.request('POST', `${found.path}/response`, response, { cookie }),
      await desk.request('POST', `${found.path}/messages`, { version: 3, message }, { cookie }),
      await patch(found, { version: 3, credit: 'named' }),
      await patch(found, { version: 3, reported: 'early-warning', message }),
    ];
    for (const one of refused) expect(await codeOf(one)).toEqual([409, 'withdrawn']);
    await patch(found, { version: 3, exploited: false });
    const mails = await store.takeDueMail({ now: NOW, leaseUntil: NOW + 1, limit: 9 });
    expect(mails.map(({ kind }) => kind)).toEqual(['report-withdrawn']);
  });

  it('a moment of a fix that can not be, or in a case that was not withdrawn, is refused', async () => {
    const found = await exploited();
    const fixAvailableAt = new Date(NOW).toISOString();
    expect(await codeOf(await patch(found, { version: 2, fixAvailableAt }))).toEqual([409, 'not-withdrawn']);
    await withdraw(found);
    const tomorrow = new Date(NOW + DAY).toISOString();
    expect(await codeOf(await patch(found, { version: 3, fixAvailableAt: tomorrow }))).toEqual([
      422,
      'fix-available',
    ]);
    for (const wrong of ['yesterday', 5, '2026-11-23'])
      expect(await codeOf(await patch(found, { version: 3, fixAvailableAt: wrong }))).toEqual([
        422,
        'invalid-fields',
      ]);
  });

  it('the figures count a withdrawn case as before, with a stub or without', async () => {
    const figure = { month: monthOf(NOW), ms: HOUR, isLate: false };
    const found = await exploited();
    const current = await store.findCase(found.reference);
    if (!current) throw new Error('the case is gone');
    await store.changeCase(changeInput(current, { respondedAt: NOW, status: 'confirmed' }, { figure }));
    const plain = await desk.newCase();
    const before = await store.readFigures([monthOf(NOW)]);
    expect(before).toMatchObject([{ answered: 1 }]);
    for (const one of [found, plain]) await withdraw(one);
    expect(await other.readFigures([monthOf(NOW)])).toEqual(before);
  });
});
