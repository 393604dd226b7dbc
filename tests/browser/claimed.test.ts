import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewReport } from '../../src/disclosure/report.ts';
import { acceptedSchema, URGENT_HEADER } from '../../src/disclosure/wire.ts';
import { readCertificates } from '../../src/openpgp/keys.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { violationsOn } from '../support/axe.ts';
import { readMails } from '../support/eml.ts';
import { inboxPaths, openFromList, signInWithKey } from '../support/inbox-page.ts';
import { reportText } from '../support/own-texts.ts';
import { until } from '../support/project.ts';
import { newVisitor } from '../support/reporter.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';

const HOUR = 3_600_000;
const dayAhead = new Date(Date.now() + 30 * 24 * HOUR).toISOString().slice(0, 10);
const said = {
  nl: {
    urgent: 'DRINGEND',
    left: /nog 23 uur, 5\d minuten/,
    unclear: 'nog niet te zeggen',
    not: 'niet misbruikt',
    found: /Nagaan of het misbruikt wordtnagegaan op .+: nee, het wordt niet misbruikt/,
    future: 'ligt in de toekomst',
    refused: 'meer dan een jaar voor de melding',
    past: 'al voorbij',
    needDay: 'Er is een datum nodig.',
    ofIncident: 'De termijnen van het incident stoppen',
  },
  en: {
    urgent: 'URGENT',
    left: /23 hours, 5\d minutes left/,
    unclear: 'it was too early to tell',
    not: 'not being exploited',
    found: /checked on .+: no, it is not being exploited/,
    future: 'is in the future',
    refused: 'more than a year before the report',
    past: 'has passed',
    needDay: 'A date is needed.',
    ofIncident: 'The deadlines of the incident stop',
  },
};

/** So unlike each other that they are taken for those of three people. */
const texts: Record<'plain' | 'claimed' | 'found', Partial<NewReport>> = {
  plain: { description: 'Anybody may read invoices of others by their number.', impact: 'Addresses leak.' },
  claimed: {
    ...{ system: 'https://mail.example.com', weakness: 'cross-site-scripting' },
    ...{ description: 'A subject with a picture in it runs scripts.', impact: 'Mailboxes are taken over.' },
  },
  found: {
    ...{ system: 'https://vpn.example.com', weakness: 'memory-safety' },
    ...{ description: 'Long user names end the process or worse.', impact: 'Whole networks stand open.' },
  },
};

describe('a weak spot that is said to be exploited', () => {
  let desks: Record<'nl' | 'en', TeamSite>;
  beforeAll(async () => {
    const [nl, en] = await Promise.all([startTeamSite(), startTeamSite({ TEAM_LANGUAGE: 'en' })]);
    desks = { nl, en };
  });
  afterAll(async () => {
    for (const desk of Object.values(desks ?? {})) await desk.stop();
  });

  it.each(['nl', 'en'] as const)(
    'in %s: wakes the team within the minute, stands first with its clock, and is answered in three ways',
    async (language) => {
      const desk = desks[language];
      const words = said[language];
      const keys = (await readCertificates(desk.team.exportPublic(), new Date())).map((one) => one.armored);
      /** Sends a report as somebody at a terminal does. */
      const curl = async (fields: Partial<NewReport>, ...options: string[]) => {
        const sealed = await seal(reportText({ contact: `${fields.name}@example.net`, ...fields }), keys);
        const answer = execFileSync(
          'curl',
          [
            ...['-sS', '--data-binary', '@-', '-H', 'Content-Type: application/pgp-encrypted'],
            ...['-H', `X-Forwarded-For: ${newVisitor()}`, ...options, `${desk.site.url}/api/reports`],
          ],
          { input: sealed, encoding: 'utf8' },
        );
        return acceptedSchema.parse(JSON.parse(answer)).reference;
      };
      const subjectsOf = async (reference: string) => {
        const mails = await readMails(join(desk.site.dataDir, 'outbox'));
        return mails.map(({ subject }) => subject ?? '').filter((subject) => subject.includes(reference));
      };
      const woken = (reference: string) =>
        until(
          async () =>
            (await subjectsOf(reference)).find((subject) => subject.startsWith(`${words.urgent}, `)),
          `the urgent mail for ${reference}`,
        );
      const plain = await curl({ name: 'Ann', ...texts.plain });
      const claimed = await curl({ name: 'Bob', ...texts.claimed }, '-H', `${URGENT_HEADER}: yes`);
      // Its sender said it inside alone: it comes to light when an inbox opens it for the list.
      const found = await curl({ name: 'Cee', ...texts.found, exposure: 'both' });
      await woken(claimed);
      expect((await subjectsOf(found)).some((subject) => subject.startsWith(words.urgent))).toBe(false);

      const context = desk.watch(await desk.browser.newContext());
      const page = await context.newPage();
      const asked: string[] = [];
      page.on('dialog', (dialog) => {
        asked.push(dialog.message());
        void dialog.accept();
      });
      /** What is said at a field that is refused, on which the keyboard then stands. */
      const faultAt = async (id: string) => {
        await page.waitForFunction(
          (field) => document.activeElement?.id === field && document.activeElement.ariaInvalid === 'true',
          id,
        );
        expect(await page.getAttribute(`#${id}`, 'aria-describedby')).toContain(`error-${id}`);
        expect(await page.isVisible('#error-actions')).toBe(false);
        return page.textContent(`#error-${id}`);
      };
      const outOfReach = async (work: () => Promise<void>) => {
        const changes = '**/api/staff/cases/*';
        await page.route(changes, (route) =>
          route.request().method() === 'PATCH' ? route.abort() : route.fallback(),
        );
        await work();
        await page.unroute(changes);
      };
      /** Presses a button while the server is out of reach: it has the keyboard still, and says so. */
      const refusedAt = async (id: string) => {
        await outOfReach(async () => {
          await page.click(`#${id}`);
          await page.waitForSelector(`#error-${id}:not([hidden])`);
        });
        expect(await page.getAttribute(`#${id}`, 'aria-describedby')).toBe(`error-${id}`);
        expect(await page.evaluate(() => document.activeElement?.id)).toBe(id);
        expect(await page.isVisible('#error-actions')).toBe(false);
      };
      await signInWithKey(page, desk.site.url + inboxPaths[language], { file: desk.keys.anna });
      await woken(found);
      const rows = () =>
        page
          .locator('#list-cases a[href^="#CVD"]')
          .evaluateAll((links) => links.map((link) => link.getAttribute('href')?.slice(1)));
      await page.waitForFunction(() => document.querySelectorAll('#list-cases .tag-strong').length === 2);
      expect((await rows()).at(-1)).toBe(plain);

      await openFromList(page, claimed);
      expect(await page.textContent('#claim-due')).toMatch(words.left);
      expect(await violationsOn(page)).toEqual([]);
      await page.click('#claim-unclear');
      await page.getByText(words.unclear).first().waitFor();
      expect(await page.isVisible('#claim')).toBe(true);
      await page.click('#claim-not-true');
      await page.waitForSelector('#claim', { state: 'detached' });
      // The keyboard goes on where the effect is, in sight.
      await page.waitForFunction(() => {
        const { activeElement: place } = document;
        const { top = -1, bottom = 0 } = place?.getBoundingClientRect() ?? {};
        return place?.id === 'deadlines-title' && top >= 0 && bottom <= innerHeight;
      });
      await page.locator('#team-timeline').getByText(words.not).waitFor();
      expect(await desk.store.findCase(claimed)).toMatchObject({
        claimAnswer: 'not-true',
        exploitedAt: null,
      });
      expect(await page.locator('#deadlines li.met').allTextContents()).toEqual([
        expect.stringMatching(words.found),
      ]);

      // A day is proposed, not one that is over, and not none.
      await page.fill('#publication-day', '2020-01-01');
      await page.click('#publication-form [type=submit]');
      expect(await faultAt('publication-day')).toContain(words.past);
      await page.fill('#publication-day', dayAhead);
      await page.click('#publication-form [type=submit]');
      await page.waitForSelector('#publication-away');
      await page.fill('#publication-day', '');
      await page.click('#publication-form [type=submit]');
      expect(await faultAt('publication-day')).toContain(words.needDay);
      expect(await page.inputValue('#publication-day')).toBe('');
      expect(await violationsOn(page)).toEqual([]);

      // What stands in the way of a button is said at it.
      await refusedAt('publication-agreed');
      await refusedAt('publication-now');
      await refusedAt('publication-away');
      await outOfReach(async () => {
        await page.keyboard.press('a');
        await page.waitForSelector('#error-assignee:not([hidden])');
      });

      await page.goto(`${desk.site.url}${inboxPaths[language]}#${found}`);
      await page.locator('#case-reference', { hasText: found }).waitFor();
      await page.waitForSelector('#claim');
      // A moment to come is refused before anybody is asked, and what the server refuses is said there too.
      asked.splice(0);
      await page.fill('#claim-since', '2200-01-01T12:00');
      await page.click('#claim-true');
      expect(await faultAt('claim-since')).toContain(words.future);
      expect(asked).toEqual([]);
      await page.fill('#claim-since', '2020-01-01T12:00');
      await page.click('#claim-true');
      await page.locator('#error-claim-since', { hasText: words.refused }).waitFor();
      expect(await faultAt('claim-since')).toContain(words.refused);
      expect(await page.inputValue('#claim-since')).toBe('2020-01-01T12:00');
      const hourAgo = await page.evaluate((ms) => {
        const local = new Date(Date.now() - ms - new Date().getTimezoneOffset() * 60_000);
        return local.toISOString().slice(0, 16);
      }, HOUR);
      await page.fill('#claim-since', hourAgo);
      await page.click('#claim-true');
      await page.waitForSelector('#claim', { state: 'detached' });
      await page.locator('#deadlines li').nth(5).waitFor();
      const marked = await desk.store.findCase(found);
      expect(marked).toMatchObject({ urgent: true, claimAnswer: 'true' });
      expect(Date.now() - (marked?.exploitedAt ?? 0)).toBeGreaterThanOrEqual(HOUR);
      expect(await page.isVisible('#cra-stop')).toBe(true);

      // The second track runs beside it, and what is reported late says so, with its number and corrections.
      await page.click('#incident summary');
      await page.click('#incident-start');
      await page.locator('#deadlines li').nth(9).waitFor();
      const warning = page.locator('#deadlines li').nth(2);
      await warning.locator('[aria-controls="reported-early-warning"]').click();
      await page.fill('#reported-early-warning-at', '2200-01-01T12:00');
      await page.click('#reported-early-warning button[type=submit]');
      expect(await faultAt('reported-early-warning-at')).toContain(words.future);
      await page.fill('#reported-early-warning-at', '');
      await page.fill('#reported-early-warning-number', 'SRP-2026-0042');
      await page.click('#reported-early-warning button[type=submit]');
      await warning.getByText('SRP-2026-0042').waitFor();
      await warning.locator('[aria-controls="corrected-early-warning"]').click();
      await page.fill('#reported-early-warning-corrected-number', 'SRP-2026-0043');
      await page.click('#corrected-early-warning button[type=submit]');
      await warning.getByText('SRP-2026-0043').waitFor();
      expect(await warning.textContent()).toMatch(
        language === 'nl'
          ? /gemeld op .+ onder nummer SRP-2026-0042, op tijdgecorrigeerd op .+ onder nummer SRP-2026-0043/
          : /reported on .+ under number SRP-2026-0042, on timecorrected on .+ under number SRP-2026-0043/,
      );
      expect(await violationsOn(page)).toEqual([]);
      // Either mark is taken back by its name.
      await refusedAt('unreported-early-warning');
      await refusedAt('incident-stop');
      await page.click('#incident-stop');
      await page.waitForSelector('#incident-start');
      expect(asked.at(-1)).toContain(words.ofIncident);
      const dump = (await desk.store.readNotes(found)).map(({ sealed }) => sealed).join('');
      expect(dump + JSON.stringify(await desk.store.readEvents(found))).not.toContain('SRP-2026');
      await context.close();
      expect(desk.errors.splice(0)).toEqual([]);
    },
  );
});
