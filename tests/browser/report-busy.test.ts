import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limitsOf, openLane } from '../../functions/reporter/report-lanes.ts';
import english from '../../locales/en/report.json' with { type: 'json' };
import dutchProblems from '../../locales/nl/problems.json' with { type: 'json' };
import dutch from '../../locales/nl/report.json' with { type: 'json' };
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { readCertificates } from '../../src/openpgp/keys.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { violationsOn } from '../support/axe.ts';
import { counted } from '../support/counted.ts';
import { until } from '../support/project.ts';
import { fillInReport, markers, reportPaths } from '../support/report-page.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';

const languages: LanguageCode[] = ['nl', 'en'];
const texts = { nl: dutch, en: english };

// In this order: the site is calm at first, and busy from the second test on.
describe('reporting while very many reports come in', () => {
  let desk: TeamSite;
  beforeAll(async () => {
    desk = await startTeamSite();
  });
  afterAll(async () => {
    expect(desk.errors).toEqual([]);
    await desk.stop();
  });

  /** Sends reports from everywhere until no more is accepted without a proof. */
  async function flood(): Promise<void> {
    // The next quarter of an hour as well: it may begin at any moment.
    const next = Date.now() + openLane.windowSeconds * 1000;
    await desk.store.countHit({ limits: [{ ...openLane, weight: openLane.most }], now: next });
    const team = await readCertificates(desk.team.exportPublic(), new Date());
    const sealedReport = await seal(
      'one of very many',
      team.map(({ armored }) => armored),
    );
    const send = (index: number) =>
      fetch(`${desk.site.url}/api/reports`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': `192.0.2.${index % 200}` },
        body: JSON.stringify({
          sealedReport,
          receiptId: randomBytes(32).toString('hex'),
          urgent: false,
          language: 'nl',
          attachments: [],
        }),
      });
    let status = 0;
    for (let index = 0; status !== 428 && index < 2 * openLane.most; index += 1) {
      ({ status } = await send(index));
      expect([201, 428]).toContain(status);
    }
    expect(status).toBe(428);
  }

  /** Opens the form, has it get ready, and gives what it asks of the API and which scripts it loads. */
  async function openForm(language: LanguageCode) {
    const page = await desk.watch(await desk.browser.newContext()).newPage();
    const asked: string[] = [];
    const scripts: string[] = [];
    const sent: Record<string, unknown>[] = [];
    let isSolved = false;
    page.on('worker', (worker) => {
      if (!worker.url().includes('proof.worker')) return;
      worker.on('close', () => {
        isSolved = true;
      });
    });
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (pathname.endsWith('.js')) scripts.push(pathname);
      if (!pathname.startsWith('/api/')) return;
      asked.push(`${pathname} ${response.status()}`);
      if (pathname !== '/api/reports') return;
      sent.push(response.request().postDataJSON() as Record<string, unknown>);
    });
    await page.goto(desk.site.url + reportPaths[language]);
    const ready = page.waitForResponse((response) => response.url().includes('/api/reports/challenge'));
    await page.focus('#field-system');
    await ready;
    return { page, asked, scripts: () => scripts.join(' '), sent, isSolved: () => isSolved };
  }

  const lane = limitsOf('proved', '').at(-1) ?? openLane;
  /** Reports with a proof so far; the quarter of an hour in which they are counted may end at any moment. */
  async function proved(): Promise<number> {
    const now = Date.now();
    const windows = [now, now - lane.windowSeconds * 1000];
    const counts = await Promise.all(windows.map((time) => counted(desk.store, lane, time)));
    return counts.reduce((sum, count) => sum + count, 0);
  }
  const isSent = (page: Page) => page.waitForSelector('#sent:not([hidden])');
  async function isStored(page: Page) {
    const reference = (await page.textContent('#sent-reference')) ?? '';
    expect(await desk.store.findCase(reference)).toMatchObject({ reference, origin: 'form' });
  }

  it.each(languages)(
    'in %s a long report takes some work also while it is calm, and the page says why it waits',
    async (language) => {
      const { page, asked, sent } = await openForm(language);
      await fillInReport(page, { description: `${markers.description}\n${'a step. '.repeat(12_000)}` });
      await page.click('#send');
      await page.waitForFunction(
        (text) => document.getElementById('send-status')?.textContent === text,
        texts[language].status.busy,
      );
      await isSent(page);
      expect(asked).toEqual(['/api/reports/challenge 204', '/api/reports 428', '/api/reports 201']);
      expect(sent[1]).toEqual({ ...sent[0], proof: expect.any(String) });
      await isStored(page);
      await page.context().close();
    },
  );

  it('the limit is reached while the reporter writes: the page says so, and the report arrives all the same', async () => {
    const before = await proved();
    const forms = [];
    for (const language of languages) forms.push({ language, ...(await openForm(language)) });
    await flood();
    for (const { language, page, asked, scripts, sent } of forms) {
      await fillInReport(page);
      expect(scripts()).not.toMatch(/proof|solve/);
      await page.click('#send');
      await page.waitForFunction(
        (text) => document.getElementById('send-status')?.textContent === text,
        texts[language].status.busy,
      );
      expect(await page.inputValue('#field-impact')).toBe(markers.impact);
      await isSent(page);
      expect(asked).toEqual(['/api/reports/challenge 204', '/api/reports 428', '/api/reports 201']);
      const [first, second] = sent;
      expect(second).toEqual({ ...first, proof: expect.any(String) });
      await isStored(page);
      await page.context().close();
    }
    expect(await proved()).toBe(before + 2);
  });

  it.each(languages)(
    'in %s the proof is ready when the report is written: it is sent once',
    async (language) => {
      // An answer of the store is good for some seconds.
      const body = JSON.stringify({ receiptId: '0'.repeat(64) });
      const headers = { 'Content-Type': 'application/json' };
      const address = `${desk.site.url}/api/reports/challenge`;
      for (let tries = 0; tries < 20; tries += 1) {
        if ((await fetch(address, { method: 'POST', headers, body })).status === 200) break;
        await wait(1000);
      }
      const before = await proved();
      const { page, asked, scripts, isSolved, sent } = await openForm(language);
      await fillInReport(page);
      await until(() => (isSolved() ? true : undefined), 'the proof');
      expect(scripts()).toMatch(/proof\.worker/);
      expect(await violationsOn(page)).toEqual([]);
      await page.click('#send');
      await isSent(page);
      expect(asked).toEqual(['/api/reports/challenge 200', '/api/reports 201']);
      expect(sent[0]).toMatchObject({ proof: expect.any(String) });
      expect(await proved()).toBe(before + 1);
      await isStored(page);
      await page.context().close();
    },
  );

  it('where the proof can not be worked out nothing is lost, and another try may succeed', async () => {
    const { page } = await openForm('nl');
    await page.context().route(/proof\.worker/, (route) => route.abort());
    await page.reload();
    await fillInReport(page);
    await page.click('#send');
    await page.waitForSelector('#send-failed:not([hidden])');
    expect(await page.textContent('#send-failed-reason')).toBe(dutchProblems['proof-needed']);
    expect(await page.isVisible('#sealed-download')).toBe(true);
    expect(await page.inputValue('#field-impact')).toBe(markers.impact);
    await page.context().unroute(/proof\.worker/);
    await page.click('#send-retry');
    await isSent(page);
    await isStored(page);
    await page.context().close();
  });
});
