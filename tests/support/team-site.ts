import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { Store } from '../../functions/store/store.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { launchChromium } from './chromium.ts';
import type { Gpg } from './gpg.ts';
import type { RunningSite } from './project.ts';
import { fillInReport, reportPaths } from './report-page.ts';
import { startSite } from './site.ts';
import { ANNA, BRAM, teamOfTwo } from './teams.ts';

/** A running site with a team of two (one key without a passphrase, one RSA key with), and a browser. */
export interface TeamSite {
  team: Gpg;
  site: RunningSite;
  browser: Browser;
  /** The store of the running site, opened beside it. */
  store: Store;
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
  const { gpg: team, TEAM_KEY_FILE } = await teamOfTwo();
  const fingerprints = { anna: team.fingerprintOf(ANNA), bram: team.fingerprintOf(BRAM) };
  const keys = { anna: join(team.home, 'anna.asc'), bram: join(team.home, 'bram.asc') };
  const site = await startSite({ TEAM_KEY_FILE, ...settings });
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
      team.close();
    },
  };
}
