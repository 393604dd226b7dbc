import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readReport } from '../../src/disclosure/report.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { sampleAdvisory } from '../support/advisories.ts';
import { violationsOn } from '../support/axe.ts';
import { Gpg } from '../support/gpg.ts';
import { inboxPaths, sendComposed, signInWithKey, waitForCase } from '../support/inbox-page.ts';
import { redPng } from '../support/pictures.ts';
import { until } from '../support/project.ts';
import { giveCode, statusPaths } from '../support/status-page.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';
import { storedOf } from '../support/upload-desk.ts';
import { unzipStored } from '../support/zip.ts';

const MIB = 1024 * 1024;
const theirs = [
  {
    name: 'marker-theirs-name “één”.png',
    mimeType: 'image/png',
    buffer: Buffer.from('marker-theirs-content-q8'),
  },
  {
    name: 'large.bin',
    mimeType: 'application/octet-stream',
    buffer: Buffer.alloc(4 * MIB, 'marker-large-w2 '),
  },
  { name: 'picture.txt', mimeType: 'text/plain', buffer: redPng(40, 30) },
  {
    name: 'vex.json',
    mimeType: 'application/json',
    buffer: sampleAdvisory('csaf-2.0/2022-evd-uc-03-ms-001.json'),
  },
  {
    name: 'hostile.json',
    mimeType: 'application/json',
    buffer: Buffer.from(
      `{"document":{"csaf_version":"2.0","title":"<img src=x onerror=alert(1)>"},"a":1,"a":2}`,
    ),
  },
];
const ours = {
  name: '../marker-ours-name\u202egnp.txt',
  mimeType: 'text/plain',
  buffer: Buffer.alloc(4 * MIB, 'marker-ours-content-e5 '),
};
const needles = ['marker-theirs', 'marker-large', 'marker-ours', 'marker-words'];
const words = {
  nl: {
    sent: 'Alle bestanden zijn verstuurd.',
    done: 'wat het team ondertekende',
    raw: 'Zoals het geschreven is',
  },
  en: { sent: 'All files have been sent.', done: 'what the team signed', raw: 'As it was written' },
};

describe('files with messages', () => {
  let desk: TeamSite;
  beforeAll(async () => {
    desk = await startTeamSite();
  });
  afterAll(() => desk?.stop());

  const filesWith = async (page: Page, name: string) =>
    page.locator('.message-files li, .team-files li', { hasText: name });
  async function saved(page: Page, click: () => Promise<void>) {
    const [download] = await Promise.all([page.waitForEvent('download'), click()]);
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  }

  /** Shows an advisory as a summary, and JSON that only looks like one as the text that it is. */
  async function seeAdvisories(inbox: Page) {
    const vex = await filesWith(inbox, 'vex.json');
    await vex.getByRole('button', { name: 'Bekijk' }).click();
    const summary = vex.locator('.advisory');
    await summary.getByText('Example VEX Document Use Case 3').waitFor();
    const said = (await summary.textContent()) ?? '';
    for (const part of [
      'CVE-2020-11896',
      'Niet kwetsbaar',
      'Wordt onderzocht',
      'Example Company GHI 17.4',
      'definitief',
    ])
      expect(said).toContain(part);
    expect(await summary.locator('a').count()).toBe(0);
    expect(await violationsOn(inbox)).toEqual([]);
    const hostile = await filesWith(inbox, 'hostile.json');
    await hostile.getByRole('button', { name: 'Bekijk' }).click();
    await hostile.locator('pre').waitFor();
    expect(await hostile.locator('pre').textContent()).toContain('<img src=x onerror=alert(1)>');
    expect(await hostile.locator('.advisory, img').count()).toBe(0);
  }

  /** Shows a text and a picture for what they are, saves all; and then once more, with one that is not what was said. */
  async function seeAndSaveAll(inbox: Page, reference: string, another: Uint8Array) {
    const view = (row: Locator) => row.getByRole('button', { name: 'Bekijk' }).click();
    const text = await filesWith(inbox, 'marker-theirs-name');
    await view(text);
    expect(await text.locator('pre').textContent()).toBe('marker-theirs-content-q8');
    const picture = await filesWith(inbox, 'picture.txt');
    await view(picture);
    await picture.getByRole('img', { name: 'picture.txt' }).waitFor();
    const drawn = await picture.locator('canvas').evaluate((canvas) => {
      if (!(canvas instanceof HTMLCanvasElement)) return null;
      const pixel = canvas.getContext('2d')?.getImageData(39, 29, 1, 1).data ?? [];
      return [canvas.width, canvas.height, ...pixel];
    });
    expect(drawn).toEqual([40, 30, 255, 0, 0, 255]);
    const saveAll = () => inbox.locator('#files-all button').click();
    const all = unzipStored((await saved(inbox, saveAll)).bytes);
    expect([...all.keys()]).toEqual(theirs.map(({ name }) => `${reference}/${name}`));
    for (const { name, buffer } of theirs)
      expect(all.get(`${reference}/${name}`)?.equals(buffer), name).toBe(true);

    await picture.getByRole('button', { name: 'Sluit voorbeeld' }).click();
    const { attachments = [] } = (await desk.store.findCase(reference)) ?? {};
    await inbox.route(`**/attachments/${attachments[2]?.id}/0`, (route) =>
      route.fulfill({ body: Buffer.from(another) }),
    );
    await view(picture);
    await picture.getByText('wordt niet getoond').waitFor();
    expect(await picture.locator('canvas').count()).toBe(0);
    const others = unzipStored((await saved(inbox, saveAll)).bytes);
    expect(others.size).toBe(theirs.length - 1);
    expect(await inbox.locator('#files-all li').allTextContents()).toEqual([
      expect.stringContaining('picture.txt: de inhoud komt niet overeen'),
    ]);
  }

  it.each<LanguageCode>(['nl'])(
    'in %s: go both ways, sealed and signed for, taken up where they stopped, and readable nowhere in between',
    async (language) => {
      const context = desk.watch(await desk.browser.newContext({ acceptDownloads: true }));
      const sent: string[] = [];
      context.on('request', (request) =>
        sent.push(`${request.url()} ${request.postDataBuffer()?.toString('latin1') ?? ''}`),
      );
      const { reference, receipt } = await desk.report(context, language);
      const status = await context.newPage();
      await giveCode(status, desk.site.url + statusPaths[language], receipt);
      await status.waitForSelector('#case:not([hidden])');
      await status.click('#files-field > summary');
      await status.setInputFiles('#field-files', theirs);
      await status.fill('#field-message', 'marker-words: see the files');
      // What breaks off is taken up again.
      let cut = 0;
      await status.route('**/api/case/attachments/*/1', (route) => {
        cut += 1;
        return cut === 1 ? route.abort() : route.continue();
      });
      expect(await violationsOn(status)).toEqual([]);
      await status.click('#message-send');
      await status.waitForFunction(
        (text) => document.getElementById('uploads-status')?.textContent === text,
        words[language].sent,
      );
      expect(cut).toBe(2);
      expect(await status.inputValue('#field-message')).toBe('');
      const own = status.locator('#case-messages > li').last();
      expect(await own.locator('.message-files li').count()).toBe(theirs.length);
      expect(await own.textContent()).toContain('marker-theirs-name “één”.png');

      const inbox = await context.newPage();
      await signInWithKey(inbox, `${desk.site.url}${inboxPaths[language]}#${reference}`, {
        file: desk.keys.anna,
      });
      await waitForCase(inbox);
      const row = await filesWith(inbox, 'marker-theirs-name');
      await row.waitFor();
      const file = await saved(inbox, () => row.locator('button').first().click());
      expect(file.bytes.equals(theirs[0]?.buffer ?? Buffer.of())).toBe(true);
      // The same by gpg, as a member.
      const found = await desk.store.findCase(reference);
      const [first] = found?.attachments ?? [];
      expect(first).toMatchObject({ number: 2 });
      const sealed = await storedOf(desk.store, {
        ...{ reference, id: first?.id ?? '' },
        sealed: new Uint8Array(first?.size ?? 0),
      });
      expect(desk.team.run(['--decrypt'], sealed)).toBe('marker-theirs-content-q8');
      await seeAdvisories(inbox);
      await seeAndSaveAll(inbox, reference, sealed);

      await inbox.click('#compose-files-part > summary');
      await inbox.setInputFiles('#compose-files', ours);
      await inbox.check('#assessment-rejected');
      await inbox.fill('#compose-message', 'marker-words: **no** flaw\n\n1. look');
      expect(await violationsOn(inbox)).toEqual([]);
      let failing = true;
      await inbox.route('**/api/staff/cases/*/attachments/*/1', (route) =>
        failing ? route.fulfill({ status: 404, json: { code: 'not-found' } }) : route.continue(),
      );
      await sendComposed(inbox);
      const going = await filesWith(inbox, 'marker-ours-name');
      await going.locator('progress').waitFor();
      await until(
        async () =>
          (await going.locator('.actions button').textContent())?.match(/Ga verder|Continue/)
            ? true
            : undefined,
        'a file that failed',
      );
      expect(await violationsOn(inbox)).toEqual([]);
      failing = false;
      await going.locator('.actions button').click();
      await going.locator('progress').waitFor({ state: 'detached' });

      await status.click('#case-again');
      const team = status.locator('#case-messages > li[data-from=team]');
      await team.locator('.message-files li').waitFor();
      await team.locator('.rendered strong').waitFor();
      expect(await team.locator('.rendered li').textContent()).toBe('look');
      expect(await team.locator('details').textContent()).toContain('**no** flaw');
      expect(await team.locator('details summary').textContent()).toBe(words[language].raw);
      const got = await saved(status, () => team.locator('.message-files button').first().click());
      expect(got.bytes.equals(ours.buffer)).toBe(true);
      expect(got.name).not.toMatch(/[\u202e/]/);
      expect(await team.locator('.message-files [role=status]').textContent()).toContain(
        words[language].done,
      );
      // It is said what came of it, and that the case is not closed by it.
      expect(await status.locator('#case-timeline [aria-current]').count()).toBe(0);
      expect(await status.locator('#case-outcome').textContent()).not.toBe('');
      expect(await violationsOn(status)).toEqual([]);
      expect(desk.errors).toEqual([]);

      await status.click('#case-close');
      expect(await status.locator('#uploads-list li').count()).toBe(0);
      await context.close();
      const database = readdirSync(desk.site.dataDir, { recursive: true, encoding: 'utf8' })
        .map((name) => join(desk.site.dataDir, name))
        .filter((name) => statSync(name).isFile() && !name.endsWith('.private.asc'));
      for (const text of [
        ...sent,
        ...database.map((name) => readFileSync(name, 'latin1')),
        desk.site.output(),
      ])
        for (const needle of needles) expect(text.includes(needle), needle).toBe(false);
    },
    90_000,
  );

  it('who gave an own key takes the sealed file along and opens it with the command that stands there', async () => {
    const reporter = new Gpg();
    const key = reporter.makeKey('Sam <sam@example.net>');
    const context = desk.watch(await desk.browser.newContext({ acceptDownloads: true }));
    const { reference, receipt } = await desk.report(context, 'en', { ownKey: reporter.exportPublic(key) });
    const inbox = await context.newPage();
    await signInWithKey(inbox, `${desk.site.url}${inboxPaths.en}#${reference}`, { file: desk.keys.anna });
    await waitForCase(inbox);
    await inbox.setInputFiles('#compose-files', ours);
    await inbox.check('#assessment-rejected');
    await inbox.fill('#compose-message', 'marker-words: here is the file');
    await sendComposed(inbox);
    await (await filesWith(inbox, 'marker-ours-name')).locator('progress').waitFor({ state: 'detached' });
    const status = await context.newPage();
    await giveCode(status, desk.site.url + statusPaths.en, receipt);
    const part = status.locator('#case-messages > li[data-from=team] .message-files');
    await part.waitFor();
    const command = (await part.locator('code').textContent()) ?? '';
    const sealed = await saved(status, () => part.locator('button').click());
    expect(command).toBe(`gpg --output ${reference}-2-1.bin --decrypt ${reference}-2-1.pgp`);
    expect(sealed.name).toBe(`${reference}-2-1.pgp`);
    expect(reporter.run(['--decrypt'], sealed.bytes)).toBe(ours.buffer.toString());
    const report = readReport(desk.team.decrypt((await desk.store.readMessages(reference))[0]?.sealed ?? ''));
    expect(report.replyKey).toContain('BEGIN PGP PUBLIC KEY BLOCK');
    reporter.close();
    await context.close();
  }, 60_000);
});
