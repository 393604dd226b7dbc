import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import { chunkCount, limits } from '../../src/disclosure/limits.ts';
import { launchChromium } from '../support/chromium.ts';
import { type RunningSite, until } from '../support/project.ts';
import { type Pickiness, startProxy } from '../support/proxy.ts';
import { fillInReport } from '../support/report-page.ts';
import { type BuiltSite, buildSite } from '../support/site.ts';

/** Everything goes so many times as fast: a line of 150 kbit/s, and what waits for it. */
const FASTER = 20;
const LINE = (150_000 / 8) * FASTER;
const MIB = 1024 * 1024;

describe('a line of 150 kbit/s', () => {
  let built: BuiltSite;
  let browser: Browser;
  beforeAll(async () => {
    built = await buildSite();
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await built?.remove();
  });

  /** Starts a server that cuts every request after so many seconds of that line, as a proxy does. */
  const serve = (name: string, seconds: number) =>
    built.serve({
      DATA_DIR: name,
      TIMES: JSON.stringify({
        request: (seconds * 1000) / FASTER,
        headers: 1000,
        look: 50,
        silence: 120_000 / FASTER,
      }),
    });
  /** Sends a report with one attachment; gives what went out, as `<index> <Content-Range>`, and the answers. */
  async function sendOver(page: Page, site: RunningSite, size: number, speed = LINE) {
    await page.addInitScript((faster) => {
      const { setTimeout: wait } = window;
      // Only what waits for the line: a minute of a worker stays one.
      const scaled = (ms = 0) => (ms >= 100_000 ? ms / faster : ms);
      window.setTimeout = ((work: TimerHandler, ms?: number, ...rest: unknown[]) =>
        wait(work, scaled(ms), ...rest)) as typeof window.setTimeout;
      const timeout = AbortSignal.timeout.bind(AbortSignal);
      AbortSignal.timeout = (ms) => timeout(scaled(ms));
      const now = performance.now.bind(performance);
      performance.now = () => now() * faster;
    }, FASTER);
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() !== 'PUT') return;
      sent.push(`${request.url().split('/').at(-1)} ${request.headers()['content-range'] ?? ''}`.trim());
    });
    const buffer = randomBytes(size);
    await page.goto(`${site.url}/melden`);
    await fillInReport(page);
    const file = { name: 'bewijs.bin', mimeType: 'application/octet-stream', buffer };
    await page.setInputFiles('#field-files', file);
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: speed,
    });
    await page.click('#send');
    await page.waitForSelector('#sent:not([hidden])');
    const reference = (await page.textContent('#sent-reference')) ?? '';
    return { buffer, reference, sent };
  }
  async function allSent(page: Page): Promise<void> {
    const isOver = async () => {
      const said = (await page.textContent('#uploads-status')) ?? '';
      expect(said).not.toContain('Niet alle bijlagen');
      return said === 'Alle bijlagen zijn verstuurd.' ? true : undefined;
    };
    await until(isOver, 'the end of the upload', 900);
  }
  async function expectWhole(site: RunningSite, reference: string, buffer: Buffer): Promise<void> {
    const store = createSqliteStore(join(site.dataDir, 'meldpunt.sqlite'));
    const [attachment] = (await store.findCase(reference))?.attachments ?? [];
    const { id = '', size = 0 } = attachment ?? {};
    const sealed = join(built.team.home, 'sealed');
    const opened = join(built.team.home, 'opened');
    const chunks = Array.from({ length: chunkCount(size) }, (_, index) =>
      store.readChunk({ reference, attachmentId: id, index }),
    );
    writeFileSync(
      sealed,
      Buffer.concat((await Promise.all(chunks)).map((chunk) => chunk ?? new Uint8Array())),
    );
    await store.close();
    built.team.run(['--output', opened, '--decrypt', sealed]);
    const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    expect(hash(readFileSync(opened))).toBe(hash(buffer));
  }

  it('carries a whole chunk, which takes longer than anything is waited for that does not move', async () => {
    const site = await serve('.data-patient', 900);
    const page = await browser.newPage();
    const { buffer, reference, sent } = await sendOver(page, site, 4 * MIB);
    // What goes out is seen to go out, within a chunk as well.
    await until(async () => {
      const value = await page.$eval('#uploads-overall', (bar) => (bar as HTMLProgressElement).value);
      return value > 0 && value < limits.chunk ? true : undefined;
    }, 'progress within the first chunk');
    await allSent(page);
    expect(sent[0]).toBe('0');
    // 168 s are more than one request should take: what follows goes in smaller parts.
    expect(sent.slice(1).every((one) => /^1 bytes \d+-\d+\/\d+$/.test(one))).toBe(true);
    expect(sent.length).toBeGreaterThan(3);
    await expectWhole(site, reference, buffer);
    await page.close({ runBeforeUnload: false });
  });

  it('on which somebody cuts every request after a minute gets all through, in parts that fit', async () => {
    const site = await serve('.data-cut', 60);
    const page = await browser.newPage();
    const { buffer, reference, sent } = await sendOver(page, site, 4 * MIB);
    await allSent(page);
    expect(sent[0]).toBe('0');
    const sizes = sent.slice(1).map(sizeOf);
    expect(Math.max(...sizes)).toBeLessThan(limits.chunk);
    // Cut once, not again and again; and nothing that had arrived went out twice.
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(4.3 * MIB + limits.chunk / 4);
    await expectWhole(site, reference, buffer);
    await page.close({ runBeforeUnload: false });
  });

  it.each<[string, Pickiness, number, number]>([
    ['answers 413 to more than 400 kB', { largest: 400_000 }, 393_216, -1],
    // 750 kB go over the slow line in that time.
    ['answers 408 to what takes longer than 40 s', { longest: 40_000 / FASTER }, 750_000, LINE],
    ['cuts the connection after 800 kB', { cutAfter: 800_000 }, 786_432, -1],
  ])('behind a proxy that %s gets all through, in parts that fit', async (_, picky, most, speed) => {
    const site = await serve(`.data-proxy-${Object.keys(picky)}`, 900);
    const proxy = await startProxy(site.url, picky);
    const page = await browser.newPage();
    const { buffer, reference, sent } = await sendOver(page, { ...site, url: proxy.url }, 4 * MIB, speed);
    await allSent(page);
    expect(proxy.refused()).toBeGreaterThan(0);
    const sizes = sent.map(sizeOf);
    const fits = sizes.findIndex((size) => size <= most);
    // Half as much each time, or less; what was answered is remembered.
    expect(fits).toBeLessThan(5);
    if (picky.cutAfter === undefined) expect(Math.max(...sizes.slice(fits))).toBeLessThanOrEqual(most);
    await expectWhole(site, reference, buffer);
    await page.close({ runBeforeUnload: false });
    await proxy.close();
  });
});

/** How many bytes went out, as `<index> <Content-Range>` says; a chunk where it says nothing. */
function sizeOf(sent: string): number {
  const [, start = 0, end = limits.chunk - 1] = /bytes (\d+)-(\d+)/.exec(sent) ?? [];
  return Number(end) - Number(start) + 1;
}
