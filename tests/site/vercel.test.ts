import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { Gpg } from '../support/gpg.ts';
import { expectedHeaders } from '../support/headers.ts';
import { openReply, sendComposed, signInWithKey, waitForCase } from '../support/inbox-page.ts';
import { withKv } from '../support/kv.ts';
import { copyProject, until } from '../support/project.ts';
import { fillInReport, markers } from '../support/report-page.ts';
import { startResend } from '../support/resend.ts';
import { giveCode } from '../support/status-page.ts';
import { buildOnVercel, serveVercelOutput } from '../support/vercel-site.ts';
import { checkWholeSite } from '../support/walk-checks.ts';

describe('a deployment as Vercel builds and serves it', () => {
  const kv = withKv();
  const team = new Gpg();
  const project = copyProject();
  const secret = 'a secret for the daily job';
  let resend: Awaited<ReturnType<typeof startResend>>;
  let site: Awaited<ReturnType<typeof serveVercelOutput>>;
  let browser: Browser;
  let keyFile: string;

  beforeAll(async () => {
    const fingerprint = team.makeKey('Team <security@example.org>', 'ed25519', '2y');
    keyFile = team.file('key.asc', team.exportPrivate(fingerprint));
    const settings = {
      SITE_URL: 'https://meldpunt.example',
      CONTACT_EMAIL: 'security@example.org',
      TEAM_KEY_FILE: team.file('team.asc', team.exportPublic()),
    };
    // What a release may hold: a lesson of its own, and signatures.
    for (const language of ['nl', 'en']) {
      const lesson = join(project.folder, `src/content/lessons/voorbeeld-facturen/${language}.md`);
      writeFileSync(lesson, readFileSync(lesson, 'utf8').replace(/^example: true\n/m, ''));
    }
    const SECURITY_TXT_SIGNING_KEY = team.exportPrivate(`${fingerprint}!`);
    await buildOnVercel(project.folder, { ...settings, SECURITY_TXT_SIGNING_KEY });
    resend = await startResend();
    site = await serveVercelOutput(project.folder, {
      ...settings,
      ...kv().settings,
      RESEND_API_KEY: 're_test',
      RESEND_BASE_URL: resend.url,
      MAIL_FROM: 'Meldpunt <meldpunt@example.org>',
      TEAM_EMAIL: 'team@example.org',
      TEAM_LANGUAGE: 'en',
      SERVER_SECRET: Buffer.alloc(32, 7).toString('base64'),
      CRON_SECRET: secret,
    });
    browser = await launchChromium();
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    project.remove();
    resend?.stop();
    team.close();
  });

  it('takes a report, mails the team, lets it answer in the inbox, and shows the answer to the reporter', async () => {
    const context = await browser.newContext();
    const errors: string[] = [];
    context.on('weberror', (error) => errors.push(error.error().message));
    const page = await context.newPage();
    await page.goto(`${site.url}/en/report`);
    await fillInReport(page);
    await page.setInputFiles('#field-files', {
      name: 'proof.txt',
      mimeType: 'text/plain',
      buffer: Buffer.alloc(4 * 1024 * 1024, 'proof '),
    });
    await page.click('#send');
    await page.waitForSelector('#sent:not([hidden])');
    await page.waitForFunction(() =>
      document.getElementById('uploads-status')?.textContent?.startsWith('All attachments'),
    );
    const reference = (await page.textContent('#sent-reference')) ?? '';
    const receipt = (await page.textContent('#sent-receipt')) ?? '';
    const mail = await until(
      () => resend.received.find(({ mail: { subject } }) => subject.includes(reference)),
      'the mail',
    );
    expect(mail.mail.text).toContain(`https://meldpunt.example/en/inbox#${reference}`);
    const inbox = await context.newPage();
    await signInWithKey(inbox, `${site.url}/en/inbox#${reference}`, { file: keyFile });
    await waitForCase(inbox);
    await inbox.waitForSelector('#report-body .facts');
    await openReply(inbox);
    expect(await inbox.textContent('#report-body')).toContain(markers.system);
    await inbox.check('#assessment-rejected');
    await inbox.fill('#compose-message', 'answered on the platform');
    await sendComposed(inbox);
    const status = await context.newPage();
    await giveCode(status, `${site.url}/en/status`, receipt);
    await status.waitForSelector('#case:not([hidden])');
    expect(await status.textContent('#case-messages')).toContain('answered on the platform');
    expect(errors).toEqual([]);
    expect(site.output()).not.toMatch(/marker-|answered on|"status":5/);
    await context.close();
  });

  describe('its pages', () =>
    checkWholeSite(() => ({ base: site.url, siteUrl: 'https://meldpunt.example' })));

  it('runs its daily job for who knows the secret, and serves pages, redirects and errors with the headers', async () => {
    const job = (token: string) =>
      fetch(`${site.url}/api/jobs/daily`, { headers: { Authorization: `Bearer ${token}` } });
    expect((await job('wrong')).status).toBe(401);
    expect((await job(secret)).status).toBe(200);
    const answers = {
      '/': 200,
      '/en/inbox': 200,
      '/nergens': 404,
      '/api/nothing': 404,
      '/api/health': 200,
      '/log/checkpoint': 200,
      '/security.txt': 301,
      // Where the templates of a report were.
      '/melden/rapport.md': 301,
      '/en/report/report.md': 301,
      '/melden/': 308,
    };
    for (const [path, expected] of Object.entries(answers)) {
      const response = await fetch(site.url + path, { redirect: 'manual' });
      expect([path, response.status]).toEqual([path, expected]);
      for (const [name, value] of Object.entries(expectedHeaders(path)))
        expect(response.headers.get(name), `${path}: ${name}`).toBe(value);
    }
    // What the function says goes before the rule: a tile is kept for ever, and its absence never.
    const { status, headers } = await fetch(`${site.url}/log/tile/0/000`);
    expect([status, headers.get('cache-control'), headers.get('access-control-allow-origin')]).toEqual([
      404,
      'no-store',
      '*',
    ]);
  });
});
