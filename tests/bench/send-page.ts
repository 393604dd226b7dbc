import type { Browser, Page } from 'playwright-core';
import { fillInReport, reportPaths } from '../support/report-page.ts';
import { installProbe, type Probe, type Way } from './page-probe.ts';
import { visitor } from './submission.ts';

let visitors = 0;

export interface Sent extends Probe {
  /** ms from the accepted report to the answer to the last chunk; NaN without attachments. */
  took: number;
}

/** What is done around the sending, to measure it. */
export interface Around {
  /** What the line takes, in bytes a second; else as much as this machine does. */
  line?: number;
  /** Before the files are chosen. */
  begin?: (page: Page) => Promise<void>;
  /** After the last chunk. */
  end?: (page: Page) => Promise<void>;
}

/** Writes a report in the real page, a visitor of its own, and sends it with these files. */
export async function sendReport(
  browser: Browser,
  siteUrl: string,
  files: string[],
  way: Way = 'both',
  around: Around = {},
): Promise<Sent> {
  visitors += 1;
  const context = await browser.newContext({ extraHTTPHeaders: { 'X-Forwarded-For': visitor(visitors) } });
  try {
    const page = await context.newPage();
    await page.addInitScript(installProbe, way);
    await page.goto(siteUrl + reportPaths.en);
    await fillInReport(page);
    // The worker has made the reply key, so that files need not wait for it.
    await page.waitForFunction(() => {
      const { tasks, waiting } = (globalThis as unknown as { probe: Probe }).probe;
      return waiting === 0 && tasks.some(({ task }) => task === 'prepare');
    });
    if (around.line !== undefined) {
      const line = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: around.line };
      await (await context.newCDPSession(page)).send('Network.emulateNetworkConditions', line);
    }
    await around.begin?.(page);
    if (files.length > 0) await page.setInputFiles('#field-files', files);
    const expected = { planned: files.length, ahead: way === 'upload alone' ? files.length : 0 };
    await page.waitForFunction(({ planned, ahead }) => {
      const { probe } = globalThis as unknown as { probe: Probe };
      return (
        probe.tasks.filter(({ task }) => task === 'planFile').length === planned && probe.ahead === ahead
      );
    }, expected);
    await page.click('#send');
    await page.waitForSelector('#sent:not([hidden])');
    if (files.length > 0) {
      await page.waitForSelector('#uploads-cancel', { state: 'hidden', timeout: 120_000 });
      if (await page.isVisible('#uploads-resume')) throw new Error('the upload failed');
    }
    await around.end?.(page);
    const probe = await page.evaluate(() => (globalThis as unknown as { probe: Probe }).probe);
    return { ...probe, took: files.length > 0 ? probe.sentAt - probe.acceptedAt : Number.NaN };
  } finally {
    await context.close();
  }
}

/** ms that the worker spent on these tasks, one after the other. */
export function timeOf({ tasks }: Probe, ...names: string[]): number {
  return tasks.filter(({ task }) => names.includes(task)).reduce((sum, { took }) => sum + took, 0);
}
