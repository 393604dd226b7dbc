import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Handler } from '../../functions/http/endpoint.ts';
import type { Mail } from '../../functions/mail/mailer.ts';
import { renderMail } from '../../functions/mail/render.ts';
import type { Parts } from '../../functions/parts-types.ts';
import { routes } from '../../functions/routes.ts';
import { mailKinds } from '../../functions/store/store.ts';
import { noteKinds } from '../../src/disclosure/case.ts';
import { planAttachment, sealAttachment } from '../../src/openpgp/seal-attachment.ts';
import { addresses, type Draft, validRequests } from '../faults/fuzz-makers.ts';
import { Random } from '../faults/fuzz-random.ts';
import type { World } from '../faults/fuzz-world.ts';
import { changeInput, newAlert, newNote, noteInput, randomId } from '../support/cases.ts';
import { mounted, NOW, SITE } from '../support/parts.ts';
import { answered, type StaffDesk, staffDesk } from '../support/staff-desk.ts';

const REPORTER = 'reporter@example.net';
/** In all that the team writes, and in the names of those who do. */
const MARK = 'internal-marker';
const MEMBER = `${MARK} Zwanikken`;
/** Names of fields that only the team gets. */
const FIELDS = /"(?:notes|seen|triage|assignee|by|events|sameAs|letters|absences|trail|shared)"/;

/** Every handler of the functions, under its address, on the same parts. */
async function everyHandler(parts: Parts): Promise<Record<string, Handler>> {
  const made = Object.entries(routes).map(async ([address, file]) => {
    const module: Record<string, unknown> = await import(
      new URL(`../../functions/${file}`, import.meta.url).href
    );
    const creators = Object.entries(module).filter(([name]) => /^create\w+Handler$/.test(name));
    expect(creators, file).toHaveLength(1);
    const create = creators[0]?.[1] as (parts: Parts) => Handler;
    return [address, create(parts)] as const;
  });
  return Object.fromEntries(await Promise.all(made));
}

/** A case in which the team has written everything that it writes for itself alone, and what reaches it. */
async function fullCase(desk: StaffDesk) {
  const { store, parts, team } = desk;
  const [fingerprint = '', other = ''] = team.map((one) => one.fingerprint);
  const attachmentId = randomId();
  const keys = [...team.map(({ armored }) => armored), desk.replyKey];
  const planned = await planAttachment('evidence.bin', 900, keys);
  const attachments = [{ id: attachmentId, size: planned.sealedSize }];
  const found = await desk.newCase({ attachments });
  const { reference } = found;
  const alert = newAlert(reference, { address: parts.addresses.close(REPORTER, reference) });
  await store.setAlert({ reference, alert, now: NOW });
  const at = { version: 2, at: NOW, by: MEMBER };
  const change = changeInput(
    { ...found, version: 1 },
    answered('fixing', { exploitedAt: NOW, assignee: fingerprint, sameAs: null }),
  );
  const { path: _path, token, report: _report, ...changed } = { ...found, ...change.changed };
  await store.changeCase({
    ...change,
    changed,
    events: [
      { ...at, kind: 'assigned', value: fingerprint },
      { ...at, kind: 'exploited', value: 'yes' },
    ],
  });
  const notes = noteKinds.map((kind) => newNote({ kind, by: MEMBER, sealed: `${MARK} ${kind}` }));
  for (const [place, note] of notes.entries())
    expect(await store.appendNote(noteInput(reference, place + 1, note))).toEqual({ outcome: 'appended' });
  await store.markSeen({ reference, member: fingerprint, version: 2, notes: notes.length });
  const record = { seenVersion: 0, by: MEMBER, quota: change.quota, limits: [], now: NOW };
  for (const name of ['letters', 'dpia', 'absences'] as const) {
    const away = { fingerprint, standIn: other, from: '2026-11-01', until: '2026-12-01' };
    const value = name === 'absences' ? JSON.stringify([away]) : `${MARK} ${name}`;
    await store.writeRecord({ ...record, name, value });
  }
  expect(await store.appendTrail({ number: 1, notes: [`${MARK} opened`], at: NOW })).toBe(true);
  const world: World = {
    ...{ origin: SITE, cases: [], cookie: '', fingerprint, lockedKey: '', addCase: async () => undefined },
    sealed: await desk.sealTo('A follow-up.', keys),
    attachment: await sealAttachment(planned, randomBytes(900)),
  };
  const known = {
    reference,
    accessToken: token,
    attachmentId,
    teamFileId: randomId(),
    alertId: alert.alert.id,
  };
  const marks = [MARK, fingerprint, other, ...notes.map(({ id }) => id)];
  return { reference, world, known, marks };
}

describe('of a case full of what the team writes for itself', () => {
  let desk: StaffDesk;
  let full: Awaited<ReturnType<typeof fullCase>>;
  let ask: (request: Request) => Promise<Response>;
  let all: readonly string[];
  beforeEach(async () => {
    desk = await staffDesk();
    full = await fullCase(desk);
    ask = mounted(await everyHandler(desk.parts));
    all = await addresses();
  });

  /** Sends it as somebody who has the receipt; gives the status, and all that the answer says. */
  async function send({
    method,
    path,
    headers,
    json,
    text,
    bytes,
  }: Draft): Promise<{ status: number; said: string }> {
    const body = bytes ?? text ?? (json === undefined ? null : JSON.stringify(json));
    const init = { method, headers, ...(body === null ? {} : { body: body as BodyInit }) };
    const answer = await ask(new Request(SITE + path, init));
    return { status: answer.status, said: JSON.stringify([...answer.headers]) + (await answer.text()) };
  }
  const draftsOf = (address: string) =>
    validRequests(address, full.world, full.known, new Random(1)).toSorted(
      (one, other) => Number(one.method === 'DELETE') - Number(other.method === 'DELETE'),
    );
  const leaksIn = (said: string) => full.marks.filter((mark) => said.includes(mark));

  it('a reporter gets none from any address that takes a receipt, before or after they write, and after they withdraw', async () => {
    const open = all.filter((address) => !address.startsWith('/api/staff/'));
    const withReceipt = new Set<string>();
    const answeredWell = new Set<string>();
    // What ends the case comes last.
    const last: string[] = open.filter((address) => address === '/api/case');
    for (const address of [...open.filter((one) => !last.includes(one)), ...last]) {
      for (const draft of [...draftsOf('/api/case').slice(0, 1), ...draftsOf(address)]) {
        const { status, said } = await send(draft);
        const about = `${draft.method} ${draft.path} gave ${status}`;
        expect(leaksIn(said), about).toEqual([]);
        expect(said, about).not.toMatch(FIELDS);
        if (draft.headers['Authorization']?.includes(full.known.accessToken)) {
          withReceipt.add(address);
          if (status < 300) answeredWell.add(address);
        }
      }
    }
    // Each of them did answer: nothing is proved by refusals.
    expect([...answeredWell].toSorted()).toEqual([...withReceipt].toSorted());
    expect(withReceipt.size).toBeGreaterThanOrEqual(5);
    const gone = await send(draftsOf('/api/case')[0] as Draft);
    expect(gone.status).toBe(401);
    expect(leaksIn(gone.said)).toEqual([]);
  });

  it('a receipt opens no address of the team', async () => {
    // Signing in and out alone ask for no session.
    const ofTeam = all.filter((address) => /^\/api\/staff\/(?!challenge$|session$)/.test(address));
    expect(ofTeam.length).toBeGreaterThan(9);
    for (const address of ofTeam) {
      for (const draft of draftsOf(address)) {
        const headers = { ...draft.headers, Authorization: `Bearer ${full.known.accessToken}` };
        const { status, said } = await send({ ...draft, headers });
        expect(status, `${draft.method} ${draft.path}`).toBe(401);
        expect(leaksIn(said)).toEqual([]);
      }
    }
    expect(await desk.store.readNotes(full.reference)).toHaveLength(noteKinds.length);
  });

  it('no mail that goes to the reporter has any, whether or not they confirmed', async () => {
    const { store, parts } = desk;
    const sent: Mail[] = [];
    for (const isConfirmed of [false, true]) {
      if (isConfirmed) await store.answerAlert({ alertId: full.known.alertId, isWanted: true });
      for (const kind of mailKinds) {
        const entry = { id: randomId(), kind, reference: full.reference, about: '', attempts: 1 };
        const mail = await renderMail(entry, parts).catch(() => null);
        if (mail?.to.includes(REPORTER)) sent.push(mail);
      }
    }
    expect(sent.length).toBe(2);
    for (const mail of sent) {
      expect(leaksIn(JSON.stringify(mail))).toEqual([]);
      expect(JSON.stringify(mail)).not.toContain(full.reference);
    }
  });
});
