import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { Store } from '../../functions/store/store.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { launchChromium } from './chromium.ts';
import { Gpg } from './gpg.ts';
import { copyProject, type RunningSite, startSite } from './project.ts';
import { fillInReport, reportPaths } from './report-page.ts';

export const PASSPHRASE = 'correct horse “battery” één';
export const ANNA = 'Anna de Vries <anna@example.com>';
export const BRAM = 'Bram Jansen <bram@example.com>';

/** A running site with a team of two (one key without a passphrase, one RSA key with), and a browser. */
export interface TeamSite {
  team: Gpg;
  site: RunningSite;
  browser: Browser;
  /** The store of the running site, opened beside it. */
  store: Store;
  folder: string;
  /** Private key files, and fingerprints. */
  keys: { anna: string; bram: string };
  fingerprints: { anna: string; bram: string };
  /** Sends a report by the form; gives its receipt and reference. */
  report(
    context: BrowserContext,
    language: LanguageCode,
    overrides?: Record<string, string>,
    extra?: (page: Page) => Promise<void>,
  ): Promise<{ reference: string; receipt: string }>;
  /** Errors that pages of `watch`ed contexts reported: exceptions, and violations of the policy of the page. */
  errors: string[];
  watch(context: BrowserContext): BrowserContext;
  stop(): Promise<void>;
}

/** @param launch starts the browser: the Chromium from npm unless it is another that is tested */
export async function startTeamSite(
  settings: Record<string, string> = {},
  launch = launchChromium,
): Promise<TeamSite> {
  const team = new Gpg();
  const project = copyProject();
  const fingerprints = {
    anna: team.makeKey(ANNA),
    bram: team.makeKey(BRAM, 'rsa2048', '1y', PASSPHRASE),
  };
  const keys = {
    anna: team.file('anna.asc', team.exportPrivate(fingerprints.anna)),
    bram: team.file('bram.asc', team.exportPrivate(fingerprints.bram, PASSPHRASE)),
  };
  const TEAM_KEY_FILE = team.file('team.asc', team.exportPublic());
  const site = await startSite(project.folder, { TEAM_KEY_FILE, ...settings });
  const browser = await launch();
  const store = createSqliteStore(join(site.dataDir, 'meldpunt.sqlite'));
  const errors: string[] = [];
  const watch = (context: BrowserContext) => {
    context.on('weberror', (error) => errors.push(error.error().message));
    context.on('console', (message) => {
      // The browser says so itself of every answer that is an error; what matters is what the page says.
      if (message.type() === 'error' && !message.text().includes('Failed to load resource'))
        errors.push(message.text());
    });
    return context;
  };
  return {
    team,
    site,
    browser,
    store,
    folder: project.folder,
    keys,
    fingerprints,
    errors,
    watch,
    async report(context, language, overrides = {}, extra = async () => undefined) {
      const page = await context.newPage();
      await page.goto(site.url + reportPaths[language]);
      await fillInReport(page, overrides);
      await extra(page);
      await page.click('#send');
      await page.waitForSelector('#sent:not([hidden])');
      const reference = (await page.textContent('#sent-reference')) ?? '';
      const receipt = (await page.textContent('#sent-receipt')) ?? '';
      return { reference, receipt };
    },
    async stop() {
      await browser.close();
      await store.close();
      await site.stop();
      project.remove();
      team.close();
    },
  };
}
