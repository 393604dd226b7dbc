import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseReceipt } from '../../src/disclosure/read-receipt.ts';
import { deriveReceipt } from '../../src/disclosure/receipt.ts';
import { readReport } from '../../src/disclosure/report.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { paths } from '../../src/i18n/languages.ts';
import { violationsOn } from '../support/axe.ts';
import { launchChromium } from '../support/chromium.ts';
import { attachmentText, readMails } from '../support/eml.ts';
import { Gpg } from '../support/gpg.ts';
import { hold } from '../support/hold.ts';
import { type RunningSite, until } from '../support/project.ts';
import { draftKept, fillInReport, markers, needles, reportPaths } from '../support/report-page.ts';
import { startSite } from '../support/site.ts';

const languages: LanguageCode[] = ['nl', 'en'];

describe('reporting with the form', () => {
  const alice = new Gpg();
  const bob = new Gpg();
  let site: RunningSite;
  let browser: Browser;
  let context: BrowserContext;

  beforeAll(async () => {
    // Two team members, one with RSA and one with Curve25519: both must be able to open everything.
    alice.makeKey('Alice <alice@example.com>', 'rsa2048');
    bob.makeKey('Bob <bob@example.com>');
    const teamKey = alice.file('team-key.asc', alice.exportPublic() + bob.exportPublic());
    site = await startSite({ TEAM_KEY_FILE: teamKey });
    browser = await launchChromium();
    context = await browser.newContext();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    alice.close();
    bob.close();
  });

  /** A page that keeps every request body, and fails the test on a console error. */
  async function openForm(language: LanguageCode, own?: BrowserContext) {
    const page = await (own ?? context).newPage();
    const complaints: string[] = [];
    const sent: string[] = [];
    page.on(
      'console',
      (message) =>
        message.type() === 'error' && complaints.push(`${message.text()} ${message.location().url}`),
    );
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => sent.push(`${request.url()}\n${request.postData() ?? ''}`));
    await page.goto(site.url + reportPaths[language]);
    return { page, complaints, sent };
  }
  const mails = async () => {
    const folder = join(site.dataDir, 'outbox');
    return statSync(folder, { throwIfNoEntry: false }) ? readMails(folder) : [];
  };
  const mailFor = (reference: string) =>
    until(
      async () => (await mails()).find(({ subject }) => subject?.includes(reference)),
      `mail for ${reference}`,
    );

  it.each(languages)('a report in %s reaches the team, and only the team can read it', async (language) => {
    const { page, complaints, sent } = await openForm(language);
    await fillInReport(page);
    await page.click('#preview summary');
    await page.waitForFunction(() => document.getElementById('preview-text')?.textContent);
    const preview = (await page.textContent('#preview-text')) ?? '';
    // What the team will read: its names, the answers in words, texts in their layout; the text itself is folded.
    await page.waitForSelector('#preview-seen li');
    const words = { nl: ['Systeem'], en: ['System'] }[language];
    const read = (await page.textContent('#preview-fields')) ?? '';
    for (const told of [words[0] ?? '', markers.system, markers.name, markers.credit, 'SSRF'])
      expect(read).toContain(told);
    expect(await page.locator('#preview-fields .rendered ol > li').first().innerText()).toBe('Log in');
    expect(await page.locator('#preview-fields pre').innerText()).toContain(
      markers.proof.split('\n')[1] ?? '',
    );
    expect(await page.isVisible('#preview-text')).toBe(false);
    await page.click('#preview-raw > summary');
    expect(await page.isVisible('#preview-text')).toBe(true);
    const seen = await page.locator('#preview-seen li').allTextContents();
    expect(seen).toHaveLength(2);
    for (const needle of needles) expect(seen.join()).not.toContain(needle);
    await page.click('#send');
    await page.waitForSelector('#sent:not([hidden])');
    const reference = (await page.textContent('#sent-reference')) ?? '';
    const receipt = (await page.textContent('#sent-receipt')) ?? '';
    expect(reference).toMatch(/^CVD-\d{4}-[0-9A-Z]{6}$/);
    expect(parseReceipt(receipt)).toEqual({ ok: true, receipt });
    await page.waitForSelector('#sent-kept:not(:empty)');
    expect(await page.evaluate(() => Object.keys(sessionStorage).sort())).toEqual([
      'meldpunt-sent',
      'meldpunt-tab',
    ]);

    const mail = await mailFor(reference);
    expect(mail.attachments[0]?.filename).toBe(`${reference}.asc`);
    expect(mail.to?.[0]?.address).toBe('team@example.com');
    expect(mail.subject).toContain('DRINGEND');
    for (const member of [alice, bob]) {
      const opened = member.decrypt(attachmentText(mail));
      const report = readReport(opened);
      expect(report).toMatchObject({
        ...markers,
        language,
        weakness: 'server-side-request',
        exposure: 'exploited',
        publication: 'together',
        keptToLimits: true,
        keptToMethods: true,
      });
      expect(report.replyKey).toContain('BEGIN PGP PUBLIC KEY BLOCK');
      // The preview showed exactly this, and the length is that of a bucket.
      expect(opened.trimEnd()).toBe(preview.trimEnd());
      expect(Buffer.byteLength(opened)).toBe(4096);
    }

    // Nothing readable in what the browser sent, in the database, in the mails or in the log.
    const { receiptId, accessToken, replyKeyPassphrase } = await deriveReceipt(receipt);
    const secrets = [...needles, receipt, receipt.replaceAll('-', ''), accessToken, replyKeyPassphrase];
    const database = readdirSync(site.dataDir)
      .filter((name) => name.startsWith('meldpunt.sqlite'))
      .map((name) => readFileSync(join(site.dataDir, name), 'latin1'));
    expect(database.join('')).toContain(receiptId);
    const places = {
      sent: sent.join('\n'),
      database: database.join(''),
      mail: mail.raw,
      text: mail.text ?? '',
      log: site.output(),
    };
    for (const [place, content] of Object.entries(places)) {
      expect(content.length, place).toBeGreaterThan(100);
      for (const secret of secrets) expect(content, `${secret} in ${place}`).not.toContain(secret);
    }
    expect(complaints).toEqual([]);
    await page.close({ runBeforeUnload: false });
  });

  it('a reply sealed by gpg to the key in the report opens with the receipt alone', async () => {
    const { page, sent } = await openForm('nl');
    await fillInReport(page);
    await page.click('#send');
    await page.waitForSelector('#sent:not([hidden])');
    const receipt = (await page.textContent('#sent-receipt')) ?? '';
    const mail = await mailFor((await page.textContent('#sent-reference')) ?? '');
    const report = readReport(bob.decrypt(attachmentText(mail)));
    const team = new Gpg();
    team.import(report.replyKey);
    const reply = team.encrypt('Dank je wel.', ['reply key']);
    team.close();
    const { replyKeyPassphrase } = await deriveReceipt(receipt);
    const body = JSON.parse(
      sent
        .find((request) => request.includes('"sealedReport"'))
        ?.split('\n')
        .slice(1)
        .join('\n') ?? '',
    );
    const reporter = new Gpg();
    const phrase = ['--pinentry-mode', 'loopback', '--passphrase', replyKeyPassphrase];
    reporter.run([...phrase, '--import'], body.replyKey);
    expect(reporter.run([...phrase, '--decrypt'], reply)).toBe('Dank je wel.');
    expect(() =>
      reporter.run(['--pinentry-mode', 'loopback', '--passphrase', 'guess', '--decrypt'], `${reply}\n`),
    ).not.toBe(undefined);
    reporter.close();
    await page.close({ runBeforeUnload: false });
  });

  it('a reporter with an own OpenPGP key gets that key into the report, and no other is made for them', async () => {
    const reporter = new Gpg();
    const fingerprint = reporter.makeKey('Rep <rep@example.net>');
    const { page, sent } = await openForm('en');
    await fillInReport(page, { ownKey: reporter.exportPrivate(fingerprint) });
    await page.click('#send');
    await page.waitForSelector('#error-summary:not([hidden])');
    expect(await page.textContent('#error-ownKey')).toContain('secret key');
    expect(sent.some((request) => request.includes('/api/reports\n'))).toBe(false);
    // An old key of theirs beside it, before it in the export, stands in nobody's way.
    const old = new Gpg();
    const past = ['--faked-system-time', '20240101T000000', '--passphrase', ''];
    old.run([...past, '--quick-generate-key', 'Rep <rep@example.net>', 'rsa2048', 'default', '30d']);
    await page.fill('#field-ownKey', old.exportPublic() + reporter.exportPublic());
    old.close();
    await page.click('#send');
    await page.waitForSelector('#sent:not([hidden])');
    const mail = await mailFor((await page.textContent('#sent-reference')) ?? '');
    const team = new Gpg();
    team.import(readReport(alice.decrypt(attachmentText(mail))).replyKey);
    expect(team.run(['--list-keys', '--with-colons'])).toContain(fingerprint);
    expect(sent.join('')).not.toContain('"replyKey"');
    team.close();
    reporter.close();
    await page.close({ runBeforeUnload: false });
  });

  it.each(languages)(
    'in %s, what is missing is named beside its field and in a summary that leads to it',
    async (language) => {
      const { page } = await openForm(language);
      await page.click('#send');
      await page.waitForSelector('#error-summary:not([hidden])');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('error-summary');
      const links = await page
        .locator('#error-summary a')
        .evaluateAll((all) => all.map((link) => link.getAttribute('href')));
      expect(links).toEqual([
        '#field-system',
        '#field-weakness',
        '#field-description',
        '#field-impact',
        '#field-exposure',
        '#field-keptToLimits',
        '#field-keptToMethods',
      ]);
      expect(await page.getAttribute('#field-system', 'aria-invalid')).toBe('true');
      expect(await violationsOn(page)).toEqual([]);
      await page.close();
    },
  );

  it('a draft survives a reload, and can be thrown away', async () => {
    const { page } = await openForm('nl');
    await fillInReport(page);
    await draftKept(page);
    await page.reload();
    await page.waitForSelector('#draft-note:not([hidden])');
    expect(await page.inputValue('#field-description')).toBe(markers.description);
    expect(await page.isChecked('#field-keptToMethods')).toBe(true);
    page.once('dialog', (dialog) => void dialog.accept());
    await page.click('#draft-discard');
    await page.waitForSelector('#draft-note', { state: 'hidden' });
    expect(await page.inputValue('#field-description')).toBe('');
    await page.reload();
    expect(await page.inputValue('#field-system')).toBe('');
    await page.close();
  });

  it('what is typed before the rest of the scripts has arrived is not called restored', async () => {
    const own = await browser.newContext();
    const { page } = await openForm('nl', own);
    const rest = await hold(page, '**/form.*.js');
    await page.fill('#field-system', 'portaal');
    await rest.asked;
    await rest.release('continue');
    // The rest is there when it checks a field that was left.
    await until(async () => {
      await page.fill('#field-description', 'x');
      await page.fill('#field-description', '');
      await page.focus('#field-impact');
      return (await page.isVisible('#error-description')) || undefined;
    }, 'the rest of the scripts');
    expect(await page.inputValue('#field-system')).toBe('portaal');
    expect(await page.isVisible('#draft-note')).toBe(false);
    await own.close();
  });

  it('what is pressed, opened or dropped before the rest of the scripts has arrived is not lost', async () => {
    const own = await browser.newContext();
    const { page, complaints } = await openForm('nl', own);
    await fillInReport(page, { description: 'met *nadruk*' });
    await draftKept(page);
    for (const pressed of ['preview', 'discard'] as const) {
      const rest = await hold(page, '**/form.*.js');
      await page.reload();
      await rest.asked;
      if (pressed === 'preview') {
        await page.click('#preview summary');
        await page.locator('#files-field').evaluate((field) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File(['x'], 'gesleept.txt'));
          field.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
        });
        await rest.release('continue');
        await page.waitForFunction(() =>
          document.getElementById('files-list')?.textContent?.includes('gesleept'),
        );
      } else {
        await page.waitForSelector('#draft-note:not([hidden])');
        let questions = 0;
        page.on('dialog', (dialog) => {
          questions += 1;
          return dialog.accept();
        });
        await page.dblclick('#draft-discard');
        await rest.release('continue');
        await page.waitForSelector('#draft-note', { state: 'hidden' });
        await page.focus('#field-description');
        expect(questions).toBe(1);
        expect(await page.inputValue('#field-description')).toBe('');
      }
      await page.unroute('**/form.*.js');
    }
    const rest = await hold(page, '**/form.*.js');
    await page.reload();
    await fillInReport(page);
    await page.click('#preview summary');
    await rest.release('continue');
    await page.waitForFunction(
      (system) => document.getElementById('preview-text')?.textContent?.includes(system),
      markers.system,
    );
    await page.click('#preview summary');
    await page.unroute('**/form.*.js');
    expect(complaints).toEqual([]);
    await own.close();
  });

  it('where the rest of the scripts does not arrive, a button that was pressed says so', async () => {
    const own = await browser.newContext();
    const { page } = await openForm('nl', own);
    await fillInReport(page);
    await draftKept(page);
    await page.route('**/form.*.js', (route) => route.abort());
    await page.reload();
    await page.click('#draft-discard');
    await page.waitForSelector('#send-failed:not([hidden])');
    expect(await page.textContent('#send-failed-reason')).toContain('is niet geladen');
    await own.close();
  });

  it('attachments that a reload took away are asked for again, until there are some', async () => {
    const own = await browser.newContext();
    const { page } = await openForm('nl', own);
    const choose = (name: string) =>
      page.setInputFiles('#field-files', { name, mimeType: 'text/plain', buffer: Buffer.from(name) });
    await page.locator('#files-field > summary').click();
    await choose('stap-1.txt');
    await page.waitForSelector('#files-list li');
    expect(await page.isVisible('#files-lost')).toBe(false);
    // Nothing was typed: the note appears all the same, and stays through a second reload.
    for (let reloads = 0; reloads < 2; reloads += 1) {
      await page.reload();
      await page.waitForSelector('#files-lost:not([hidden])');
      expect(await page.isVisible('#files-lost')).toBe(true);
    }
    await choose('stap-1-opnieuw.txt');
    await page.waitForSelector('#files-lost', { state: 'hidden' });
    await page.locator('#files-list button').click();
    await page.reload();
    await page.focus('#field-system');
    await page.waitForFunction(() => document.querySelector('[data-group-state]')?.textContent !== '');
    expect(await page.isVisible('#files-lost')).toBe(false);
    await own.close();
  });

  it('a server that fails loses nothing: the sealed report can be downloaded, and a second try sends it once', async () => {
    const { page } = await openForm('nl');
    await fillInReport(page);
    await page.route('**/api/reports', (route) => route.abort());
    await page.click('#send');
    await page.waitForSelector('#send-failed:not([hidden])');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('send-failed');
    expect(await page.inputValue('#field-description')).toBe(markers.description);
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#sealed-download')]);
    expect(download.suggestedFilename()).toBe('versleuteld-rapport.asc');
    const report = readReport(alice.decrypt(readFileSync(await download.path(), 'utf8')));
    expect(report.impact).toBe(markers.impact);
    expect(await page.isVisible('#sealed-advice')).toBe(true);
    // There are no attachments to be missed in that file.
    expect(await page.isVisible('#sealed-no-files')).toBe(false);

    // The server takes it, but the answer gets lost; the next try finds the same case.
    await page.unroute('**/api/reports');
    let first = '';
    await page.route('**/api/reports', async (route) => {
      first = (await (await route.fetch()).json()).reference;
      await route.abort();
    });
    await page.click('#send-retry');
    await until(() => first || undefined, 'the first answer');
    await page.waitForSelector('#send-failed:not([hidden])');
    await page.unroute('**/api/reports');
    await page.click('#send-retry');
    await page.waitForSelector('#sent:not([hidden])');
    expect(await page.textContent('#sent-reference')).toBe(first);
    await page.close({ runBeforeUnload: false });
  });

  it('the sealed report to take along says that the attachments are not in it', async () => {
    const { page } = await openForm('nl');
    await fillInReport(page);
    const buffer = Buffer.from('bewijs');
    await page.setInputFiles('#field-files', { name: 'bewijs.txt', mimeType: 'text/plain', buffer });
    await page.route('**/api/reports', (route) => route.abort());
    await page.click('#send');
    await page.waitForSelector('#send-failed:not([hidden])');
    expect(await page.isVisible('#sealed-download')).toBe(true);
    expect(await page.textContent('#sealed-no-files')).toContain('zitten niet in dat bestand');
    expect(await page.isVisible('#sealed-no-files')).toBe(true);
    await page.close({ runBeforeUnload: false });
  });

  it('a refusal by the server is told in the visitor’s language', async () => {
    const { page } = await openForm('en');
    await fillInReport(page);
    await page.route('**/api/reports', (route) =>
      route.fulfill({
        status: 429,
        contentType: 'application/problem+json',
        body: '{"code":"too-many-requests"}',
      }),
    );
    await page.click('#send');
    await page.waitForSelector('#send-failed:not([hidden])');
    expect(await page.textContent('#send-failed-reason')).toMatch(
      /^Too many reports were sent in a short time/,
    );
    await page.close();
  });

  it('two clicks send one report', async () => {
    const { page, sent } = await openForm('nl');
    await fillInReport(page);
    await page.dblclick('#send');
    await page.waitForSelector('#sent:not([hidden])');
    expect(sent.filter((request) => request.includes('/api/reports\n'))).toHaveLength(1);
    await page.close({ runBeforeUnload: false });
  });

  it('an edit after a try that never arrived is sealed anew and sent under the same receipt', async () => {
    const { page, sent } = await openForm('nl');
    await fillInReport(page);
    await page.route('**/api/reports', (route) => route.abort(), { times: 1 });
    await page.click('#send');
    await page.waitForSelector('#send-failed:not([hidden])');
    await page.fill('#field-impact', 'anders');
    expect(await page.isVisible('#send-failed')).toBe(false);
    await page.click('#send');
    await page.waitForSelector('#sent:not([hidden])');
    const ids = sent.flatMap((request) => /"sealedReport":.*"receiptId":"(\w+)"/.exec(request)?.[1] ?? []);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    const mail = await mailFor((await page.textContent('#sent-reference')) ?? '');
    expect(readReport(alice.decrypt(attachmentText(mail))).impact).toBe('anders');
    expect(await page.isVisible('#sent-note')).toBe(false);
    await page.close({ runBeforeUnload: false });
  });

  it('a try that arrived unnoticed keeps its receipt, even after an edit and a reload, and the newer version joins it', async () => {
    const { page } = await openForm('nl');
    await fillInReport(page);
    let first = '';
    await page.route(
      '**/api/reports',
      async (route) => {
        first = (await (await route.fetch()).json()).reference;
        await route.abort();
      },
      { times: 1 },
    );
    await page.click('#send');
    await page.waitForSelector('#send-failed:not([hidden])');
    await page.reload();
    await page.waitForSelector('#draft-note:not([hidden])');
    await page.fill('#field-impact', 'anders');
    // What is in is not called unsent, where only the newer version did not get through.
    await page.route('**/api/case/messages', (route) => route.abort(), { times: 1 });
    await page.click('#send');
    await page.waitForSelector('#send-failed:not([hidden])');
    expect(await page.textContent('#send-failed-reason')).toContain(`is al binnen, met kenmerk ${first}.`);
    await page.click('#send-retry');
    await page.waitForSelector('#sent:not([hidden])');
    expect(await page.textContent('#sent-reference')).toBe(first);
    expect(await page.textContent('#sent-note')).toContain('als bericht aan dezelfde zaak toegevoegd');
    const receipt = (await page.textContent('#sent-receipt')) ?? '';
    expect(parseReceipt(receipt).ok).toBe(true);
    const added = await until(
      async () => (await mails()).find(({ subject }) => subject === `Nieuw bericht in ${first}`),
      'the mail of the newer version',
    );
    expect(readReport(alice.decrypt(attachmentText(added))).impact).toBe('anders');
    await page.close({ runBeforeUnload: false });
  });

  it('of several tries that went astray the one that arrived is found, whichever it was', async () => {
    const { page } = await openForm('en');
    await fillInReport(page);
    let tries = 0;
    let arrived = '';
    await page.route(
      '**/api/reports',
      async (route) => {
        tries += 1;
        // The first never arrives, of the second only the answer gets lost, the third never arrives.
        if (tries === 2) arrived = (await (await route.fetch()).json()).reference;
        await route.abort();
      },
      { times: 3 },
    );
    for (const impact of ['first version', 'second version', 'third version', 'fourth version']) {
      await page.fill('#field-impact', impact);
      await page.click('#send');
      await page.waitForSelector('#send-failed:not([hidden]), #sent:not([hidden])');
    }
    expect(tries).toBe(3);
    expect(await page.textContent('#sent-reference')).toBe(arrived);
    const added = await until(
      async () => (await mails()).find(({ subject }) => subject === `Nieuw bericht in ${arrived}`),
      'the mail of the newest version',
    );
    expect(readReport(alice.decrypt(attachmentText(added))).impact).toBe('fourth version');
    expect(readReport(alice.decrypt(attachmentText(await mailFor(`melding ${arrived}`)))).impact).toBe(
      'second version',
    );
    await page.close({ runBeforeUnload: false });
  });

  it('a refusal does not make the page forget a try that may have arrived', async () => {
    const { page } = await openForm('nl');
    await fillInReport(page);
    let arrived = '';
    let tries = 0;
    await page.route(
      '**/api/reports',
      async (route) => {
        tries += 1;
        if (tries === 2)
          return route.fulfill({
            status: 422,
            contentType: 'application/problem+json',
            body: '{"code":"missing-recipient"}',
          });
        arrived = (await (await route.fetch()).json()).reference;
        return route.abort();
      },
      { times: 2 },
    );
    await page.click('#send');
    await page.waitForSelector('#send-failed:not([hidden])');
    await page.fill('#field-impact', 'anders');
    await page.click('#send');
    await until(
      async () =>
        (await page.textContent('#send-failed-reason'))?.includes('alle sleutels') ? true : undefined,
      'the refusal',
    );
    await page.click('#send-retry');
    await page.waitForSelector('#sent:not([hidden])');
    expect(await page.textContent('#sent-reference')).toBe(arrived);
    await page.close({ runBeforeUnload: false });
  });

  it('a report that was thrown away is not sent by trying again', async () => {
    const { page } = await openForm('nl');
    await fillInReport(page);
    await draftKept(page);
    await page.reload();
    await page.waitForSelector('#draft-note:not([hidden])');
    await page.route('**/api/reports', (route) => route.abort());
    await page.click('#send');
    await page.waitForSelector('#send-failed:not([hidden])');
    page.once('dialog', (dialog) => void dialog.accept());
    await page.click('#draft-discard');
    expect(await page.isVisible('#send-failed')).toBe(false);
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    await page.click('#send');
    await page.waitForSelector('#error-summary:not([hidden])');
    await page.close();
  });

  it('scripts that do not load are told, and load at the next try', async () => {
    for (const part of ['form.', 'seal.worker']) {
      const { page } = await openForm('en');
      await page.route(`**/${part}*.js`, (route) => route.abort());
      await fillInReport(page);
      await page.click('#send');
      await page.waitForSelector('#send-failed:not([hidden])');
      expect(await page.textContent('#send-failed-reason')).toMatch(/did not load|Encrypting did not work/);
      // Nothing was sealed: nothing to take along, and no advice to do so.
      for (const part of ['#sealed-advice', '#sealed-no-files', '#sealed-download'])
        expect(await page.isVisible(part)).toBe(false);
      await draftKept(page);
      expect(await page.evaluate(() => sessionStorage.getItem('meldpunt-draft'))).toMatch(/^[\w+/=]{500,}$/);
      await page.unroute(`**/${part}*.js`);
      // A module that failed to load once is remembered as failed by the browser: the page is loaded anew for it.
      await page.click('#send-retry');
      if (part === 'form.') {
        await page.waitForSelector('#draft-note:not([hidden])');
        await page.click('#send');
      }
      await page.waitForSelector('#sent:not([hidden])');
      await page.close({ runBeforeUnload: false });
    }
  });

  it('what stands on the page can not be changed while it is being sent', async () => {
    const { page } = await openForm('nl');
    await fillInReport(page);
    let release: () => void = () => undefined;
    const held = new Promise<void>((done) => {
      release = done;
    });
    await page.route('**/api/reports', async (route) => {
      await held;
      await route.continue();
    });
    await page.click('#send');
    await page.waitForFunction(() => document.getElementById('send-status')?.textContent);
    expect(await page.isDisabled('#field-impact')).toBe(true);
    release();
    await page.waitForSelector('#sent:not([hidden])');
    expect(await page.inputValue('#field-impact')).toBe('');
    await page.close({ runBeforeUnload: false });
  });

  it('where the clipboard is out of reach the code is selected, and the page says so', async () => {
    const page = await context.newPage();
    await page.goto(site.url + paths.yourself.en);
    await page.waitForSelector('figure.command button:not([hidden])');
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    await page.locator('figure.command button').first().click();
    expect(await page.locator('figure.command [role=status]').first().textContent()).toContain(
      'copy it yourself',
    );
    expect(await page.evaluate(() => String(getSelection()))).toContain('curl -O');
    await page.close();
  });

  it('nothing heavy loads before the form is used, all that the normal way loads stays under 90 KB brotli, and CVSS and Markdown, loaded when asked for, under 10 and 28 KB more', async () => {
    const page: Page = await context.newPage();
    const scripts = new Map<string, number>();
    page.on('response', async (response) => {
      // One that is still good (304) has no body.
      if (!response.url().endsWith('.js') || response.status() !== 200) return;
      const { brotliCompressSync } = await import('node:zlib');
      scripts.set(response.url(), brotliCompressSync(await response.body()).length);
    });
    await page.goto(site.url + reportPaths.nl, { waitUntil: 'networkidle' });
    const total = () => [...scripts.values()].reduce((sum, size) => sum + size, 0);
    const before = total();
    expect(before).toBeLessThan(3000);
    await fillInReport(page);
    await page.click('#send');
    await page.waitForSelector('#sent:not([hidden])');
    const after = total();
    expect(after).toBeGreaterThan(20_000);
    expect(after).toBeLessThan(90 * 1024);
    expect([...scripts.keys()].join(' ')).not.toMatch(/cvss|markdown/);
    page.once('dialog', (dialog) => void dialog.accept());
    await page.click('#report-another');
    await page.waitForSelector('#report-form:not([hidden])');
    await page.click('#group-cvss > summary');
    await page.waitForSelector('#cvss-AV');
    await page.waitForLoadState('networkidle');
    const withCvss = total();
    await page.fill('#field-impact', '**alles**');
    await page.click('[data-field-box=impact] [data-mode=preview]');
    await page.waitForSelector('#rendered-impact strong');
    await page.waitForLoadState('networkidle');
    expect(withCvss - after).toBeGreaterThan(1000);
    expect(withCvss - after).toBeLessThan(10 * 1024);
    expect(total() - withCvss).toBeGreaterThan(1000);
    expect(total() - withCvss).toBeLessThan(28 * 1024);
    await page.close({ runBeforeUnload: false });
  });

  it.each(languages)(
    'the pages in %s have no accessibility violations, light or dark, sent state included',
    async (language) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const own = await browser.newContext({ colorScheme, viewport: { width: 360, height: 740 } });
        const { page } = await openForm(language, own);
        expect(await violationsOn(page)).toEqual([]);
        await fillInReport(page);
        await page.click('#send');
        await page.waitForSelector('#sent:not([hidden])');
        expect(await violationsOn(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
        for (const path of language === 'nl' ? ['/', '/nergens', '/status'] : ['/en', '/en/status']) {
          const other = await own.newPage();
          await other.goto(site.url + path);
          expect(await violationsOn(other)).toEqual([]);
        }
        await own.close();
      }
    },
  );
});
