import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attachmentText, readMails } from '../support/eml.ts';
import { openFromList, openReply, signInWithKey } from '../support/inbox-page.ts';
import { type Profile, startProfile } from '../support/profile.ts';
import { until } from '../support/project.ts';
import { draftKept, fillInReport } from '../support/report-page.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';
import { PASSPHRASE } from '../support/teams.ts';

/** A marker in every field of the report form, long enough to be found in base64 as well. */
const typed = {
  system: 'marker-system-5f1c9b2e77d0',
  description: 'marker-description-0b6e14c8a93f',
  impact: 'marker-impact-c2d7f08b615e',
  discovery: 'marker-discovery-91ae5d3370fb',
  steps: 'marker-steps-6a0d3c95be71',
  seen: 'marker-seen-15e8b7f2d04c',
  proof: 'marker-proof-c8410fd6ea39',
  version: 'marker-version-92bd5e07a6f1',
  tools: 'marker-tools-0f7ce1a384d6',
  name: 'marker-name-e07b48d2c16a',
  contact: 'marker-contact-3a95c7e1f284@example.net',
  credit: 'marker-credit-d8f20b6794ce',
  notify: 'marker-notify-6ce3b1905da7@example.net',
  ownKey: 'marker-own-key-47a0d95be8c3',
  cvss: 'marker-cvss-b93d6e702fc1',
};
const other = {
  followUp: 'marker-follow-up-80c5fa21d7be',
  alert: 'marker-alert-2fb76d90e4a1@example.net',
  reply: 'marker-reply-to-reporter-a61f3c8d05e9',
  sealed: 'marker-sealed-elsewhere-f4e80d17b2c6',
  pasted: 'marker-pasted-report-1d9c70be53fa',
  answer: 'marker-challenge-answer-7b02ce94f6d1',
};

describe('what a browser keeps in its own files', () => {
  let desk: TeamSite;
  let profile: Profile | undefined;
  beforeAll(async () => {
    desk = await startTeamSite();
  });
  afterAll(async () => {
    await profile?.context.close().catch(() => undefined);
    profile?.remove();
    await desk?.stop();
  });

  /** The files that hold secrets of drafts: path → contents. */
  function secretsIn(folder: string): Map<string, Buffer> {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => /File System\/\d+\/t\/\d+\/\d+$/.test(path))
      .map((path) => join(folder, path))
      .filter((path) => statSync(path).size === 32);
    return new Map(files.map((path) => [path, readFileSync(path)]));
  }

  it('of a report it finds no word and no code: not while it is written, after a reload, sent, followed, or closed', async () => {
    profile = await startProfile(desk.site.url);
    const { context, snapshot } = profile;
    const page = await context.newPage();
    await page.goto(`${desk.site.url}/melden`);
    await page.click('#group-cvss > summary');
    await fillInReport(page, typed);
    await draftKept(page);
    await snapshot('writing');
    await page.reload();
    await page.waitForSelector('#draft-note:not([hidden])');
    for (const [name, text] of Object.entries(typed))
      expect(await page.inputValue(`#field-${name}`)).toBe(text);
    await snapshot('reloaded');

    // What makes the kept draft readable, and what must be gone once it is sent.
    const secrets = secretsIn(profile.folder);
    expect(secrets.size).toBe(1);
    const [[path = '', secret = Buffer.alloc(0)] = []] = secrets;
    expect(secret.every((byte) => byte === 0)).toBe(false);
    const file = openSync(path, 'r');

    // What is wrong in these fields would not be sent.
    for (const name of ['ownKey', 'cvss', 'notify']) await page.fill(`#field-${name}`, '');
    await page.fill('#field-notify', typed.notify);
    // A try that may have arrived: its receipt is kept with the draft.
    await page.route('**/api/reports', (route) => route.abort(), { times: 1 });
    await page.click('#send');
    await page.waitForSelector('#send-failed:not([hidden])');
    await snapshot('tried');
    await page.click('#send-retry');
    await page.waitForSelector('#sent:not([hidden])');
    const receipt = (await page.textContent('#sent-receipt')) ?? '';
    const reference = (await page.textContent('#sent-reference')) ?? '';
    expect(receipt).toMatch(/^(\w{4}-){5}\w{4}$/);
    await page.waitForSelector('#sent-kept:not(:empty)');
    // Of the receipt that this tab shows, until it is closed or goes on, a secret of its own.
    await until(() => (secretsIn(profile?.folder ?? '').has(path) ? undefined : true), 'the erasing');
    expect(secretsIn(profile.folder).size).toBe(1);
    await snapshot('sent');
    const left = Buffer.alloc(64);
    readSync(file, left, 0, left.length, 0);
    closeSync(file);
    // Overwritten where it lay, and not only out of sight.
    expect(left.every((byte) => byte === 0)).toBe(true);

    const [status] = await Promise.all([context.waitForEvent('page'), page.click('#receipt-status-link')]);
    await status.waitForSelector('#case:not([hidden])');
    await status.fill('#field-message', other.followUp);
    await status.fill('#field-alert', other.alert);
    await snapshot('followed');
    await status.goto(`${desk.site.url}/`);
    await page.close({ runBeforeUnload: false });
    await snapshot('gone elsewhere');
    await profile.close('closed');

    expect(profile.find({ ...typed, ...other, receipt })).toEqual([]);
    expect(profile.find({ secret }, ['sent', 'followed', 'gone elsewhere', 'closed'])).toEqual([]);
    // It is read, not only looked at: what was sealed is what was typed.
    const mail = await until(
      async () =>
        (await readMails(join(desk.site.dataDir, 'outbox'))).find(({ subject }) =>
          subject?.includes(reference),
        ),
      'the mail',
    );
    expect(desk.team.decrypt(attachmentText(mail), PASSPHRASE)).toContain(typed.impact);
    profile.remove();
  }, 300_000);

  it('of the inbox it finds nothing that was opened, typed or pasted there', async () => {
    const reporting = await desk.browser.newContext();
    const { reference } = await desk.report(reporting, 'nl', sendable());
    await reporting.close();
    profile = await startProfile(desk.site.url);
    const { context, snapshot } = profile;
    const page = await context.newPage();
    await page.goto(`${desk.site.url}/inbox`);
    await page.waitForSelector('#sign-in:not([hidden])');
    await page.locator('#challenge-form button').click();
    await page.waitForSelector('#answer-form:not([hidden])');
    await page.fill('#challenge-answer', other.answer);
    await signInWithKey(page, `${desk.site.url}/inbox`, { file: desk.keys.bram, passphrase: PASSPHRASE });
    await openFromList(page, reference);
    await page.waitForSelector('#report-body .facts');
    await openReply(page);
    await page.fill('#compose-message', other.reply);
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
      document.getElementById('paste')?.toggleAttribute('hidden', false);
    });
    await page.fill('#compose-sealed', other.sealed);
    await page.fill('#paste-text', other.pasted);
    await snapshot('typed');
    page.on('dialog', (dialog) => void dialog.accept());
    await page.goto(`${desk.site.url}/`);
    await snapshot('gone elsewhere');
    await profile.close('closed');
    expect(profile.find({ ...sendable(), ...other, passphrase: PASSPHRASE })).toEqual([]);
    profile.remove();
  }, 180_000);

  it('the secret of a tab that was closed is overwritten when the form is used again a day later', async () => {
    profile = await startProfile(desk.site.url);
    const { context, folder } = profile;
    const first = await context.newPage();
    await first.goto(`${desk.site.url}/melden`);
    await first.fill('#field-system', typed.system);
    await draftKept(first);
    const [[path = ''] = []] = secretsIn(folder);
    const file = openSync(path, 'r');
    await first.close();
    const second = await context.newPage();
    await second.goto(`${desk.site.url}/melden`);
    await second.fill('#field-system', typed.system);
    await draftKept(second);
    // Another tab may still need one that is not so old.
    expect(secretsIn(folder).size).toBe(2);
    const hour = 60 * 60;
    const now = Date.now() / 1000;
    utimesSync(path, now, now - 25 * hour);
    await second.reload();
    await second.waitForSelector('#draft-note:not([hidden])');
    await second.fill('#field-impact', typed.impact);
    await draftKept(second);
    expect([...secretsIn(folder).keys()]).not.toContain(path);
    const left = Buffer.alloc(64);
    readSync(file, left, 0, left.length, 0);
    closeSync(file);
    expect(left.every((byte) => byte === 0)).toBe(true);
    await context.close();
    profile.remove();
  });

  it('a report that is written for longer than a day keeps its secret, whatever other tabs do', async () => {
    profile = await startProfile(desk.site.url);
    const { context, folder } = profile;
    const first = await context.newPage();
    await first.goto(`${desk.site.url}/melden`);
    await first.fill('#field-system', typed.system);
    await draftKept(first);
    const [[path = ''] = []] = secretsIn(folder);
    const longAgo = Date.now() / 1000 - 25 * 60 * 60;
    utimesSync(path, longAgo, longAgo);
    await first.fill('#field-impact', typed.impact);
    await draftKept(first);
    const second = await context.newPage();
    await second.goto(`${desk.site.url}/melden`);
    await second.fill('#field-system', 'another');
    await draftKept(second);
    await first.reload();
    await first.waitForSelector('#draft-note:not([hidden])');
    expect(await first.inputValue('#field-impact')).toBe(typed.impact);
    await context.close();
    profile.remove();
  });

  it('of a report sent without scripts it finds no code, also after coming Back to it', async () => {
    profile = await startProfile(desk.site.url, { scripts: false });
    const { context, snapshot } = profile;
    const page = await context.newPage();
    await page.goto(`${desk.site.url}/en/report/yourself`);
    const message = desk.team.encrypt('without scripts', Object.values(desk.fingerprints));
    await page.fill('#plain-message', message);
    await page.click('.plain button[type=submit]');
    const receipt = ((await page.textContent('.receipt-code')) ?? '').trim();
    expect(receipt).toMatch(/^(\w{4}-){5}\w{4}$/);
    await snapshot('sent');
    await page.goto(`${desk.site.url}/en/status`);
    await page.goBack().catch(() => null);
    await snapshot('back');
    await profile.close('closed');
    expect(profile.find({ receipt })).toEqual([]);
    profile.remove();
  }, 180_000);

  /** What a report can be sent with. */
  function sendable(): Record<string, string> {
    const { ownKey: _, cvss: __, notify: ___, ...rest } = typed;
    return rest;
  }
});
