import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeInput } from '../support/cases.ts';
import { offerKey, openReply, sendComposed, signInWithKey, waitForCase } from '../support/inbox-page.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';
import { PASSPHRASE } from '../support/teams.ts';

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe('what a member is writing', () => {
  let desk: TeamSite;
  beforeAll(async () => {
    desk = await startTeamSite();
  });
  afterAll(() => desk?.stop());

  /** What the browser keeps, by name. */
  const kept = (page: Page) =>
    page.evaluate(() =>
      Object.entries({ ...localStorage })
        .flat()
        .join('\n'),
    );
  const isKept = (page: Page, count: number) =>
    page.waitForFunction(
      (wanted) =>
        Object.keys(localStorage).filter((key) => key.startsWith('meldpunt-draft')).length === wanted,
      count,
    );

  it('survives reload, sign-out and a conflict, is readable to nobody else, and goes when it is sent, thrown away or withdrawn', async () => {
    const context = desk.watch(await desk.browser.newContext());
    const { reference } = await desk.report(context, 'nl');
    const page = await context.newPage();
    page.on('dialog', (dialog) => void dialog.accept());
    const address = `${desk.site.url}/inbox#${reference}`;
    await signInWithKey(page, address, { file: desk.keys.anna });
    await waitForCase(page);
    // A letter that nobody wrote in goes on following its assessment, also after a reload.
    await page.check('#assessment-rejected');
    const rejection = await page.inputValue('#compose-message');
    await isKept(page, 1);
    await page.reload();
    await page.click('#load-key');
    await offerKey(page, desk.keys.anna);
    await waitForCase(page);
    await page.waitForSelector('#reply-away');
    expect(await page.inputValue('#compose-message')).toBe(rejection);
    await page.check('#assessment-confirmed');
    expect(await page.inputValue('#compose-message')).not.toBe(rejection);
    await page.fill('#compose-date', inDays(9));
    await page.fill('#compose-message', 'marker-draft of mine');
    await page.selectOption('#assignee', { index: 1 });
    await isKept(page, 2);
    expect(await kept(page)).toContain('BEGIN PGP MESSAGE');
    for (const readable of ['marker-draft', inDays(9), 'confirmed', 'assignee'])
      expect(await kept(page)).not.toContain(readable);

    // A reload takes the key of a tab that is alone; with the key it is all there, and the page says so.
    await page.reload();
    await page.waitForSelector('#load-key');
    await page.click('#load-key');
    await offerKey(page, desk.keys.anna);
    await page.waitForSelector('#report-body .facts');
    await openReply(page);
    await page.waitForSelector('#reply-away');
    const written = async () => [
      await page.isChecked('#assessment-confirmed'),
      await page.inputValue('#compose-date'),
      await page.inputValue('#compose-message'),
    ];
    expect(await written()).toEqual([true, inDays(9), 'marker-draft of mine']);
    expect(await page.inputValue('#assignee')).not.toBe('');

    // Signed out, nothing of it is on the page; another member does not get it, and its writer does.
    await page.fill('#compose-message', 'marker-draft of mine, longer');
    await page.click('#sign-out');
    await page.waitForSelector('#sign-in:not([hidden])');
    expect(await page.content()).not.toContain('marker-draft');
    await offerKey(page, desk.keys.bram, PASSPHRASE);
    await page.waitForSelector('#report-body .facts');
    await openReply(page);
    expect(await page.inputValue('#compose-message')).toBe('');
    await page.click('#sign-out');
    await offerKey(page, desk.keys.anna);
    await waitForCase(page);
    await page.waitForSelector('#reply-away');
    expect(await written()).toEqual([true, inDays(9), 'marker-draft of mine, longer']);

    // A conflict keeps the assessment that was chosen, and says so where it has no place any more.
    const found = await desk.store.findCase(reference);
    if (found) await desk.store.changeCase(changeInput(found, { credit: 'named' }));
    await page.click('#compose-submit');
    await page.waitForSelector('#conflict:not([hidden])');
    expect(await written()).toEqual([true, inDays(9), 'marker-draft of mine, longer']);
    await sendComposed(page);
    await isKept(page, 1);

    // What is written before the key is there takes nobody's place: both are there until one is thrown away.
    await page.fill('#compose-message', 'marker-draft again');
    await isKept(page, 2);
    await page.reload();
    await page.click('#dock-reply');
    await page.waitForFunction(() =>
      document.getElementById('reply-other')?.textContent?.includes('bewaard'),
    );
    await page.fill('#compose-message', 'without the key');
    await page.click('#load-key');
    await offerKey(page, desk.keys.anna);
    await page.waitForSelector('#reply-swap');
    expect(await page.inputValue('#compose-message')).toBe('without the key');
    await page.click('#reply-swap');
    expect(await page.inputValue('#compose-message')).toBe('marker-draft again');
    await page.click('#reply-other-away');
    expect(await page.locator('#reply-swap').count()).toBe(0);

    // What one does not want any more is thrown away.
    await page.click('#reply-away');
    expect(await page.inputValue('#compose-message')).toBe('');
    await isKept(page, 1);
    await context.close();
  });

  it('for the team alone survives as well: a note, the triage, and when and by what number authorities were told', async () => {
    const context = desk.watch(await desk.browser.newContext());
    const { reference } = await desk.report(context, 'nl');
    const page = await context.newPage();
    page.on('dialog', (dialog) => void dialog.accept());
    const found = await desk.store.findCase(reference);
    if (found) await desk.store.changeCase(changeInput(found, { exploitedAt: Date.now() }));
    await signInWithKey(page, `${desk.site.url}/inbox#${reference}`, { file: desk.keys.anna });
    await waitForCase(page);
    const told = '#reported-early-warning';
    await page.click(`[aria-controls="${told.slice(1)}"]`);
    await page.fill(`${told}-at`, '2026-01-02T03:04');
    await page.fill(`${told}-number`, 'marker-number');
    await page.click('#dock-note');
    await page.fill('#note-text', 'marker-note of mine');
    await page.fill('#label-text', 'marker-label');
    await page.click('#ssvc-edit summary');
    await page.check('#ssvc-mission-high');
    await isKept(page, 3);
    for (const readable of ['marker-', 'mission', '03:04']) expect(await kept(page)).not.toContain(readable);

    const written = async () => {
      await page.waitForSelector('#triage-away');
      expect(await page.textContent('#dock')).toContain('niet bewaard');
      if ((await page.getAttribute('#dock-note', 'aria-expanded')) === 'false')
        await page.click('#dock-note');
      return [
        await page.inputValue('#note-text'),
        await page.inputValue('#label-text'),
        await page.isChecked('#ssvc-mission-high'),
        await page.isVisible('#ssvc-save'),
        await page.inputValue(`${told}-at`),
        await page.inputValue(`${told}-number`),
        await page.isVisible(`${told}-number`),
      ];
    };
    const others = ['marker-label', true, true, '2026-01-02T03:04', 'marker-number', true];
    await page.reload();
    await page.click('#load-key');
    await offerKey(page, desk.keys.anna);
    expect(await written()).toEqual(['marker-note of mine', ...others]);
    // What was typed last before signing out is there too.
    await page.fill('#note-text', 'marker-note of mine, longer');
    await page.click('#sign-out');
    await page.waitForSelector('#sign-in:not([hidden])');
    expect(await page.content()).not.toContain('marker-');
    await page.reload();
    await page.waitForSelector('#sign-in:not([hidden])');
    await offerKey(page, desk.keys.anna);
    expect(await written()).toEqual(['marker-note of mine, longer', ...others]);

    // Saved, or thrown away, it is kept no more.
    await page.click('#note-save');
    await isKept(page, 2);
    await page.click('#triage-away');
    await isKept(page, 1);
    await page.click('#cra-away');
    await isKept(page, 0);
    expect(await page.inputValue(`${told}-number`)).toBe('');
    expect(await page.inputValue('#label-text')).toBe('');
    expect(await page.isChecked('#ssvc-mission-high')).toBe(false);
    await context.close();
  });

  it('of a letter of the team survives, with what it began with: a colleague who saved it meanwhile is seen', async () => {
    const context = desk.watch(await desk.browser.newContext());
    const page = await context.newPage();
    page.on('dialog', (dialog) => void dialog.accept());
    await signInWithKey(page, `${desk.site.url}/inbox#letters`, { file: desk.keys.anna });
    await page.click('#letters li:first-child button');
    await page.fill('#letter-text-nl', 'marker-letter of mine');
    await isKept(page, 1);
    expect(await kept(page)).not.toContain('marker-letter');
    const written = async () => {
      await page.waitForSelector('#letter-away');
      expect(await page.textContent('#letter-kept')).toContain('staat er nog');
      return page.inputValue('#letter-text-nl');
    };
    await page.reload();
    await page.click('#load-key');
    await offerKey(page, desk.keys.anna);
    expect(await written()).toBe('marker-letter of mine');

    // What was typed last before signing out is there too, and a colleague's letter is not overwritten.
    await page.fill('#letter-text-nl', 'marker-letter of mine, longer');
    await page.click('#sign-out');
    await page.waitForSelector('#sign-in:not([hidden])');
    expect(await page.content()).not.toContain('marker-letter');
    await offerKey(page, desk.keys.bram, PASSPHRASE);
    await page.click('#letters li:first-child button');
    expect(await page.inputValue('#letter-text-nl')).not.toContain('marker-letter');
    await page.fill('#letter-text-nl', 'of Bram');
    await page.click('#letter-save');
    await page.waitForFunction(() => document.getElementById('letter-state')?.textContent === 'Bewaard.');
    await isKept(page, 1);
    await page.click('#sign-out');
    await page.waitForSelector('#sign-in:not([hidden])');
    await offerKey(page, desk.keys.anna);
    expect(await written()).toBe('marker-letter of mine, longer');
    await page.click('#letter-save');
    await page.waitForSelector('#letter-conflict');
    expect(await page.textContent('#letter-conflict')).toContain('of Bram');
    await isKept(page, 1);
    await page.click('#letter-mine');
    await isKept(page, 0);
    // What one does not want any more is thrown away.
    await page.fill('#letter-text-nl', 'marker-letter again');
    await isKept(page, 1);
    await page.click('#sign-out');
    await page.waitForSelector('#sign-in:not([hidden])');
    await offerKey(page, desk.keys.anna);
    await page.click('#letter-away');
    await isKept(page, 0);
    expect(await page.locator('#letter-form').count()).toBe(0);
    await context.close();
  });

  it('can be copied when the case is gone, then goes, and nothing asks for it any more', async () => {
    const context = desk.watch(await desk.browser.newContext());
    const { reference } = await desk.report(context, 'nl');
    const page = await context.newPage();
    await signInWithKey(page, `${desk.site.url}/inbox#${reference}`, { file: desk.keys.anna });
    await waitForCase(page);
    await page.fill('#compose-message', 'words for nobody');
    await isKept(page, 1);
    expect(await desk.store.eraseCase({ reference, mails: [], now: Date.now() })).toBe(true);
    await page.click('#case-refresh');
    await page.waitForSelector('#lost');
    expect(await page.textContent('#lost-text')).toBe('words for nobody');
    expect(await page.locator('#report-body').count()).toBe(0);
    await isKept(page, 0);
    let asked = false;
    page.on('dialog', (dialog) => {
      asked = true;
      void dialog.accept();
    });
    // Who goes elsewhere finds it again.
    await page.goto(`${desk.site.url}/inbox#letters`);
    await page.click('.above a:has-text("Bekijk wat je schreef")');
    expect(await page.textContent('#lost-text')).toBe('words for nobody');
    await page.click('#lost-away');
    expect(await page.locator('#lost').count()).toBe(0);
    await page.reload();
    expect(asked).toBe(false);

    // So can what is kept of a case that went while nobody looked: once the key is there that opens it.
    const other = await desk.report(context, 'nl');
    await page.goto(`${desk.site.url}/inbox#${other.reference}`);
    await page.click('#load-key');
    await offerKey(page, desk.keys.anna);
    await waitForCase(page);
    await page.click('#hand-over-open');
    await page.fill('#hand-over-key', 'a certificate');
    await page.fill('#hand-over-words', 'words for the supplier');
    await page.fill('#compose-message', 'words for nobody');
    await isKept(page, 2);
    await page.reload();
    await page.click('#load-key');
    await offerKey(page, desk.keys.anna);
    await page.waitForSelector('#hand-over-away');
    await page.click('#hand-over-open');
    expect(await page.inputValue('#hand-over-key')).toBe('a certificate');
    expect(await page.inputValue('#hand-over-words')).toBe('words for the supplier');
    expect(await desk.store.eraseCase({ reference: other.reference, mails: [], now: Date.now() })).toBe(true);
    await page.reload();
    await page.click('#load-key');
    await isKept(page, 2);
    await offerKey(page, desk.keys.anna);
    await page.waitForSelector('#lost');
    for (const words of ['words for nobody', 'a certificate', 'words for the supplier'])
      expect(await page.textContent('#lost-text')).toContain(words);
    await isKept(page, 0);
    await context.close();
  });

  it('files that were chosen, and those that are on their way, survive a reload as well, sealed', async () => {
    /** What the browser keeps of files, all of it: `kind` and bytes. */
    const keptFiles = (of: Page) =>
      of.evaluate(async () => {
        const database = await new Promise<IDBDatabase | null>((resolve) => {
          const request = indexedDB.open('meldpunt-files');
          // Looking makes none.
          request.onupgradeneeded = () => request.transaction?.abort();
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => resolve(null);
        });
        if (database === null) return [];
        const request = database.transaction('files').objectStore('files').getAll();
        await new Promise((resolve) => request.addEventListener('success', resolve));
        database.close();
        const files = request.result as { kind: string; sealed: Blob }[];
        return Promise.all(
          files.map(async ({ sealed, ...others }) => [
            others.kind,
            `${JSON.stringify(others)} ${await sealed.text()}`,
          ]),
        );
      });
    const kinds = (of: Page, timeout = 10_000) =>
      expect.poll(async () => (await keptFiles(of)).map(([kind]) => kind).sort(), { timeout });
    const file = (name: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from('marker-content') });
    const context = desk.watch(await desk.browser.newContext());
    const { reference } = await desk.report(context, 'nl');
    const page = await context.newPage();
    page.on('dialog', (dialog) => void dialog.accept());
    await signInWithKey(page, `${desk.site.url}/inbox#${reference}`, { file: desk.keys.anna });
    await waitForCase(page);
    await page.click('#compose-files-part > summary');
    await page.setInputFiles('#compose-files', [file('marker-name-1.txt'), file('marker-name-2.txt')]);
    await kinds(page).toEqual(['chosen', 'chosen']);
    expect(JSON.stringify(await keptFiles(page))).not.toContain('marker-');

    await page.reload();
    await page.click('#load-key');
    await offerKey(page, desk.keys.anna);
    await waitForCase(page);
    await page.waitForSelector('.chosen-files bdi');
    expect(await page.textContent('#files-kept')).toContain('staan er nog');
    expect(await page.locator('.chosen-files bdi').allTextContents()).toEqual([
      'marker-name-1.txt',
      'marker-name-2.txt',
    ]);
    await page.locator('.chosen-files button').first().click();
    await kinds(page).toEqual(['chosen']);

    // Sent, its bytes don't get through: they are kept until they do, also while nobody is there.
    await page.route('**/api/staff/cases/*/attachments/*/0', (route) => route.abort());
    await page.check('#assessment-rejected');
    await page.fill('#compose-message', 'with a file');
    await sendComposed(page);
    await kinds(page).toEqual(['upload']);
    expect(JSON.stringify(await keptFiles(page))).not.toContain('marker-');
    await page.reload();
    await page.click('#sign-out');
    await page.waitForSelector('#sign-in:not([hidden])');
    await kinds(page).toEqual(['upload']);
    await page.unroute('**/api/staff/cases/*/attachments/*/0');
    await offerKey(page, desk.keys.anna);
    // It may wait before it tries again.
    await kinds(page, 20_000).toEqual([]);
    await page.waitForSelector('#team-files button:has-text("Bekijk")');
    await context.close();
    desk.errors.splice(0);
  });

  it('stays in the tab where no key is loaded, and the page says that', async () => {
    const context = desk.watch(await desk.browser.newContext());
    const { reference } = await desk.report(context, 'nl');
    const page = await context.newPage();
    await signInWithKey(page, `${desk.site.url}/inbox#${reference}`, { file: desk.keys.anna });
    await waitForCase(page);
    await page.click('#forget-key');
    await waitForCase(page);
    await page.fill('#compose-message', 'only here');
    await page.waitForFunction(() =>
      document.getElementById('reply-kept')?.textContent?.includes('alleen in dit tabblad'),
    );
    expect(await kept(page)).not.toContain('meldpunt-draft');
    await page.setInputFiles('#compose-files', { name: 'a', mimeType: 'a/b', buffer: Buffer.from('b') });
    await page.waitForFunction(() =>
      document.getElementById('files-kept')?.textContent?.includes('alleen in dit tabblad'),
    );
    await context.close();
  });
});
