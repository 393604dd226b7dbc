import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page, Response } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import english from '../../locales/en/template.json';
import dutch from '../../locales/nl/template.json';
import { parseReceipt } from '../../src/disclosure/read-receipt.ts';
import { deriveReceipt } from '../../src/disclosure/receipt.ts';
import { readReport } from '../../src/disclosure/report.ts';
import { acceptedSchema } from '../../src/disclosure/wire.ts';
import { type LanguageCode, paths, templatePaths } from '../../src/i18n/languages.ts';
import { organisation } from '../../src/organisation.ts';
import { sampleAdvisory } from '../support/advisories.ts';
import { violationsOn } from '../support/axe.ts';
import { answerLastMonth } from '../support/cases.ts';
import { launchChromium } from '../support/chromium.ts';
import { attachmentText, readMails } from '../support/eml.ts';
import { cleanEnvironment } from '../support/environment.ts';
import { Gpg } from '../support/gpg.ts';
import { inboxPaths, signInWithKey, waitForCase } from '../support/inbox-page.ts';
import { statementsIn } from '../support/independent/log.ts';
import { keysIn } from '../support/independent/note.ts';
import { validatorOf } from '../support/json-schema.ts';
import { type RunningSite, until } from '../support/project.ts';
import { markers, needles, reportPaths } from '../support/report-page.ts';
import { ownAddress, startSite } from '../support/site.ts';

const languages: LanguageCode[] = ['nl', 'en'];

/** Fills in the downloaded template the way a person would, in an editor. */
function fillInTemplate(template: string, language: LanguageCode): string {
  const texts = { nl: dutch, en: english }[language];
  return template
    .replace(/^system: .*$/m, `system: ${JSON.stringify(markers.system)}`)
    .replace(/^weakness: .*$/m, 'weakness: "server-side-request"')
    .replace(/^name: .*$/m, `name: ${JSON.stringify(markers.name)}`)
    .replace(/^contact: .*$/m, `contact: ${JSON.stringify(markers.contact)}`)
    .replace(/^publication: .*$/m, 'publication: "together"')
    .replace('keptToLimits: false', 'keptToLimits: true')
    .replace('keptToMethods: false', 'keptToMethods: true')
    .replace(texts.description, typed.description)
    .replace(texts.impact, typed.impact)
    .replace(texts.discovery, typed.discovery)
    .replace(texts.replyKey, '');
}

const typed = {
  description: 'marker-description-x81kq0zt4\n\n1. Log in\n2. `curl` it\n\n### Stap 3\n\n--- klaar ---',
  impact: markers.impact,
  discovery: markers.discovery,
};

/** Files that go with a report from a terminal. */
const along = {
  'advisory.json': sampleAdvisory('csaf-2.0/2022-evd-uc-03-ms-001.json'),
  'één osv.json': sampleAdvisory('osv/GHSA-9v2f-6vcg-3hgv.json'),
  'hostile.json': Buffer.from(
    '{"document":{"csaf_version":"2.0","title":"<img src=x onerror=alert(1)>"},"a":1,"a":2}',
  ),
};

/** Sends the plain form, and waits for the answer with its styles: what is seen on a page without them says nothing. */
async function send(page: Page): Promise<Response | null> {
  const [response] = await Promise.all([page.waitForNavigation(), page.click('form.plain button')]);
  return response;
}

describe('reporting without scripts', () => {
  const team = new Gpg();
  let site: RunningSite;
  let browser: Browser;
  let work = '';

  beforeAll(async () => {
    // No key of ours: `npm start` makes the demonstration key, and a stranger can open reports with it.
    // Its commands are run as they stand there.
    site = await startSite(await ownAddress());
    team.import(readFileSync(join(site.dataDir, 'team-key.private.asc'), 'utf8'));
    browser = await launchChromium();
    work = mkdtempSync(join(tmpdir(), 'reporter-'));
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    team.close();
    rmSync(work, { recursive: true, force: true });
  });

  const mailFor = (reference: string) =>
    until(async () => {
      const folder = join(site.dataDir, 'outbox');
      const mails = statSync(folder, { throwIfNoEntry: false }) ? await readMails(folder) : [];
      return mails.find(({ subject }) => subject?.includes(reference));
    }, `mail for ${reference}`);
  const shell = (command: string, folder: string, home: string) =>
    execFileSync('bash', ['-euo', 'pipefail', '-c', command], {
      cwd: folder,
      env: { ...cleanEnvironment({}), GNUPGHOME: home },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });

  it.each(languages)(
    'in %s, a message made by gpg and pasted into the plain form reaches the team',
    async (language) => {
      const context = await browser.newContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(site.url + reportPaths[language]);
      expect(await page.isVisible('#report-form')).toBe(false);
      expect(await page.isVisible('[data-scripts-off]')).toBe(true);
      await page.click(`[data-scripts-off] a[href="${paths.yourself[language]}"]`);
      await page.waitForURL(`**${paths.yourself[language]}`);
      const key = await (await fetch(`${site.url}/team-key.asc`)).text();
      const reporter = new Gpg();
      reporter.import(key);
      const templatePath = await page.locator('a[download][href$=".md"]').getAttribute('href');
      const template = await (await fetch(site.url + templatePath)).text();
      const message = reporter.encrypt(fillInTemplate(template, language), ['security@example.com']);
      await page.fill('#plain-message', message);
      await page.check('#plain-urgent');
      await send(page);
      // A page of its own: loading it again, or coming back to it, sends nothing.
      const address = page.url();
      expect(address).toMatch(/\/api\/reports\/received\?\w{6}$/);
      const shown = await page.locator('main').innerText();
      await page.reload();
      await page.goto(site.url + paths.policy[language]);
      await page.goBack();
      expect([page.url(), await page.locator('main').innerText()]).toEqual([address, shown]);
      expect(await page.isVisible('.taken-as-urgent')).toBe(true);
      const reference = (await page.locator('dd').first().textContent()) ?? '';
      const receipt = ((await page.textContent('.receipt-code')) ?? '').trim();
      expect(parseReceipt(receipt)).toEqual({ ok: true, receipt });
      expect(await page.getAttribute('html', 'lang')).toBe(language);
      expect(await page.locator('time').count()).toBe(2);
      const onPaper = page.locator('.receipt .on-paper');
      const isSeen = () => Promise.all([0, 1].map((line) => onPaper.nth(line).isVisible()));
      expect(await onPaper.count()).toBe(2);
      expect(await isSeen()).toEqual([false, false]);
      await page.emulateMedia({ media: 'print' });
      expect(await isSeen()).toEqual([true, true]);
      const printed = (await onPaper.allTextContents()).join('\n');
      for (const words of [
        organisation.name,
        site.url + paths.status[language],
        site.url + paths.privacy[language],
      ])
        expect(printed).toContain(words);

      const mail = await mailFor(reference);
      expect(mail.subject).toContain('DRINGEND');
      const urgent = (await readMails(join(site.dataDir, 'outbox'))).filter(({ subject }) =>
        subject?.includes('DRINGEND'),
      );
      expect(urgent).toHaveLength(languages.indexOf(language) + 1);
      const opened = readReport(team.decrypt(attachmentText(mail)));
      const { system, name, contact } = markers;
      expect(opened).toMatchObject({ ...typed, language, system, name, contact });
      const { receiptId, accessToken } = await deriveReceipt(receipt);
      const database = readdirSync(site.dataDir)
        .filter((file) => file.startsWith('meldpunt.sqlite'))
        .map((file) => readFileSync(join(site.dataDir, file), 'latin1'))
        .join('');
      expect(database).toContain(receiptId);
      for (const secret of [...needles, receipt, accessToken]) {
        for (const place of [database, mail.raw, site.output()]) expect(place).not.toContain(secret);
      }
      expect(JSON.stringify(await context.cookies())).not.toContain(receipt);
      await page.emulateMedia({ media: 'screen' });
      await page.click('form[action="/api/reports/received"] button');
      await page.waitForSelector('h1');
      expect(await context.cookies()).toEqual([]);
      expect((await page.goto(address))?.status()).toBe(404);
      reporter.close();
      await page.close();
      await followWithoutScripts(context, language, { receipt, reference });
      await context.close();
    },
  );

  /** Looks at the status without scripts: nothing asks for the code again, and no address has it. */
  async function followWithoutScripts(
    context: BrowserContext,
    language: LanguageCode,
    { receipt, reference }: { receipt: string; reference: string },
  ) {
    const page = await context.newPage();
    const seen: string[] = [];
    page.on('request', (request) => seen.push(request.url()));
    await page.goto(site.url + paths.status[language]);
    expect(await page.isVisible('#code-form')).toBe(false);
    const [group] = receipt.split('-');
    await page.fill('#plain-code', receipt.replace(group ?? '', group?.startsWith('A') ? 'BBBB' : 'AAAA'));
    await send(page);
    expect(await page.isVisible('#plain-code-error')).toBe(true);
    await page.fill('#plain-code', receipt.toLowerCase());
    await send(page);
    for (const go of [() => page.reload(), () => page.click(`.case-head a[hreflang]`)]) {
      await page.waitForSelector('.case-head h1');
      expect(await page.textContent('.facts')).toContain(reference);
      await go();
    }
    await page.waitForSelector(`html[lang="${language === 'nl' ? 'en' : 'nl'}"] .case-head`);
    expect(await page.locator('.messages pre').textContent()).toContain('-----BEGIN PGP MESSAGE-----');
    const scripted = await browser.newContext();
    const checked = await scripted.newPage();
    await checked.setContent(await page.content());
    expect(await violationsOn(checked)).toEqual([]);
    await scripted.close();
    await Promise.all([page.waitForNavigation(), page.click('.case-head button')]);
    await page.goto(`${site.url}/api/case/page`);
    expect(await page.isVisible('#plain-code')).toBe(true);
    expect(seen.join('\n').toUpperCase()).not.toContain(group);
    expect(site.output()).not.toContain(group);
    await page.close();
  }

  it('a refused message comes back on the page with the reason, ready to be mended', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${site.url}/en/report/yourself`);
    await page.fill('#plain-message', '<b>My finding</b> & "quotes"\nin plain words');
    const response = await send(page);
    expect(response?.status()).toBe(422);
    expect(await page.textContent('.warning')).toContain('This is not an OpenPGP message');
    expect(await page.inputValue('textarea')).toBe('<b>My finding</b> & "quotes"\nin plain words');
    const scripted = await browser.newContext();
    const checked = await scripted.newPage();
    await checked.setContent(await page.content());
    expect(await violationsOn(checked)).toEqual([]);
    await scripted.close();
    await context.close();
  });

  it.each(languages)('in %s, the commands on the page work as they stand there', async (language) => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(site.url + paths.yourself[language]);
    const [fetchIt = '', encryptIt = '', withFiles = '', sendIt = '', sendUrgent = ''] = await page
      .locator('figure.command code')
      .allTextContents();
    const folder = mkdtempSync(join(work, 'terminal-'));
    const home = new Gpg();
    shell(fetchIt, folder, home.home);
    const file = language === 'nl' ? 'rapport.md' : 'report.md';
    writeFileSync(join(folder, file), fillInTemplate(readFileSync(join(folder, file), 'utf8'), language));
    shell(encryptIt, folder, home.home);
    const answer = shell(sendIt, folder, home.home);
    const accepted = acceptedSchema.parse(JSON.parse(answer));
    expect(parseReceipt(accepted.receipt ?? '').ok).toBe(true);
    expect(Date.parse(accepted.respondBy) - Date.parse(accepted.receivedAt)).toBe(3 * 86_400_000);
    const opened = readReport(team.decrypt(attachmentText(await mailFor(accepted.reference))));
    expect(opened.description).toBe(typed.description);
    const urgent = acceptedSchema.parse(JSON.parse(shell(sendUrgent, folder, home.home)));
    expect([accepted.urgent, urgent.urgent]).toEqual([false, true]);
    expect((await mailFor(urgent.reference)).subject).toContain('DRINGEND');

    // The same with files, and once with too many.
    for (const [name, content] of Object.entries(along)) writeFileSync(join(folder, name), content);
    writeFileSync(join(folder, 'large.bin'), Buffer.alloc(140_000, 'x'));
    const pack = (...names: string[]) =>
      shell(
        withFiles.replace('advisory.json', names.map((name) => `'${name}'`).join(' ')),
        folder,
        home.home,
      );
    expect(pack('large.bin')).toContain('176 kB');
    pack(...Object.keys(along));
    const sent = acceptedSchema.parse(JSON.parse(shell(sendIt, folder, home.home)));
    const message = team.decrypt(attachmentText(await mailFor(sent.reference)));
    expect(message).toBe(readFileSync(join(folder, file.replace('.md', '.eml')), 'utf8'));
    await seeFiles(sent.reference, language);
    home.close();
    await context.close();
  });

  /** Looks in the inbox at a report that came with files: it is a report, and what is in them is shown for what it is. */
  async function seeFiles(reference: string, language: LanguageCode) {
    const context = await browser.newContext({ acceptDownloads: true });
    const inbox = await context.newPage();
    await signInWithKey(inbox, `${site.url}${inboxPaths[language]}#${reference}`, {
      file: join(site.dataDir, 'team-key.private.asc'),
    });
    await waitForCase(inbox);
    const rows = inbox.locator('#report-body .team-files > li');
    await rows.first().waitFor();
    // Read in its fields, title and all.
    expect(await inbox.textContent('#report-body .facts')).toContain(markers.system);
    expect(await inbox.locator('#report-body .note.warning').count()).toBe(0);
    expect(await rows.locator('strong').allTextContents()).toEqual(
      Object.keys(along).map((name) => expect.stringContaining(name)),
    );
    const look = async (name: string) => {
      const row = rows.filter({ hasText: name });
      await row.locator('button[aria-expanded]').click();
      await row.locator('figure').waitFor();
      return row;
    };
    const csaf = await look('advisory.json');
    await csaf.locator('.advisory').getByText('Example VEX Document Use Case 3').waitFor();
    const osv = await look('één osv.json');
    await osv.locator('.advisory').getByText('GHSA-9v2f-6vcg-3hgv').first().waitFor();
    const hostile = await look('hostile.json');
    await hostile.locator('pre').waitFor();
    expect(await hostile.locator('pre').textContent()).toContain('<img src=x onerror=alert(1)>');
    expect(await hostile.locator('.advisory, img').count()).toBe(0);
    // The headings in a report are its reporter's.
    const violations = (await violationsOn(inbox)).filter((one) => !one.startsWith('heading-order: <h6>'));
    expect(violations).toEqual([]);
    const saved = inbox.waitForEvent('download');
    await csaf.locator('button').first().click();
    const download = await saved;
    expect(download.suggestedFilename()).toBe('advisory.json');
    expect(readFileSync(await download.path()).equals(along['advisory.json'])).toBe(true);
    await context.close();
  }

  it.each(languages)(
    'in %s, an agent fills in the template by its schema, and reports by gpg and curl',
    async (language) => {
      const get = async (path: string) => (await fetch(site.url + path)).text();
      const template = await get(templatePaths[language]);
      const isHeader = validatorOf(JSON.parse(await get('/report.schema.json')));
      const known = {
        ...{ system: markers.system, weakness: 'injection', tools: 'agent 1.0', version: '2.4 (27-11-2026)' },
        ...{ keptToLimits: true, keptToMethods: true },
      };
      const [, block = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(template) ?? [];
      const lines = block.split('\n').filter((line) => !line.startsWith('#'));
      const header = lines.map((line): [string, unknown] => {
        const at = line.indexOf(': ');
        return [line.slice(0, at), JSON.parse(line.slice(at + 2))];
      });
      const filled = { ...Object.fromEntries(header), ...known };
      expect(isHeader(filled)).toBe(true);
      // Under each heading its text, in the order of the template: what is wrong, steps, seen, to run, what it does.
      const texts = [typed.description, '1. log in', 'a bill of another', 'curl -s /x', typed.impact];
      const headings = body.match(/^## .*$/gm) ?? [];
      const sections = texts.map((text, at) => `${headings[at]}\n\n${text}\n`);
      const written = Object.entries(filled).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
      const folder = mkdtempSync(join(work, 'agent-'));
      const home = new Gpg();
      writeFileSync(join(folder, 'out.md'), `---\n${written.join('\n')}\n---\n\n${sections.join('\n')}`);
      const all = '--batch --trust-model always --no-throw-keyids --encrypt --armor';
      shell(
        `curl -sO ${site.url}/team-key.asc; gpg --batch --import team-key.asc; ` +
          `gpg ${all} $(gpg --batch --with-colons --list-keys | sed -n 's/^fpr:::::::::\\([0-9A-F]*\\):/-r \\1/p') out.md`,
        folder,
        home.home,
      );
      const send = `curl -s --data-binary @out.md.asc -H 'Content-Type: application/pgp-encrypted' ${site.url}/api/reports`;
      const { reference } = acceptedSchema.parse(JSON.parse(shell(send, folder, home.home)));
      const opened = readReport(team.decrypt(attachmentText(await mailFor(reference))));
      const [description, steps, seen, proof, impact] = texts;
      expect(opened).toMatchObject({
        ...known,
        language,
        description,
        steps,
        seen,
        proof,
        impact,
        attachments: [],
      });
      home.close();
    },
  );

  it.each(languages)(
    'in %s, with --sign where the page says it, the own key has signed the report',
    async (language) => {
      const page = await browser.newPage({ javaScriptEnabled: false });
      await page.goto(site.url + paths.yourself[language]);
      const [, encryptIt = '', , sendIt = ''] = await page.locator('figure.command code').allTextContents();
      expect(await page.textContent('main')).toContain('--sign ');
      const folder = mkdtempSync(join(work, 'signed-'));
      const home = new Gpg();
      const fingerprint = home.makeKey('Rae <rae@example.net>');
      const file = language === 'nl' ? 'rapport.md' : 'report.md';
      writeFileSync(join(folder, 'team-key.asc'), await (await fetch(`${site.url}/team-key.asc`)).text());
      writeFileSync(join(folder, file), `finding\n${home.exportPublic(fingerprint)}`);
      shell(encryptIt.replace('--encrypt ', '--encrypt --sign '), folder, home.home);
      const { reference } = acceptedSchema.parse(JSON.parse(shell(sendIt, folder, home.home)));
      team.import(home.exportPublic(fingerprint));
      writeFileSync(join(folder, 'sealed.asc'), attachmentText(await mailFor(reference)));
      const status = team.run([
        '--status-fd',
        '1',
        '--output',
        join(folder, 'opened'),
        '--decrypt',
        join(folder, 'sealed.asc'),
      ]);
      expect(status).toContain(`VALIDSIG ${fingerprint}`);
      home.close();
      await page.close();
    },
  );

  it.each(languages)(
    'in %s, the page that says that a report is in shows the signed statement to keep, on paper too',
    async (language) => {
      const context = await browser.newContext({
        javaScriptEnabled: false,
        viewport: { width: 360, height: 800 },
      });
      const page = await context.newPage();
      await page.goto(site.url + paths.yourself[language]);
      const keys = await (await fetch(`${site.url}/desk-key.txt`)).text();
      await page.fill(
        '#plain-message',
        team.encrypt('finding', [team.fingerprintOf('Meldpunt demonstration')]),
      );
      expect((await send(page))?.status()).toBe(200);
      const shown = (await page.textContent('pre.statement')) ?? '';
      const [statement, ...others] = statementsIn(shown, keysIn(keys));
      const reference = /CVD-\d{4}-\w{6}/.exec((await page.textContent('.facts')) ?? '')?.[0];
      expect(statement?.fields).toMatchObject({ kind: 'acceptance', reference, site: site.siteUrl });
      expect(others).toEqual([]);
      expect(shown).not.toContain((await page.textContent('.receipt-code')) ?? '');
      // Nothing of it is out of sight on a telephone or on paper, and a link is an address there.
      for (const media of ['screen', 'print'] as const) {
        await page.emulateMedia({ media });
        const isWide = await page.$eval('pre.statement', (pre) => pre.scrollWidth > pre.clientWidth);
        expect([media, isWide, await page.isVisible('pre.statement')]).toEqual([media, false, true]);
        const address = `${site.siteUrl}${paths.proof[language]}`;
        expect(await page.getByText(address).isVisible()).toBe(media === 'print');
        const link = page.locator(`.signed a[href="${paths.proof[language]}"]`);
        expect(await link.isVisible()).toBe(media === 'screen');
      }
      await page.emulateMedia({ media: 'screen' });
      await page.click(`.signed a[href="${paths.proof[language]}"]`);
      expect(new URL(page.url()).pathname).toBe(paths.proof[language]);
      await context.close();
    },
  );

  it.each(languages)(
    'in %s, where scripts are off and pictures blocked, as in Tor Browser at its safest, no page has an empty spot',
    async (language) => {
      const store = createSqliteStore(join(site.dataDir, 'meldpunt.sqlite'));
      await answerLastMonth(store);
      await store.close();
      const context = await browser.newContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      await page.route('**/*.svg', (route) => route.abort());
      await page.route('**/*', async (route) => {
        if (route.request().resourceType() !== 'document') return route.fallback();
        const response = await route.fetch();
        const body = (await response.text()).replace(/<svg[\s\S]*?<\/svg>/g, '');
        return route.fulfill({ response, body });
      });
      const { policy, report, yourself, status, inbox, thanks, lessons, figures, privacy } = paths;
      const addresses = [policy, report, yourself, status, inbox, thanks, lessons, figures, privacy].map(
        (one) => one[language],
      );
      const empty: string[] = [];
      for (const address of [...addresses, `${lessons[language]}/voorbeeld-facturen`, '/nergens']) {
        await page.goto(site.url + address);
        const found = await page.evaluate(() => {
          const typed = 'input, textarea, select, hr, br';
          return [...document.querySelectorAll<HTMLElement>('body *')]
            .filter((element) => element.checkVisibility() && !element.matches(typed))
            .filter((element) => element.innerText.trim() === '' && !element.querySelector(typed))
            .filter((element) => element.offsetWidth > 0 && element.offsetHeight > 0)
            .map((element) => element.outerHTML.slice(0, 100));
        });
        empty.push(...found.map((html) => `${address}: ${html}`));
      }
      expect(empty).toEqual([]);
      expect(await page.goto(site.url + figures[language]).then(() => page.isVisible('.figures-table'))).toBe(
        true,
      );
      await page.goto(site.url + inbox[language]);
      expect(await page.isVisible('[data-scripts-off]')).toBe(true);
      expect(await page.textContent('[data-scripts-off]')).toContain('JavaScript');
      expect(await page.textContent('[data-scripts-off]')).toContain('GnuPG');
      await context.close();
    },
  );

  it('a script that can not be read leaves the page as it is without scripts', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.route('**/*.js', (route) =>
      route.request().url().endsWith('/awaiting.js')
        ? route.continue()
        : route.fulfill({ contentType: 'text/javascript', body: 'this is (no script' }),
    );
    // With its hash the script would not even be tried.
    await page.route('**/*', async (route) => {
      if (route.request().resourceType() !== 'document') return route.fallback();
      const response = await route.fetch();
      const body = (await response.text()).replace(/ integrity="[^"]*"/g, '');
      return route.fulfill({ response, body });
    });
    for (const address of [paths.report.nl, paths.status.nl, paths.inbox.nl]) {
      await page.goto(site.url + address);
      await page.waitForSelector('html:not(.awaiting)');
      expect(await page.isVisible('[data-scripts-off]')).toBe(true);
    }
    await context.close();
  });

  it('who prefers another language is offered it in that language, on pages that have scripts', async () => {
    const offered = async (locale: string, address: string) => {
      const context = await browser.newContext({ locale });
      const page = await context.newPage();
      await page.goto(site.url + address);
      const texts = await page.locator('.suggestion:visible').allTextContents();
      await context.close();
      return texts.map((text) => text.trim());
    };
    expect(await offered('en-GB', paths.report.nl)).toEqual(['Read this page in English']);
    expect(await offered('nl-BE', paths.status.en)).toEqual(['Lees deze pagina in het Nederlands']);
    // Its own language, and one that we do not have.
    expect(await offered('nl-NL', paths.inbox.nl)).toEqual([]);
    expect(await offered('fi-FI', paths.report.nl)).toEqual([]);
    // The policy has no scripts.
    expect(await offered('en-GB', paths.policy.nl)).toEqual([]);
  });

  it('a page that does not exist promises no translation of itself', async () => {
    const html = await (await fetch(`${site.url}/nergens`)).text();
    expect(html).toContain('hreflang="en"');
    expect(html).not.toContain('Read this page in English');
    expect(await (await fetch(`${site.url}/melden`)).text()).toContain('Read this page in English');
  });

  it('every page says that this is a demonstration', async () => {
    for (const path of ['/', '/en', '/melden', '/en/report', '/nergens']) {
      const html = await (await fetch(site.url + path)).text();
      expect(html).toContain('class="demonstration"');
    }
  });

  it('the policy loads no script at all', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(`${request.resourceType()} ${request.url()}`));
    await page.goto(site.url, { waitUntil: 'networkidle' });
    expect(requests.filter((request) => request.startsWith('script'))).toEqual([]);
    expect(requests.every((request) => request.includes(site.url))).toBe(true);
    await context.close();
  });
});
