import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { CASE_PAGE } from '../../src/disclosure/case-commands.ts';
import { type LanguageCode, locales, paths } from '../../src/i18n/languages.ts';
import { answerLastMonth, changeInput, randomId } from './cases.ts';
import { hold } from './hold.ts';
import { openFromList, openReply, sendComposed, signInWithKey } from './inbox-page.ts';
import { logLastMonth } from './log-desk.ts';
import { startLookDesk } from './look-desk.ts';
import { seeDesk, seeEmptyDesk } from './look-states.ts';
import type { RunningSite } from './project.ts';
import { fillInReport } from './report-page.ts';
import { startSite } from './site.ts';
import { startTeamSite, type TeamSite } from './team-site.ts';

/** What a person can have on the screen, by page. */
export const groups = [
  'policy',
  'report',
  'status',
  'proof',
  'alerts',
  'inbox',
  'desk',
  'notFound',
  'thanks',
  'lessons',
  'figures',
  'privacy',
] as const;
export type Group = (typeof groups)[number];

/** Called with every state in turn; may change window and colours, but not the page. */
export type Visit = (state: { group: Group; name: string; page: Page }) => Promise<void>;

/** Two sites: one with a team's key, where lists are empty, and a demonstration, which has the examples. */
export interface Sites {
  desk: TeamSite;
  demonstration: RunningSite;
  browser: Browser;
  stop(): Promise<void>;
}

export async function startSites(): Promise<Sites> {
  const [desk, demonstration] = await Promise.all([startTeamSite(), startSite()]);
  await answerLastMonth(desk.store);
  await logLastMonth(desk.store);
  return {
    desk,
    demonstration,
    browser: desk.browser,
    async stop() {
      await demonstration.stop();
      await desk.stop();
    },
  };
}

/**
 * Goes through every page and its main states in one language, and shows each of the chosen groups to `visit`.
 * A report is sent and answered on the way.
 */
export async function visitStates(
  { desk, demonstration, browser }: Sites,
  language: LanguageCode,
  visit: Visit,
  { only = groups, options = {} }: { only?: readonly Group[]; options?: BrowserContextOptions } = {},
): Promise<void> {
  const see = async (group: Group, name: string, page: Page) => {
    if (only.includes(group)) await visit({ group, name, page });
  };
  const inContext = async (use: (context: BrowserContext) => Promise<void>) => {
    // A visitor with another language in front is offered it: that has a test of its own.
    const context = await browser.newContext({ locale: locales[language], ...options });
    await use(context);
    await context.close();
  };
  const seePage = async (group: Group, name: string, address: string) => {
    if (!only.includes(group)) return;
    await inContext(async (context) => {
      const page = await context.newPage();
      await page.goto(address, { waitUntil: 'networkidle' });
      await see(group, name, page);
    });
  };
  const at = (page: keyof typeof paths) => desk.site.url + paths[page][language];
  const shown = (page: keyof typeof paths) => demonstration.url + paths[page][language];

  await seePage('policy', 'policy', at('policy'));
  await seePage('policy', 'policy, demonstration', shown('policy'));
  await seePage('notFound', 'not found', `${at('policy').replace(/\/$/, '')}/nowhere`);
  await seePage('thanks', 'thanks, empty', at('thanks'));
  await seePage('thanks', 'thanks', shown('thanks'));
  await seePage('lessons', 'lessons, empty', at('lessons'));
  await seePage('lessons', 'lessons', shown('lessons'));
  await seePage('lessons', 'lesson', `${shown('lessons')}/voorbeeld-facturen`);
  await seePage('figures', 'figures, empty', shown('figures'));
  await seePage('figures', 'figures', at('figures'));
  await seePage('privacy', 'privacy', at('privacy'));
  await seePage('report', 'report', at('report'));
  await seePage('report', 'report, yourself', at('yourself'));
  await seePage('status', 'status', at('status'));
  await seePage('proof', 'proof', at('proof'));
  if (only.includes('alerts')) await inContext(async (context) => seeAlerts(await context.newPage()));
  if (only.includes('desk')) await seeBusyDesk();
  if (!only.some((group) => ['report', 'status', 'proof', 'inbox'].includes(group))) return;

  await inContext(async (context) => {
    const page = await context.newPage();
    await page.goto(at('report'), { waitUntil: 'networkidle' });
    await page.click('#send');
    await page.waitForSelector('#error-summary:not([hidden])');
    await see('report', 'report, with errors', page);
    await seePlainForm(page);
  });
  await inContext(async (context) => {
    const { receipt, reference } = await seeSending(await context.newPage());
    await inContext(async (teamContext) => seeInbox(await teamContext.newPage(), reference));
    const status = await context.newPage();
    await status.goto(at('status'));
    await status.fill('#field-code', receipt.slice(0, -1));
    await status.click('#code-form button');
    await status.waitForSelector('#error-code:not([hidden])');
    await see('status', 'status, mistyped code', status);
    await status.fill('#field-code', receipt);
    await status.click('#code-form button');
    await status.waitForSelector('#case:not([hidden])');
    await status.waitForSelector('#case-statements > li');
    await see('status', 'status, case answered', status);
    await seeCasePage(await context.newPage(), receipt);
    await seeProof(status);
    // The tab remembers the code.
    await status.goto(at('status'));
    await status.waitForSelector('#case-statements > li');
    const found = await desk.store.findCase(reference);
    if (found) await desk.store.changeCase(changeInput(found, { exploitedAt: Date.now() }));
    status.once('dialog', (dialog) => void dialog.accept());
    await status.click('#withdraw');
    await status.waitForSelector('#case-gone:not([hidden])');
    await see('status', 'status, withdrawn', status);
    await inContext(async (teamContext) => seeStub(await teamContext.newPage(), reference));
  });

  /** A desk of its own, which changes: from the first day to a full week. */
  async function seeBusyDesk(): Promise<void> {
    const busy = await startLookDesk(browser);
    try {
      await inContext(async (context) => {
        const page = await context.newPage();
        // Whoever is asked whether to leave what they typed, leaves it.
        page.on('dialog', (dialog) => void dialog.accept().catch(() => undefined));
        const shown = (name: string) => see('desk', `desk: ${name}`, page);
        await seeEmptyDesk(busy, language, page, shown);
        await seeDesk(busy, await busy.fill(), page, shown);
      });
    } finally {
      await busy.stop();
    }
  }

  /** From a form that is filled in to the receipt, by way of a server that can't be reached. */
  async function seeSending(page: Page): Promise<{ receipt: string; reference: string }> {
    await page.goto(at('report'));
    await fillInReport(page);
    const buffer = Buffer.alloc(2048, 'bewijs ');
    await page.setInputFiles('#field-files', { name: 'bewijs.txt', mimeType: 'text/plain', buffer });
    await page.click('#group-cvss > summary');
    await page.waitForSelector('#cvss-AV');
    await page.click('#preview summary');
    await page.waitForFunction(() => document.getElementById('preview-text')?.textContent);
    await see('report', 'report, filled in', page);
    const report = await hold(page, '**/api/reports');
    await page.click('#send');
    await report.asked;
    await see('report', 'report, sending', page);
    await report.release('abort');
    await page.waitForSelector('#send-failed:not([hidden])');
    await see('report', 'report, not sent', page);
    const attachment = await hold(page, '**/api/case/attachments/**');
    await page.click('#send-retry');
    await attachment.asked;
    await page.waitForSelector('#uploads:not([hidden])');
    await see('report', 'report, sending attachments', page);
    await attachment.release('continue');
    await page.waitForSelector('#uploads-cancel', { state: 'hidden' });
    await see('report', 'report, sent', page);
    return {
      receipt: (await page.textContent('#sent-receipt')) ?? '',
      reference: (await page.textContent('#sent-reference')) ?? '',
    };
  }

  /** What the page for proofs says of the file that the status page gives, and of one that somebody changed. */
  async function seeProof(page: Page): Promise<void> {
    if (!only.includes('proof')) return;
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#case-save-proof')]);
    const proof = readFileSync(await download.path(), 'utf8');
    for (const [name, text] of [
      ['proof holds', proof],
      ['proof changed', proof.replace('answer-by: 2', 'answer-by: 3')],
    ] as const) {
      await page.goto(at('proof'));
      const buffer = Buffer.from(text);
      await page.setInputFiles('#field-receipt', { name: 'proof.txt', mimeType: 'text/plain', buffer });
      await page.waitForSelector('#verdict:not([hidden])');
      await see('proof', name, page);
    }
  }

  /** What functions answer to the form for who has no scripts. */
  async function seePlainForm(page: Page): Promise<void> {
    if (!only.includes('report')) return;
    for (const [name, message] of [
      ['message refused', 'Readable'],
      ['message received', desk.team.encrypt('Sealed by hand', Object.values(desk.fingerprints))],
    ] as const) {
      await page.goto(at('yourself'));
      await page.fill('#plain-message', message);
      await Promise.all([
        page.waitForURL(/\/api\/reports(\?asked|\/received)/),
        page.click('form.plain button'),
      ]);
      await see('report', `report, ${name}`, page);
    }
  }

  /** The status of a case as functions show it to who has no scripts. */
  async function seeCasePage(page: Page, receipt: string): Promise<void> {
    if (!only.includes('status')) return;
    await page.goto(`${desk.site.url}${CASE_PAGE}?language=${language}`);
    await see('status', 'status, without scripts', page);
    for (const [name, code, address] of [
      ['mistyped code', receipt.slice(0, -1), /fault=/],
      ['case answered', receipt, /opened=/],
    ] as const) {
      await page.fill('#plain-code', code);
      await Promise.all([page.waitForURL(address), page.click('form.plain button')]);
      await see('status', `status without scripts, ${name}`, page);
    }
  }

  /** The question behind the link in a mail, and an answer to it. */
  async function seeAlerts(page: Page): Promise<void> {
    await page.goto(`${desk.site.url}/api/alerts/${randomId()}?language=${language}`);
    await see('alerts', 'alert, question', page);
    await Promise.all([page.waitForNavigation(), page.click('button[value=yes]')]);
    await see('alerts', 'alert, link used', page);
  }

  /** What the law still asks for of the report that was withdrawn. */
  async function seeStub(page: Page, reference: string): Promise<void> {
    if (!only.includes('inbox')) return;
    await signInWithKey(page, at('inbox'), { file: desk.keys.anna });
    await page.waitForSelector('#list-cases li');
    await see('inbox', 'inbox, list with a withdrawn case', page);
    await openFromList(page, reference);
    await see('inbox', 'inbox, withdrawn case', page);
  }

  async function seeInbox(page: Page, reference: string): Promise<void> {
    await page.goto(at('inbox'));
    await page.waitForSelector('#sign-in:not([hidden])');
    await see('inbox', 'inbox, sign-in', page);
    await page.click('#challenge-form button');
    await page.waitForSelector('#answer-form:not([hidden])');
    await see('inbox', 'inbox, sign-in with GnuPG', page);
    await signInWithKey(page, at('inbox'), { file: desk.keys.anna });
    await page.waitForSelector('#list-cases li');
    await see('inbox', 'inbox, list', page);
    await openFromList(page, reference);
    await page.waitForSelector('#report-body .rendered');
    await openReply(page);
    await see('inbox', 'inbox, case', page);
    await page.check('#assessment-confirmed');
    await page.fill('#compose-date', new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10));
    await page.fill(
      '#compose-message',
      language === 'nl' ? 'Dank je wel, je hebt gelijk.' : 'Thank you, you are right.',
    );
    const found = await desk.store.findCase(reference);
    if (found) await desk.store.changeCase(changeInput(found, {}, { now: Date.now() }));
    await page.click('#compose-submit');
    await page.waitForSelector('#conflict:not([hidden])');
    await see('inbox', 'inbox, changed meanwhile', page);
    await sendComposed(page);
    await page.waitForSelector('#team-messages .rendered');
    await see('inbox', 'inbox, case answered', page);
  }
}
