import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAttachmentHandler } from '../../functions/api/case-attachment.ts';
import { createMessageHandler } from '../../functions/api/case-messages.ts';
import { createReportHandler } from '../../functions/api/reports.ts';
import { createFileMailer } from '../../functions/mail/file.ts';
import { drainOutbox } from '../../functions/mail/outbox.ts';
import { deriveReceipt, makeReceipt } from '../../src/disclosure/receipt.ts';
import { planAttachment, sealAttachment } from '../../src/openpgp/seal-attachment.ts';
import { AMPLE, randomId } from '../support/cases.ts';
import { readMails } from '../support/eml.ts';
import { DAY, jobsOn, withBothStores } from '../support/jobs.ts';
import { mounted } from '../support/parts.ts';
import { proofFor, quickProofs } from '../support/proof.ts';
import { post, postJson, SITE } from '../support/sealed.ts';
import { codeOf, staffDesk } from '../support/staff-desk.ts';
import { trailBytes } from '../support/trail-bytes.ts';

withBothStores((open) => {
  let desk: Awaited<ReturnType<typeof wholeDesk>>;
  beforeEach(async () => {
    desk = await wholeDesk();
  });
  afterEach(() => rmSync(desk.folder, { recursive: true }));

  /** Every endpoint that stores something, on one store, with a mailer that writes files. */
  async function wholeDesk() {
    const [store] = await open();
    const staff = await staffDesk({ store });
    // Redis goes by the clock of this machine.
    staff.clock.now = Date.now();
    const folder = mkdtempSync(join(tmpdir(), 'quota-'));
    const { parts, team } = staff;
    parts.proofs = quickProofs();
    parts.mailer = createFileMailer({ folder, from: 'Meldpunt <meldpunt@example.com>' });
    const [reports, messages] = [createReportHandler(parts), createMessageHandler(parts)];
    const attachments = mounted({ '/api/case/attachments/[id]/[index]': createAttachmentHandler(parts) });
    const keys = team.map(({ armored }) => armored);
    const cookie = await staff.signIn(0);
    const report = () => staff.sealTo('a finding', keys);
    const asReporter = (
      handler: (request: Request) => Promise<Response>,
      method: string,
      path: string,
      token: string,
      body: BodyInit,
    ) =>
      handler(
        new Request(SITE + path, {
          method,
          body,
          headers: {
            Authorization: `Bearer ${token}`,
            'Content-Type': method === 'PUT' ? 'application/octet-stream' : 'application/json',
          },
        }),
      );
    return {
      ...{ store, staff, folder, parts, cookie, reports },
      newCase: () => staff.newCase({ receivedAt: staff.clock.now }),
      report,
      /** Makes so many bytes the quota, of which `share` is stored. */
      async fillTo(share: number) {
        parts.storageQuota = Math.floor((await store.storedBytes()) / share);
      },
      async submit() {
        const { receiptId } = await deriveReceipt(makeReceipt());
        const fields = { receiptId, urgent: false, language: 'nl', attachments: [] };
        const body = { ...fields, sealedReport: await report() };
        const answer = await reports(postJson(body));
        if (answer.status !== 428) return answer;
        return reports(postJson({ ...body, proof: await proofFor((await answer.json()).challenge) }));
      },
      submitPlain: async () => reports(post(await report(), 'application/pgp-encrypted')),
      async write(token: string) {
        const body = JSON.stringify({ id: randomId(), sealed: await report() });
        return asReporter(messages, 'POST', '/api/case/messages', token, body);
      },
      /** A case with one attachment that is still to come, and what brings it. */
      async caseWithAttachment() {
        const id = randomId();
        const sealed = await sealAttachment(await planAttachment('x.bin', 9000, keys), new Uint8Array(9000));
        const one = await staff.newCase({
          receivedAt: staff.clock.now,
          attachments: [{ id, size: sealed.length }],
        });
        const path = `/api/case/attachments/${id}/0`;
        return { ...one, upload: () => asReporter(attachments, 'PUT', path, one.token, sealed) };
      },
      async answer({ path, version = 1 }: { path: string; version?: number }) {
        const body = { version, message: await staff.reply() };
        return staff.request('POST', `${path}/messages`, body, { cookie });
      },
      /** What is sent now. */
      async mails() {
        for (const name of readdirSync(folder)) rmSync(join(folder, name));
        await drainOutbox(parts, 5000);
        return (await readMails(folder)).sort((one, other) =>
          (one.subject ?? '').localeCompare(other.subject ?? ''),
        );
      },
    };
  }

  it('a report is refused on every way when visitors have filled their share, and nothing of it is stored', async () => {
    expect((await desk.submit()).status).toBe(201);
    await desk.fillTo(0.9);
    const stored = await desk.store.storedBytes();
    expect(await codeOf(await desk.submit())).toEqual([503, 'storage-full']);
    const message = await desk.report();
    expect(await codeOf(await desk.reports(post(message, 'application/pgp-encrypted')))).toEqual([
      503,
      'storage-full',
    ]);
    const form = new URLSearchParams({ message, language: 'nl' });
    const page = await desk.reports(
      post(String(form), 'application/x-www-form-urlencoded', { Origin: SITE }),
    );
    expect(page.status).toBe(503);
    const text = await page.text();
    expect(text).toContain('Mail het versleutelde bestand, of bel ons.');
    expect(text).toContain('-----BEGIN PGP MESSAGE-----');
    expect(await desk.store.storedBytes()).toBe(stored);
    expect((await desk.store.listCases({ status: null, after: null, limit: 9 })).cases).toHaveLength(1);
  });

  it('a report that was accepted is found again when the store is full', async () => {
    const { receiptId } = await deriveReceipt(makeReceipt());
    const body = {
      receiptId,
      urgent: false,
      language: 'nl',
      attachments: [],
      sealedReport: await desk.report(),
    };
    expect((await desk.reports(postJson(body))).status).toBe(201);
    await desk.fillTo(1);
    expect((await desk.reports(postJson(body))).status).toBe(200);
  });

  it('attachments leave room for messages, and those for reports', async () => {
    const one = await desk.caseWithAttachment();
    for (let count = 0; count < 90; count += 1) await desk.newCase();
    await desk.fillTo(0.825);
    expect(await codeOf(await one.upload())).toEqual([503, 'storage-full']);
    expect((await desk.write(one.token)).status).toBe(201);
    await desk.fillTo(0.845);
    expect(await codeOf(await desk.write(one.token))).toEqual([503, 'storage-full']);
    expect((await desk.submit()).status).toBe(201);
  });

  it('messages and chunks of reporters are refused as well, while the team still answers', async () => {
    const one = await desk.caseWithAttachment();
    for (let count = 0; count < 20; count += 1) await desk.newCase();
    await desk.fillTo(0.9);
    expect(await codeOf(await desk.write(one.token))).toEqual([503, 'storage-full']);
    expect(await codeOf(await one.upload())).toEqual([503, 'storage-full']);
    expect(await desk.store.readMessages(one.reference)).toHaveLength(1);
    expect(await desk.store.listChunks(one.reference)).toEqual({});
    expect((await desk.answer(one)).status).toBe(201);
    expect(await desk.store.readMessages(one.reference)).toHaveLength(2);
  });

  it('a store that is full to the brim tells the team what to do, who can still close and erase', async () => {
    const one = await desk.caseWithAttachment();
    await desk.fillTo(1);
    expect(await codeOf(await desk.answer(one))).toEqual([503, 'storage-full-for-team']);
    const patch = { version: 1, assignee: desk.staff.team[0]?.fingerprint };
    expect((await desk.staff.request('PATCH', one.path, patch, { cookie: desk.cookie })).status).toBe(200);
    const erased = await desk.staff.request('DELETE', one.path, { version: 2 }, { cookie: desk.cookie });
    expect(erased.status).toBe(204);
    // What a member did stays known when the case is gone.
    expect(await desk.store.storedBytes()).toBe(await trailBytes(desk.store));
  });

  it('erasing makes room again', async () => {
    const one = await desk.caseWithAttachment();
    expect((await one.upload()).status).toBe(204);
    const withoutIt = await desk.store.storedBytes();
    await desk.fillTo(0.9);
    expect(await codeOf(await desk.submit())).toEqual([503, 'storage-full']);
    await desk.store.eraseCase({ reference: one.reference, mails: [], now: desk.staff.clock.now });
    expect((await desk.submit()).status).toBe(201);
    expect(await desk.store.storedBytes()).toBeLessThan(withoutIt);
  });

  it('the report that fills it to 80 % brings one mail that day, and the daily job one on each day after it', async () => {
    const jobs = jobsOn([desk.store]);
    const today = desk.staff.clock.now;
    const told = () => jobs.sent.filter(({ id }) => id.startsWith('storage.')).map(({ id }) => id);
    const id = (days: number) => `storage.filling.${new Date(today + days * DAY).toISOString().slice(0, 10)}`;
    async function runTwice(days: number): Promise<void> {
      jobs.state.now = today + days * DAY;
      jobs.state.quota = desk.parts.storageQuota;
      for (let run = 0; run < 2; run += 1) await jobs.daily();
    }
    for (let count = 0; count < 90; count += 1) await desk.newCase();
    await desk.fillTo(0.79);
    await runTwice(0);
    expect(told()).toEqual([]);
    await desk.submit();
    await desk.submit();
    expect((await desk.mails()).filter(({ subject }) => subject?.startsWith('De opslag'))).toHaveLength(1);
    await runTwice(0);
    expect(told()).toEqual([]);
    for (const days of [1, 2]) await runTwice(days);
    expect(told()).toEqual([id(1), id(2)]);
    desk.parts.storageQuota = AMPLE;
    await runTwice(3);
    expect(told()).toHaveLength(2);
  });

  it('the mail says how full it is, of how much, and what to do; it is not sent when that is over', async () => {
    const one = await desk.caseWithAttachment();
    for (let count = 0; count < 90; count += 1) await desk.newCase();
    await desk.fillTo(0.79);
    const before = desk.staff.notified();
    expect((await one.upload()).status).toBe(204);
    // The chunk that crosses it sends the mail; chunks do so in no other case.
    expect(desk.staff.notified()).toBe(before + 1);
    const [mail, ...others] = await desk.mails();
    expect(others).toEqual([]);
    expect(mail?.subject).toMatch(/^De opslag van het meldpunt is voor 8\d% vol$/);
    expect(mail?.to).toEqual([{ address: 'team@example.com', name: '' }]);
    const words = mail?.text?.replaceAll(/\s+/g, ' ') ?? '';
    expect(words).toMatch(/Opgeslagen: \d+(,\d)? kB \(8\d%\) Ruimte voor: \d+(,\d)? kB/);
    for (const said of [
      'Vanaf 82% weigert',
      'vanaf 86% ook meldingen van meer dan 23,5 kB',
      'vanaf 90% alle meldingen',
      'verhoog STORAGE_QUOTA_MB',
      `${SITE}/inbox`,
    ]) {
      expect(words).toContain(said);
      expect(mail?.html).toContain(said);
    }
    desk.staff.clock.now += DAY;
    await desk.write(one.token);
    await desk.store.eraseCase({ reference: one.reference, mails: [], now: desk.staff.clock.now });
    expect(await desk.mails()).toEqual([]);
  });

  it('what is refused is told to the team at once, once a day', async () => {
    const one = await desk.caseWithAttachment();
    await desk.fillTo(0.9);
    const before = desk.staff.notified();
    for (let tries = 0; tries < 3; tries += 1) {
      await one.upload();
      await desk.submitPlain();
      await desk.write(one.token);
    }
    expect(desk.staff.notified()).toBe(before + 1);
    const [mail, ...others] = await desk.mails();
    expect(others).toEqual([]);
    expect(mail?.subject).toBe('De opslag is vol: het meldpunt weigert meldingen');
    expect(mail?.text?.replaceAll(/\s+/g, ' ')).toContain('Er wordt niets gewist om plaats te maken.');
  });
});
