import type { Page } from 'playwright-core';
import { Hand } from './hand.ts';
import { signInWithKey } from './inbox-page.ts';
import { newVisitor } from './reporter.ts';
import { startTeamSite, type TeamSite } from './team-site.ts';
import { PASSPHRASE } from './teams.ts';
import { type ReportName, type SentReport, sendWeek } from './week-reports.ts';

/** Where a week is lived: a site with its thirteen reports, two members who are signed in, and a browser for reporters. */
export interface WeekSite {
  desk: TeamSite;
  week: Record<ReportName, SentReport>;
  /** In Dutch, and in English. */
  anna: Hand;
  bram: Hand;
  reporter: Page;
  /** Of a report as the store has it; null where it is gone. */
  statusOf(name: ReportName): Promise<string | null>;
}

export async function startWeek(): Promise<WeekSite> {
  const desk = await startTeamSite();
  const team = Object.values(desk.fingerprints).map((one) => desk.team.exportPublic(one));
  const week = await sendWeek(desk.site.url, team);
  const open = async (extraHTTPHeaders = {}) => {
    const viewport = { width: 1280, height: 800 };
    return desk.watch(await desk.browser.newContext({ viewport, extraHTTPHeaders })).newPage();
  };
  const [anna, bram] = [new Hand(await open()), new Hand(await open())];
  const bramsKey = { file: desk.keys.bram, passphrase: PASSPHRASE };
  await signInWithKey(anna.page, `${desk.site.url}/inbox`, { file: desk.keys.anna });
  await signInWithKey(bram.page, `${desk.site.url}/en/inbox`, bramsKey);
  return {
    ...{ desk, week, anna, bram },
    reporter: await open({ 'X-Forwarded-For': newVisitor() }),
    statusOf: async (name) => (await desk.store.findCase(week[name].reference))?.status ?? null,
  };
}
