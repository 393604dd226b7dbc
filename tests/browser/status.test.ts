import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { Store } from '../../functions/store/store.ts';
import { chunkCount } from '../../src/disclosure/limits.ts';
import { deriveReceipt, makeReceipt } from '../../src/disclosure/receipt.ts';
import { type Report, readReport } from '../../src/disclosure/report.ts';
import { readSignedText } from '../../src/disclosure/signed-text.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { organisation } from '../../src/organisation.ts';
import { violationsOn } from '../support/axe.ts';
import { throughBack } from '../support/back.ts';
import { changeInput, messageIn, newMail, newMessage } from '../support/cases.ts';
import { launchChromium } from '../support/chromium.ts';
import { attachmentText, readMails } from '../support/eml.ts';
import { Gpg } from '../support/gpg.ts';
import { type RunningSite, until } from '../support/project.ts';
import { fillInReport, reportPaths } from '../support/report-page.ts';
import { ownAddress, startSite } from '../support/site.ts';
import { giveCode, statusPaths } from '../support/status-page.ts';
import { teamOfOne } from '../support/teams.ts';

const languages: LanguageCode[] = ['nl', 'en'];
const MIB = 1024 * 1024;

describe('the reporter’s side of a case', () => {
  let team: Gpg;
  let site: RunningSite;
  let browser: Browser;
  let store: Store;

  beforeAll(async () => {
    const { gpg, TEAM_KEY_FILE } = await teamOfOne();
    team = gpg;
    // The links in its mails are followed.
    site = await startSite({ TEAM_KEY_FILE, ...(await ownAddress()) });
    browser = await launchChromium();
    store = createSqliteStore(join(site.dataDir, 'meldpunt.sqlite'));
  });
  afterAll(async () => {
    await browser?.close();
    await store?.close();
    await site?.stop();
    team?.close();
  });

  const mails = () => readMails(join(site.dataDir, 'outbox')).catch(() => []);
  const mailWith = (words: string) =>
    until(
      async () => (await mails()).find(({ subject }) => subject?.includes(words)),
      `a mail with ${words}`,
    );
  const openedReport = async (reference: string): Promise<Report> =>
    readReport(team.decrypt(attachmentText(await mailWith(reference))));

  /** Sends a report by the form; gives its receipt and reference. */
  async function report(page: Page, language: LanguageCode, extra?: (page: Page) => Promise<void>) {
    await page.goto(site.url + reportPaths[language]);
    await fillInReport(page);
    await extra?.(page);
    await page.click('#send');
    await page.waitForSelector('#sent:not([hidden])');
    return {
      reference: (await page.textContent('#sent-reference')) ?? '',
      receipt: (await page.textContent('#sent-receipt')) ?? '',
    };
  }
  /** What the team would do from its inbox: seals a reply with gpg, knowing only the opened report. */
  async function reply(reference: string, text: string) {
    const { replyKey } = await openedReport(reference);
    const desk = new Gpg();
    desk.import(replyKey);
    desk.import(team.exportPublic());
    const fingerprints = desk.run(['--list-keys', '--with-colons']).match(/(?<=^fpr:::::::::)\w+/gm) ?? [];
    const sealed = desk.encrypt(text, fingerprints);
    desk.close();
    const found = await store.findCase(reference);
    if (!found) throw new Error('no case');
    const message = messageIn({ ...newMessage('team', Date.now()), sealed }, { mostBytes: 3e6 });
    const mails = [newMail('case-news', reference)];
    const stored = await store.changeCase(changeInput(found, {}, { message, mails, now: Date.now() }));
    expect(stored).toEqual({ outcome: 'changed' });
  }
  async function openStatus(context: BrowserContext, language: LanguageCode, receipt: string): Promise<Page> {
    const page = await context.newPage();
    await giveCode(page, site.url + statusPaths[language], receipt.toLowerCase().replaceAll('-', ' '));
    await page.waitForSelector('#case:not([hidden])');
    return page;
  }
  /** An attachment put together from its chunks, as the store has it. */
  async function storedAttachment(reference: string, id: string): Promise<Buffer> {
    const found = await store.findCase(reference);
    const size = found?.attachments.find((one) => one.id === id)?.size ?? 0;
    const chunks = await Promise.all(
      Array.from({ length: chunkCount(size) }, (_, index) =>
        store.readChunk({ reference, attachmentId: id, index }),
      ),
    );
    return Buffer.concat(chunks.map((chunk) => chunk ?? new Uint8Array()));
  }
  function openAttachment(sealed: Buffer): Buffer {
    const [source, target] = [join(team.home, 'sealed'), join(team.home, 'opened')];
    writeFileSync(source, sealed);
    team.run(['--output', target, '--decrypt', source]);
    return readFileSync(target);
  }
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

  it.each(languages)(
    'in %s: report with attachments, receipt kept, answer read, follow-up opened',
    async (language) => {
      const files = [
        { name: 'empty <b>marker-name-k3</b>.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
        { name: 'één.bin', mimeType: 'application/octet-stream', buffer: Buffer.from([42]) },
        {
          name: 'large.bin',
          mimeType: 'application/octet-stream',
          buffer: Buffer.alloc(20 * MIB, 'marker-content-j8 '),
        },
      ];
      const first = await browser.newContext({ acceptDownloads: true });
      const page = await first.newPage();
      const sent: string[] = [];
      page.on('request', (request) =>
        sent.push(`${request.url()} ${request.postData()?.slice(0, 200_000) ?? ''}`),
      );
      const { reference, receipt } = await report(page, language, async () => {
        await page.setInputFiles('#field-files', files);
        await page.fill('#field-notify', 'marker-address@example.net');
      });
      await page.waitForFunction(() => document.querySelectorAll('#uploads-list li').length === 3);
      await until(
        async () =>
          (await page.textContent('#uploads-status'))?.match(/verstuurd\.|been sent\./) ? true : undefined,
        'all sent',
      );
      expect(await page.evaluate(() => document.querySelector('#uploads-list b'))).toBeNull();
      const [download] = await Promise.all([page.waitForEvent('download'), page.click('#receipt-download')]);
      const saved = readFileSync(await download.path(), 'utf8');
      expect(saved).toContain(receipt);
      expect(saved).toContain(site.url + statusPaths[language]);
      expect(saved).toContain(organisation.name);
      expect(saved).not.toContain('{{');
      expect(await violationsOn(page)).toEqual([]);
      await first.close();

      const opened = await openedReport(reference);
      expect(opened.attachments.map(({ name, size, sha256: hash }) => [name, size, hash])).toEqual(
        files.map(({ name, buffer }) => [name, buffer.length, sha256(buffer)]),
      );
      for (const [index, { id }] of opened.attachments.entries()) {
        const content = openAttachment(await storedAttachment(reference, id));
        expect(sha256(content)).toBe(sha256(files[index]?.buffer ?? Buffer.from('?')));
      }

      await reply(
        reference,
        language === 'nl'
          ? 'Dank je wel, we zijn ermee bezig.\n\n<script>x</script>'
          : 'Thank you, we are on it.',
      );
      const context = await browser.newContext();
      const status = await openStatus(context, language, receipt);
      expect(await status.textContent('#case-reference')).toContain(reference);
      expect(await status.textContent('#case-attachments')).toMatch(/3 (van|of) 3/);
      expect(await status.textContent('#case-promise')).toMatch(/uiterlijk|by /);
      expect(await status.locator('#case time').count()).toBeGreaterThan(3);
      expect(await status.locator('[data-from=team] .message-text').textContent()).toContain(
        language === 'nl' ? '<script>x</script>' : 'we are on it',
      );
      await status.click('#case-messages summary');
      expect(await status.locator('[data-from=reporter] .message-text').first().textContent()).toContain(
        'marker-description-x81kq0zt4',
      );
      expect(await violationsOn(status)).toEqual([]);

      await status.fill('#field-message', 'marker-follow-up-u6: nog iets');
      await status.click('#message-send');
      await status.waitForSelector('text=marker-follow-up-u6');
      const followUp = await mailWith(
        language === 'nl' ? `Nieuw bericht in ${reference}` : `Nieuw bericht in ${reference}`,
      );
      const desk = Gpg.from(team.home);
      desk.import(opened.replyKey);
      expect(readSignedText(desk.decrypt(attachmentText(followUp)).trimEnd())).toMatchObject({
        head: { reference, number: 3, from: 'reporter' },
        text: 'marker-follow-up-u6: nog iets',
      });
      desk.close();
      await context.close();

      // Readable nowhere on the way or at rest.
      const database = readdirSync(site.dataDir)
        .filter((name) => name.startsWith('meldpunt.sqlite'))
        .map((name) => readFileSync(join(site.dataDir, name)).toString('latin1'))
        .join('');
      const raw = (await mails()).map((mail) => mail.raw).join('');
      const { accessToken } = await deriveReceipt(receipt);
      for (const secret of [
        'marker-name-k3',
        'marker-content-j8',
        'marker-follow-up-u6',
        'ermee bezig',
        'we are on it',
        receipt,
        accessToken,
      ]) {
        for (const [place, content] of Object.entries({ database, raw, log: site.output() })) {
          expect(content.includes(secret), `${secret} in ${place}`).toBe(false);
        }
        if (secret !== accessToken) expect(sent.join('').includes(secret), secret).toBe(false);
      }
      for (const content of [database, site.output()]) expect(content.includes('marker-address')).toBe(false);
    },
  );

  it('a receipt is kept: copy, download and print are offered, and leaving before asks once', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const { receipt } = await report(page, 'nl');
    expect(receipt).toMatch(/^(\w{4}-){5}\w{4}$/);
    let asked = 0;
    page.on('dialog', (dialog) => {
      asked += 1;
      void dialog.dismiss();
    });
    await page.click('h1');
    await page.close({ runBeforeUnload: true });
    await until(() => (asked > 0 ? true : undefined), 'the question');
    await page.evaluate(() => Object.assign(window, { print: () => undefined }));
    await page.click('#receipt-print');
    await page.emulateMedia({ media: 'print' });
    expect(await page.isVisible('#sent-receipt')).toBe(true);
    // Whoever finds the paper again knows where to go with it.
    const onPaper = page.locator('#sent .on-paper').first();
    expect(await onPaper.isVisible()).toBe(true);
    expect(await onPaper.textContent()).toContain(organisation.name);
    expect(await onPaper.textContent()).toContain(site.url + statusPaths.nl);
    // A ticket says whose it is.
    expect(await page.isVisible('.site-header .brand')).toBe(true);
    for (const hidden of ['.site-header nav', '.site-footer', '#receipt-copy'])
      expect(await page.isVisible(hidden)).toBe(false);
    await page.emulateMedia({ media: 'screen' });
    await page.goto(`${site.url}/`);
    expect(asked).toBe(1);
    await context.close();
  });

  it('the status page opened from the receipt gets the code from window to window: it stands in no address', async () => {
    const context = await browser.newContext();
    let page = await context.newPage();
    const requests: string[] = [];
    const addresses: string[] = [];
    context.on('request', (request) => requests.push(request.url()));
    context.on('page', (opened) => opened.on('framenavigated', (frame) => addresses.push(frame.url())));
    const { reference, receipt } = await report(page, 'en');
    expect(await page.getAttribute('#receipt-status-link', 'href')).toBe(statusPaths.en);
    const [opened] = await Promise.all([context.waitForEvent('page'), page.click('#receipt-status-link')]);
    await opened.waitForSelector('#case:not([hidden])');
    // The receipt stays open beside it.
    expect(await page.isVisible('#sent-receipt')).toBe(true);
    await page.close({ runBeforeUnload: false });
    page = opened;
    expect(await page.textContent('#case-reference')).toContain(reference);
    expect(page.url()).toBe(`${site.url}/en/status`);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('case-head');
    const session = await context.newCDPSession(page);
    const { entries } = await session.send('Page.getNavigationHistory');
    expect(entries.map(({ url, userTypedURL }) => [url, userTypedURL])).toEqual([[page.url(), page.url()]]);
    for (const address of [...requests, ...addresses]) {
      expect(address).not.toContain(receipt);
      expect(address).not.toContain(receipt.replaceAll('-', ''));
      expect(new URL(address).hash).toBe('');
    }
    expect(await page.isVisible('#code-in-history')).toBe(false);
    const [{ 'meldpunt-checkpoint': checkpoint = '', ...others }, ...rest] = await page.evaluate(
      () =>
        [
          { ...localStorage } as Record<string, string>,
          { ...sessionStorage },
          history.state,
          window.name,
          document.cookie,
        ] as const,
    );
    // The code that this tab keeps is encrypted.
    const [items = {}, ...more] = rest as [Record<string, string>, ...unknown[]];
    expect(
      Object.keys(items).filter(
        (name) =>
          !['meldpunt-asked', 'meldpunt-case', 'meldpunt-left', 'meldpunt-sent', 'meldpunt-tab'].includes(
            name,
          ),
      ),
    ).toEqual([]);
    expect(JSON.stringify(items)).not.toContain(receipt);
    expect([others, ...more]).toEqual([{}, null, '', '']);
    // Of the public log the last state that was seen: it is the same for everybody, and tells of no case.
    if (checkpoint !== '') expect(checkpoint).toBe(await (await fetch(`${site.url}/log/checkpoint`)).text());
    await page.click('#case-close');
    expect(await page.isVisible('#case')).toBe(false);
    expect(await page.inputValue('#field-code')).toBe('');
    expect(await page.textContent('#case-messages')).toBe('');
    await context.close();
  });

  it.each(languages)(
    'in %s, the receipt page gives the code to the window that it opened, until that keeps it, and to nobody else; who gets none can paste it',
    async (language) => {
      const context = await browser.newContext();
      const page = await context.newPage();
      const { receipt } = await report(page, language);
      const [opened] = await Promise.all([context.waitForEvent('page'), page.click('#receipt-status-link')]);
      await opened.waitForSelector('#case:not([hidden])');
      // The same window again, also at once; then it remembers the code. Another one that asks in the same way; the page that
      // was given the code, asked itself.
      for (let again = 0; again < 2; again += 1) {
        await opened.reload();
        await opened.waitForSelector('#case:not([hidden])');
      }
      await opened.waitForFunction(() => sessionStorage.getItem('meldpunt-asked') !== null);
      await opened.reload();
      await opened.waitForSelector('#case:not([hidden])');
      await opened.click('#case-close');
      // Forgotten, it is not given again.
      await opened.evaluate(() => opener.postMessage('meldpunt: the code?', location.origin));
      await opened.reload();
      await opened.waitForSelector('#code-form:not([hidden])');
      const [stranger] = await Promise.all([
        context.waitForEvent('page'),
        page.evaluate((address) => void window.open(address), statusPaths[language]),
      ]);
      for (const asking of [stranger]) {
        await asking.waitForSelector('#code-not-passed:not([hidden])');
        expect(await asking.inputValue('#field-code')).toBe('');
        expect(await asking.isVisible('#case')).toBe(false);
        expect(await asking.evaluate(() => document.activeElement?.id)).toBe('field-code');
        expect(await violationsOn(asking)).toEqual([]);
      }
      const answered = await page.evaluate(async () => {
        const heard: unknown[] = [];
        addEventListener('message', ({ data }) => heard.push(data));
        postMessage('meldpunt: the code?', location.origin);
        await new Promise((resolve) => setTimeout(resolve, 200));
        return heard;
      });
      expect(answered).toEqual(['meldpunt: the code?']);
      await stranger.fill('#field-code', receipt);
      await stranger.click('#code-form button');
      await stranger.waitForSelector('#case:not([hidden])');
      expect(await stranger.isVisible('#code-not-passed')).toBe(false);
      // Each click on the link is a window of its own, with an answer of its own.
      const [again] = await Promise.all([context.waitForEvent('page'), page.click('#receipt-status-link')]);
      await again.waitForSelector('#case:not([hidden])');
      await context.close();
    },
  );

  it('a code that comes from another window than the opener is not taken', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${site.url}/`);
    const [opened] = await Promise.all([
      context.waitForEvent('page'),
      page.evaluate(() => void window.open('/status')),
    ]);
    await opened.waitForSelector('#code-form:not([hidden])');
    await opened.evaluate((code) => postMessage({ code }, location.origin), makeReceipt());
    await opened.waitForSelector('#code-not-passed:not([hidden])');
    expect(await opened.inputValue('#field-code')).toBe('');
    await context.close();
  });

  it('where the browser does not let a window be opened, the link opens the page to paste the code', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await report(page, 'nl');
    await page.evaluate(() => Object.assign(window, { open: () => null }));
    const [opened] = await Promise.all([context.waitForEvent('page'), page.click('#receipt-status-link')]);
    await opened.waitForSelector('#code-form:not([hidden])');
    expect(opened.url()).toBe(`${site.url}/status`);
    expect(await opened.inputValue('#field-code')).toBe('');
    await context.close();
  });

  it.each(languages)(
    'in %s, a link of before, with the code in it, still opens the case, and its visitor is told once what it left behind',
    async (language) => {
      const context = await browser.newContext();
      const { reference, receipt } = await report(await context.newPage(), language);
      const page = await context.newPage();
      await page.goto(`${site.url}${statusPaths[language]}#${receipt}`);
      await page.waitForSelector('#case:not([hidden])');
      expect(await page.textContent('#case-reference')).toContain(reference);
      expect(page.url()).toBe(site.url + statusPaths[language]);
      expect(await page.textContent('#code-in-history')).toMatch(
        /geschiedenis.*Wis deze pagina|history.*delete this page/,
      );
      expect(await page.isVisible('#code-in-history')).toBe(true);
      expect(await violationsOn(page)).toEqual([]);
      await page.click('#case-close');
      expect(await page.isVisible('#code-in-history')).toBe(false);
      await page.reload();
      await page.waitForSelector('#code-form:not([hidden])');
      expect(await page.isVisible('#code-in-history')).toBe(false);
      await context.close();
    },
  );

  it('what is typed stays through Back, also where the browser empties fields that are not its to keep', async () => {
    const context = await browser.newContext();
    const { receipt } = await report(await context.newPage(), 'nl');
    const page = await openStatus(context, 'nl', receipt);
    await page.fill('#field-message', 'half geschreven');
    await page.fill('#field-alert', 'sam@example');
    expect(await throughBack(page)).toMatchObject({
      'field-code': '',
      'field-message': 'half geschreven',
      'field-alert': 'sam@example',
    });
    await context.close();
  });

  it('a mistyped code is recognised before anything is sent, and the group is named', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${site.url}/status`);
    const calls: string[] = [];
    page.on('request', (request) => request.url().includes('/api/') && calls.push(request.url()));
    const receipt = makeReceipt();
    const wrong = `${receipt.slice(0, 16)}${receipt[16] === '7' ? '8' : '7'}${receipt.slice(17)}`;
    const cases = {
      [wrong]: 'groep 4',
      [receipt.slice(0, -1)]: 'dit zijn er 23',
      U000: 'groep 1',
      '': 'Vul eerst je ontvangstcode in',
      ' “CVD‑2026‑4F7K2Q” ': 'het kenmerk van je melding, niet de ontvangstcode',
      'https://meld.example.org/status/van/een/melding': 'geen ontvangstcode',
    };
    for (const [typed, says] of Object.entries(cases)) {
      await page.fill('#field-code', typed);
      await page.click('#code-form button');
      expect(await page.textContent('#error-code')).toContain(says);
    }
    expect(await violationsOn(page)).toEqual([]);
    expect(calls).toEqual([]);
    await page.fill('#field-code', receipt);
    await page.click('#code-form button');
    await until(
      async () => ((await page.textContent('#error-code'))?.includes('hoort geen zaak') ? true : undefined),
      'the refusal',
    );
    expect(calls).toHaveLength(1);
    await context.close();
  });

  it('shows where a case stands: answered in time, fix expected, reward, solved', async () => {
    const context = await browser.newContext({ timezoneId: 'America/New_York' });
    const { reference, receipt } = await report(await context.newPage(), 'nl');
    const found = await store.findCase(reference);
    if (!found) throw new Error('no case');
    const fields = {
      status: 'resolved' as const,
      assessment: 'confirmed' as const,
      respondedAt: found.receivedAt + 3_600_000,
      fixExpectedAt: Date.UTC(2026, 11, 24),
      resolvedAt: found.receivedAt + 7_200_000,
      reward: 150,
    };
    expect(await store.changeCase(changeInput(found, fields))).toEqual({ outcome: 'changed' });
    const page = await openStatus(context, 'nl', receipt);
    expect(await page.textContent('#case-promise')).toMatch(/op tijd beantwoord/);
    expect(await page.textContent('#case-promise')).toMatch(/(EST|EDT|GMT-[45])/);
    expect(await page.textContent('#case-reward')).toContain('150');
    expect(await page.textContent('#case-standing')).toMatch(/^Opgelost · beloning €\s150$/);
    expect(await page.textContent('#case-outcome')).toContain('We sluiten de zaak als');
    expect(await page.textContent('#case-assessment')).toContain('Bevestigd op');
    // Of what is to come nothing says that it is now.
    expect(await page.locator('#case-timeline [aria-current]').count()).toBe(0);
    expect(await page.locator('#case-timeline li').last().textContent()).toMatch(/Gesloten volgt/);
    expect(await page.textContent('#case-resolved')).toContain('Wis nu alle vertrouwelijke gegevens');
    expect(await violationsOn(page)).toEqual([]);
    expect(await page.isVisible('#alert-form')).toBe(true);
    const resolved = await store.findCase(reference);
    if (!resolved) throw new Error('no case');
    const closing = changeInput(resolved, { status: 'closed', closedAt: Date.now() });
    expect(await store.changeCase(closing)).toEqual({ outcome: 'changed' });
    await page.click('#case-again');
    // An address for news of a closed case would be refused.
    await page.waitForSelector('#alert-form', { state: 'hidden' });
    expect(await page.isVisible('#message-form')).toBe(true);
    await context.close();
  });

  it('who gave an own OpenPGP key sees the armored reply with a copy button, and opens it with gpg', async () => {
    const reporter = new Gpg();
    reporter.makeKey('Rep <rep@example.net>');
    const context = await browser.newContext();
    const { reference, receipt } = await report(await context.newPage(), 'en', (page) =>
      page.fill('#field-ownKey', reporter.exportPublic()),
    );
    await reply(reference, 'Only for your own key.');
    const page = await openStatus(context, 'en', receipt);
    const armored = (await page.locator('[data-from=team] pre').textContent()) ?? '';
    expect(reporter.decrypt(armored)).toBe('Only for your own key.');
    const buttons = page.locator('[data-from=team] button');
    expect(await buttons.allTextContents()).toEqual(['Copy message 2', 'Download message 2']);
    // The file that is downloaded and the command beside it go together.
    const [download] = await Promise.all([page.waitForEvent('download'), buttons.nth(1).click()]);
    const name = `${reference}-2`;
    expect(download.suggestedFilename()).toBe(`${name}.asc`);
    const command = (await page.locator('[data-from=team] code').textContent()) ?? '';
    expect(command).toBe(`gpg --output ${name}.txt --decrypt ${name}.asc`);
    await download.saveAs(join(reporter.home, `${name}.asc`));
    execFileSync('sh', ['-c', command], {
      cwd: reporter.home,
      env: { ...process.env, GNUPGHOME: reporter.home },
      stdio: 'ignore',
    });
    expect(readFileSync(join(reporter.home, `${name}.txt`), 'utf8')).toBe('Only for your own key.');
    const own = (await page.locator('[data-from=reporter] pre').textContent()) ?? '';
    expect(readReport(reporter.decrypt(own)).language).toBe('en');
    reporter.close();
    await context.close();
  });

  it('an alert can be asked for and taken back, and withdrawing erases everything after a confirmation', async () => {
    const context = await browser.newContext();
    const { reference, receipt } = await report(await context.newPage(), 'nl');
    const page = await openStatus(context, 'nl', receipt);
    await page.fill('#field-alert', 'nobody');
    await page.click('#alert-form button[type=submit]');
    expect(await page.textContent('#error-alert')).toContain('geen mailadres');
    await page.fill('#field-alert', 'rep2@example.net');
    await page.click('#alert-form button[type=submit]');
    const confirmation = await until(
      async () => (await mails()).find(({ to }) => to?.[0]?.address === 'rep2@example.net'),
      'the confirmation',
    );
    const [link = ''] = /http:\S+/.exec(confirmation.text ?? '') ?? [];
    const plain = await browser.newContext({ javaScriptEnabled: false });
    const asked = await plain.newPage();
    await asked.goto(link);
    await asked.click('button[value=yes]');
    expect(await asked.textContent('h1')).toBe('Je krijgt mail bij nieuws');
    await plain.close();
    await page.click('#case-again');
    await until(
      async () =>
        (await page.textContent('#alert-state'))?.includes('Je krijgt een mail') ? true : undefined,
      'confirmed',
    );
    await reply(reference, 'nieuws');
    await fetch(`${site.url}/api/jobs/daily`, {
      headers: { Authorization: `Bearer ${readFileSync(join(site.dataDir, 'cron-secret'), 'utf8')}` },
    });
    const news = await mailWith('Nieuws over je melding');
    expect(news.text).not.toContain(reference);
    await page.click('#alert-remove');
    await until(
      async () => ((await page.textContent('#alert-state'))?.includes('gewist') ? true : undefined),
      'removed',
    );

    page.once('dialog', (dialog) => void dialog.dismiss());
    await page.click('#withdraw');
    expect(await store.findCase(reference)).not.toBeNull();
    page.once('dialog', (dialog) => void dialog.accept());
    await page.click('#withdraw');
    await page.waitForSelector('#case-gone:not([hidden])');
    expect(await store.findCase(reference)).toBeNull();
    expect((await mailWith(`Ingetrokken: ${reference}`)).text).toContain('gewist');
    await context.close();
  });

  it('a case that is closed on the screen stays closed, whatever was still under way', async () => {
    const context = await browser.newContext();
    const { receipt } = await report(await context.newPage(), 'nl');
    const page = await openStatus(context, 'nl', receipt);
    let release: () => void = () => undefined;
    const held = new Promise<void>((done) => {
      release = done;
    });
    await page.route('**/api/case', async (route) => {
      await held;
      await route.continue();
    });
    await page.click('#case-again');
    await page.click('#case-close');
    release();
    await page.waitForTimeout(500);
    expect(await page.isVisible('#case')).toBe(false);
    for (const place of ['#case-messages', '#case-reference', '#case-timeline'])
      expect(await page.textContent(place)).toBe('');
    await page.goto(`${site.url}/status#%E0%A4%A`);
    await until(() => (page.url() === `${site.url}/status` ? true : undefined), 'the clean address');
    expect(await page.isVisible('#error-code')).toBe(true);
    await context.close();
  });

  it('without scripts the page says what it needs and offers the other ways', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    for (const language of languages) {
      const page = await context.newPage();
      await page.goto(site.url + statusPaths[language]);
      expect(await page.isVisible('#code-form')).toBe(false);
      const note = page.locator('[data-scripts-off]');
      expect(await note.locator('#plain-code').isVisible()).toBe(true);
      expect(await note.locator('a').first().getAttribute('href')).toBe(statusPaths[language]);
    }
    await context.close();
  });

  it('the whole path goes by keyboard alone', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${site.url}/melden`);
    const type = async (id: string, text: string) => {
      for (let presses = 0; presses < 60; presses += 1) {
        if ((await page.evaluate(() => document.activeElement?.id)) === id) break;
        await page.keyboard.press('Tab');
      }
      expect(await page.evaluate(() => document.activeElement?.id)).toBe(id);
      if (text === ' ' || text === 'Enter') await page.keyboard.press(text === ' ' ? 'Space' : 'Enter');
      else await page.keyboard.type(text);
    };
    await type('field-system', 'portaal');
    await type('field-weakness', 'I');
    await type('field-description', 'stappen');
    await type('field-impact', 'veel');
    await type('field-exposure', 'V');
    await type('field-keptToLimits', ' ');
    await type('field-keptToMethods', ' ');
    await type('send', 'Enter');
    await page.waitForSelector('#sent:not([hidden])');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('sent');
    await type('receipt-copy', 'Enter');
    const receipt = (await page.textContent('#sent-receipt')) ?? '';
    await page.goto(`${site.url}/status`);
    await type('field-code', receipt);
    await page.keyboard.press('Enter');
    await page.waitForSelector('#case:not([hidden])');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('case-head');
    await type('field-message', 'nog iets');
    await type('message-send', 'Enter');
    await page.waitForSelector('.messages li:nth-child(2)');
    await type('field-alert', 'a@example.net');
    await page.keyboard.press('Enter');
    await until(
      async () =>
        (await page.textContent('#alert-state'))?.includes('een mail gestuurd') ? true : undefined,
      'the alert',
    );
    page.once('dialog', (dialog) => void dialog.accept());
    await type('withdraw', 'Enter');
    await page.waitForSelector('#case-gone:not([hidden])');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('case-gone');
    await context.close();
  });
});
