import { generateKey } from 'openpgp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatFingerprint } from '../../src/i18n/format.ts';
import { paths } from '../../src/i18n/languages.ts';
import { readCertificates } from '../../src/openpgp/keys.ts';
import { launchChromium } from '../support/chromium.ts';
import { Gpg } from '../support/gpg.ts';
import { inboxPaths, openReply, sendComposed, signInWithKey, waitForCase } from '../support/inbox-page.ts';
import type { RunningSite } from '../support/project.ts';
import { fillInReport, markers, reportPaths } from '../support/report-page.ts';
import { startSite } from '../support/site.ts';

describe('a team whose keys are of the kinds of RFC 9580', () => {
  const files = new Gpg();
  let site: RunningSite;
  let browser: Awaited<ReturnType<typeof launchChromium>>;
  let pairs: { publicKey: string; privateKey: string }[];
  beforeAll(async () => {
    pairs = await Promise.all(
      (['curve25519', 'curve448'] as const).flatMap((type) =>
        [false, true].map((v6Keys) =>
          generateKey({
            ...{ type, config: { v6Keys }, format: 'armored' },
            userIDs: [{ name: `${type} ${v6Keys}` }],
          }),
        ),
      ),
    );
    const team = files.file('team.asc', pairs.map(({ publicKey }) => publicKey).join('\n'));
    site = await startSite({ TEAM_KEY_FILE: team });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    files.close();
  });

  it.each([
    ['nl', 'GnuPG kent jouw soort sleutel niet. Open controlebericht.asc met je eigen programma'],
    ['en', 'GnuPG does not know your kind of key. Open challenge.asc with your own program'],
  ] as const)('in %s: who signs in with another program is not told of gpg', async (language, sentence) => {
    const page = await browser.newPage();
    await page.goto(site.url + inboxPaths[language]);
    await page.click('#challenge-form button');
    await page.waitForSelector('#answer-form:not([hidden])');
    expect(await page.isVisible('#challenge-gpg')).toBe(false);
    expect(await page.textContent('#challenge-own')).toContain(sentence);
    expect(await page.isVisible('#challenge-own')).toBe(true);
    await page.close();
  });

  it('gets a report with a file, and each of them signs in, opens both and answers', async () => {
    const reporter = await browser.newPage();
    await reporter.setViewportSize({ width: 360, height: 800 });
    await reporter.goto(site.url + paths.yourself.nl);
    const certificates = await readCertificates(
      pairs.map(({ publicKey }) => publicKey).join('\n'),
      new Date(),
    );
    const shown = (await reporter.textContent('main')) ?? '';
    for (const { fingerprint } of certificates) expect(shown).toContain(formatFingerprint(fingerprint));
    for (const { fingerprint } of certificates) expect(shown).toContain(`--for ${fingerprint} `);
    const width = await reporter.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
    await reporter.goto(site.url + reportPaths.nl);
    await fillInReport(reporter);
    const file = { name: 'proof.txt', mimeType: 'text/plain', buffer: Buffer.from('proof of it') };
    await reporter.setInputFiles('#field-files', file);
    await reporter.click('#send');
    await reporter.waitForSelector('#sent:not([hidden])');
    await reporter.waitForFunction(() => document.getElementById('uploads-cancel')?.hidden === true);
    const reference = (await reporter.textContent('#sent-reference')) ?? '';
    for (const [index, { privateKey }] of pairs.entries()) {
      const context = await browser.newContext();
      const page = await context.newPage();
      const key = { file: files.file(`${index}.asc`, privateKey) };
      await signInWithKey(page, `${site.url}${inboxPaths.nl}#${reference}`, key);
      await waitForCase(page);
      await page.waitForSelector('#report-body .facts');
      await openReply(page);
      expect(await page.textContent('#report-body details:last-of-type')).toContain(
        'GnuPG kent jouw soort sleutel niet',
      );
      expect(await page.textContent('#report-body')).not.toContain('gpg --output');
      expect(await page.textContent('#report-body')).toContain(markers.discovery);
      if (index === 0) await page.check('#assessment-duplicate');
      await page.fill('#compose-message', `answer ${index}`);
      await sendComposed(page);
      await page.waitForFunction((words) => document.body.textContent?.includes(words), `answer ${index}`);
      await context.close();
    }
  });
});
