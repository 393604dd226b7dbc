import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { publicationFaults } from '../../src/publications/publication-faults.ts';
import { violationsOn } from '../support/axe.ts';
import { changeInput, messageIn, newMessage } from '../support/cases.ts';
import { Gpg } from '../support/gpg.ts';
import { inboxPaths, offerKey, signInWithKey, waitForCase } from '../support/inbox-page.ts';
import { filledLesson } from '../support/lesson.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';
import { PASSPHRASE } from '../support/teams.ts';
import { unzipStored } from '../support/zip.ts';

const MARKER = 'letter-marker-q83kd0';
/** What tells who the reporter is, in the markers of the form. */
const WHO = /w93cy6tb5|t47dg1xs9|r36ju8fp2|BEGIN PGP PUBLIC KEY/;

describe('letters, and handing over', () => {
  let desk: TeamSite;
  let context: BrowserContext;
  let anna: Page;
  let outside: Gpg;
  let first: { reference: string; receipt: string };
  let second: { reference: string; receipt: string };
  beforeAll(async () => {
    desk = await startTeamSite();
    outside = new Gpg();
    context = desk.watch(await desk.browser.newContext({ acceptDownloads: true }));
    first = await desk.report(context, 'nl');
    second = await desk.report(
      context,
      'nl',
      { description: 'I am marker-name-w93cy6tb5, and the door is open.' },
      async (page) => {
        await page.setInputFiles('#field-files', {
          name: 'marker-name-w93cy6tb5.txt',
          mimeType: 'text/plain',
          buffer: Buffer.from('attached words'),
        });
      },
    );
    anna = await context.newPage();
    await signInWithKey(anna, `${desk.site.url}${inboxPaths.nl}#letters`, { file: desk.keys.anna });
  });
  afterAll(async () => {
    outside?.close();
    await desk?.stop();
  });
  afterEach(() => {
    expect(desk.errors.splice(0)).toEqual([]);
  });

  const saved = (page: Page) =>
    page.waitForFunction(() => document.getElementById('letter-state')?.textContent === 'Bewaard.');

  it('the team writes a letter, sealed, and colleagues lose nothing where two change it', async () => {
    // Beside a room the list says how much there is.
    await anna.waitForSelector('#list-cases li');
    await anna.click('#letter-new');
    await anna.selectOption('#letter-assessment', 'rejected');
    for (const code of ['nl', 'en']) {
      await anna.fill(`#letter-name-${code}`, `Buiten bereik ${code}`);
      await anna.fill(`#letter-text-${code}`, `${MARKER} ${code}: over `);
      await anna.click(`#letter-reference-${code}`);
    }
    expect(await anna.inputValue('#letter-text-en')).toBe(`${MARKER} en: over {{reference}}`);
    expect(await violationsOn(anna)).toEqual([]);
    await anna.click('#letter-save');
    await saved(anna);
    const record = await desk.store.readRecord('letters');
    expect(record?.version).toBe(1);
    expect(JSON.stringify(record)).not.toContain(MARKER);

    const bram = await desk.watch(await desk.browser.newContext()).newPage();
    const key = { file: desk.keys.bram, passphrase: PASSPHRASE };
    await signInWithKey(bram, `${desk.site.url}${inboxPaths.nl}#letters`, key);
    await bram.click('#letters button:has-text("Buiten bereik")');
    await bram.fill('#letter-text-nl', `${MARKER} nl: Bram over {{reference}}`);
    await bram.click('#letter-save');
    await saved(bram);
    await anna.fill('#letter-text-nl', `${MARKER} nl: Anna over {{reference}}`);
    await anna.click('#letter-save');
    await anna.waitForSelector('#letter-conflict');
    expect(await anna.textContent('#letter-conflict')).toContain('Bram over');
    expect(await anna.inputValue('#letter-text-nl')).toContain('Anna over');
    expect(await violationsOn(anna)).toEqual([]);
    await anna.click('#letter-mine');
    await saved(anna);
    expect((await desk.store.readRecord('letters'))?.version).toBe(3);
    // What a colleague changed is what one begins with a little later.
    await bram.evaluate((name) => {
      const { now } = Date;
      Date.now = () => now() + 120_000;
      location.hash = name;
    }, second.reference);
    await waitForCase(bram);
    await bram.check('#assessment-rejected');
    await bram.waitForFunction(() =>
      (document.getElementById('compose-message') as HTMLTextAreaElement | null)?.value.includes('Anna over'),
    );
    await bram.context().close();
  });

  it('an open case is rejected and closed in three steps, with the letter of the assessment', async () => {
    let steps = 0;
    const step = async (work: Promise<unknown>) => {
      steps += 1;
      await work;
    };
    await anna.goto(`${desk.site.url}${inboxPaths.nl}#${first.reference}`);
    await waitForCase(anna);
    await step(anna.keyboard.press('e'));
    await step(anna.check('#assessment-rejected'));
    await anna.waitForFunction(
      (reference) =>
        (document.getElementById('compose-message') as HTMLTextAreaElement | null)?.value.includes(
          `Anna over ${reference}`,
        ),
      first.reference,
    );
    await step(anna.click('#compose-submit-close'));
    await anna.waitForFunction(() =>
      document.getElementById('compose-state')?.textContent?.startsWith('Verstuurd'),
    );
    expect(steps).toBeLessThanOrEqual(4);
    // Whoever sent it sees that it was sent, wherever the form stands.
    const isSeen = await anna.evaluate(() => {
      const state = document.getElementById('compose-state') as HTMLElement;
      const { left, top } = state.getBoundingClientRect();
      return state.contains(document.elementFromPoint(left + 5, top + 5));
    });
    expect(isSeen).toBe(true);
    expect(await desk.store.findCase(first.reference)).toMatchObject({
      status: 'closed',
      assessment: 'rejected',
    });
  });

  it('a case is handed over without who the reporter is, as a file that gpg and unzip open', async () => {
    const cert = outside.makeKey('CERT <cert@example.org>');
    await anna.goto(`${desk.site.url}${inboxPaths.nl}#${second.reference}`);
    await waitForCase(anna);
    await anna.click('#hand-over-open');
    await anna.fill('#hand-over-key', desk.team.exportPrivate(desk.fingerprints.anna));
    await anna.click('#hand-over-judge');
    await anna.waitForFunction(() =>
      document.getElementById('error-hand-over-key')?.textContent?.startsWith('Dit is een geheime sleutel'),
    );
    await anna.fill('#hand-over-key', outside.exportPublic(cert));
    await anna.click('#hand-over-judge');
    await anna.waitForSelector('#hand-over-keys');
    const shown = (await anna.textContent('#hand-over-keys')) ?? '';
    expect(shown).toContain('CERT <cert@example.org>');
    expect(shown.replaceAll(' ', '')).toContain(cert);
    await anna.fill('#hand-over-words', 'Kijken jullie hiernaar?');
    await anna.click('#hand-over-show');
    await anna.waitForSelector('#hand-over-preview');
    expect(await anna.inputValue('#hand-over-preview')).not.toMatch(WHO);
    expect(await violationsOn(anna)).toEqual([]);
    const [download] = await Promise.all([anna.waitForEvent('download'), anna.click('#hand-over-seal')]);
    expect(download.suggestedFilename()).toBe(`${second.reference}.zip.asc`);
    const zip = join(outside.home, 'case.zip');
    outside.run(['--output', zip, '--decrypt', await download.path()]);
    const listed = execFileSync('unzip', ['-Z1', zip]).toString();
    expect(listed.trim().split('\n')).toEqual([
      `${second.reference}/case.md`,
      `${second.reference}/attachments/attachment-1.txt`,
    ]);
    const everything = execFileSync('unzip', ['-p', zip]).toString();
    expect(everything).toContain('I am [weggelaten], and the door is open.');
    expect(everything).toContain('Kijken jullie hiernaar?');
    expect(everything).toContain('attached words');
    expect(everything + listed).not.toMatch(WHO);
    expect(everything).not.toContain(second.receipt);
    // The team opens it as well; nobody else.
    expect(desk.team.run(['--decrypt', await download.path()])).toContain('PK');
    await anna.waitForSelector('#hand-over-sealed');
    const [note] = await desk.store.readNotes(second.reference);
    expect(note).toMatchObject({ kind: 'hand-over', number: 1 });
    const noted = desk.team.decrypt(note?.sealed ?? '');
    expect(noted).toContain(`Vingerafdruk: ${cert}`);
    expect(noted).not.toMatch(WHO);
    const [draft] = await Promise.all([anna.waitForEvent('download'), anna.click('#hand-over-draft')]);
    expect(readFileSync(await draft.path(), 'utf8')).toContain('To: cert@example.org\r\n');
  });

  it('where the reporter agreed, and only then, it goes along who they are', async () => {
    const found = await desk.store.findCase(second.reference);
    if (!found) throw new Error('no case');
    const team = [desk.fingerprints.anna, desk.fingerprints.bram];
    const sealed = desk.team.encrypt('Jullie mogen mijn naam doorgeven.', team);
    const message = messageIn({ ...newMessage('reporter', Date.now()), sealed });
    expect(await desk.store.changeCase(changeInput(found, {}, { message }))).toEqual({ outcome: 'changed' });
    await anna.check('#hand-over-agreed');
    expect(await anna.textContent('#hand-over-form')).toContain('nog geen bericht gestuurd');
    await anna.click('#case-refresh');
    // What has come moves what is below it.
    await anna.waitForSelector('#hand-over-consent');
    await anna.click('#hand-over-seal');
    await anna.waitForSelector('#error-hand-over-consent:not([hidden])');
    expect(await anna.textContent('label[for=hand-over-report]')).toContain('zonder naam en contactgegevens');
    await anna.selectOption('#hand-over-consent', '2');
    expect(await anna.textContent('#hand-over-said')).toBe('Jullie mogen mijn naam doorgeven.');
    // Nobody signed it: that may be the server's word alone.
    expect(await anna.textContent('#hand-over-doubt')).toContain('ondertekend');
    expect(await anna.textContent('label[for=hand-over-report]')).toContain('met naam en contactgegevens');
    expect(await violationsOn(anna)).toEqual([]);
    const [download] = await Promise.all([anna.waitForEvent('download'), anna.click('#hand-over-seal')]);
    const zip = join(outside.home, 'agreed.zip');
    outside.run(['--output', zip, '--decrypt', await download.path()]);
    const everything = execFileSync('unzip', ['-p', zip]).toString();
    expect(everything).toContain('I am marker-name-w93cy6tb5, and the door is open.');
    for (const marker of ['w93cy6tb5', 't47dg1xs9', 'r36ju8fp2']) expect(everything).toContain(marker);
    expect(everything).not.toMatch(/BEGIN PGP/);
    expect(everything).not.toContain(second.receipt);
    expect(execFileSync('unzip', ['-Z1', zip]).toString()).toContain('1-marker-name-w93cy6tb5.txt');
    const noted = desk.team.decrypt((await desk.store.readNotes(second.reference)).at(-1)?.sealed ?? '');
    expect(noted).toContain('In bericht 2 vond de melder het goed dat naam en contactgegevens meegingen.');
    // Taken back, it is without again.
    await anna.uncheck('#hand-over-agreed');
    await anna.click('#hand-over-show');
    expect(await anna.inputValue('#hand-over-preview')).not.toMatch(WHO);
  });

  it('a case is taken along readable, whole, and the trail says so', async () => {
    const [download] = await Promise.all([anna.waitForEvent('download'), anna.click('#readable')]);
    const path = await download.path();
    const listed = execFileSync('unzip', ['-Z1', path]).toString().trim().split('\n');
    expect(listed).toEqual(
      expect.arrayContaining([
        `${second.reference}/case.md`,
        `${second.reference}/attachments/1-marker-name-w93cy6tb5.txt`,
        `${second.reference}/statements/01.txt`,
      ]),
    );
    const text = execFileSync('unzip', ['-p', path, '*/case.md']).toString();
    expect(text).toContain('I am marker-name-w93cy6tb5, and the door is open.');
    expect(text).toContain('Overgedragen aan CERT');
    await anna.waitForFunction(() =>
      document.getElementById('readable-status')?.textContent?.startsWith('De leesbare kopie is gedownload'),
    );
  });

  it('who signs out has done with it: nothing is fetched, opened or saved after that', async () => {
    let files = 0;
    let arrive = async () => {};
    await anna.route(/\/attachments\/[^/]+\/\d+$/, async (route) => {
      const response = await route.fetch();
      arrive = () => route.fulfill({ response });
      files += 1;
    });
    await anna.evaluate(() => {
      const make = URL.createObjectURL;
      URL.createObjectURL = (file) => {
        document.title = 'an address was made';
        return make.call(URL, file);
      };
    });
    const downloads: string[] = [];
    anna.on('download', (download) => downloads.push(download.suggestedFilename()));
    const notes = (await desk.store.readNotes(second.reference)).length;
    for (const [index, id] of ['hand-over-seal', 'readable'].entries()) {
      await anna.click(`#${id}`);
      await expect.poll(() => files).toBe(index + 1);
      await anna.click('#sign-out');
      await arrive();
      await anna.waitForSelector('#inbox-notice:has-text("omdat je afgemeld bent")');
      expect(await anna.textContent('body')).not.toMatch(WHO);
      await offerKey(anna, desk.keys.anna);
      await waitForCase(anna);
    }
    expect([files, downloads]).toEqual([2, []]);
    expect(await anna.title()).not.toBe('an address was made');
    expect(await desk.store.readNotes(second.reference)).toHaveLength(notes);
    await anna.unrouteAll();
  });

  it('a lesson is written from a solved case, with the name that was agreed on alone', async () => {
    const change = async (fields: Parameters<typeof changeInput>[1]) => {
      const found = await desk.store.findCase(second.reference);
      if (!found) throw new Error('no case');
      expect(await desk.store.changeCase(changeInput(found, fields))).toEqual({ outcome: 'changed' });
      await anna.click('#case-refresh');
    };
    const times = { respondedAt: Date.now(), resolvedAt: Date.now() };
    await change({ status: 'resolved', assessment: 'confirmed', ...times });
    await anna.click('#lesson-open');
    await anna.waitForSelector('#lesson-nobody');
    expect(await anna.locator('#lesson-credit').count()).toBe(0);
    await anna.click('#lesson-save');
    await anna.waitForSelector('#error-lesson-title-en:not([hidden])');
    for (const name of ['id', 'title-nl', 'body-nl', 'body-en'])
      expect(await anna.getAttribute(`#lesson-${name}`, 'aria-invalid'), name).toBe('true');
    expect(await anna.evaluate(() => document.activeElement?.id)).toBe('lesson-id');
    expect(await violationsOn(anna)).toEqual([]);
    const { id, product, affected, cvss, cvss4 } = filledLesson;
    for (const [name, text] of Object.entries({ id, product, affected, cvss, cvss4 }))
      await anna.fill(`#lesson-${name}`, text);
    for (const code of ['nl', 'en'] as const)
      for (const name of [
        'title',
        'summary',
        'audience',
        'description',
        'impact',
        'remediation',
        'body',
      ] as const)
        await anna.fill(`#lesson-${name}-${code}`, filledLesson[name][code]);

    // Agreed on meanwhile: what was typed is still there.
    await change({ credit: 'named' });
    await anna.waitForSelector('#lesson-credit');
    expect(await anna.inputValue('#lesson-title-en')).toBe(filledLesson.title.en);
    const credit = await anna.inputValue('#lesson-credit');
    expect(credit).not.toBe('');
    for (const code of ['nl', 'en'] as const)
      await anna.fill(`#lesson-about-${code}`, filledLesson.about[code]);
    await anna.click('#cve-open');
    await anna.fill('#cve-component', 'the search page');
    // After signing out as well.
    await anna.click('#sign-out');
    await anna.waitForSelector('#sign-in:not([hidden])');
    await offerKey(anna, desk.keys.anna);
    await anna.waitForSelector('#lesson-away');
    await anna.waitForSelector('#cve-away');
    await anna.click('#lesson-open');
    await anna.waitForSelector('#lesson-credit');
    expect(await anna.inputValue('#lesson-about-en')).toBe(filledLesson.about.en);
    const [download] = await Promise.all([anna.waitForEvent('download'), anna.click('#lesson-save')]);
    const files = unzipStored(readFileSync(await download.path()));
    const slug = second.reference.toLowerCase();
    expect([...files.keys()]).toEqual([
      'LEESMIJ.txt',
      ...['nl', 'en'].map((code) => `src/content/lessons/${slug}/${code}.md`),
      `src/content/thanks/${slug}.yaml`,
    ]);
    const sources = [...files].flatMap(([path, text]) =>
      path.startsWith('src/content/')
        ? [{ path: path.slice('src/content/'.length), text: text.toString() }]
        : [],
    );
    expect(publicationFaults(sources, { parse: load, drafts: [] })).toEqual([]);
    expect(sources.at(-1)?.text).toContain(JSON.stringify(credit));
    expect(sources[0]?.text).toContain(cvss4);
    expect(await violationsOn(anna)).toEqual([]);
  });

  it('a request for a CVE number is made of the case, to be copied or saved, and is sent by nobody', async () => {
    const requests: string[] = [];
    anna.on('request', (request) => {
      if (request.method() !== 'GET') requests.push(request.url());
    });
    await anna.click('#cve-open');
    const text = anna.locator('#cve-text');
    await text.waitFor();
    expect(await text.textContent()).toContain('Vendor of the product: Scope4mation');
    await anna.fill('#cve-type', '');
    expect(await anna.textContent('#cve-missing')).toContain('Soort kwetsbaarheid');
    for (const [name, typed] of [
      ['type', 'CWE-79: Cross-site Scripting'],
      ['product', 'Portal'],
      ['affected', '<4.3'],
    ])
      await anna.fill(`#cve-${name}`, typed ?? '');
    await anna.check('#cve-impact-code-execution');
    await anna.selectOption('#cve-attack', 'remote');
    const proposed =
      'Cross-site Scripting in the search page in Scope4mation Portal <4.3 allows remote attackers to execute code.';
    expect(await anna.inputValue('#cve-description')).toBe(proposed);
    await anna.fill('#cve-description', 'As somebody wrote it.');
    expect(await violationsOn(anna)).toEqual([]);
    const [download] = await Promise.all([anna.waitForEvent('download'), anna.click('#cve-save')]);
    const saved = readFileSync(await download.path(), 'utf8');
    expect(saved).toBe(await text.textContent());
    expect(saved).toContain('Suggested description: As somebody wrote it.');
    expect(requests).toEqual([]);
  });
});
