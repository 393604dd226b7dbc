import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import { chunkCount } from '../../src/disclosure/limits.ts';
import { violationsOn } from '../support/axe.ts';
import { launchChromium } from '../support/chromium.ts';
import type { Gpg } from '../support/gpg.ts';
import { type RunningSite, until } from '../support/project.ts';
import { fillInReport, markers } from '../support/report-page.ts';
import { startSite } from '../support/site.ts';
import { teamOfOne } from '../support/teams.ts';

const MIB = 1024 * 1024;

describe('when sending attachments goes wrong', () => {
  let team: Gpg;
  let site: RunningSite;
  let browser: Browser;

  beforeAll(async () => {
    const { gpg, TEAM_KEY_FILE } = await teamOfOne();
    team = gpg;
    site = await startSite({ TEAM_KEY_FILE });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    team?.close();
  });

  /** Sends a report with one attachment of `size` random bytes; gives what it needs to be looked up. */
  async function sendWith(page: Page, size: number) {
    const buffer = randomBytes(size);
    await page.goto(`${site.url}/melden`);
    await fillInReport(page);
    await page.setInputFiles('#field-files', {
      name: 'bewijs.bin',
      mimeType: 'application/octet-stream',
      buffer,
    });
    await page.click('#send');
    await page.waitForSelector('#sent:not([hidden])');
    return { buffer, reference: (await page.textContent('#sent-reference')) ?? '' };
  }
  const allSent = (page: Page) =>
    until(
      async () =>
        (await page.textContent('#uploads-status')) === 'Alle bijlagen zijn verstuurd.' ? true : undefined,
      'all sent',
    );
  async function expectWhole(reference: string, buffer: Buffer): Promise<void> {
    const store = createSqliteStore(join(site.dataDir, 'meldpunt.sqlite'));
    const [attachment] = (await store.findCase(reference))?.attachments ?? [];
    const { id = '', size = 0 } = attachment ?? {};
    const chunks = await Promise.all(
      Array.from({ length: chunkCount(size) }, (_, index) =>
        store.readChunk({ reference, attachmentId: id, index }),
      ),
    );
    await store.close();
    const [sealed, opened] = [join(team.home, 'sealed'), join(team.home, 'opened')];
    writeFileSync(sealed, Buffer.concat(chunks.map((chunk) => chunk ?? new Uint8Array())));
    team.run(['--output', opened, '--decrypt', sealed]);
    const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    expect(hash(readFileSync(opened))).toBe(hash(buffer));
  }

  it('a connection that is cut after the first chunk is taken up again, and nothing is sent twice', async () => {
    const page = await browser.newPage();
    const put: string[] = [];
    let cut = 0;
    await page.route('**/api/case/attachments/**', async (route) => {
      const request = route.request();
      const index = request.url().split('/').at(-1) ?? '';
      if (request.method() === 'PUT' && index === '1' && cut < 2) {
        cut += 1;
        // The second time the chunk arrives and only its answer is lost.
        if (cut === 2) put.push(String((await route.fetch()).status()));
        return route.abort();
      }
      if (request.method() === 'PUT') put.push(index);
      return route.continue();
    });
    const { buffer, reference } = await sendWith(page, 8 * MIB);
    await allSent(page);
    expect(cut).toBe(2);
    expect(put).toEqual(['0', '204', '2']);
    await expectWhole(reference, buffer);
    await page.close({ runBeforeUnload: false });
  });

  it('a server that is killed between the report and the last chunk has the report, and the upload goes on', async () => {
    const page = await browser.newPage();
    let killed = false;
    await page.route('**/api/case/attachments/*/1', async (route) => {
      if (!killed) {
        killed = true;
        site.child.kill('SIGKILL');
        await until(() => site.child.exitCode ?? site.child.signalCode ?? undefined, 'the end of the server');
      }
      return route.continue();
    });
    const { buffer, reference } = await sendWith(page, 7 * MIB);
    await until(() => (killed ? true : undefined), 'the kill');
    const TEAM_KEY_FILE = join(team.home, 'team.asc');
    site = await startSite({ TEAM_KEY_FILE, PORT: new URL(site.url).port, DATA_DIR: site.dataDir });
    await until(async () => {
      if (await page.isVisible('#uploads-resume')) await page.click('#uploads-resume');
      return (await page.textContent('#uploads-status')) === 'Alle bijlagen zijn verstuurd.'
        ? true
        : undefined;
    }, 'the rest of the upload');
    await expectWhole(reference, buffer);
    await page.close({ runBeforeUnload: false });
  });

  it('sending can be stopped and gone on with; the report is in all the while', async () => {
    const page = await browser.newPage();
    let hold = true;
    await page.route('**/api/case/attachments/*/1', async (route) => {
      if (hold) await until(() => (hold ? undefined : true), 'the release').catch(() => undefined);
      return route.continue().catch(() => undefined);
    });
    const { buffer, reference } = await sendWith(page, 7 * MIB);
    await until(
      async () =>
        (await page.evaluate(
          () => (document.getElementById('uploads-overall') as HTMLProgressElement).value,
        )) > 0
          ? true
          : undefined,
      'the first chunk',
    );
    await page.click('#uploads-cancel');
    await until(
      async () =>
        (await page.textContent('#uploads-status'))?.startsWith('Het versturen is gestopt')
          ? true
          : undefined,
      'the stop',
    );
    hold = false;
    await page.click('#uploads-resume');
    await allSent(page);
    await expectWhole(reference, buffer);
    await page.close({ runBeforeUnload: false });
  });

  it('a store that fails is waited for; one that refuses is told, and the report stays', async () => {
    const page = await browser.newPage();
    let failures = 0;
    await page.route('**/api/case/attachments/*/0', (route) => {
      failures += 1;
      if (failures > 2) return route.continue();
      return route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: '{"code":"store-unavailable"}',
      });
    });
    const { buffer, reference } = await sendWith(page, 1000);
    await allSent(page);
    expect(failures).toBe(3);
    await expectWhole(reference, buffer);
    await page.close({ runBeforeUnload: false });

    const second = await browser.newPage();
    await second.route('**/api/case/attachments/*/0', (route) =>
      route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        body: '{"code":"upload-closed"}',
      }),
    );
    await sendWith(second, 1000);
    await until(
      async () =>
        (await second.textContent('#uploads-status'))?.startsWith('Niet alle bijlagen') ? true : undefined,
      'the refusal',
    );
    expect(await second.isVisible('#sent-receipt')).toBe(true);
    await second.close({ runBeforeUnload: false });
  });

  it('too many requests are waited out as long as the server says, told as such, and stopped at once', async () => {
    const page = await browser.newPage();
    const asked: number[] = [];
    let seconds = 3;
    await page.route('**/api/case/attachments/*/0', (route) => {
      asked.push(performance.now());
      if (asked.length > 2) return route.continue();
      return route.fulfill({
        status: 429,
        headers: { 'Content-Type': 'application/problem+json', 'Retry-After': String(seconds) },
        body: '{"code":"too-many-requests"}',
      });
    });
    const says = (words: string) =>
      until(
        async () => ((await page.textContent('#uploads-status'))?.includes(words) ? true : undefined),
        words,
      );
    const { buffer, reference } = await sendWith(page, 1000);
    await says('te veel tegelijk');
    // Longer than anybody waits here: only stopping ends it.
    seconds = 600;
    await until(() => (asked.length === 2 ? true : undefined), 'the second request');
    expect((asked[1] ?? 0) - (asked[0] ?? 0)).toBeGreaterThan(2900);
    await says('te veel tegelijk');
    await page.click('#uploads-cancel');
    await says('Het versturen is gestopt');
    await page.click('#uploads-resume');
    await allSent(page);
    await expectWhole(reference, buffer);
    await page.close({ runBeforeUnload: false });
  });

  it('one file that is refused does not hold up the others, and can be tried again', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${site.url}/melden`);
    await fillInReport(page);
    const file = (name: string) => ({ name, mimeType: 'x/y', buffer: Buffer.from(name) });
    await page.setInputFiles('#field-files', ['een.txt', 'twee.txt', 'drie.txt'].map(file));
    let refused = '';
    await page.route('**/api/case/attachments/*/0', (route) => {
      const { url } = { url: route.request().url() };
      refused ||= url;
      if (url !== refused) return route.continue();
      return route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        body: '{"code":"upload-closed"}',
      });
    });
    await page.click('#send');
    await until(
      async () =>
        (await page.textContent('#uploads-status'))?.startsWith('Niet alle bijlagen') ? true : undefined,
      'the refusal',
    );
    const states = await page.locator('#uploads-list li span').allTextContents();
    expect(states).toEqual(['niet verstuurd', 'verstuurd', 'verstuurd']);
    expect(await violationsOn(page)).toEqual([]);
    await page.unroute('**/api/case/attachments/*/0');
    await page.focus('#uploads-resume');
    await page.keyboard.press('Enter');
    await allSent(page);
    expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
    await page.close({ runBeforeUnload: false });
  });

  it('files chosen after a version that had arrived unnoticed are named as not sent', async () => {
    const page = await browser.newPage();
    await page.goto(`${site.url}/melden`);
    await fillInReport(page);
    await page.route(
      '**/api/reports',
      async (route) => {
        await route.fetch();
        await route.abort();
      },
      { times: 1 },
    );
    await page.click('#send');
    await page.waitForSelector('#send-failed:not([hidden])');
    await page.setInputFiles('#field-files', {
      name: 'te-laat.txt',
      mimeType: 'x/y',
      buffer: Buffer.from('x'),
    });
    await page.click('#send');
    await page.waitForSelector('#sent:not([hidden])');
    expect(await page.textContent('#sent-note')).toMatch(/Deze bestanden zijn niet verstuurd: .te-laat\.txt/);
    await page.close({ runBeforeUnload: false });
  });

  it('what sends attachments and did not load leaves them unsent, and says which', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.route('**/uploads.*.js', (route) => route.abort());
    await sendWith(page, 1000);
    expect(await page.textContent('#sent-note')).toMatch(/niet verstuurd: .bewijs\.bin/);
    expect(await page.isVisible('#uploads')).toBe(false);
    await context.close();
  });

  it('a report with attachments that can not be stored keeps everything on the page, files included', async () => {
    const page = await browser.newPage();
    await page.goto(`${site.url}/melden`);
    await fillInReport(page);
    await page.setInputFiles('#field-files', {
      name: 'bewijs.bin',
      mimeType: 'x/y',
      buffer: Buffer.from('bewijs'),
    });
    await page.route(
      '**/api/reports',
      (route) =>
        route.fulfill({
          status: 503,
          contentType: 'application/problem+json',
          body: '{"code":"store-unavailable"}',
        }),
      { times: 1 },
    );
    await page.click('#send');
    await page.waitForSelector('#send-failed:not([hidden])');
    expect(await page.inputValue('#field-description')).toBe(markers.description);
    expect(await page.textContent('#files-list')).toContain('bewijs.bin');
    await page.click('#send-retry');
    await page.waitForSelector('#sent:not([hidden])');
    await allSent(page);
    await page.close({ runBeforeUnload: false });
  });

  it('a file that was chosen before the scripts had arrived is taken along', async () => {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    let release: () => void = () => undefined;
    const held = new Promise<void>((done) => {
      release = done;
    });
    await page.route('**/form.*.js', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(`${site.url}/melden`);
    await page.focus('#field-system');
    await page.setInputFiles('#field-files', {
      name: 'vroeg.txt',
      mimeType: 'x/y',
      buffer: Buffer.from('x'),
    });
    release();
    await until(
      async () => ((await page.textContent('#files-list'))?.includes('vroeg.txt') ? true : undefined),
      'the file',
    );
    expect(await page.textContent('#files-status')).toBe('1 bestand gekozen');
    expect(errors).toEqual([]);
    await page.close();
  });

  it('limits are told at once, before anything is sent; files can be taken away, dropped and pasted', async () => {
    const page = await browser.newPage();
    await page.goto(`${site.url}/melden`);
    expect(await page.textContent('#help-files')).toMatch(/Hoogstens 10 bestanden, samen hoogstens 25\sMB/);
    await page.focus('#field-system');
    const file = (name: string, size: number) => ({ name, mimeType: 'x/y', buffer: Buffer.alloc(size) });
    await page.setInputFiles(
      '#field-files',
      Array.from({ length: 11 }, (_, index) => file(`${index}.bin`, 1)),
    );
    await until(
      async () => ((await page.textContent('#error-files'))?.includes('hoogstens 10') ? true : undefined),
      'the count',
    );
    await page.setInputFiles('#field-files', [file('a.bin', 13 * MIB), file('b.bin', 13 * MIB)]);
    await until(
      async () => ((await page.textContent('#error-files'))?.match(/hoogstens 25\sMB/) ? true : undefined),
      'the size',
    );
    expect(await page.locator('#files-list li').count()).toBe(0);
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File(['gesleept'], 'gesleept.txt'));
      document
        .getElementById('files-field')
        ?.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
      const pasted = new DataTransfer();
      pasted.items.add(new File(['png'], 'image.png', { type: 'image/png' }));
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: pasted }));
    });
    expect(await page.locator('#files-list li').count()).toBe(2);
    await page.getByRole('button', { name: 'Verwijder \u2068gesleept.txt\u2069' }).click();
    expect(await page.textContent('#files-list')).toMatch(/^image\.png/);
    await page.close();
  });
});
