import { beforeEach, describe, expect, it } from 'vitest';
import { createAttachmentHandler } from '../../functions/api/case-attachment.ts';
import { createMessageHandler } from '../../functions/api/case-messages.ts';
import { caseViewSchema } from '../../src/disclosure/case-view.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { teamCaseSchema } from '../../src/disclosure/team-wire.ts';
import { planAttachment, sealAttachment } from '../../src/openpgp/seal-attachment.ts';
import { randomId } from '../support/cases.ts';
import { mounted, SITE } from '../support/parts.ts';
import { codeOf, type StaffDesk, staffDesk } from '../support/staff-desk.ts';
import { trailBytes } from '../support/trail-bytes.ts';

const BYTES = 'application/octet-stream';
const DAY = 24 * 60 * 60 * 1000;

describe('files with messages', () => {
  let desk: StaffDesk;
  let cookie: string;
  let found: Awaited<ReturnType<StaffDesk['newCase']>>;
  beforeEach(async () => {
    desk = await staffDesk();
    cookie = await desk.signIn(0);
    found = await desk.newCase();
  });

  const reporter = (method: string, path: string, body?: BodyInit, type = BYTES) =>
    mounted({
      '/api/case/messages': createMessageHandler(desk.parts),
      '/api/case/attachments/[id]': createAttachmentHandler(desk.parts),
      '/api/case/attachments/[id]/[index]': createAttachmentHandler(desk.parts),
    })(
      new Request(SITE + path, {
        method,
        headers: { Authorization: `Bearer ${found.token}`, ...(body ? { 'Content-Type': type } : {}) },
        ...(body ? { body } : {}),
      }),
    );
  const write = async (fields: Record<string, unknown>) =>
    reporter(
      'POST',
      '/api/case/messages',
      JSON.stringify({ ...(await desk.reply()), ...fields }),
      'application/json',
    );
  const answer = async (fields: Record<string, unknown>, version: number) =>
    desk.request(
      'POST',
      `${found.path}/messages`,
      { version, message: { ...(await desk.reply()), ...fields } },
      { cookie },
    );
  const putAsTeam = (
    id: string,
    bytes: Uint8Array<ArrayBuffer>,
    index = 0,
    headers: Record<string, string> = {},
  ) =>
    desk.handle(
      new Request(`${SITE}${found.path}/attachments/${id}/${index}`, {
        method: 'PUT',
        headers: { Cookie: cookie, Origin: SITE, 'Content-Type': BYTES, ...headers },
        body: bytes,
      }),
    );
  /** A file sealed to the team, and to the reporter's key unless that is left out. */
  async function file(size: number, forReporter = true) {
    const keys = [...desk.team.map(({ armored }) => armored), ...(forReporter ? [desk.replyKey] : [])];
    const planned = await planAttachment('evidence.bin', size, keys);
    return { id: randomId(), sealed: await sealAttachment(planned, new Uint8Array(size).fill(7)) };
  }
  const seen = async () =>
    caseViewSchema.parse(
      await (
        await desk.reporterSees(
          new Request(`${SITE}/api/case`, { headers: { Authorization: `Bearer ${found.token}` } }),
          {},
        )
      ).json(),
    );
  const teamSees = async () =>
    teamCaseSchema.parse(await (await desk.request('GET', found.path, undefined, { cookie })).json());

  it('a follow-up announces files, which come after it in chunks, and say which message they are of', async () => {
    const { id, sealed } = await file(limits.chunk + 1000);
    const attachments = [{ id, size: sealed.length }];
    const message = { id: randomId(), number: 2, attachments };
    expect((await write(message)).status).toBe(201);
    // An answer that was lost: the same again is there once.
    expect((await write(message)).status).toBe(200);
    const path = `/api/case/attachments/${id}`;
    expect((await reporter('PUT', `${path}/1`, sealed.slice(limits.chunk))).status).toBe(204);
    expect(await (await reporter('GET', path)).json()).toEqual({ chunks: [1], isComplete: false });
    expect((await reporter('PUT', `${path}/0`, sealed.slice(0, limits.chunk))).status).toBe(204);
    const shown = { id, size: sealed.length, from: 'reporter', number: 2, isComplete: true };
    expect((await seen()).attachments).toEqual([shown]);
    expect((await teamSees()).attachments).toEqual([shown]);
    const fetched = await desk.request('GET', `${found.path}/attachments/${id}/0`, undefined, { cookie });
    expect(new Uint8Array(await fetched.arrayBuffer())).toEqual(sealed.slice(0, limits.chunk));
    // What the reporter sent only the team fetches.
    expect((await reporter('GET', `${path}/0`)).status).toBe(404);
  });

  it('the time for an upload counts from its message, not from the report', async () => {
    const { id, sealed } = await file(500);
    desk.clock.now += 30 * DAY;
    expect((await write({ number: 2, attachments: [{ id, size: sealed.length }] })).status).toBe(201);
    desk.clock.now += DAY - 1000;
    const path = `/api/case/attachments/${id}/0`;
    desk.clock.now += 1000;
    expect(await codeOf(await reporter('PUT', path, sealed))).toEqual([409, 'upload-closed']);
    desk.clock.now -= 1000;
    expect((await reporter('PUT', path, sealed)).status).toBe(204);
  });

  it('a reply announces files that only a member uploads and the reporter fetches', async () => {
    const { id, sealed } = await file(limits.chunk + 1000);
    cookie = await desk.signIn(1);
    const message = { id: randomId(), number: 2, attachments: [{ id, size: sealed.length }] };
    expect((await answer(message, 1)).status).toBe(201);
    expect((await answer(message, 1)).status).toBe(201);
    const path = `/api/case/attachments/${id}`;
    expect((await reporter('PUT', `${path}/0`, sealed.slice(0, limits.chunk))).status).toBe(404);
    expect((await putAsTeam(id, sealed.slice(limits.chunk), 1)).status).toBe(204);
    const upload = await desk.request('GET', `${found.path}/attachments/${id}`, undefined, { cookie });
    expect(await upload.json()).toEqual({ chunks: [1], isComplete: false });
    expect((await reporter('GET', `${path}/0`)).status).toBe(404);
    expect((await putAsTeam(id, sealed.slice(0, limits.chunk))).status).toBe(204);
    expect((await seen()).attachments).toEqual([
      { id, size: sealed.length, from: 'team', number: 2, isComplete: true },
    ]);
    const chunks = [];
    for (const index of [0, 1])
      chunks.push(new Uint8Array(await (await reporter('GET', `${path}/${index}`)).arrayBuffer()));
    expect(Buffer.concat(chunks).equals(sealed)).toBe(true);
  });

  it('a first response and a change bring files along as well', async () => {
    const [first, second] = [await file(100), await file(100)];
    const listed = ({ id, sealed }: typeof first) => [{ id, size: sealed.length }];
    const response = {
      ...{ version: 1, assessment: 'rejected', fixExpectedAt: null },
      message: { ...(await desk.reply()), number: 2, attachments: listed(first) },
    };
    expect((await desk.request('POST', `${found.path}/response`, response, { cookie })).status).toBe(201);
    const change = {
      ...{ version: 2, status: 'closed' },
      message: { ...(await desk.reply()), number: 3, attachments: listed(second) },
    };
    expect((await desk.request('PATCH', found.path, change, { cookie })).status).toBe(200);
    const numbers = (await teamSees()).attachments.map(({ from, number }) => [from, number]);
    expect(numbers).toEqual([
      ['team', 2],
      ['team', 3],
    ]);
  });

  it('a file of the team reaches the reporter too, as its reply does, unless that was said to be of no use', async () => {
    const closed = await file(300, false);
    const attachments = [{ id: closed.id, size: closed.sealed.length }];
    await answer({ number: 2, attachments }, 1);
    expect(await codeOf(await putAsTeam(closed.id, closed.sealed))).toEqual([422, 'missing-reporter']);
    const said = await file(300, false);
    const teamOnly = await desk.sealTo(
      'For the team.',
      desk.team.map(({ armored }) => armored),
    );
    const announced = [{ id: said.id, size: said.sealed.length }];
    await answer({ sealed: teamOnly, withoutReporter: true, number: 3, attachments: announced }, 2);
    expect((await putAsTeam(said.id, said.sealed)).status).toBe(204);
    const readable = new Uint8Array(closed.sealed.length).fill(65);
    expect(await codeOf(await putAsTeam(closed.id, readable))).toEqual([422, 'not-openpgp']);
    expect((await teamSees()).attachments.map(({ isComplete }) => isComplete)).toEqual([false, true]);
  });

  it('nobody uploads who is not signed in, from another page, or to a file that was not announced', async () => {
    const { id, sealed } = await file(300);
    await answer({ number: 2, attachments: [{ id, size: sealed.length }] }, 1);
    expect(await codeOf(await putAsTeam(id, sealed, 0, { Cookie: '' }))).toEqual([401, 'not-signed-in']);
    const elsewhere = await putAsTeam(id, sealed, 0, { Origin: 'https://elsewhere.example' });
    expect(await codeOf(elsewhere)).toEqual([403, 'cross-site']);
    expect((await putAsTeam(randomId(), sealed)).status).toBe(404);
    expect(await codeOf(await putAsTeam(id, sealed, 1))).toEqual([422, 'wrong-chunk']);
    expect(await codeOf(await putAsTeam(id, sealed.slice(1)))).toEqual([422, 'wrong-chunk']);
    const stranger = await desk.newCase();
    const theirs = `${SITE}/api/case/attachments/${id}/0`;
    const ask = createAttachmentHandler(desk.parts);
    const asked = new Request(theirs, { headers: { Authorization: `Bearer ${stranger.token}` } });
    expect((await ask(asked, { id, index: '0' })).status).toBe(404);
  });

  it.each([
    ['without a number', (list: object[]) => ({ attachments: list.slice(0, 1) })],
    ['twice the same id', (list: object[]) => ({ number: 2, attachments: [list[0], list[0]] })],
    ['too many', (list: object[]) => ({ number: 2, attachments: list })],
    [
      'too large together',
      (list: object[]) => ({
        number: 2,
        attachments: list.slice(0, 2).map((one) => ({ ...one, size: 17 * 1024 * 1024 })),
      }),
    ],
  ])('a message that announces files %s is refused, and nothing of it stays', async (_, fieldsOf) => {
    const fields = fieldsOf(Array.from({ length: 11 }, () => ({ id: randomId(), size: 5000 })));
    expect(await codeOf(await write(fields))).toEqual([422, 'invalid-fields']);
    expect(await codeOf(await answer(fields, 1))).toEqual([422, 'invalid-fields']);
    expect((await teamSees()).messages).toHaveLength(1);
  });

  it('a case holds so many files and no more; the team adds some where a reporter can not', async () => {
    const ten = () => Array.from({ length: 10 }, () => ({ id: randomId(), size: 5000 }));
    for (const number of [2, 3, 4, 5]) expect((await write({ number, attachments: ten() })).status).toBe(201);
    expect(await codeOf(await write({ number: 6, attachments: ten() }))).toEqual([
      409,
      'too-many-attachments',
    ]);
    expect((await write({ number: 6 })).status).toBe(201);
    for (const version of [6, 7])
      expect((await answer({ number: version + 1, attachments: ten() }, version)).status).toBe(201);
    expect(await codeOf(await answer({ number: 9, attachments: ten() }, 8))).toEqual([
      409,
      'too-many-attachments',
    ]);
    expect((await teamSees()).attachments).toHaveLength(limits.caseFiles);
    // An id that is there is another file.
    const id = (await teamSees()).attachments[0]?.id;
    const again = await answer({ number: 9, attachments: [{ id, size: 5000 }] }, 8);
    expect(await codeOf(again)).toEqual([422, 'invalid-fields']);
  });

  it('a reporter announces no more bytes than is theirs', async () => {
    const large = () => [{ id: randomId(), size: limits.sealedAttachmentBytes }];
    for (const number of [2, 3, 4]) expect((await write({ number, attachments: large() })).status).toBe(201);
    expect(await codeOf(await write({ number: 5, attachments: large() }))).toEqual([
      409,
      'too-many-attachments',
    ]);
    expect((await answer({ number: 5, attachments: large() }, 4)).status).toBe(201);
  });

  it('whoever has the receipt fetches a file so often and no more in a quarter of an hour', async () => {
    const { id, sealed } = await file(300);
    await answer({ number: 2, attachments: [{ id, size: sealed.length }] }, 1);
    await putAsTeam(id, sealed);
    const statuses = new Map<number, number>();
    for (let times = 0; times < 155; times += 1) {
      const { status } = await reporter('GET', `/api/case/attachments/${id}/0`);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect([...statuses]).toEqual([
      [200, 150],
      [429, 5],
    ]);
  });

  it('with a withdrawn report its files are gone, of either side', async () => {
    const own = await file(300);
    const theirs = await file(300);
    await write({ number: 2, attachments: [{ id: own.id, size: own.sealed.length }] });
    await reporter('PUT', `/api/case/attachments/${own.id}/0`, own.sealed);
    await answer({ number: 3, attachments: [{ id: theirs.id, size: theirs.sealed.length }] }, 2);
    await putAsTeam(theirs.id, theirs.sealed);
    const headers = { Authorization: `Bearer ${found.token}` };
    await desk.reporterSees(new Request(`${SITE}/api/case`, { method: 'DELETE', headers }), {});
    for (const { id } of [own, theirs]) {
      const chunk = { reference: found.reference, attachmentId: id, index: 0 };
      expect(await desk.store.readChunk(chunk)).toBeNull();
    }
    expect(await desk.store.storedBytes()).toBe(await trailBytes(desk.store));
  });
});
