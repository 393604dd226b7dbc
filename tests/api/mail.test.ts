import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFileMailer } from '../../functions/mail/file.ts';
import { type Mail, MailError, type Mailer } from '../../functions/mail/mailer.ts';
import { drainOutbox, isDelayed } from '../../functions/mail/outbox.ts';
import { createResendMailer } from '../../functions/mail/resend.ts';
import { createAddressBox } from '../../functions/reporter/alert-address.ts';
import type { Case } from '../../src/disclosure/case.ts';
import { openCommand } from '../../src/disclosure/open-command.ts';
import { changeInput, newAlert, newCaseInput, newMail, randomId } from '../support/cases.ts';
import { attachmentText, readMails } from '../support/eml.ts';
import { testParts } from '../support/parts.ts';

const NOW = Date.UTC(2026, 10, 23, 13, 5);
const mail: Mail = {
  id: 'b6ad6b9e-0000-4000-8000-000000000001',
  to: ['een@example.com', 'twee@example.com'],
  sender: 'Meldpunt Één "Groot"\r\nBcc: x@example.org',
  messageId: '<b6ad6b9e-0000-4000-8000-000000000001@meldpunt.example>',
  root: '<case.CVD-2026-4F7K2Q@meldpunt.example>',
  subject: 'Nieuwe melding CVD-2026-4F7K2Q: antwoord vóór donderdag',
  text: 'Regel één\n\n  gpg --decrypt\n',
  html: '<!doctype html><html lang="nl"><title>Melding</title><p>Regel één</p></html>\n',
  attachments: [
    {
      filename: 'CVD-2026-4F7K2Q.asc',
      content: '-----BEGIN PGP MESSAGE-----\n',
      contentType: 'application/pgp-encrypted',
    },
  ],
};

/** The outbox of an empty store, a clock that can be moved, and everything that was logged. */
function outbox(mailer: Mailer, language: 'nl' | 'en' = 'nl', mailsPerDay = 100) {
  const parts = testParts({ mailer, mailsPerDay, teamLanguage: language });
  const { store, clock, logged } = parts;
  clock.now = NOW;
  return { store, clock, logged, drain: () => drainOutbox(parts, 5000) };
}

describe('mail by Resend', () => {
  let behave: (request: IncomingMessage, response: ServerResponse) => void;
  let requests: { headers: IncomingMessage['headers']; body: Record<string, unknown> }[] = [];
  const server = createServer(async (request, response) => {
    requests.push({ headers: request.headers, body: JSON.parse(await text(request)) });
    behave(request, response);
  });
  let mailer: Mailer;
  const ok = (_: IncomingMessage, response: ServerResponse) =>
    response.setHeader('Content-Type', 'application/json').end('{"id":"x"}');
  const fail =
    (status: number, name = 'x') =>
    (_: IncomingMessage, response: ServerResponse) =>
      response
        .writeHead(status, { 'Content-Type': 'application/json' })
        .end(JSON.stringify({ name, message: 'the secret', statusCode: status }));

  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    mailer = createResendMailer({
      apiKey: 're_test',
      from: 'Meldpunt <meldpunt@example.com>',
      baseUrl,
      patience: 500,
    });
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    requests = [];
    behave = ok;
  });

  it('hands over the mail with the outbox id as idempotency key', async () => {
    await mailer.send(mail);
    const [sent] = requests;
    expect(sent?.headers).toMatchObject({ authorization: 'Bearer re_test', 'idempotency-key': mail.id });
    expect(sent?.body).toMatchObject({
      to: mail.to,
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      from: 'Meldpunt <meldpunt@example.com>',
      headers: { 'Message-ID': mail.messageId, 'In-Reply-To': mail.root, References: mail.root },
    });
    const [attachment] = (sent?.body['attachments'] ?? []) as { content: string; filename: string }[];
    expect(Buffer.from(attachment?.content ?? '', 'base64').toString()).toBe(mail.attachments[0]?.content);
  });

  it('429, 500, a dropped connection and silence are all errors that tell nothing of the mail', async () => {
    const ways = [
      fail(429),
      fail(500),
      (_: IncomingMessage, response: ServerResponse) => response.socket?.destroy(),
      () => undefined,
    ];
    for (const way of ways) {
      behave = way;
      const error = await mailer.send(mail).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(MailError);
      expect(String(error)).not.toContain('secret');
    }
    expect(requests).toHaveLength(4);
  });

  it('tells an address that is refused from a sender that is, and from what passes', async () => {
    const ways = [
      [422, 'validation_error', true],
      [400, 'validation_error', true],
      [403, 'validation_error', false],
      [422, 'invalid_from_address', false],
      [429, 'rate_limit_exceeded', false],
      [500, 'application_error', false],
    ] as const;
    for (const [status, name, isAddressRefused] of ways) {
      behave = fail(status, name);
      await expect(mailer.send(mail), name).rejects.toMatchObject({ isAddressRefused });
    }
  });

  it('a mail that failed is tried again later, under the same key, until it arrives, once', async () => {
    const { store, clock, logged, drain } = outbox(mailer);
    const input = newCaseInput({ receivedAt: NOW });
    await store.createCase(input);
    for (const way of [fail(429), fail(500), () => undefined]) {
      behave = way;
      expect(await drain()).toEqual({ sent: 0, failed: 1 });
      expect(await store.outboxState()).toMatchObject({ waiting: 1, failing: 1 });
      // Not due yet: nothing is sent.
      expect(await drain()).toEqual({ sent: 0, failed: 0 });
      clock.now += 16 * 60_000;
    }
    behave = ok;
    expect(await drain()).toEqual({ sent: 1, failed: 0 });
    expect(await drain()).toEqual({ sent: 0, failed: 0 });
    expect(await store.outboxState()).toMatchObject({ waiting: 0, failing: 0 });
    const keys = requests.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual(Array(4).fill(input.mail.id));
    expect(logged.filter(({ outcome }) => outcome === 'failed')).toHaveLength(3);
    expect(JSON.stringify(logged)).not.toMatch(/secret|example\.com|BEGIN/);
  });

  it('one run sends everything that is due, however much has piled up', async () => {
    const { store, drain } = outbox(mailer, 'nl', 1000);
    for (let index = 0; index < 23; index += 1) await store.createCase(newCaseInput({ receivedAt: NOW }));
    expect(await drain()).toEqual({ sent: 23, failed: 0 });
  });

  it('waits grow to six hours and never end', async () => {
    const { store, clock, drain } = outbox(mailer);
    await store.createCase(newCaseInput({ receivedAt: NOW }));
    behave = fail(500);
    const waits: number[] = [];
    for (let attempt = 0; attempt < 9; attempt += 1) {
      await drain();
      const tried = clock.now;
      while ((await store.outboxState()).waiting === 1) {
        clock.now += 60_000;
        if ((await drain()).failed === 1) break;
      }
      waits.push((clock.now - tried) / 60_000);
    }
    expect(waits.slice(0, 4)).toEqual([1, 5, 15, 60]);
    expect(waits.at(-1)).toBe(360);
  });
});

describe('alerts of cases that close', () => {
  const ADDRESS = 'reporter@example.net';
  const closed = { status: 'closed', closedAt: NOW, respondedAt: NOW } as const;

  /** A case with an alert, its news, and a mailer that records or is down. */
  async function alerted({ isConfirmed = true } = {}) {
    const state = { isDown: false, isRefused: false, onSend: async () => undefined as unknown };
    const sent: Mail[] = [];
    const box = outbox({
      async send(one) {
        await state.onSend();
        if (state.isDown) throw new MailError('the mail service is down');
        if (state.isRefused) throw new MailError('no such address', { isAddressRefused: true });
        sent.push(one);
      },
    });
    const { newCase, ...rest } = newCaseInput({ receivedAt: NOW });
    const { reference } = newCase;
    const alert = {
      id: randomId(),
      address: createAddressBox('secret').close(ADDRESS, reference),
      isConfirmed,
    };
    const fresh = newAlert(reference, alert);
    await box.store.createCase({ newCase, ...rest, alert: fresh, mails: [] });
    await box.store.removeMail(fresh.mail.id);
    let current: Case = newCase;
    return {
      ...box,
      ...{ state, sent, alert, reference },
      /** Changes the case, with news of it. */
      async change(fields: Partial<Case>) {
        const input = changeInput(current, fields, { mails: [newMail('case-news', reference)], now: NOW });
        expect(await box.store.changeCase(input)).toEqual({ outcome: 'changed' });
        current = input.changed;
      },
      kept: () => box.store.findAlert(reference),
      waiting: async () => (await box.store.outboxState()).waiting,
    };
  }

  it('the news of the closing is sent, once, and the address goes with it', async () => {
    const { change, drain, sent, kept, alert } = await alerted();
    await change(closed);
    expect(await kept()).toEqual(alert);
    await drain();
    expect(sent.map(({ to }) => to)).toEqual([[ADDRESS]]);
    expect(await kept()).toBeNull();
    await drain();
    expect(sent).toHaveLength(1);
  });

  it('news from before that waited is sent too: one mail tells of both', async () => {
    const { change, drain, sent, kept, waiting } = await alerted();
    await change({ status: 'resolved', resolvedAt: NOW, respondedAt: NOW });
    await change(closed);
    await drain();
    expect([sent.length, await kept(), await waiting()]).toEqual([1, null, 0]);
  });

  it('a case that closes while earlier news is being sent still gets its own', async () => {
    const { change, drain, sent, kept, state } = await alerted();
    await change({ status: 'resolved', resolvedAt: NOW, respondedAt: NOW });
    state.onSend = async () => {
      state.onSend = async () => undefined;
      await change(closed);
    };
    await drain();
    expect(await kept()).not.toBeNull();
    await drain();
    expect([sent.length, await kept()]).toEqual([2, null]);
  });

  it('an address that was never confirmed goes without a mail', async () => {
    const { change, drain, sent, kept, waiting } = await alerted({ isConfirmed: false });
    await change(closed);
    await drain();
    expect([sent, await kept(), await waiting()]).toEqual([[], null, 0]);
  });

  it('a case that was reopened before keeps its alert', async () => {
    const { change, drain, sent, kept, alert } = await alerted();
    await change(closed);
    await change({ status: 'fixing', closedAt: null });
    await drain();
    expect([sent.length, await kept()]).toEqual([2, alert]);
  });

  it('while mail is down it is tried eight times, then the address goes all the same', async () => {
    const { change, drain, sent, kept, waiting, state, clock, logged } = await alerted();
    state.isDown = true;
    await change(closed);
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      expect(await kept()).not.toBeNull();
      expect(await drain()).toEqual({ sent: 0, failed: 1 });
      clock.now += 7 * 3_600_000;
    }
    expect([await kept(), await waiting()]).toEqual([null, 0]);
    const outcomes = logged.map(({ outcome }) => outcome);
    expect(outcomes).toEqual([...Array(7).fill('failed'), 'given-up']);
    state.isDown = false;
    await drain();
    expect(sent).toEqual([]);
    expect(JSON.stringify(logged)).not.toContain('example.net');
  });

  it('an address that the mail service refuses goes at once, and counts as no mail trouble', async () => {
    for (const isConfirmed of [true, false]) {
      const { change, drain, kept, waiting, state, logged, store, reference, alert, sent } = await alerted({
        isConfirmed,
      });
      state.isRefused = true;
      if (isConfirmed) await change({ status: 'resolved', resolvedAt: NOW, respondedAt: NOW });
      else await store.setAlert({ reference, alert: newAlert(reference, alert), now: NOW });
      expect(await drain()).toEqual({ sent: 0, failed: 1 });
      expect([await kept(), await waiting(), sent]).toEqual([null, 0, []]);
      expect(isDelayed(await store.outboxState(), NOW)).toBe(false);
      expect(logged).toMatchObject([{ outcome: 'given-up', attempts: 1 }]);
    }
  });

  it('a mail to the team is never given up, whatever the mail service says', async () => {
    const { drain, waiting, state, store } = await alerted();
    state.isRefused = true;
    await store.announce({ mails: [newMail('monthly-summary', '', '2026-10')], now: NOW });
    await store.createCase(newCaseInput({ receivedAt: NOW }));
    await drain();
    expect(await waiting()).toBeGreaterThan(0);
    expect(isDelayed(await store.outboxState(), NOW)).toBe(true);
  });

  it('news of a case that is open is never given up', async () => {
    const { change, drain, sent, kept, state, clock } = await alerted();
    state.isDown = true;
    await change({ status: 'resolved', resolvedAt: NOW, respondedAt: NOW });
    for (let attempt = 1; attempt <= 12; attempt += 1) {
      await drain();
      clock.now += 7 * 3_600_000;
    }
    state.isDown = false;
    await drain();
    expect(sent).toHaveLength(1);
    expect(await kept()).not.toBeNull();
  });

  it('a crash between sending and removing sends the same mail again, and nothing else', async () => {
    const { change, drain, sent, kept, clock, store, waiting } = await alerted();
    await change(closed);
    const { setAlert } = store;
    store.setAlert = async () => {
      throw new Error('the process ends here');
    };
    await drain();
    expect([await waiting(), (await kept()) === null]).toEqual([1, false]);
    store.setAlert = setAlert;
    clock.now += 3_600_000;
    await drain();
    expect([sent[0]?.id === sent[1]?.id, sent.length, await kept(), await waiting()]).toEqual([
      true,
      2,
      null,
      0,
    ]);
  });
});

describe('mail as files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mails-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is a real .eml, whole, and the same id gives the same file', async () => {
    const mailer = createFileMailer({ folder, from: 'meldpunt@example.com' });
    await mailer.send(mail);
    await mailer.send(mail);
    expect(readdirSync(folder)).toEqual([`${mail.id}.eml`]);
    const [read] = await readMails(folder);
    expect(read?.subject).toBe(mail.subject);
    // One line, in which no name ends another field.
    expect(read?.from).toEqual({
      address: 'meldpunt@example.com',
      name: 'Meldpunt Één GrootBcc: x@example.org',
    });
    expect(read?.bcc).toBeUndefined();
    expect(read?.text?.trimEnd()).toBe(mail.text.trimEnd());
    expect(read?.html?.trimEnd()).toBe(mail.html.trimEnd());
    const types = [...(read?.raw.matchAll(/^Content-Type: ([^;]+)/gm) ?? [])].map(([, type]) => type);
    expect(types).toEqual([
      'multipart/mixed',
      'multipart/alternative',
      'text/plain',
      'text/html',
      'application/pgp-encrypted',
    ]);
    expect(read?.raw.match(/^Content-Type: text\/\w+; charset=utf-8/gm)).toHaveLength(2);
    expect(read?.to?.map(({ address }) => address)).toEqual(mail.to);
    expect(read).toMatchObject({ messageId: mail.messageId, inReplyTo: mail.root, references: mail.root });
    expect(read?.attachments[0]).toMatchObject({
      filename: 'CVD-2026-4F7K2Q.asc',
      mimeType: 'application/pgp-encrypted',
    });
    expect(read && attachmentText(read)).toBe(mail.attachments[0]?.content);
  });

  it.each(['nl', 'en'] as const)(
    'the team’s mail in %s says what it is about, when and by when, and holds the sealed report',
    async (language) => {
      const own = join(folder, language);
      const { store, drain } = outbox(createFileMailer({ folder: own, from: 'x@example.com' }), language);
      const input = newCaseInput({
        receivedAt: NOW,
        respondBy: NOW + 3 * 86_400_000,
        urgent: true,
        reference: 'CVD-2026-4F7K2Q',
      });
      await store.createCase(input);
      expect(await drain()).toEqual({ sent: 1, failed: 0 });
      const [read] = await readMails(own);
      const expected = {
        nl: [
          'DRINGEND',
          'donderdag 26 november 2026',
          '14:05',
          'maandag 23 november 2026',
          'wordt misbruikt',
        ],
        en: ['URGENT', 'Thursday, 26 November 2026', '14:05', 'Monday, 23 November 2026', 'being exploited'],
      }[language];
      const whole = `${read?.subject}\n${read?.text}`;
      for (const words of [
        ...expected,
        'CVD-2026-4F7K2Q',
        'https://meldpunt.example',
        openCommand('CVD-2026-4F7K2Q'),
      ])
        expect(whole).toContain(words);
      for (const words of expected.slice(1)) expect(read?.html).toContain(words);
      expect(read && attachmentText(read)).toBe(input.report.sealed);
      for (const line of read?.text?.split('\n') ?? []) expect(line.length).toBeLessThanOrEqual(80);
    },
  );

  it('a folder that can not be written to is an error, and the mail stays in the outbox', async () => {
    const { store, drain } = outbox(createFileMailer({ folder: '/dev/null/outbox', from: 'x@example.com' }));
    await store.createCase(newCaseInput({ receivedAt: NOW }));
    expect(await drain()).toEqual({ sent: 0, failed: 1 });
    expect((await store.outboxState()).waiting).toBe(1);
  });
});
