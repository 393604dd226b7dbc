// What a team has on the screen in its inbox, state by state.
import type { Page } from 'playwright-core';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { changeInput } from './cases.ts';
import { inboxPaths, offerKey, openReply, sendComposed, signInWithKey } from './inbox-page.ts';
import type { LookDesk } from './look-desk.ts';

type See = (name: string, page: Page) => Promise<void>;
export type Filled = Awaited<ReturnType<LookDesk['fill']>>;

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** The desk before anything came in. */
export async function seeEmptyDesk(desk: LookDesk, language: LanguageCode, page: Page, see: See) {
  await page.goto(desk.site.url + inboxPaths[language]);
  await page.waitForSelector('#sign-in:not([hidden])');
  await offerKey(page, desk.keys.public);
  await page.waitForSelector('#sign-in [role="alert"]:not([hidden])');
  await see('sign-in, another key', page);
  await signInWithKey(page, desk.site.url + inboxPaths[language], { file: desk.keys.anna });
  await page.waitForSelector('#list-status');
  await see('list, empty', page);
  await goTo(page, 'desk');
  await page.waitForSelector('#absence-form');
  await see('team, nobody away', page);
}

/** Everything after that, in one visit. Leaves the cases handled. */
export async function seeDesk(desk: LookDesk, sent: Filled, page: Page, see: See): Promise<void> {
  await goTo(page, 'list');
  await page.click('#list-refresh');
  await page.waitForFunction(() => document.querySelectorAll('#list-cases .row-kind').length >= 9);
  await seeList(page, see);
  await seeTriage(desk, sent, page, see);
  await seeReply(desk, sent, page, see);
  await seeHandOver(desk, sent, page, see);
  await seeLesson(desk, sent, page, see);
  await seeUnusual(sent, page, see);
  await seeRooms(desk, page, see);
  await seeWithoutKey(sent, page, see);
}

async function goTo(page: Page, where: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, where);
}

async function open(page: Page, reference: string): Promise<void> {
  await goTo(page, reference);
  await page.waitForFunction(
    (name) => document.getElementById('case-reference')?.textContent?.includes(name),
    reference,
  );
  await page.waitForSelector('.case-columns:not([hidden])');
  await page.waitForFunction(() => document.getElementById('case-status')?.textContent === '');
}

async function seeList(page: Page, see: See): Promise<void> {
  await see('list', page);
  await page.click('#filter-unfold');
  await page.click('.hand-fold');
  await page.fill('#filter-code', 'zz');
  await see('list, filters and nothing found', page);
  await page.fill('#filter-code', '');
  await page.click('#filter-unfold');
  await page.locator('.choose input').nth(1).check();
  await see('list, some chosen', page);
  await page.locator('.choose input').nth(1).uncheck();
  await page.click('.hand-answer');
  await page.waitForSelector('#together[open]');
  await page.fill('#together textarea', '');
  await page.click('#together-send');
  await see('answer together', page);
  await page.click('#together-leave');
  await page.click('#show-shortcuts').catch(async () => {
    await page.click('#bar-more');
    await page.click('#show-shortcuts');
  });
  await page.waitForSelector('#shortcuts[open]');
  await see('shortcuts', page);
  await page.click('#shortcuts-close');
}

async function saved(page: Page, work: () => Promise<void>): Promise<void> {
  await work();
  await page.waitForFunction(
    () => !/^$|…$/.test(document.getElementById('triage-status')?.textContent ?? ''),
  );
  await page.waitForFunction(() => document.getElementById('case-status')?.textContent === '');
}

async function seeTriage({ longest, store }: LookDesk, sent: Filled, page: Page, see: See): Promise<void> {
  await open(page, sent.invoices);
  await see('case', page);
  for (const fold of ['severity', 'ssvc', 'ticket', 'duplicate']) await page.click(`#${fold}-edit > summary`);
  await page.fill('#duplicate-search', 'facturen');
  await page.waitForSelector('#duplicate-found li');
  await page.click('#ssvc-save');
  await page.fill('#ticket-text', 'jira');
  await page.click('#ticket-save');
  await see('triage, open, with faults', page);
  await page.fill('#cvss-vector', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N');
  await saved(page, () => page.click('#severity-save'));
  for (const label of ['facturen', 'wacht op leverancier van het klantenportaal']) {
    await page.fill('#label-text', label);
    await saved(page, () => page.press('#label-text', 'Enter'));
  }
  for (const [name, answer] of [
    ['exploitation', 'publicPoc'],
    ['automatable', 'yes'],
    ['technicalImpact', 'total'],
    ['mission', 'high'],
  ])
    await page.check(`#ssvc-${name}-${answer}`);
  await saved(page, () => page.click('#ssvc-save'));
  await page.fill('#ticket-text', 'https://tickets.klantenportaal.example.org/browse/SEC-1042');
  await saved(page, () => page.click('#ticket-save'));
  await page.click('#dock-note');
  await page.fill('#note-text', 'Gebeld met beheer: de controle ontbreekt op **alle** nummers.');
  await see('note', page);
  await page.click('#note-save');
  await page.waitForFunction(() => document.querySelectorAll('#team-notes > li').length > 0);
  await page.click('#dock-note');
  const found = await store.findCase(sent.invoices);
  if (found) await store.changeCase(changeInput(found, { assignee: longest }, { now: Date.now() }));
  await page.click('#case-refresh');
  await page.waitForFunction(() => document.getElementById('case-assignee')?.textContent?.includes('W'));
  await page.click('#who-can-read-title');
  await page.waitForSelector('#readers li');
  await see('case, triaged', page);
}

async function seeReply({ keys, store }: LookDesk, sent: Filled, page: Page, see: See): Promise<void> {
  await open(page, sent.search);
  await openReply(page);
  await page.check('#assessment-confirmed');
  await page.setInputFiles('#compose-files', [
    { name: 'schermafbeelding-van-het-zoekveld.txt', mimeType: 'text/plain', buffer: Buffer.from('words') },
  ]);
  await page.click('#compose-submit');
  await see('reply, with a fault', page);
  await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.startsWith('meldpunt-draft')));
  await page.reload();
  await page.waitForSelector('#load-key');
  if (!(await page.isVisible('#sign-in'))) await page.click('#load-key');
  await page.waitForSelector('#sign-in:not([hidden])');
  await offerKey(page, keys.anna);
  await page.waitForSelector('.dock-said');
  await see('draft found again, folded', page);
  await openReply(page);
  await see('draft found again', page);
  await page.check('#assessment-confirmed');
  await page.fill('#compose-date', day(9));
  await page.fill('#compose-message', 'Dank je wel. Thank you.');
  const found = await store.findCase(sent.search);
  if (found) await store.changeCase(changeInput(found, {}, { now: Date.now() }));
  await page.click('#compose-submit');
  await page.waitForSelector('#conflict:not([hidden])');
  await see('changed meanwhile', page);
  await sendComposed(page);
  await see('case, answered', page);
  await open(page, sent.exploited);
  await page.click('#cra > summary');
  await page.click('#cra-start');
  await page.waitForFunction(() => document.querySelectorAll('#deadlines li').length > 2);
  await see('case, exploited', page);
}

async function seeHandOver({ outside }: LookDesk, sent: Filled, page: Page, see: See): Promise<void> {
  await open(page, sent.invoices);
  await page.click('#hand-over-open');
  await page.waitForSelector('#hand-over-form');
  await page.click('#hand-over-seal');
  await page.check('#hand-over-agreed');
  await see('hand-over, with faults', page);
  await page.uncheck('#hand-over-agreed');
  await page.fill('#hand-over-key', outside);
  await page.click('#hand-over-judge');
  await page.waitForSelector('#hand-over-keys');
  await page.click('#hand-over-show');
  await page.waitForSelector('#hand-over-preview');
  await Promise.all([page.waitForEvent('download'), page.click('#hand-over-seal')]);
  await page.waitForSelector('#hand-over-sealed');
  await see('hand-over, sealed', page);
}

async function seeLesson({ store }: LookDesk, sent: Filled, page: Page, see: See): Promise<void> {
  const found = await store.findCase(sent.upload);
  const now = Date.now();
  const times = { respondedAt: now, resolvedAt: now };
  const resolved = { status: 'resolved', assessment: 'confirmed', credit: 'named', ...times } as const;
  if (found) await store.changeCase(changeInput(found, resolved, { now }));
  await open(page, sent.upload);
  await page.click('#lesson-open');
  await page.waitForSelector('#lesson-form');
  await page.click('#lesson-save');
  await page.waitForSelector('#lesson-form [aria-invalid]');
  await see('lesson, with faults', page);
}

/** What is longer than usual, what came by hand, and what is gone. */
async function seeUnusual(sent: Filled, page: Page, see: See): Promise<void> {
  await open(page, sent.large);
  await see('case, long with many files', page);
  await open(page, sent.byHand);
  await openReply(page);
  await see('case, by hand', page);
  await goTo(page, 'CVD-2026-000000');
  await page.waitForFunction(() => document.getElementById('case-status')?.textContent?.includes('('));
  await see('case, gone', page);
}

async function seeRooms({ longest }: LookDesk, page: Page, see: See): Promise<void> {
  await goTo(page, 'desk');
  await page.waitForSelector('#absence-form');
  for (const [from, until] of [
    [day(-1), day(12)],
    [day(30), day(40)],
  ] as const) {
    await page.fill('#absence-from', from);
    await page.fill('#absence-until', until);
    await page.selectOption('#absence-stand-in', longest);
    await page.click('#absence-submit');
    await page.waitForFunction(() => document.getElementById('absence-done')?.textContent !== '');
  }
  await page.click('#absence-submit');
  await page.waitForSelector('#trail-verdict > *');
  await see('team', page);
  await goTo(page, 'sharing');
  await page.waitForSelector('#sharing-look');
  await see('sharing', page);
  await page.click('#sharing-look');
  await page.waitForSelector('#sharing-who tbody tr', { timeout: 60_000 });
  await page.waitForSelector('#sharing-look', { timeout: 60_000 });
  await see('sharing, looked', page);
  await goTo(page, 'letters');
  await page.waitForSelector('#letters li');
  await see('letters', page);
  await page.click('#letters li button');
  await page.waitForSelector('#letter-form');
  await page.selectOption('#letter-case', { index: 1 });
  await page.waitForSelector('.letter-preview');
  await see('letter', page);
  await page.click('#letter-leave');
  await page.click('#letter-new');
  await page.fill('#letter-text-nl', 'Over {{onbekend}}');
  await page.click('#letter-save');
  await page.waitForSelector('#letter-form [aria-invalid]');
  await see('letter, with faults', page);
  await page.click('#letter-leave');
}

async function seeWithoutKey(sent: Filled, page: Page, see: See): Promise<void> {
  await goTo(page, 'list');
  if (!(await page.isVisible('#forget-key'))) await page.click('#bar-more');
  await page.click('#forget-key');
  await page.waitForSelector('#load-key', { state: 'attached' });
  await see('list, without a key', page);
  await open(page, sent.mail);
  await page.click('#dock-note');
  await page.fill('#note-text', 'x');
  await see('case, without a key', page);
  await page.fill('#note-text', '');
  await goTo(page, 'letters');
  await see('letters, without a key', page);
  await goTo(page, 'sharing');
  await see('sharing, without a key', page);
}
