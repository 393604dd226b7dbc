import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runClock } from '../../functions/jobs/clock.ts';
import { drainOutbox, isDelayed } from '../../functions/mail/outbox.ts';
import { createWebhook, webhookKeyOf, webhookSignature } from '../../functions/mail/webhook.ts';
import { withWebhook } from '../../functions/mail/webhook-store.ts';
import { chooseWebhook } from '../../functions/parts.ts';
import { readSettings } from '../../functions/settings.ts';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import { changeInput, messageIn, newCaseInput, newMail, newMessage } from '../support/cases.ts';
import { NOW, testParts } from '../support/parts.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const HOUR = 3_600_000;

interface Received {
  headers: IncomingMessage['headers'];
  body: string;
}

/** By hand from the standard: what is signed is `id.timestamp.body`, by HMAC-SHA-256 with the bytes behind `whsec_`. */
function isSigned({ headers, body }: Received, secret = SECRET): boolean {
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  return headers['webhook-signature'] === `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}

describe('the webhook', () => {
  let received: Received[] = [];
  let answer: (response: ServerResponse) => void;
  const server = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: await text(request) });
    answer(response);
  });
  let url: string;
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    received = [];
    answer = (response) => response.writeHead(204).end();
  });

  function desk() {
    const store = withWebhook(createSqliteStore(':memory:'));
    const parts = testParts({ store, mailsPerDay: 1000 });
    const key = webhookKeyOf(SECRET);
    if (!key) throw new Error('no key');
    parts.webhook = createWebhook({ url, key, now: parts.now, patience: 300 });
    return { parts, store, drain: () => drainOutbox(parts, 5000) };
  }
  const events = () => received.map(({ body }) => JSON.parse(body).type);

  it('signs as the published example does', () => {
    const key = webhookKeyOf('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
    const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
    const signature = key && webhookSignature(key, id, 1614265330, '{"test": 2432232314}');
    expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
    for (const wrong of ['MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_', 'whsec_AAAA', 'whsec_!!'])
      expect(webhookKeyOf(wrong)).toBeNull();
  });

  it('tells of everything that happens in a case: signed, with reference and event, and nothing else', async () => {
    const { parts, store, drain } = desk();
    const input = newCaseInput({ receivedAt: NOW });
    const { reference, respondBy } = input.newCase;
    await store.createCase(input);
    const message = newMessage('reporter', NOW);
    const written = changeInput(
      input.newCase,
      {},
      {
        events: [],
        message: messageIn(message),
        mails: [newMail('message-received', reference, message.id)],
      },
    );
    await store.changeCase(written);
    const kinds = ['assigned', 'status', 'response'] as const;
    const done = kinds.map((kind) => ({ version: 3, at: NOW, by: 'Anna', kind, value: 'x' }));
    await store.changeCase(changeInput(written.changed, {}, { events: done }));
    // What was found in it is mailed like a report that is urgent, and is none that came in.
    const claim = newMail('urgent-report-received', reference, input.report.id);
    const current = await store.findCase(reference);
    if (!current) throw new Error('it is gone');
    await store.changeCase(changeInput(current, { claimedAt: NOW }, { events: [], mails: [claim] }));
    // Of its check it is told as of the first response; what is late for days, or tells of an erasure, is no event.
    parts.clock.now = respondBy;
    await runClock(parts, 9);
    await runClock(parts, 9);
    const quiet = ['overdue-reminder', 'erasure-ahead', 'case-news'] as const;
    const mails = quiet.map((kind) => newMail(kind, reference, 'x'));
    await store.remind({ reference, seenVersion: 4, wakeAt: null, mails, now: respondBy });
    const withdrawn = [newMail('report-withdrawn', reference)];
    expect(await drain()).toMatchObject({ failed: 0 });
    await store.eraseCase({ reference, mails: withdrawn, now: respondBy });
    await drain();
    expect(events().toSorted()).toEqual([
      ...['case.assigned', 'case.due', 'case.due', 'case.response_given', 'case.status_changed'],
      ...['message.received', 'report.received', 'report.withdrawn'],
    ]);
    for (const one of received) {
      expect(isSigned(one)).toBe(true);
      const { type, timestamp, ...rest } = JSON.parse(one.body);
      expect(rest).toEqual({ data: { reference, event: type } });
      expect(new Date(timestamp).toISOString()).toBe(timestamp);
      expect(one.headers['webhook-timestamp']).toBe(String(respondBy / 1000));
      expect(one.headers['webhook-id']).toMatch(/^evt_[0-9a-f-]{32,36}$/);
    }
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(8);
    expect(await store.outboxState()).toMatchObject({ waiting: 0 });
  });

  it('tries again under the same id, with a new signature, until it is taken; a redirect is a failure', async () => {
    const { parts, store, drain } = desk();
    await store.createCase({ ...newCaseInput({ receivedAt: NOW }) });
    const elsewhere = (response: ServerResponse) =>
      response.writeHead(307, { Location: url.replace('/hook', '/elsewhere') }).end();
    const ways = [
      (response: ServerResponse) => response.writeHead(500).end('a secret'),
      elsewhere,
      (response: ServerResponse) => response.socket?.destroy(),
      () => undefined,
    ];
    for (const way of ways) {
      answer = way;
      expect((await drain()).failed).toBe(1);
      expect(isDelayed(await store.outboxState(), parts.clock.now)).toBe(true);
      parts.clock.now += 2 * HOUR;
    }
    answer = (response) => response.writeHead(200).end('x'.repeat(100_000));
    expect((await drain()).sent).toBe(1);
    expect(isDelayed(await store.outboxState(), parts.clock.now)).toBe(false);
    expect(received).toHaveLength(5);
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(received.map(({ headers }) => headers['webhook-signature'])).size).toBe(5);
    expect(received.every((one) => isSigned(one))).toBe(true);
    expect(JSON.stringify(parts.logged)).not.toMatch(/a secret|127\.0\.0\.1|whsec/);
  });

  it('that takes a request and never answers keeps no mail waiting: one attempt a minute is made', async () => {
    const { parts, store, drain } = desk();
    for (let index = 0; index < 12; index += 1)
      await store.createCase({ ...newCaseInput({ receivedAt: NOW }) });
    answer = () => undefined;
    // The mails of the same reports.
    expect(await drain()).toEqual({ sent: 12, failed: 12 });
    expect(received).toHaveLength(1);
    parts.clock.now += 60_000;
    await drain();
    expect(received).toHaveLength(2);
    answer = (response) => response.writeHead(204).end();
    parts.clock.now += 2 * HOUR;
    expect(await drain()).toEqual({ sent: 12, failed: 0 });
  });

  it('is checked by the function that its receivers are given, whole requests alone', async () => {
    const guide = readFileSync(new URL('../../.github/OPERATIONS.md', import.meta.url), 'utf8');
    const [, source = ''] = /```js\n([\s\S]*?)```/.exec(guide) ?? [];
    const { isOurs } = (await import(
      /* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(source).toString('base64')}`
    )) as { isOurs: (secret: string, headers: unknown, body: string) => boolean };
    const key = webhookKeyOf(SECRET) ?? Buffer.alloc(0);
    const now = () => new Date();
    const happened = {
      id: 'evt_1',
      event: 'report.received',
      reference: 'CVD-2026-4F7K2Q',
      at: NOW,
    } as const;
    await createWebhook({ url, key, now }).send(happened);
    const [{ headers, body } = { headers: {}, body: '' }] = received;
    expect(isOurs(SECRET, headers, body)).toBe(true);
    expect(isOurs(`whsec_${Buffer.alloc(32, 8).toString('base64')}`, headers, body)).toBe(false);
    expect(isOurs(SECRET, headers, body.replace('4F7K2Q', '4F7K2R'))).toBe(false);
    for (const [name, value] of [
      ['webhook-id', 'evt_2'],
      ['webhook-timestamp', String(Number(headers['webhook-timestamp']) + 1)],
      ['webhook-signature', `v1a,${String(headers['webhook-signature']).slice(3)}`],
      ['webhook-signature', undefined],
    ] as const)
      expect(isOurs(SECRET, { ...headers, [name]: value }, body), name).toBe(false);
    await createWebhook({ url, key, now: () => new Date(Date.now() - 600_000) }).send(happened);
    expect(isOurs(SECRET, received[1]?.headers, received[1]?.body ?? '')).toBe(false);
  });

  it('reads nothing of the answer, however long it goes on', async () => {
    const key = webhookKeyOf(SECRET) ?? Buffer.alloc(0);
    let sent = 0;
    const closed = new Promise<void>((resolve) => {
      answer = (response) => {
        response.writeHead(200);
        const flood = setInterval(() => {
          sent += 100_000;
          response.write('x'.repeat(100_000));
        }, 1);
        response.on('close', () => {
          clearInterval(flood);
          resolve();
        });
      };
    });
    const happened = { id: 'evt_1', event: 'case.due', reference: 'CVD-2026-4F7K2Q', at: NOW } as const;
    await createWebhook({ url, key, now: () => new Date() }).send(happened);
    await closed;
    expect(sent).toBeLessThan(20_000_000);
  });

  it('keeps the secret that it made for itself over restarts, for its owner alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'webhook-'));
    const settings = readSettings({ WEBHOOK_URL: url, DATA_DIR: folder });
    const happened = { id: 'evt_1', event: 'case.due', reference: 'CVD-2026-4F7K2Q', at: NOW } as const;
    await chooseWebhook(settings)?.send(happened);
    await chooseWebhook(readSettings({ WEBHOOK_URL: url, DATA_DIR: folder }))?.send(happened);
    const file = join(folder, 'webhook-secret');
    const secret = `whsec_${readFileSync(file, 'utf8')}`;
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(received.map((one) => isSigned(one, secret))).toEqual([true, true]);
    // Another one that is given takes its place.
    await chooseWebhook({ ...settings, WEBHOOK_SECRET: SECRET })?.send(happened);
    expect(received.slice(2).map((one) => isSigned(one))).toEqual([true]);
    rmSync(folder, { recursive: true });
  });

  it('gives up after two days, and keeps no mail from going out meanwhile', async () => {
    const { parts, store, drain } = desk();
    answer = (response) => response.writeHead(500).end();
    await store.createCase(newCaseInput({ receivedAt: NOW }));
    expect(await drain()).toEqual({ sent: 1, failed: 1 });
    for (let attempt = 1; attempt < 12; attempt += 1) {
      parts.clock.now += 7 * HOUR;
      await drain();
    }
    expect(received).toHaveLength(12);
    expect(await store.outboxState()).toMatchObject({ waiting: 0 });
    expect(parts.logged.at(-1)).toMatchObject({ kind: 'webhook', outcome: 'given-up' });
  });
});
