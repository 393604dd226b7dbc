import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deriveReceipt, makeReceipt } from '../../src/disclosure/receipt.ts';
import { readReport } from '../../src/disclosure/report.ts';
import { readSignedText } from '../../src/disclosure/signed-text.ts';
import { launchChromium } from '../support/chromium.ts';
import type { Gpg } from '../support/gpg.ts';
import { withKv } from '../support/kv.ts';
import { type RunningSite, until } from '../support/project.ts';
import { fillInReport, markers, needles } from '../support/report-page.ts';
import { startResend } from '../support/resend.ts';
import { startSite } from '../support/site.ts';
import { giveCode } from '../support/status-page.ts';
import { teamOfOne } from '../support/teams.ts';

/** The number that a page tells, as a person reads it. */
function numberIn(text: string | null, label = 'Fault number'): string {
  const [, number] = new RegExp(`${label}: ([0-9A-HJKMNP-TV-Z]{8})(?![0-9A-Z])`).exec(text ?? '') ?? [];
  if (number === undefined) throw new Error(`no number in: ${text}`);
  return number;
}

describe('reporting with Redis and Resend behind the site', () => {
  let team: Gpg;
  const kv = withKv();
  let resend: Awaited<ReturnType<typeof startResend>>;
  let site: RunningSite;
  let browser: Browser;

  beforeAll(async () => {
    resend = await startResend();
    const { gpg, TEAM_KEY_FILE } = await teamOfOne();
    team = gpg;
    site = await startSite({
      TEAM_KEY_FILE,
      ...kv().settings,
      RESEND_API_KEY: 're_test',
      RESEND_BASE_URL: resend.url,
      MAIL_FROM: 'Meldpunt <meldpunt@example.org>',
      TEAM_EMAIL: 'team@example.org',
      TEAM_LANGUAGE: 'en',
    });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    resend?.stop();
    team?.close();
  });

  it('a report reaches the team by mail, and is readable nowhere on its way', async () => {
    const page = await browser.newPage();
    await page.goto(`${site.url}/en/report`);
    await fillInReport(page);
    await page.setInputFiles('#field-files', {
      name: 'marker-file-name-v4.txt',
      mimeType: 'text/plain',
      buffer: Buffer.alloc(4 * 1024 * 1024, 'marker-file-content-b2 '),
    });
    await page.fill('#field-notify', 'marker-address-n8@example.net');
    await page.click('#send');
    await page.waitForSelector('#sent:not([hidden])');
    await until(
      async () =>
        (await page.textContent('#uploads-status')) === 'All attachments have been sent.' ? true : undefined,
      'the upload',
    );
    const reference = (await page.textContent('#sent-reference')) ?? '';
    const receipt = (await page.textContent('#sent-receipt')) ?? '';
    await giveCode(page, `${site.url}/en/status`, receipt);
    await page.waitForSelector('#case:not([hidden])');
    expect(await page.textContent('#case-attachments')).toBe('1 of 1 arrived');
    await page.fill('#field-message', 'marker-follow-up-y5');
    await page.click('#message-send');
    await page.waitForSelector('text=marker-follow-up-y5');
    const sent = await until(
      () => resend.received.find(({ mail }) => mail.to[0] === 'team@example.org'),
      'the mail',
    );
    const confirmation = await until(
      () => resend.received.find(({ mail }) => mail.to[0]?.startsWith('marker-address')),
      'the confirmation',
    );
    expect(confirmation.mail.text).not.toContain(reference);
    const followUp = await until(
      () => resend.received.find(({ mail }) => mail.subject.startsWith('New message')),
      'the follow-up',
    );
    const [message] = followUp.mail.attachments;
    expect(sent.mail.subject).toContain(`URGENT, new report ${reference}`);
    const [attachment] = sent.mail.attachments;
    expect(attachment?.filename).toBe(`${reference}.asc`);
    const opened = readReport(team.decrypt(Buffer.from(attachment?.content ?? '', 'base64').toString()));
    expect(opened).toMatchObject(markers);
    team.import(opened.replyKey);
    const followUpText = team.decrypt(Buffer.from(message?.content ?? '', 'base64').toString());
    expect(readSignedText(followUpText.trimEnd())).toMatchObject({
      head: { reference, number: 2, from: 'reporter' },
      text: 'marker-follow-up-y5',
    });

    const { receiptId, accessToken, replyKeyPassphrase } = await deriveReceipt(receipt);
    const dump = await kv().redis.dump();
    expect(dump).toContain(receiptId);
    expect(dump).toContain('BEGIN PGP MESSAGE');
    const more = ['marker-file-name', 'marker-file-content', 'marker-follow-up', 'marker-address'];
    const places = {
      dump,
      commands: JSON.stringify(kv().bridge.seen),
      mail: sent.body,
      'mail, decoded': Buffer.from(attachment?.content ?? '', 'base64').toString(),
      log: site.output(),
    };
    for (const [place, content] of Object.entries(places)) {
      for (const secret of [...needles, ...more, receipt, accessToken, replyKeyPassphrase]) {
        expect(content, `${secret} in ${place}`).not.toContain(secret);
      }
    }
    await page.close({ runBeforeUnload: false });
  });

  it('a store that is down loses nothing: the page keeps the report and sends it once it is back', async () => {
    const page = await browser.newPage();
    await page.goto(`${site.url}/melden`);
    await fillInReport(page);
    kv().bridge.breakWith((response) => response.writeHead(500).end('{"error":"ERR down"}'));
    await page.click('#send');
    await page.waitForSelector('#send-failed:not([hidden])');
    expect(await page.textContent('#send-failed-reason')).toMatch(/^We kunnen je rapport nu niet opslaan/);
    const number = numberIn(await page.textContent('#send-failed-number'), 'Storingsnummer');
    expect(site.output()).toContain(`"id":"${number}"`);
    kv().bridge.breakWith();
    await page.click('#send-retry');
    await page.waitForSelector('#sent:not([hidden])');
    expect(site.output()).not.toMatch(/ERR down|BEGIN PGP/);
    await page.close({ runBeforeUnload: false });
  });

  it('what fails on our side has a number on every page, for who wants to call about it, and the log has it', async () => {
    const page = await browser.newPage();
    const told: string[] = [];
    kv().bridge.breakWith((response) => response.writeHead(500).end('{"error":"ERR down"}'));
    await giveCode(page, `${site.url}/en/status`, makeReceipt());
    await page.waitForSelector('#error-code:not([hidden])');
    told.push(numberIn(await page.textContent('#error-code')));
    await page.goto(`${site.url}/en/inbox`);
    await page.click('#challenge-form button');
    await page.waitForSelector('#error-challenge:not([hidden])');
    told.push(numberIn(await page.textContent('#error-challenge')));
    const message = team.encrypt('x', ['team@example.com']);
    const form = await fetch(`${site.url}/api/reports`, {
      method: 'POST',
      body: new URLSearchParams({ message, language: 'en' }),
    });
    expect(form.status).toBe(503);
    told.push(numberIn(await form.text()));
    const figures = await fetch(`${site.url}/en/figures`);
    expect(figures.status).toBe(503);
    told.push(numberIn(await figures.text()));
    kv().bridge.breakWith();
    expect(new Set(told).size).toBe(4);
    for (const number of told) expect(site.output()).toContain(`"id":"${number}"`);
    // A refusal that the visitor can mend needs none.
    await giveCode(page, `${site.url}/en/status`, makeReceipt());
    await page.waitForSelector('#error-code:not([hidden])');
    expect(await page.textContent('#error-code')).not.toContain('Fault number');
    await page.close();
  });
});
