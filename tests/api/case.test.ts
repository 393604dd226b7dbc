import { beforeEach, describe, expect, it } from 'vitest';
import { createAlertAnswerHandler } from '../../functions/api/alerts.ts';
import { createCaseHandler } from '../../functions/api/case.ts';
import { createAlertHandler } from '../../functions/api/case-alert.ts';
import { createAttachmentHandler } from '../../functions/api/case-attachment.ts';
import { createMessageHandler } from '../../functions/api/case-messages.ts';
import { renderMail } from '../../functions/mail/render.ts';
import { createAddressBox } from '../../functions/reporter/alert-address.ts';
import { attachmentBudget } from '../../functions/reporter/byte-budgets.ts';
import { type HitLimit, StoreError } from '../../functions/store/store.ts';
import { caseViewSchema } from '../../src/disclosure/case-view.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { deriveReceipt, makeReceipt } from '../../src/disclosure/receipt.ts';
import { type Certificate, makeKeyPair, readCertificates } from '../../src/openpgp/keys.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { planAttachment, sealAttachment } from '../../src/openpgp/seal-attachment.ts';
import { changeInput, messageIn, newCaseInput, newMessage, randomId } from '../support/cases.ts';
import { mounted, NOW, SITE, testParts } from '../support/parts.ts';

const TEXT = 'the finding, in words that must not be readable';

/** A case with its token, on an empty store, and every endpoint that the reporter has. */
async function reporterSide(attachments: { id: string; size: number }[] = [], own?: Certificate[]) {
  const team = own ?? (await readCertificates((await makeKeyPair({ name: 'Team' })).publicKey, new Date()));
  const { accessToken, receiptId } = await deriveReceipt(makeReceipt());
  const parts = testParts({ team });
  const { store, clock, logged } = parts;
  const input = newCaseInput({ receiptId, receivedAt: NOW, attachments });
  await store.createCase(input);
  const handlers = {
    case: createCaseHandler(parts),
    messages: createMessageHandler(parts),
    alert: createAlertHandler(parts),
    attachments: mounted({
      '/api/case/attachments/[id]': createAttachmentHandler(parts),
      '/api/case/attachments/[id]/[index]': createAttachmentHandler(parts),
    }),
    alerts: mounted({ '/api/alerts/[id]': createAlertAnswerHandler(parts) }),
  };
  const ask = (
    name: keyof typeof handlers,
    method: string,
    path: string,
    {
      body,
      headers = {},
      token = accessToken,
    }: { body?: BodyInit; headers?: Record<string, string>; token?: string } = {},
  ) =>
    handlers[name](
      new Request(SITE + path, {
        method,
        ...(body === undefined ? {} : { body }),
        headers: { ...(token ? { Authorization: `Bearer ${token}` } : {}), ...headers },
      }),
    );
  const json = { 'Content-Type': 'application/json' };
  const bytes = { 'Content-Type': 'application/octet-stream' };
  return { ...input.newCase, store, clock, logged, parts, team, accessToken, ask, json, bytes };
}

const codeOf = async (response: Response) => [response.status, (await response.json()).code];
let desk: Awaited<ReturnType<typeof reporterSide>>;
async function currentCase() {
  const found = await desk.store.findCase(desk.reference);
  if (!found) throw new Error('the case is gone');
  return found;
}
beforeEach(async () => {
  desk = await reporterSide();
});

describe('GET /api/case', () => {
  it('shows the reporter the case, its messages and what is complete, and nothing of the server’s own', async () => {
    const current = await currentCase();
    await desk.store.changeCase(changeInput(current, {}, { message: messageIn(newMessage('team', NOW)) }));
    const response = await desk.ask('case', 'GET', '/api/case');
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const text = await response.text();
    const view = caseViewSchema.parse(JSON.parse(text));
    expect(view).toMatchObject({
      reference: desk.reference,
      status: 'received',
      respondedAt: null,
      alert: 'none',
    });
    expect(view.messages.map(({ from }) => from)).toEqual(['reporter', 'team']);
    expect(text).not.toContain(desk.receiptId);
    expect(text).not.toContain(desk.bodyHash);
  });

  it('no token, a token that can be none, and an unknown one are refused alike', async () => {
    for (const token of ['', 'short', 'x'.repeat(43), `${desk.accessToken}x`, desk.receiptId]) {
      expect(await codeOf(await desk.ask('case', 'GET', '/api/case', { token }))).toEqual([
        401,
        'unknown-receipt',
      ]);
    }
  });

  it('an unknown receipt takes the same steps at the store as a known one', async () => {
    const steps: string[] = [];
    const watched = new Proxy(desk.store, {
      get:
        (store, verb: keyof typeof desk.store) =>
        (...args: never[]) => {
          steps.push(verb);
          return (store[verb] as (...args: never[]) => unknown)(...args);
        },
    });
    const handle = createCaseHandler({ ...desk.parts, store: watched });
    const request = (token: string) =>
      new Request(`${SITE}/api/case`, { headers: { Authorization: `Bearer ${token}` } });
    expect((await handle(request(desk.accessToken))).status).toBe(200);
    const known = steps.splice(0);
    expect((await handle(request('A'.repeat(43)))).status).toBe(401);
    expect(steps).toEqual(known);
  });

  it('200 wrong receipts in a row are slowed, then refused; another visitor is not affected', async () => {
    const guess = () =>
      desk.ask('case', 'GET', '/api/case', { token: 'A'.repeat(43), headers: { 'X-Real-IP': '192.0.2.1' } });
    // All at once: what is counted is the same, and the test need not sit out every wait.
    const started = performance.now();
    const answers = await Promise.all(Array.from({ length: 200 }, guess));
    expect(performance.now() - started).toBeGreaterThan(1500);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(60);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(140);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await refused.at(0)?.json())?.code).toBe('too-many-guesses');
    const own = await desk.ask('case', 'GET', '/api/case', { headers: { 'X-Real-IP': '192.0.2.2' } });
    expect(own.status).toBe(200);
  });

  it('a page of another site, a wrong method and a store that is down are refused', async () => {
    const origin = { Origin: 'https://evil.example' };
    expect(await codeOf(await desk.ask('case', 'GET', '/api/case', { headers: origin }))).toEqual([
      403,
      'cross-site',
    ]);
    const response = await desk.ask('case', 'PATCH', '/api/case');
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, DELETE']);
    const store = { ...desk.store, findCaseByReceipt: () => Promise.reject(new StoreError('down')) };
    const handle = createCaseHandler({ ...desk.parts, store });
    const down = await handle(
      new Request(`${SITE}/api/case`, { headers: { Authorization: `Bearer ${desk.accessToken}` } }),
    );
    expect(await codeOf(down)).toEqual([503, 'store-unavailable']);
  });
});

describe('DELETE /api/case', () => {
  it('erases everything at once and tells the team that it happened', async () => {
    expect((await desk.ask('case', 'DELETE', '/api/case')).status).toBe(204);
    expect(await desk.store.findCase(desk.reference)).toBeNull();
    expect(await desk.store.readMessages(desk.reference)).toEqual([]);
    const [entry] = await desk.store.takeDueMail({ now: NOW, leaseUntil: NOW + 1, limit: 9 });
    expect(entry).toMatchObject({ kind: 'report-withdrawn', reference: desk.reference });
    const parts = { ...desk.parts, teamEmail: ['team@example.com'], teamLanguage: 'nl' as const };
    const mail = entry && (await renderMail(entry, parts));
    expect(mail?.text).toContain(`De melder heeft ${desk.reference} ingetrokken`);
    expect((await desk.ask('case', 'GET', '/api/case')).status).toBe(401);
  });
});

describe('POST /api/case/messages', () => {
  const follow = async (fields: Record<string, unknown> = {}) => ({
    id: randomId(),
    sealed: await seal(
      TEXT,
      desk.team.map(({ armored }) => armored),
    ),
    ...fields,
  });
  const send = (body: unknown, options = {}) =>
    desk.ask('messages', 'POST', '/api/case/messages', {
      body: JSON.stringify(body),
      headers: desk.json,
      ...options,
    });

  it('adds a sealed message once, however often it is sent, and tells the team', async () => {
    const body = await follow();
    expect((await send(body)).status).toBe(201);
    expect((await send(body)).status).toBe(200);
    const messages = await desk.store.readMessages(desk.reference);
    expect(messages).toHaveLength(2);
    expect(messages[1]).toMatchObject({ id: body.id, number: 2, from: 'reporter' });
    const due = await desk.store.takeDueMail({ now: NOW, leaseUntil: NOW + 1, limit: 9 });
    expect(due.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['message-received']));
    const entry = due.find(({ kind }) => kind === 'message-received');
    const mail =
      entry && (await renderMail(entry, { ...desk.parts, teamEmail: ['a@example.com'], teamLanguage: 'en' }));
    expect(mail?.attachments[0]?.content).toBe(messages[1]?.sealed);
  });

  it('refuses what is readable, sealed to others, too large, not JSON, or has other fields', async () => {
    const stranger = await seal(TEXT, [(await makeKeyPair({ name: 'x' })).publicKey]);
    expect(await codeOf(await send(await follow({ sealed: TEXT })))).toEqual([422, 'not-openpgp']);
    expect(await codeOf(await send(await follow({ sealed: stranger })))).toEqual([422, 'missing-recipient']);
    expect(await codeOf(await send(await follow({ sealed: 'x'.repeat(400_000) })))).toEqual([
      413,
      'body-too-large',
    ]);
    expect(await codeOf(await send(await follow({ text: TEXT })))).toEqual([422, 'invalid-fields']);
    expect(await codeOf(await send(await follow({ id: 'x' })))).toEqual([422, 'invalid-fields']);
    expect(await codeOf(await send('x', { body: '{' }))).toEqual([400, 'invalid-json']);
    expect(await codeOf(await send(await follow(), { headers: { 'Content-Type': 'text/plain' } }))).toEqual([
      415,
      'unsupported-media-type',
    ]);
    expect(await codeOf(await send(await follow(), { token: 'A'.repeat(43) }))).toEqual([
      401,
      'unknown-receipt',
    ]);
    expect(await desk.store.readMessages(desk.reference)).toHaveLength(1);
    expect(JSON.stringify(desk.logged)).not.toContain('finding');
  });

  it('each message has its own mail, and all together they stay small enough to be read', async () => {
    const parts = { ...desk.parts, teamEmail: ['a@example.com'], teamLanguage: 'en' as const };
    for (let index = 0; index < 2; index += 1) expect((await send(await follow())).status).toBe(201);
    const due = await desk.store.takeDueMail({ now: NOW, leaseUntil: NOW + 1, limit: 9 });
    const mails = await Promise.all(due.map((entry) => renderMail(entry, parts)));
    const attached = mails.map((mail) => mail?.attachments[0]?.content);
    const stored = (await desk.store.readMessages(desk.reference)).map(({ sealed }) => sealed);
    expect(attached.sort()).toEqual(stored.sort());
    const large = async () => {
      const sealed = await seal(
        'x'.repeat(170 * 1024),
        desk.team.map(({ armored }) => armored),
      );
      return (await send(await follow({ sealed }))).status;
    };
    const statuses: number[] = [];
    for (let index = 0; index < 10; index += 1) statuses.push(await large());
    expect(statuses.filter((status) => status === 201)).toHaveLength(8);
    expect(statuses.at(-1)).toBe(409);
    const view = await (await desk.ask('case', 'GET', '/api/case')).text();
    expect(view.length).toBeLessThan(4_000_000);
  });

  it('a flood of messages is stopped', async () => {
    for (let index = 0; index < 20; index += 1) expect((await send(await follow())).status).toBe(201);
    const response = await send(await follow());
    expect(response.headers.get('retry-after')).not.toBeNull();
    expect(await codeOf(response)).toEqual([429, 'too-many-requests']);
  });

  it('a flood of messages by one visitor is stopped, over however many cases', async () => {
    const statuses = [];
    for (let index = 0; index < 4; index += 1) {
      const { accessToken, receiptId } = await deriveReceipt(makeReceipt());
      await desk.store.createCase(newCaseInput({ receiptId, receivedAt: NOW }));
      for (let count = 0; count < 16; count += 1)
        statuses.push((await send(await follow(), { token: accessToken })).status);
    }
    expect(statuses.slice(0, 60).every((status) => status === 201)).toBe(true);
    expect(statuses.slice(60)).toEqual([429, 429, 429, 429]);
  });
});

describe('attachments', () => {
  const id = '0123456789abcdef0123456789abcdef';
  let sealed: Uint8Array<ArrayBuffer>;
  let size: number;
  let rest: number;
  const chunk = (index: number) => sealed.slice(index * limits.chunk, (index + 1) * limits.chunk);
  const put = (index: number, bytes: Uint8Array<ArrayBuffer>, options = {}) =>
    desk.ask('attachments', 'PUT', `/api/case/attachments/${id}/${index}`, {
      body: bytes,
      headers: desk.bytes,
      ...options,
    });
  const look = async () => (await desk.ask('attachments', 'GET', `/api/case/attachments/${id}`)).json();
  async function sealFor(keys: string[]): Promise<Uint8Array<ArrayBuffer>> {
    const content = new Uint8Array(limits.chunk + 5000);
    return sealAttachment(await planAttachment('x.bin', content.length, keys), content);
  }
  beforeEach(async () => {
    const team = await readCertificates((await makeKeyPair({ name: 'Team' })).publicKey, new Date());
    sealed = await sealFor(team.map(({ armored }) => armored));
    size = sealed.length;
    rest = size - limits.chunk;
    desk = await reporterSide([{ id, size }], team);
  });

  it('arrive in chunks, in any order, each as often as it takes, and the case shows what is complete', async () => {
    expect(await look()).toEqual({ chunks: [], isComplete: false });
    expect((await put(1, chunk(1))).status).toBe(204);
    expect((await put(1, chunk(1))).status).toBe(204);
    expect(await look()).toEqual({ chunks: [1], isComplete: false });
    const view = async () => (await (await desk.ask('case', 'GET', '/api/case')).json()).attachments;
    expect(await view()).toEqual([{ id, size, from: 'reporter', number: 1, isComplete: false }]);
    expect((await put(0, chunk(0))).status).toBe(204);
    expect(await look()).toEqual({ chunks: [0, 1], isComplete: true });
    expect(await view()).toEqual([{ id, size, from: 'reporter', number: 1, isComplete: true }]);
    // After completion nothing changes any more.
    expect((await put(1, sealed.slice(100, 100 + rest))).status).toBe(204);
    const stored = await desk.store.readChunk({ reference: desk.reference, attachmentId: id, index: 1 });
    expect(stored).toEqual(new Uint8Array(chunk(1)));
  });

  it('arrive over a slow line in parts of a chunk, in order, each as often as it takes', async () => {
    const part = (start: number, end: number, whole = limits.chunk) =>
      put(0, sealed.slice(start, end), {
        headers: { ...desk.bytes, 'Content-Range': `bytes ${start}-${end - 1}/${whole}` },
      });
    const [one, four] = [limits.part, 4 * limits.part];
    for (let times = 0; times < 2; times += 1) expect((await part(0, four)).status).toBe(204);
    expect(await look()).toEqual({ chunks: [], isComplete: false, begun: [{ index: 0, bytes: four }] });
    // After a gap, off the grid, of another chunk, in another order, with other bytes than it says.
    for (const [start, end, whole] of [
      ...[
        [four + one, four + 2 * one],
        [four, four + 100],
        [four - 1, four + one],
        [four, limits.chunk + 1],
      ],
      ...[
        [four, four + one, limits.chunk - 1],
        [four + one, four],
      ],
    ] as [number, number, number?][])
      expect(await codeOf(await part(start, end, whole)), String([start, end])).toEqual([422, 'wrong-chunk']);
    for (const range of ['bytes */3145728', 'bytes 0-1', 'items 0-98303/3145728', 'bytes 0-98303/*', '']) {
      const headers = { ...desk.bytes, 'Content-Range': range };
      expect(await codeOf(await put(0, sealed.slice(0, one), { headers })), range).toEqual([
        422,
        'wrong-chunk',
      ]);
    }
    const text = new TextEncoder().encode(TEXT.repeat(100_000)).slice(0, one);
    const headers = { ...desk.bytes, 'Content-Range': `bytes ${four}-${four + one - 1}/${limits.chunk}` };
    expect(await codeOf(await put(0, text, { headers }))).toEqual([422, 'not-encrypted']);
    expect((await put(1, chunk(1))).status).toBe(204);
    expect((await part(four, limits.chunk)).status).toBe(204);
    expect(await look()).toEqual({ chunks: [0, 1], isComplete: true });
    const stored = await desk.store.readChunk({ reference: desk.reference, attachmentId: id, index: 0 });
    expect(stored).toEqual(new Uint8Array(chunk(0)));
  });

  it('of which a first part is readable, or sealed to others, are refused with that part', async () => {
    const strangers = await readCertificates((await makeKeyPair({ name: 'X' })).publicKey, new Date());
    const others = await sealFor(strangers.map(({ armored }) => armored));
    const headers = { ...desk.bytes, 'Content-Range': `bytes 0-${limits.part - 1}/${limits.chunk}` };
    const text = new TextEncoder().encode(TEXT.repeat(100_000));
    expect((await put(0, text.slice(0, limits.part), { headers })).status).toBe(422);
    expect(others.length).toBe(size);
    expect(await codeOf(await put(0, others.slice(0, limits.part), { headers }))).toEqual([
      422,
      'missing-recipient',
    ]);
  });

  it('of another length, another place, another case, another type or another day are refused', async () => {
    expect(await codeOf(await put(0, chunk(0).slice(1)))).toEqual([422, 'wrong-chunk']);
    expect(await codeOf(await put(1, new Uint8Array(rest + 1)))).toEqual([422, 'wrong-chunk']);
    expect(await codeOf(await put(2, new Uint8Array(1)))).toEqual([422, 'wrong-chunk']);
    expect(await codeOf(await put(0, new Uint8Array(limits.chunk + 1)))).toEqual([413, 'body-too-large']);
    const other = await desk.ask('attachments', 'PUT', `/api/case/attachments/${'f'.repeat(32)}/0`, {
      body: chunk(1),
      headers: desk.bytes,
    });
    expect(await codeOf(other)).toEqual([404, 'not-found']);
    expect(await codeOf(await put(1, chunk(1), { token: 'A'.repeat(43) }))).toEqual([401, 'unknown-receipt']);
    expect(await codeOf(await put(1, chunk(1), { headers: {} }))).toEqual([415, 'unsupported-media-type']);
    desk.clock.now += limits.uploadTime;
    expect(await codeOf(await put(1, chunk(1)))).toEqual([409, 'upload-closed']);
    expect(await desk.store.listChunks(desk.reference)).toEqual({});
  });

  it('that are readable, sealed to others, or longer or shorter than announced are refused', async () => {
    const text = new TextEncoder().encode(TEXT.repeat(100_000));
    expect(await codeOf(await put(1, text.slice(0, rest)))).toEqual([422, 'not-encrypted']);
    expect(await codeOf(await put(0, text.slice(0, limits.chunk)))).toEqual([422, 'not-openpgp']);
    const hidden = chunk(0);
    hidden.set(text.slice(0, 500), 1_000_000);
    expect(await codeOf(await put(0, hidden))).toEqual([422, 'not-encrypted']);
    const stranger = await sealFor([(await makeKeyPair({ name: 'x' })).publicKey]);
    expect(await codeOf(await put(0, stranger.slice(0, limits.chunk)))).toEqual([422, 'missing-recipient']);
    const shifted = await reporterSide([{ id, size: size + 4096 }], desk.team);
    const response = await shifted.ask('attachments', 'PUT', `/api/case/attachments/${id}/0`, {
      body: chunk(0),
      headers: desk.bytes,
    });
    expect(await codeOf(response)).toEqual([422, 'armor-damaged']);
    expect(await desk.store.listChunks(desk.reference)).toEqual({});
  });

  it('odd addresses and methods are refused', async () => {
    for (const path of ['/x', `/${id}/-1`, `/${id}/1e3`, `/${id}/0/0`]) {
      const response = await desk.ask('attachments', 'PUT', `/api/case/attachments${path}`, {
        body: chunk(1),
      });
      expect([404, 405]).toContain(response.status);
    }
    expect((await desk.ask('attachments', 'GET', `/api/case/attachments/${id.toUpperCase()}`)).status).toBe(
      404,
    );
    expect((await desk.ask('attachments', 'DELETE', `/api/case/attachments/${id}/0`)).status).toBe(405);
  });

  it('a flood of chunks, or of looks at the case, is stopped', async () => {
    const few = chunk(1);
    for (let index = 0; index < 200; index += 1) expect((await put(1, few)).status).toBe(204);
    const answers = [];
    for (let index = 0; index < 120; index += 1)
      answers.push((await desk.ask('case', 'GET', '/api/case')).status);
    expect(answers.filter((status) => status === 200)).toHaveLength(100);
    expect(answers.at(-1)).toBe(429);
    expect(await codeOf(await put(1, few))).toEqual([429, 'too-many-requests']);
  });

  it('the bytes of a visitor, and of all together, end for the day; what is in counts once', async () => {
    const headers = (address: string) => ({ headers: { ...desk.bytes, 'X-Real-IP': address } });
    // Just room for the rest of this attachment.
    const visitor = new Request(SITE, { headers: { 'X-Real-IP': '192.0.2.7' } });
    const [ofVisitor, ofAll] = attachmentBudget(visitor, desk.parts, 0, NOW).limits;
    if (!ofVisitor || !ofAll) throw new Error('no limits');
    const use = (limit: HitLimit, room: number) =>
      desk.store.countHit({ limits: [{ ...limit, weight: limit.most - room }], now: NOW });
    await use(ofVisitor, rest);
    expect((await put(1, chunk(1), headers('192.0.2.7'))).status).toBe(204);
    expect((await put(1, chunk(1), headers('192.0.2.7'))).status).toBe(204);
    const refused = await put(0, chunk(0), headers('192.0.2.7'));
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3600);
    expect(await codeOf(refused)).toEqual([429, 'too-much-at-once']);
    expect((await look()).chunks).toEqual([1]);
    expect((await put(0, chunk(0), headers('192.0.2.8'))).status).toBe(204);
    await use(ofAll, rest + chunk(0).length);
    expect((await put(1, chunk(1), headers('192.0.2.9'))).status).toBe(204);
    const { reference, ...other } = await secondCase();
    await put(1, chunk(1), { ...headers('192.0.2.9'), token: other.token });
    expect((await desk.store.listChunks(reference))[id]).toBeUndefined();
  });

  /** Another case that waits for the same attachment. */
  async function secondCase() {
    const { accessToken, receiptId } = await deriveReceipt(makeReceipt());
    const input = newCaseInput({ receiptId, receivedAt: NOW, attachments: [{ id, size }] });
    await desk.store.createCase(input);
    return { reference: input.newCase.reference, token: accessToken };
  }
});

describe('alerts', () => {
  const address = 'reporter-marker@example.net';
  const set = (email: string) =>
    desk.ask('alert', 'PUT', '/api/case/alert', { body: JSON.stringify({ email }), headers: desk.json });
  const mails = async () => {
    const due = await desk.store.takeDueMail({
      now: desk.clock.now,
      leaseUntil: desk.clock.now + 1,
      limit: 50,
    });
    const parts = { ...desk.parts, teamEmail: ['team@example.com'], teamLanguage: 'nl' as const };
    const made = await Promise.all(
      due.filter(({ kind }) => kind !== 'report-received').map((entry) => renderMail(entry, parts)),
    );
    for (const { id } of due) await desk.store.removeMail(id);
    return made;
  };
  const answer = (path: string, value: string, headers = {}) =>
    desk.ask('alerts', 'POST', path, {
      body: new URLSearchParams({ answer: value, language: 'nl' }),
      token: '',
      headers,
    });
  const news = async () => {
    const mail = {
      id: crypto.randomUUID(),
      kind: 'case-news',
      reference: desk.reference,
      about: '',
    } as const;
    const message = messageIn(newMessage('team', desk.clock.now));
    await desk.store.changeCase(changeInput(await currentCase(), {}, { message, mails: [mail] }));
    return mails();
  };

  it('are confirmed by a link first, then say that there is news and nothing else, and can be stopped', async () => {
    expect((await set(address)).status).toBe(204);
    const [confirmation] = await mails();
    expect(confirmation).toMatchObject({ to: [address], attachments: [] });
    const [path = ''] = /\/api\/alerts\/[0-9a-f]{32}/.exec(confirmation?.text ?? '') ?? [];
    // Until then nothing is sent, and opening the link (as mail programs do) changes nothing.
    expect(await news()).toEqual([null]);
    const page = await desk.ask('alerts', 'GET', path, { token: '' });
    expect(await page.text()).toContain('Ja, mail mij');
    expect(await news()).toEqual([null]);
    expect((await answer(path, 'yes')).status).toBe(200);
    const [told] = await news();
    expect(told?.to).toEqual([address]);
    for (const mail of [confirmation, told]) {
      expect(`${mail?.subject} ${mail?.text}`).not.toMatch(/CVD-|BEGIN PGP/);
    }
    expect((await (await desk.ask('case', 'GET', '/api/case')).json()).alert).toBe('confirmed');
    expect((await answer(path, 'no')).status).toBe(200);
    expect(await news()).toEqual([null]);
    expect((await answer(path, 'yes')).status).toBe(404);
  });

  it('have links whose token opens nothing of the case, and pages that tell nothing of it', async () => {
    await set(address);
    const [confirmation] = await mails();
    const [path = '', token = ''] = /\/api\/alerts\/([0-9a-f]{32})/.exec(confirmation?.text ?? '') ?? [];
    const found = await currentCase();
    // It is none of the names by which a case is found.
    expect([found.receiptId, found.reference]).not.toContain(token);
    expect(found.receiptId).not.toContain(token);
    for (const guess of [token, token + token, Buffer.from(token, 'hex').toString('base64url')]) {
      for (const [name, method] of [
        ['case', 'GET'],
        ['case', 'DELETE'],
        ['messages', 'POST'],
        ['alert', 'DELETE'],
      ] as const) {
        const path = { case: '/api/case', messages: '/api/case/messages', alert: '/api/case/alert' }[name];
        const refused = await desk.ask(name, method, path, { token: guess });
        expect(refused.status, `${method} ${path}`).toBe(401);
      }
    }
    const told = [
      await desk.ask('alerts', 'GET', path, { token: '' }),
      await answer(path, 'yes'),
      await answer(path, 'no'),
    ];
    const unknown = await desk.ask('alerts', 'GET', `/api/alerts/${'0'.repeat(32)}`, { token: '' });
    for (const page of told) {
      expect(page.headers.get('cache-control')).toBe('no-store');
      const text = await page.text();
      for (const secret of [found.reference, found.receiptId, address, 'BEGIN PGP'])
        expect(text).not.toContain(secret);
      expect(text).not.toMatch(/CVD-\d/);
    }
    // Nor whether there is such a case: the page asks everybody the same.
    const again = await desk.ask('alerts', 'GET', path, { token: '' });
    const plain = (text: string) => text.replaceAll(/[0-9a-f]{32}/g, '');
    expect(plain(await again.text())).toBe(plain(await unknown.text()));
    expect(await currentCase()).toMatchObject({ status: found.status, version: found.version });
  });

  it('nobody can have a stranger written to again and again, by however many cases', async () => {
    expect((await set(address)).status).toBe(204);
    const statuses: number[] = [];
    for (let index = 0; index < 4; index += 1) {
      const { receiptId, accessToken } = await deriveReceipt(makeReceipt());
      await desk.store.createCase(newCaseInput({ receiptId }));
      const body = JSON.stringify({ email: address.toUpperCase() });
      const own = await desk.ask('alert', 'PUT', '/api/case/alert', {
        body,
        headers: desk.json,
        token: accessToken,
      });
      statuses.push(own.status);
    }
    expect(statuses).toEqual([204, 204, 429, 429]);
  });

  it('are removed from the status page, and the address is in the clear nowhere at rest', async () => {
    await set(address);
    const alert = await desk.store.findAlert(desk.reference);
    expect(JSON.stringify(alert)).not.toMatch(/reporter-marker|example\.net/);
    expect(desk.parts.addresses.open(alert?.address ?? '', desk.reference)).toBe(address);
    expect(desk.parts.addresses.open(alert?.address ?? '', 'CVD-2026-000000')).toBeNull();
    expect(createAddressBox('another secret').open(alert?.address ?? '', desk.reference)).toBeNull();
    expect((await desk.ask('alert', 'DELETE', '/api/case/alert')).status).toBe(204);
    expect(await desk.store.findAlert(desk.reference)).toBeNull();
    expect(JSON.stringify(desk.logged)).not.toContain('reporter-marker');
  });

  it('bad addresses, other sites, floods and unknown links are refused', async () => {
    expect(await codeOf(await set('nobody'))).toEqual([422, 'invalid-fields']);
    expect(await codeOf(await set(`a@example.net\r\nBcc: b@example.net`))).toEqual([422, 'invalid-fields']);
    const large = await desk.ask('alert', 'PUT', '/api/case/alert', {
      body: `"${'x'.repeat(9000)}"`,
      headers: desk.json,
    });
    expect(await codeOf(large)).toEqual([413, 'body-too-large']);
    for (let index = 0; index < 3; index += 1) expect((await set(address)).status).toBe(204);
    expect(await codeOf(await set(address))).toEqual([429, 'alert-not-set']);
    await desk.store.changeCase(changeInput(await currentCase(), { status: 'closed', closedAt: NOW }));
    expect(await codeOf(await set('b@example.net'))).toEqual([409, 'case-closed']);
    const path = `/api/alerts/${'0'.repeat(32)}`;
    expect(await codeOf(await answer(path, 'yes', { Origin: 'https://evil.example' }))).toEqual([
      403,
      'cross-site',
    ]);
    expect(await codeOf(await answer(path, 'maybe'))).toEqual([422, 'invalid-fields']);
    expect((await desk.ask('alerts', 'GET', '/api/alerts/x', { token: '' })).status).toBe(404);
    for (let index = 0; index < 19; index += 1) expect((await answer(path, 'yes')).status).toBe(404);
    expect(await codeOf(await answer(path, 'yes'))).toEqual([429, 'too-many-requests']);
  });
});
