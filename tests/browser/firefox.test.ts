import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchFirefox } from '../support/firefox.ts';
import { inboxPaths, openFromList, openReply, sendComposed, signInWithKey } from '../support/inbox-page.ts';
import { until } from '../support/project.ts';
import { markers } from '../support/report-page.ts';
import { giveCode, statusPaths } from '../support/status-page.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';
import { PASSPHRASE } from '../support/teams.ts';

describe('in Firefox', () => {
  const downloads = mkdtempSync(join(tmpdir(), 'firefox-'));
  let desk: TeamSite;
  beforeAll(async () => {
    desk = await startTeamSite({}, () => launchFirefox(downloads));
  });
  afterAll(async () => {
    await desk?.stop();
    rmSync(downloads, { recursive: true, force: true });
  });

  /** A visitor of its own, whose pages tell what the policy of the site did not let them do. */
  async function visitor(): Promise<BrowserContext> {
    const context = desk.watch(await desk.browser.newContext({ acceptDownloads: true }));
    await context.addInitScript(() => {
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        reportError(new Error(`violates ${violatedDirective}: ${blockedURI}`));
      });
    });
    return context;
  }

  it.each([
    { language: 'nl', key: 'anna', passphrase: '', answer: 'Dank je wel voor je melding.' },
    { language: 'en', key: 'bram', passphrase: PASSPHRASE, answer: 'Thank you for your report.' },
  ] as const)(
    'in $language: a report with an attachment is sent, opened, answered, and the answer read',
    async ({ language, key, passphrase, answer }) => {
      const content = Buffer.from(`proof of concept ${language}\r\n\0\xff`, 'latin1');
      const name = `bewijs één ${language}.bin`;
      const reporter = await visitor();
      const { reference, receipt } = await desk.report(reporter, language, {}, (page) =>
        page.setInputFiles('#field-files', [{ name, mimeType: 'application/octet-stream', buffer: content }]),
      );
      const status = await reporter.newPage();
      await giveCode(status, desk.site.url + statusPaths[language], receipt);
      await status.waitForSelector('#case:not([hidden])');
      expect(await status.textContent('#case-messages')).toContain(markers.system);

      const member = await visitor();
      const inbox = await member.newPage();
      const file = desk.keys[key];
      await signInWithKey(inbox, desk.site.url + inboxPaths[language], { file, passphrase });
      await openFromList(inbox, reference);
      await inbox.waitForSelector('#report-body .rendered');
      await openReply(inbox);
      expect(await inbox.textContent('#report-body')).toContain(markers.contact);
      await inbox.waitForSelector('#team-files button', { timeout: 20_000 });
      await inbox.locator('#team-files button').first().click();
      const saved = join(downloads, name);
      const size = () => statSync(saved, { throwIfNoEntry: false })?.size || undefined;
      await until(size, 'the attachment among the downloads');
      expect(readFileSync(saved)).toEqual(content);
      await inbox.check('#assessment-rejected');
      await inbox.fill('#compose-message', answer);
      await sendComposed(inbox);
      expect((await desk.store.findCase(reference))?.status).toBe('rejected');

      await giveCode(status, desk.site.url + statusPaths[language], receipt);
      await status.waitForFunction(() => document.querySelectorAll('#case-messages > li').length === 2);
      expect(await status.textContent('#case-messages')).toContain(answer);
      await reporter.close();
      await member.close();
      expect(desk.errors.splice(0)).toEqual([]);
    },
  );
});
