import { beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../src/disclosure/limits.ts';
import { casePageSchema, overviewSchema, teamCaseSchema } from '../../src/disclosure/team-wire.ts';
import { makeKeyPair } from '../../src/openpgp/keys.ts';
import { ample, randomId } from '../support/cases.ts';
import { answered, codeOf, NOW, type StaffDesk, staffDesk } from '../support/staff-desk.ts';

const HOUR = 3_600_000;
let desk: StaffDesk;
let cookie: string;
beforeEach(async () => {
  desk = await staffDesk();
  cookie = await desk.signIn(0);
});
const get = (path: string) => desk.request('GET', path, undefined, { cookie });
const list = async (query = '') => {
  const response = await get(`/api/staff/cases${query}`);
  expect(response.status).toBe(200);
  return casePageSchema.parse(await response.json());
};

describe('the list of cases', () => {
  it('begins with what is due first, then what waits for an answer, what is open, and what is closed', async () => {
    const closed = await desk.newCase(answered('closed'));
    const open = await desk.newCase(answered('resolved'));
    const waits = await desk.newCase(answered('resolved', { waitingSince: NOW }));
    const back = await desk.newCase(answered('closed', { waitingSince: NOW + 1 }));
    const fixing = await desk.newCase(answered('fixing', { waitingSince: NOW }));
    const later = await desk.newCase({ respondBy: NOW + 2 * HOUR });
    const sooner = await desk.newCase({ respondBy: NOW + HOUR });
    const { cases, next } = await list();
    const order = [sooner, later, fixing, waits, back, open, closed].map(({ reference }) => reference);
    expect(cases.map(({ reference }) => reference)).toEqual(order);
    expect(next).toBeNull();
    expect((await list('?status=closed')).cases).toHaveLength(2);
    expect((await list(`?code=${later.reference.slice(9, 13)}`)).cases[0]?.reference).toBe(later.reference);
    expect((await list(`?code=${later.reference.slice(9)}&status=closed`)).cases).toEqual([]);
  });

  it('leaves out a case that can not be read, and the overview names it', async () => {
    const odd = await desk.newCase({ origin: 'unheard-of' as never });
    const { reference } = await desk.newCase();
    for (const query of ['', '?status=received', '?untouched=yes', `?code=${reference.slice(9)}`])
      expect((await list(query)).cases.map((one) => one.reference)).toEqual([reference]);
    const overview = overviewSchema.parse(await (await get('/api/staff/overview')).json());
    expect(overview.unreadable).toEqual([odd.reference]);
    expect((await get(`/api/staff/cases/${odd.reference}`)).status).toBeGreaterThanOrEqual(500);
  });

  it('comes fifty at a time, each case once, to the end', async () => {
    for (let index = 0; index < 120; index += 1) await desk.newCase({ respondBy: NOW + (index % 7) * HOUR });
    const pages: string[][] = [];
    for (let query: string | null = ''; query !== null; ) {
      const { cases, next } = await list(query);
      pages.push(cases.map(({ reference }) => reference));
      query = next === null ? null : `?after=${encodeURIComponent(next)}`;
    }
    expect(pages.map(({ length }) => length)).toEqual([50, 50, 20]);
    expect(new Set(pages.flat()).size).toBe(120);
  });

  it('a search keeps to a status, and goes on behind its page', async () => {
    const name = (index: number) => `CVD-2026-AB${String(index).padStart(4, '0')}`;
    for (let index = 0; index < 130; index += 1) {
      await desk.newCase({ reference: name(index), ...(index % 2 ? answered('closed') : {}) });
    }
    const first = await list('?code=AB&status=closed');
    expect(first.cases.map(({ reference }) => reference)).toEqual(
      Array.from({ length: 50 }, (_, index) => name(2 * index + 1)),
    );
    const rest = await list(`?code=AB&status=closed&after=${encodeURIComponent(first.next ?? '')}`);
    expect(rest.cases.map(({ reference }) => reference)).toEqual(
      Array.from({ length: 15 }, (_, index) => name(2 * index + 101)),
    );
    expect(rest.next).toBeNull();
    expect((await list('?code=AB0001')).next).toBeNull();
  });

  it.each([
    'after=x',
    'after=',
    'status=x',
    'status=constructor',
    'code=U',
    'code=',
    'code=1234567',
    'x=1',
    'code=A&after=x',
    'code=A&after=ABC123:CVD-2026-ABC124',
    'code=A&after=1000000000000000:CVD-2026-ABC123',
    'after=ABC123:CVD-2026-ABC123',
  ])('refuses %s', async (query) => {
    expect(await codeOf(await get(`/api/staff/cases?${query}`))).toEqual([422, 'invalid-fields']);
  });

  it('the overview tells of mail and of the last twelve months', async () => {
    await desk.newCase();
    const { figures, mail, webhook } = overviewSchema.parse(await (await get('/api/staff/overview')).json());
    expect(figures.map(({ month }) => month)).toHaveLength(12);
    expect(figures.at(-1)).toMatchObject({ month: '2026-11', received: 1 });
    expect(mail).toEqual({ waiting: 0, failing: 0, oldestAt: null });
    expect(webhook).toBeNull();
  });
});

describe('one case', () => {
  it('is shown whole, without what is the reporter’s alone', async () => {
    const { path, report, receiptId, bodyHash, replyKey } = await desk.newCase();
    const text = await (await get(path)).text();
    const shown = teamCaseSchema.parse(JSON.parse(text));
    expect(shown).toMatchObject({ status: 'received', version: 1, events: [] });
    expect(shown.messages).toEqual([
      {
        id: report.id,
        number: 1,
        from: 'reporter',
        by: null,
        at: new Date(NOW).toISOString(),
        sealed: report.sealed,
        sameAs: null,
      },
    ]);
    for (const own of [receiptId, bodyHash, JSON.stringify(replyKey), 'PRIVATE KEY']) {
      expect(text).not.toContain(own);
    }
    expect(text).not.toMatch(/receiptId|bodyHash|replyKey"|PRIVATE KEY/);
    // Only its id: with it the page sees whether it goes with the key in the report.
    expect(shown.replyKeyId).toMatch(/^[0-9a-f]{16}$/);
    const other = await desk.newCase({ replyKey: null });
    expect(await (await get(other.path)).json()).toMatchObject({ replyKeyId: null });
  });

  it.each(['CVD-2026-000000', 'x', '', '__proto__', 'CVD-2026-00000U', '%2e%2e%2f'])(
    '%s is not found',
    async (name) => {
      expect(await codeOf(await get(`/api/staff/cases/${name || '-'}`))).toEqual([404, 'not-found']);
    },
  );

  it('gives attachments byte for byte, and 404 for what is not there', async () => {
    const id = randomId();
    const { reference, path } = await desk.newCase({ attachments: [{ id, size: limits.chunk + 3 }] });
    const bytes = crypto.getRandomValues(new Uint8Array(3));
    const name = { reference, attachmentId: id, index: 1 };
    await desk.store.putChunk({
      ...name,
      bytes,
      count: 2,
      eraseAt: NOW + HOUR,
      quota: ample,
      limits: [],
      now: NOW,
    });
    const response = await get(`${path}/attachments/${id}/1`);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'application/octet-stream',
    ]);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
    expect(teamCaseSchema.parse(await (await get(path)).json()).attachments).toEqual([
      { id, size: limits.chunk + 3, from: 'reporter', number: 1, isComplete: false },
    ]);
    const other = await desk.newCase();
    for (const wrong of [
      `${path}/attachments/${id}/0`,
      `${path}/attachments/${id}/1e0`,
      `${path}/attachments/${randomId()}/1`,
      `${path}/attachments/x/1`,
      `${other.path}/attachments/${id}/1`,
      `/api/staff/cases/x/attachments/${id}/1`,
    ])
      expect(await codeOf(await get(wrong))).toEqual([404, 'not-found']);
  });
});

describe('the first response', () => {
  const respond = async (path: string, fields: Record<string, unknown> = {}) => {
    const message = await desk.reply();
    const body = { version: 1, assessment: 'confirmed', fixExpectedAt: '2026-12-24', message, ...fields };
    return desk.request('POST', `${path}/response`, body, { cookie });
  };

  it('is stored whole: status, assessment, day, reply, events, figures, and news for the reporter', async () => {
    const { path, reference, token } = await desk.newCase();
    desk.clock.now += HOUR;
    const response = await respond(path);
    expect([response.status, await response.json()]).toEqual([201, { version: 2 }]);
    const { found, messages, events, figures } = await desk.stored(reference);
    expect(found).toMatchObject({
      status: 'confirmed',
      assessment: 'confirmed',
      fixExpectedAt: Date.parse('2026-12-24'),
      respondedAt: NOW + HOUR,
    });
    const by = 'Anna <anna@example.com>';
    expect(messages[1]).toMatchObject({ from: 'team', by, number: 2, at: NOW + HOUR });
    expect(events.map(({ kind, value, by: hand }) => [kind, value, hand])).toEqual([
      ['response', 'confirmed', by],
      ['fix-expected', '2026-12-24', by],
    ]);
    expect(figures[0]).toMatchObject({ answered: 1, late: 0, totalMs: HOUR, slowestMs: HOUR });
    const mails = await desk.store.takeDueMail({
      now: desk.clock.now,
      leaseUntil: desk.clock.now + 1,
      limit: 9,
    });
    expect(mails.map(({ kind, reference: about }) => [kind, about])).toEqual([['case-news', reference]]);
    expect(desk.notified()).toBeGreaterThan(0);
    const seen = await desk.reporterSees(
      new Request(`${desk.parts.siteUrl}/api/case`, { headers: { Authorization: `Bearer ${token}` } }),
    );
    expect(await seen.text()).not.toContain('anna@');
  });

  it.each(['rejected', 'duplicate'])('%s can close the case in the same step', async (assessment) => {
    const { path, reference, token } = await desk.newCase();
    const fields = { assessment, fixExpectedAt: null, close: true };
    const message = await desk.reply();
    expect((await respond(path, { ...fields, message })).status).toBe(201);
    const { found, events, messages, figures } = await desk.stored(reference);
    expect(found).toMatchObject({
      status: 'closed',
      assessment,
      respondedAt: NOW,
      closedAt: NOW,
      version: 2,
    });
    expect(events.map(({ kind, value, version }) => [kind, value, version])).toEqual([
      ['response', assessment, 2],
      ['status', 'closed', 2],
    ]);
    expect(messages).toHaveLength(2);
    expect(figures[0]).toMatchObject({ answered: 1 });
    // The desk signs both, the response first, as if they had come one after the other.
    const notes = (await desk.store.readStatements(reference)).map(({ note }) => note);
    expect(notes.map((note) => /^kind: (.+)$/m.exec(note)?.[1])).toEqual(['response', 'status']);
    expect(notes[1]).toContain('\nstatus: closed\n');
    const seen = await desk.reporterSees(
      new Request(`${desk.parts.siteUrl}/api/case`, { headers: { Authorization: `Bearer ${token}` } }),
    );
    expect(await seen.json()).toMatchObject({ status: 'closed', closedAt: new Date(NOW).toISOString() });
    // An answer that was lost can be asked for again, and nothing is doubled.
    expect(await (await respond(path, { ...fields, message })).json()).toEqual({ version: 2 });
    expect(await desk.store.readStatements(reference)).toHaveLength(2);
  });

  it('does not close what is to be fixed, or is owed to the authorities', async () => {
    const { path } = await desk.newCase();
    expect(await codeOf(await respond(path, { close: true }))).toEqual([409, 'transition-not-allowed']);
    expect(await codeOf(await respond(path, { close: false }))).toEqual([422, 'invalid-fields']);
    const marked = await desk.newCase({ exploitedAt: NOW });
    const fields = { assessment: 'rejected', fixExpectedAt: null, close: true };
    expect(await codeOf(await respond(marked.path, fields))).toEqual([409, 'reports-owed']);
  });

  it('too late counts as late', async () => {
    const { path, reference, respondBy } = await desk.newCase();
    desk.clock.now = respondBy + 1;
    cookie = await desk.signIn(0);
    expect((await respond(path, { assessment: 'rejected', fixExpectedAt: null })).status).toBe(201);
    expect((await desk.stored(reference)).figures[0]).toMatchObject({ answered: 1, late: 1 });
  });

  it('again with the same message is the same response, and nothing is doubled', async () => {
    const { path, reference } = await desk.newCase();
    const message = await desk.reply();
    expect((await respond(path, { message })).status).toBe(201);
    const before = await desk.stored(reference);
    const again = await respond(path, { message });
    expect([again.status, await again.json()]).toEqual([201, { version: 2 }]);
    expect(await desk.stored(reference)).toEqual(before);
    expect(await codeOf(await respond(path, { version: 2 }))).toEqual([409, 'already-responded']);
    expect(await codeOf(await respond(path))).toEqual([412, 'version-conflict']);
    expect(await desk.stored(reference)).toEqual(before);
  });

  it('what is not whole, sealed or readable by everyone is refused, and nothing is stored', async () => {
    const { path, reference } = await desk.newCase();
    const before = await desk.stored(reference);
    const keys = desk.team.map(({ armored }) => armored);
    const [own = '', other = ''] = keys;
    const stranger = (await makeKeyPair({ name: 'x' })).publicKey;
    const message = async (to: string[]) => ({ id: randomId(), sealed: await desk.sealTo('x', to) });
    const refusals: [Record<string, unknown>, number, string][] = [
      [{ fixExpectedAt: null }, 422, 'fix-date-needed'],
      [{ fixExpectedAt: '2026-11-21' }, 422, 'fix-date-past'],
      [{ fixExpectedAt: '2026-02-30' }, 422, 'invalid-fields'],
      [{ assessment: 'closed' }, 422, 'invalid-fields'],
      [{ message: undefined }, 422, 'invalid-fields'],
      [{ version: 2 }, 412, 'version-conflict'],
      [{ message: await message([own, desk.replyKey]) }, 422, 'missing-recipient'],
      [{ message: await message([other, desk.replyKey]) }, 422, 'missing-recipient'],
      [{ message: await message(keys) }, 422, 'missing-reporter'],
      [{ message: await message([...keys, stranger]) }, 422, 'missing-reporter'],
      [{ message: { id: randomId(), sealed: 'readable' } }, 422, 'not-openpgp'],
      [{ message: { ...(await desk.reply()), from: 'reporter' } }, 422, 'invalid-fields'],
    ];
    for (const [fields, status, code] of refusals) {
      expect(await codeOf(await respond(path, fields))).toEqual([status, code]);
    }
    expect(await codeOf(await respond('/api/staff/cases/CVD-2026-000000'))).toEqual([404, 'not-found']);
    expect(await desk.stored(reference)).toEqual(before);
  });
});

describe('erasing', () => {
  it('needs the version that was seen, and leaves nothing', async () => {
    const { path, reference, token } = await desk.newCase(answered('closed'));
    const before = await desk.stored(reference);
    const erase = (version: unknown) => desk.request('DELETE', path, { version }, { cookie });
    expect(await codeOf(await erase(2))).toEqual([412, 'version-conflict']);
    expect(await codeOf(await erase('1'))).toEqual([422, 'invalid-fields']);
    expect(await desk.stored(reference)).toEqual(before);
    expect((await erase(1)).status).toBe(204);
    expect(await desk.stored(reference)).toMatchObject({ found: null, messages: [], events: [], waiting: 0 });
    expect(await codeOf(await erase(1))).toEqual([404, 'not-found']);
    expect((await list()).cases).toEqual([]);
    const headers = { Authorization: `Bearer ${token}` };
    const seen = await desk.reporterSees(new Request(`${desk.parts.siteUrl}/api/case`, { headers }));
    expect(seen.status).toBe(401);
  });
});
