import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { violationsOn } from '../support/axe.ts';
import { built } from '../support/builds.ts';
import { Gpg } from '../support/gpg.ts';
import { Hand } from '../support/hand.ts';
import { hold } from '../support/hold.ts';
import { signInWithKey } from '../support/inbox-page.ts';
import type { RunningSite } from '../support/project.ts';
import { startSite } from '../support/site.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';
import { PASSPHRASE } from '../support/teams.ts';
import * as own from '../support/week-desk.ts';
import * as job from '../support/week-jobs.ts';
import { type SentReport, sendWeekReport, weekReports } from '../support/week-reports.ts';
import { secret } from '../support/week-words.ts';

const MARIEKE = 'Marieke Visser <marieke@example.com>';

describe('the week after: Marieke joins, and Bram leaves', () => {
  let desk: TeamSite;
  let after: RunningSite;
  let bram: Gpg;
  let settings: Record<string, string>;
  let exploited: SentReport;
  let question: SentReport;
  beforeAll(async () => {
    desk = await startTeamSite();
    bram = new Gpg();
    const { team, fingerprints } = desk;
    bram.import(team.exportPrivate(fingerprints.bram, PASSPHRASE));
    const before = [fingerprints.anna, fingerprints.bram].map((one) => team.exportPublic(one));
    exploited = await sendWeekReport(desk.site.url, 'exploited', before);
    question = await sendWeekReport(desk.site.url, 'question', before);
    const members = team.exportPublic(fingerprints.anna, team.makeKey(MARIEKE));
    const until = `${new Date().toISOString().slice(0, 19)}Z`;
    settings = {
      TEAM_KEY_FILE: team.file('after.asc', members),
      FORMER_KEYS_FILE: team.file('former.asc', `until: ${until}\n${team.exportPublic(fingerprints.bram)}`),
    };
    // Beside what comes first: it takes some seconds.
    void built(settings).catch(() => undefined);
  });
  afterAll(async () => {
    bram?.close();
    await after?.stop();
    await desk?.stop();
  });
  afterEach(() => {
    expect(desk.errors.splice(0)).toEqual([]);
  });

  async function open(url: string, keyFile: string): Promise<Hand> {
    const context = desk.watch(await desk.browser.newContext({ viewport: { width: 1280, height: 800 } }));
    const page = await context.newPage();
    await signInWithKey(page, url, { file: keyFile });
    return new Hand(page);
  }

  it('what was reported, noted and written before is shared with her in three acts, and she works with it', async () => {
    const early = await open(`${desk.site.url}/inbox`, desk.keys.anna);
    await job.goTo(early, exploited.reference);
    await own.note(early, secret.note);
    await own.writeLetter(early, 'rejected', { nl: secret.letter, en: secret.letter });
    await early.page.context().close();
    await desk.site.stop();
    after = await startSite({ ...settings, DATA_DIR: desk.site.dataDir });

    const key = desk.team.file('marieke.asc', desk.team.exportPrivate(MARIEKE));
    const marieke = await open(`${after.url}/inbox#${exploited.reference}`, key);
    await job.caseShown(marieke);
    expect(await marieke.page.textContent('#who-can-open')).toContain('Anna');
    expect(await violationsOn(marieke.page)).toEqual([]);

    const anna = await open(`${after.url}/inbox`, desk.keys.anna);
    await anna.click('.bar nav a[href="#sharing"]');
    await anna.click('#sharing-share');
    // One case after the other, at a pace that leaves room for others.
    await anna.page.waitForFunction(() =>
      document.getElementById('sharing-status')?.textContent?.startsWith('Klaar'),
    );
    expect(anna.taken()).toBeLessThanOrEqual(3);
    expect(await anna.page.locator('#sharing-who tbody td').allTextContents()).toEqual([
      '2 van 2',
      '2 van 2',
    ]);
    expect(await violationsOn(anna.page)).toEqual([]);

    const letters = await hold(marieke.page, '**/api/staff/records/letters');
    await marieke.click('#case-refresh');
    await marieke.page.waitForSelector('#report-body .facts');
    expect(await marieke.page.textContent('#report-body')).toContain(weekReports.exploited.impact);
    await marieke.page.waitForFunction(
      (words) => document.querySelector('#notes')?.textContent?.includes(words),
      secret.note,
    );
    await job.goTo(marieke, question.reference);
    // What an assessment brings is the team’s own letter, also where that comes after it.
    await letters.asked;
    await marieke.press('e');
    await marieke.click('#assessment-rejected');
    expect(await marieke.page.inputValue('#compose-message')).not.toContain(secret.letter.slice(0, 12));
    await letters.release('continue');
    await marieke.page.waitForFunction(
      (begins) => (document.getElementById('compose-message') as HTMLTextAreaElement).value.includes(begins),
      secret.letter.slice(0, 12),
    );
    await job.rejectAsItIs(marieke);
    const messages = await desk.store.readMessages(question.reference);
    expect(desk.team.decrypt(messages.at(-1)?.sealed ?? '')).toContain(`over ${question.reference}.`);
    // Who left reads none of it any more.
    for (const { sealed } of [...messages, ...(await desk.store.readNotes(exploited.reference))])
      expect(() => bram.decrypt(sealed, PASSPHRASE)).toThrow();
  });
});
