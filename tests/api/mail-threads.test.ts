import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFileMailer } from '../../functions/mail/file.ts';
import type { Mailer } from '../../functions/mail/mailer.ts';
import { drainOutbox } from '../../functions/mail/outbox.ts';
import { createResendMailer } from '../../functions/mail/resend.ts';
import { changeInput, newAlert, newCaseInput, newMail, randomId } from '../support/cases.ts';
import { readMails } from '../support/eml.ts';
import { testParts } from '../support/parts.ts';
import { startResend } from '../support/resend.ts';

const DAY = 86_400_000;

/** By which a mail program puts a mail where it belongs. */
interface Threaded {
  to: string;
  messageId: string;
  inReplyTo: string;
  references: string;
}

/**
 * Sends what two cases and a warning bring: a report each, and of the first a message, a reminder, the question to its
 * reporter and two pieces of news.
 */
async function sendAll(mailer: Mailer) {
  const parts = testParts({ mailer });
  const { store, addresses, clock } = parts;
  const first = newCaseInput();
  const other = newCaseInput();
  const { reference, respondBy } = first.newCase;
  const alertId = randomId();
  const address = addresses.close('reporter@example.net', reference);
  await store.createCase({ ...first, alert: newAlert(reference, { id: alertId, address }) });
  await store.createCase(other);
  await drainOutbox(parts, 5000);
  await store.answerAlert({ alertId, isWanted: true });
  const mails = [newMail('message-received', reference, first.report.id), newMail('case-news', reference)];
  await store.changeCase(changeInput(first.newCase, {}, { mails }));
  await drainOutbox(parts, 5000);
  const reminder = `reminder.${reference}.first-response.${respondBy}.0`;
  const later = [
    { ...newMail('reminder', reference, 'first-response'), id: reminder },
    newMail('case-news', reference),
    { ...newMail('storage-warning', '', 'full'), id: 'storage.full.2026-11-26' },
  ];
  clock.now += 3 * DAY;
  await store.announce({ mails: later, now: clock.now });
  await drainOutbox(parts, 5000);
  expect(await store.outboxState()).toMatchObject({ waiting: 0 });
  return { reference, other: other.newCase.reference, alertId, reminder };
}

/** What holds of the mails that `sendAll` makes, whoever sent them. */
function expectThreads(mails: Threaded[], sent: Awaited<ReturnType<typeof sendAll>>) {
  const { reference, other, alertId, reminder } = sent;
  const root = `<case.${reference}@meldpunt.example>`;
  for (const { messageId, inReplyTo, references } of mails) {
    expect(messageId).toMatch(/^<[\w.-]+@meldpunt\.example>$/);
    expect(references).toBe(inReplyTo);
  }
  expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(8);
  const toTeam = mails.filter(({ to }) => to === 'team@example.com');
  expect(toTeam.filter((mail) => mail.inReplyTo === root)).toHaveLength(3);
  expect(toTeam.filter((mail) => mail.inReplyTo === `<case.${other}@meldpunt.example>`)).toHaveLength(1);
  expect(toTeam.map(({ messageId }) => messageId)).toContain(`<${reminder}@meldpunt.example>`);
  const apart = toTeam.filter((mail) => mail.inReplyTo === '');
  expect(apart.map(({ messageId }) => messageId)).toEqual(['<storage.full.2026-11-26@meldpunt.example>']);

  const toReporter = mails.filter(({ to }) => to === 'reporter@example.net');
  expect(toReporter).toHaveLength(3);
  const [rootOfReporter = '', ...further] = new Set(toReporter.map(({ inReplyTo }) => inReplyTo));
  expect(further).toEqual([]);
  expect(rootOfReporter).toMatch(/^<alert\.[0-9a-f]{32}@meldpunt\.example>$/);
  const idsOf = (list: Threaded[]) => list.flatMap((mail) => [mail.messageId, mail.inReplyTo]);
  const shared = idsOf(toReporter).filter((id) => idsOf(toTeam).includes(id));
  expect(shared).toEqual([]);
  // Neither the reference, nor what turns the alert off.
  for (const id of idsOf(toReporter))
    for (const secret of [reference, alertId]) expect(id).not.toContain(secret);
}

describe('the mails about one case are one thread, and those to its reporter another', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mail-threads-'));
  let resend: Awaited<ReturnType<typeof startResend>>;
  beforeAll(async () => {
    resend = await startResend();
  });
  afterAll(() => {
    resend.stop();
    rmSync(folder, { recursive: true });
  });

  it('in the files that a mail program opens', async () => {
    const sent = await sendAll(createFileMailer({ folder, from: 'Meldpunt <meldpunt@example.com>' }));
    const mails = (await readMails(folder)).map((mail) => ({
      to: mail.to?.[0]?.address ?? '',
      messageId: mail.messageId ?? '',
      inReplyTo: mail.inReplyTo ?? '',
      references: mail.references ?? '',
    }));
    expectThreads(mails, sent);
  });

  it('in what Resend is given, also when it is given a mail twice', async () => {
    const mailer = createResendMailer({ apiKey: 're_test', from: 'a@example.com', baseUrl: resend.url });
    const twice: Mailer = {
      async send(mail) {
        await mailer.send(mail);
        await mailer.send(mail);
      },
    };
    const sent = await sendAll(twice);
    const mails = resend.received.map(({ mail: { to, headers } }) => ({
      to: to[0] ?? '',
      messageId: headers['Message-ID'] ?? '',
      inReplyTo: headers['In-Reply-To'] ?? '',
      references: headers['References'] ?? '',
    }));
    expect(mails).toHaveLength(16);
    expect(mails.filter((_, index) => index % 2 === 0)).toEqual(mails.filter((_, index) => index % 2 === 1));
    expectThreads(
      mails.filter((_, index) => index % 2 === 0),
      sent,
    );
  });
});
