import { createHash } from 'node:crypto';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeReceipt } from '../../src/disclosure/receipt.ts';
import { formatMoment } from '../../src/i18n/format.ts';
import { type LanguageCode, paths } from '../../src/i18n/languages.ts';
import { armor } from '../../src/openpgp/armor.ts';
import { violationsOn } from '../support/axe.ts';
import { launchChromium } from '../support/chromium.ts';
import type { RunningSite } from '../support/project.ts';
import { readTexts } from '../support/proof-texts.ts';
import { checkpointOf, logWith, showLog, signed } from '../support/shown-log.ts';
import { makeSigner } from '../support/signer.ts';
import { startSite } from '../support/site.ts';

const DAY = 86_400_000;
const NEW_YORK = 'America/New_York';
const sealed = armor(new Uint8Array(300).fill(9), 'MESSAGE');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const received = Date.now() - 3 * DAY;

const acceptance = signed({
  kind: 'acceptance',
  sealedReportSha256: sha256(sealed),
  received,
  answerBy: received + 3 * DAY,
});
const response = signed({
  kind: 'response',
  sealedReplySha256: 'cd'.repeat(32),
  given: received + DAY,
  assessment: 'confirmed',
  fixExpected: '2026-12-24',
});
const change = signed({ kind: 'status', status: 'fixing', changed: received + DAY });
const fresh = signed({
  kind: 'acceptance',
  sealedReportSha256: sha256(sealed),
  received: Date.now(),
  answerBy: Date.now() + 3 * DAY,
});

describe('the page that checks proofs', () => {
  let site: RunningSite;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  /** What left the browser since the page was there. */
  let asked: string[];

  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(), launchChromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  async function open(language: LanguageCode, options: Parameters<Browser['newContext']>[0] = {}) {
    await context?.close();
    context = await browser.newContext({ timezoneId: NEW_YORK, ...options });
    await showLog(context, await logWith([acceptance, response]));
    page = await context.newPage();
    await page.goto(site.url + paths.proof[language], { waitUntil: 'networkidle' });
    asked = [];
    context.on('request', (request) => {
      asked.push(`${request.method()} ${request.url().replace(site.url, '')}`);
    });
  }
  const file = (name: string, content: string | Buffer) => ({
    name,
    mimeType: 'text/plain',
    buffer: Buffer.from(content),
  });
  /** Gives the files and waits for what the page says; the title of its verdict, or what is wrong with a file. */
  async function give(proof: string | Buffer, report?: string | Buffer): Promise<string> {
    // What was said before goes with its file.
    await page.setInputFiles('#field-receipt', []);
    await page.waitForFunction(() => !document.querySelector('#verdict:not([hidden]), .error:not([hidden])'));
    await page.setInputFiles('#field-sealed', report === undefined ? [] : file('report.asc', report));
    await page.setInputFiles('#field-receipt', file('<img src=x onerror=alert(1)>.txt', proof));
    await page.waitForSelector('#verdict:not([hidden]), .error:not([hidden])');
    const verdict = page.locator('#verdict:not([hidden]) h2');
    return (await verdict.count()) > 0
      ? await verdict.innerText()
      : (await page.locator('.error:not([hidden])').allInnerTexts()).join();
  }
  const whole = async () => page.locator('main').innerText();

  it.each<LanguageCode>(['nl', 'en'])(
    'says in %s what is proved, in this visitor’s time and in UTC',
    async (language) => {
      const texts = readTexts(language);
      await open(language);
      const checkpoint = checkpointOf(await logWith([]));
      const title = await give(
        [acceptance, 'position: 3\n', response, change, checkpoint].join('\n'),
        sealed,
      );
      expect(title).toBe(texts.verdict.proved.title);
      const text = await whole();
      for (const words of [
        ...[
          'CVD-2026-4F7K2Q',
          sha256(sealed),
          formatMoment(new Date(received), language, NEW_YORK),
          texts.signature.holds,
          texts.log.none,
        ],
        new Date(received).toISOString().replace('T', ' ').replace('Z', ' UTC'),
        ...[texts.verdict.sameReport, texts.verdict.inLog, texts.sealed.same],
        ...[texts.statement.acceptance, texts.statement.response, texts.statement.status],
      ])
        expect(text).toContain(words);
      expect(await page.getAttribute('#verdict', 'data-tone')).toBe('good');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('verdict');
    },
  );

  it('asks for nothing but the log, and sends nothing', async () => {
    await open('nl');
    await give([acceptance, checkpointOf(await logWith([]))].join('\n'), sealed);
    const beside = asked.filter((line) => !/^GET \/_astro\/[\w.-]+\.js$/.test(line));
    expect(beside.length).toBeGreaterThan(1);
    for (const line of beside) expect(line).toMatch(/^GET \/log\/(?:checkpoint|tile\/[\w./]+)$/);
    expect(await page.evaluate(() => ({ ...localStorage }))).toEqual({
      'meldpunt-checkpoint': checkpointOf(await logWith([acceptance, response])),
    });
  });

  it('looks for an entry where a file says a wrong place: anybody may have written that', async () => {
    const { verdict } = readTexts('nl');
    await open('nl');
    for (const position of [1, 999_999_999_999]) {
      await give(`${acceptance}position: ${position}\n`);
      expect(await page.innerText('#verdict h2')).toBe(verdict.proved.title);
    }
  });

  it.each<LanguageCode>(['nl', 'en'])('says in %s what does not hold, and why', async (language) => {
    const { verdict, signature, log, sealed: compared } = readTexts(language);
    const says = async (title: string, words: string) => {
      expect(await page.innerText('#verdict h2')).toBe(title);
      expect(await page.getAttribute('#verdict', 'data-tone')).toBe('bad');
      expect(await whole()).toContain(words);
    };
    await open(language);
    const later = new Date(received + 30 * DAY).toISOString();
    await give(acceptance.replace(/answer-by: \S+/, `answer-by: ${later}`));
    await says(verdict.broken.title, signature.broken);
    await give(makeSigner('elsewhere.example/log').sign(`${acceptance.split('\n\n')[0]}\n`));
    await says(verdict.unknownKey.title, signature['unknown-key']);
    await give(`${acceptance}\n${response.replace('confirmed', 'rejected')}`);
    await says(verdict.someWrong.title, signature.broken);
    await give(acceptance, armor(new Uint8Array(300).fill(8), 'MESSAGE'));
    await says(verdict.otherReport.title, compared.other);
    // To whoever has seen nothing of the log before.
    await page.evaluate(() => localStorage.clear());
    await showLog(context, await logWith([response]));
    await give(acceptance);
    await says(verdict.logWrong.title, log.missing);
    const checkpoint = checkpointOf(await logWith([acceptance, response]));
    await give(`${acceptance}\n${checkpoint}`);
    await says(verdict.logWrong.title, log.rewritten);
    await showLog(
      context,
      await logWith([acceptance]),
      checkpoint.replace(/— \S+ \S+/, (line) => line.replace(/.{4}$/, 'AAA=')),
    );
    await give(acceptance);
    expect(await page.innerText('#verdict h2')).toBe(verdict.logWrong.title);
    expect(await whole()).toContain(log.forged);
  });

  it('remembers the log, so that a shorter or another one shows without any checkpoint in the file', async () => {
    const { verdict, log } = readTexts('nl');
    await open('nl');
    expect(await give(acceptance)).toBe(verdict.proved.title);
    for (const other of [await logWith([acceptance], 0), await logWith([acceptance, response], 4)]) {
      await showLog(context, other);
      expect(await give(acceptance)).toBe(verdict.logWrong.title);
      expect(await whole()).toContain(log.rewritten);
    }
    // The one that did not fit has not taken the place of the one that was seen.
    await showLog(context, await logWith([acceptance, response]));
    expect(await give(acceptance)).toBe(verdict.proved.title);
  });

  it('says until when the log waits, and when it could not be reached', async () => {
    const { verdict, log } = readTexts('en');
    await open('en');
    expect(await give(fresh)).toBe(verdict.proved.title);
    expect(await whole()).toContain(log.waiting.split('{{moment}}')[1]);
    await showLog(context, await logWith([]), null);
    expect(await give(fresh)).toBe(verdict.proved.title);
    expect(await whole()).toContain(verdict.unreachable);
    await showLog(context, await logWith([acceptance, response, fresh]));
    await page.click('#proof-again');
    await page.waitForFunction((words) => document.body.innerText.includes(words), verdict.inLog);
  });

  it('names what is no proof: too large, binary, HTML, a sealed message, ten thousand statements; and runs none of it', async () => {
    const { faults } = readTexts('en');
    await open('en');
    const html = `<!doctype html><script>document.title = 'owned'</script><img src=x onerror="document.title='owned'">`;
    const begins = (text: string) => text.split('{{')[0] ?? text;
    const noise = Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * 31) % 256));
    for (const [content, fault] of [
      [Buffer.alloc(3_000_000, 'a'), faults.tooLarge],
      [Array.from({ length: 10_000 }, () => acceptance).join('\n'), faults.tooLarge],
      [noise, faults.notText],
      [html, faults.noStatement],
      [sealed, faults.isSealed],
    ] as const) {
      expect(await give(Buffer.from(content))).toContain(begins(fault));
      expect(await page.isHidden('#verdict')).toBe(true);
    }
    expect(await give(acceptance, 'readable')).toContain(faults.notSealed);
    expect(await give(acceptance, Buffer.alloc(1_000_000))).toContain(begins(faults.sealedTooLarge));
    expect(await page.title()).not.toContain('owned');
  });

  it('checks the first of very many statements, and says so', async () => {
    await open('en');
    await give(Array.from({ length: 300 }, () => acceptance).join('\n'));
    expect(await page.innerText('#proof-too-many')).toMatch(/300.*50/);
    expect(await page.locator('#proof-statements > li').count()).toBe(50);
  }, 60_000);

  it('warns where a receipt code goes with the proof', async () => {
    await open('en');
    await give(`Receipt code: ${makeReceipt()}\n\n${acceptance}`);
    expect(await page.isVisible('#proof-code')).toBe(true);
    await give(acceptance);
    expect(await page.isVisible('#proof-code')).toBe(false);
  });

  it('takes files that are dropped on it, whichever is which', async () => {
    await open('en');
    await page.evaluate(
      ([proof, report]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([report ?? ''], 'one'));
        transfer.items.add(new File([proof ?? ''], 'two'));
        document.body.dispatchEvent(
          new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
        );
      },
      [acceptance, sealed],
    );
    await page.waitForSelector('#verdict:not([hidden])');
    expect(await whole()).toContain(readTexts('en').verdict.sameReport);
  });

  it('says plainly that a browser without Ed25519 can’t check it', async () => {
    const { verdict, signature } = readTexts('nl');
    await open('nl');
    await context.route(/check\.worker-/, async (route) => {
      const answer = await route.fetch();
      const without = `{ const { importKey } = crypto.subtle;
        crypto.subtle.importKey = (...given) => given[2] === 'Ed25519'
          ? Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError'))
          : importKey.apply(crypto.subtle, given); }`;
      await route.fulfill({ response: answer, body: `${without}\n${await answer.text()}` });
    });
    await page.reload();
    expect(await give(acceptance)).toBe(verdict.unsupported.title);
    expect(await whole()).toContain(signature.unsupported);
  });

  it('without scripts says how to do the same', async () => {
    await open('nl', { javaScriptEnabled: false });
    const text = await page.locator('main').textContent();
    expect(text).toContain('npm run verify-receipt');
    expect(await page.isVisible('[data-scripts-off]')).toBe(true);
    expect(await page.isVisible('#proof-form')).toBe(false);
  });

  it.each<LanguageCode>(['nl', 'en'])(
    'breaks no rule of axe in %s and fits 360 px, with good and bad news',
    async (language) => {
      for (const proof of [
        `${acceptance}\n${response}`,
        acceptance.replace('answer-by: 2', 'answer-by: 3'),
      ]) {
        for (const colorScheme of ['light', 'dark'] as const) {
          await open(language, { colorScheme, viewport: { width: 360, height: 740 } });
          await give(proof, sealed);
          await page.locator('#proof-statements summary').first().click();
          expect(await violationsOn(page)).toEqual([]);
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
        }
      }
    },
  );
});
