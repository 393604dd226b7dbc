import { expect, it } from 'vitest';
import { createMessageHandler } from '../../functions/api/case-messages.ts';
import { messageReceivedMail } from '../../functions/mail/team-mails.ts';
import { caseViewSchema } from '../../src/disclosure/case-view.ts';
import { teamCaseSchema } from '../../src/disclosure/team-wire.ts';
import { SITE } from '../support/parts.ts';
import { answered, codeOf, NOW, staffDesk } from '../support/staff-desk.ts';

const DAY = '2026-12-01';
const asMoment = (day: string) => `${day}T00:00:00.000Z`;

/** An answered case, its reporter and a member. */
async function talk() {
  const desk = await staffDesk();
  const { reference, path, token } = await desk.newCase(answered('confirmed'));
  const handle = createMessageHandler(desk.parts);
  const cookie = await desk.signIn(0);
  const asReporter = { Authorization: `Bearer ${token}` };
  const seenByTeam = async () =>
    teamCaseSchema.parse(await (await desk.request('GET', path, undefined, { cookie })).json());
  return {
    ...{ desk, reference },
    patch: async (body: object) => {
      const { version } = await seenByTeam();
      return desk.request('PATCH', path, { version, ...body }, { cookie });
    },
    write: async (fields: object, message?: { id: string; sealed: string }) => {
      const body = JSON.stringify({ ...(message ?? (await desk.reply())), ...fields });
      const headers = { ...asReporter, 'Content-Type': 'application/json' };
      return handle(new Request(`${SITE}/api/case/messages`, { method: 'POST', body, headers }), {});
    },
    seenByTeam,
    seenByReporter: async () => {
      const request = new Request(`${SITE}/api/case`, { headers: asReporter });
      return caseViewSchema.parse(await (await desk.reporterSees(request, {})).json());
    },
  };
}

it('both see the day that the team set, and that the reporter agreed to it in a message', async () => {
  const { desk, reference, patch, write, seenByTeam, seenByReporter } = await talk();
  expect(await codeOf(await patch({ publishAgreed: true }))).toEqual([409, 'no-publication-date']);
  expect(await codeOf(await patch({ publishOn: '2026-11-01' }))).toEqual([422, 'publication-past']);
  expect((await patch({ publishOn: DAY })).status).toBe(200);
  expect(await seenByReporter()).toMatchObject({ publishOn: asMoment(DAY), publishAgreedAt: null });
  expect((await write({ agreesTo: DAY })).status).toBe(201);
  const agreed = { publishOn: asMoment(DAY), publishAgreedAt: new Date(NOW).toISOString() };
  expect(await seenByReporter()).toMatchObject(agreed);
  expect(await seenByTeam()).toMatchObject(agreed);
  expect((await seenByTeam()).waitingSince).toBeNull();
  const { messages, events } = await desk.stored(reference);
  expect(messages).toHaveLength(2);
  expect(events.map(({ kind, by }) => [kind, by !== null])).toEqual([
    ['publication', true],
    ['message', false],
    ['publication-agreed', false],
  ]);
  const found = await desk.store.findCase(reference);
  const mail = { id: 'i', to: [], siteUrl: SITE, language: 'en' as const };
  const subjects = messages.flatMap((one) => (found ? messageReceivedMail(mail, found, one).subject : []));
  expect(subjects.at(-1)).toBe(`Agreed to 1 December 2026 in ${reference}`);
  const agreement = messages.at(-1);
  if (!found || !agreement) throw new Error('the message is there');
  const textOf = (waitingSince: number | null) =>
    messageReceivedMail(mail, { ...found, waitingSince }, agreement).text.replaceAll('\n', ' ');
  expect(textOf(null)).toContain('No answer is needed');
  // Something was asked before, and nobody has answered that.
  expect(textOf(NOW - 1)).not.toContain('No answer is needed');
  expect(textOf(NOW - 1)).toContain('is still waiting for an answer');
  expect((await patch({ published: true })).status).toBe(200);
  expect((await seenByReporter()).publishedAt).toBe(new Date(NOW).toISOString());
});

it('who agrees to another day than the one that stands is told so, and nothing of it stays', async () => {
  const { desk, reference, patch, write, seenByReporter } = await talk();
  expect(await codeOf(await write({ agreesTo: DAY }))).toEqual([409, 'other-date']);
  await patch({ publishOn: DAY });
  expect(await codeOf(await write({ agreesTo: '2026-12-02' }))).toEqual([409, 'other-date']);
  expect(await codeOf(await write({ agreesTo: 'tomorrow' }))).toEqual([422, 'invalid-fields']);
  expect((await seenByReporter()).publishAgreedAt).toBeNull();
  expect((await desk.stored(reference)).messages).toHaveLength(1);
});

it('the reporter sees which agreed day the team gave up, until they agree to one again', async () => {
  const { patch, write, seenByReporter } = await talk();
  const givenUp = async () => (await seenByReporter()).publishGivenUp;
  await patch({ publishOn: DAY });
  await patch({ publishOn: '2026-12-09' });
  expect(await givenUp()).toBeNull();
  await write({ agreesTo: '2026-12-09' });
  expect(await givenUp()).toBeNull();
  await patch({ publishOn: '2026-12-20' });
  await patch({ publishOn: null });
  expect(await givenUp()).toBe(asMoment('2026-12-09'));
  await patch({ publishOn: '2026-12-09' });
  expect(await givenUp()).toBeNull();
  await patch({ publishOn: '2026-12-21' });
  expect(await givenUp()).toBe(asMoment('2026-12-09'));
  await write({ agreesTo: '2026-12-21' });
  expect(await givenUp()).toBeNull();
});

it('who agrees in a second tab as well is told that it was done, and leaves no message that waits', async () => {
  const { desk, reference, patch, write, seenByTeam } = await talk();
  await patch({ publishOn: DAY });
  expect((await write({ agreesTo: DAY })).status).toBe(201);
  expect(await codeOf(await write({ agreesTo: DAY }))).toEqual([409, 'already-agreed']);
  expect((await seenByTeam()).waitingSince).toBeNull();
  expect((await desk.stored(reference)).messages).toHaveLength(2);
});

it('a message whose answer was lost is the same again, also where the team moved the day since', async () => {
  const { desk, reference, patch, write } = await talk();
  await patch({ publishOn: DAY });
  const message = await desk.reply();
  expect((await write({ agreesTo: DAY }, message)).status).toBe(201);
  await patch({ publishOn: '2026-12-09' });
  expect((await write({ agreesTo: DAY }, message)).status).toBe(200);
  expect((await desk.stored(reference)).messages).toHaveLength(2);
});

it('a message in a closed case waits, is mailed, and needs an answer or the word that it needs none', async () => {
  const { desk, reference, patch, write, seenByTeam } = await talk();
  await patch({ status: 'resolved', close: true });
  expect((await write({})).status).toBe(201);
  expect(await seenByTeam()).toMatchObject({ status: 'closed', waitingSince: new Date(NOW).toISOString() });
  const mails = await desk.store.outboxState();
  expect(mails.waiting).toBeGreaterThan(0);
  expect((await patch({ settled: true })).status).toBe(200);
  expect((await seenByTeam()).waitingSince).toBeNull();
  const { events } = await desk.stored(reference);
  expect(events.slice(-2).map(({ kind }) => kind)).toEqual(['message', 'settled']);
});

it('the day of a fix that has passed is shown to the reporter since when', async () => {
  const { desk, seenByReporter } = await talk();
  expect((await seenByReporter()).fixLateSince).toBeNull();
  desk.clock.now = Date.parse('2026-12-25T09:00:00Z');
  expect((await seenByReporter()).fixLateSince).toBe('2026-12-24T23:00:00.000Z');
});
