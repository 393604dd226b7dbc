import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { type LanguageCode, paths } from '../../src/i18n/languages.ts';
import { openFromList, sendComposed, signInWithKey } from './inbox-page.ts';
import { copyProject, type RunningSite, startSite } from './project.ts';
import { startTeamSite, type TeamSite } from './team-site.ts';

/** What a person can have on the screen, by page. */
export const groups = [
  'policy',
  'report',
  'status',
  'inbox',
  'notFound',
  'thanks',
  'lessons',
  'figures',
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
  const project = copyProject();
  const [desk, demonstration] = await Promise.all([startTeamSite(), startSite(project.folder)]);
  return {
    desk,
    demonstration,
    browser: desk.browser,
    async stop() {
      await demonstration.stop();
      project.remove();
      await desk.stop();
    },
  };
}

/**
 * Goes through every page and its main states in one language, and shows each of the chosen groups to `visit`.
 * A report is sent and answered on the way, so the figures have numbers at the end.
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
    const context = await browser.newContext(options);
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
  await seePage('report', 'report', at('report'));
  await seePage('status', 'status', at('status'));
  if (!only.some((group) => ['report', 'status', 'inbox', 'figures'].includes(group))) return;

  await inContext(async (context) => {
    const page = await context.newPage();
    await page.goto(at('report'), { waitUntil: 'networkidle' });
    await page.click('#send');
    await page.waitForSelector('#error-summary:not([hidden])');
    await see('report', 'report, with errors', page);
  });
  await inContext(async (context) => {
    const { receipt, reference } = await desk.report(context, language);
    const [sent] = context.pages();
    if (sent) await see('report', 'report, sent', sent);
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
    await see('status', 'status, case answered', status);
  });
  await seePage('figures', 'figures', at('figures'));

  async function seeInbox(page: Page, reference: string): Promise<void> {
    await page.goto(at('inbox'));
    await page.waitForSelector('#sign-in:not([hidden])');
    await see('inbox', 'inbox, sign-in', page);
    await signInWithKey(page, at('inbox'), { file: desk.keys.anna });
    await page.waitForSelector('#list-cases li');
    await see('inbox', 'inbox, list', page);
    await openFromList(page, reference);
    await page.waitForSelector('#report-body .rendered');
    await see('inbox', 'inbox, case', page);
    await page.check('#assessment-confirmed');
    await page.fill('#compose-date', new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10));
    await page.fill(
      '#compose-message',
      language === 'nl' ? 'Dank je wel, je hebt gelijk.' : 'Thank you, you are right.',
    );
    await sendComposed(page);
    await page.waitForSelector('#team-messages .rendered');
    await see('inbox', 'inbox, case answered', page);
  }
}
