import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LanguageCode, paths } from '../../src/i18n/languages.ts';
import { readReceiptFile } from '../../src/log/receipt-file.ts';
import { violationsOn } from '../support/axe.ts';
import { launchChromium } from '../support/chromium.ts';
import { freePort, type RunningSite, until } from '../support/project.ts';
import { readTexts } from '../support/proof-texts.ts';
import { fillInReport } from '../support/report-page.ts';
import { desk, entryOfNote } from '../support/shown-log.ts';
import { type BuiltSite, buildSite } from '../support/site.ts';
import { giveCode } from '../support/status-page.ts';
import { tamperingWithSqlite } from '../support/tampering.ts';

const DAY = 86_400_000;

/** What a click has the browser save. */
async function saved(page: Page, button: string): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click(button)]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
}

describe('a report and what proves it', () => {
  let built: BuiltSite;
  let browser: Browser;
  beforeAll(async () => {
    [built, browser] = await Promise.all([buildSite(), launchChromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    await built?.remove();
  });

  const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

  it.each<LanguageCode>(['nl', 'en'])(
    'in %s: kept with the receipt, proved at once, in the log the day after, and loud where the log is changed',
    async (language) => {
      const texts = readTexts(language);
      const { verdict, log, sealed: compared } = texts;
      const errors: string[] = [];
      const context = await browser.newContext({ acceptDownloads: true });
      context.on('weberror', (error) => errors.push(String(error.error())));
      context.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      const page = await context.newPage();
      const site = await built.serve({ DATA_DIR: language });
      await until(
        async () => ((await fetch(`${site.url}/log/checkpoint`)).ok ? true : undefined),
        'the first checkpoint',
      );

      // Reported by the form: the file has what the desk signed, and the log as it was.
      await page.goto(site.url + paths.report[language]);
      await fillInReport(page);
      await page.click('#send');
      await page.waitForSelector('#sent:not([hidden])');
      expect(await page.locator(`#sent a[href="${paths.proof[language]}"]`).count()).toBe(1);
      const receipt = (await page.textContent('#sent-receipt')) ?? '';
      const reference = (await page.textContent('#sent-reference')) ?? '';
      const receiptFile = await saved(page, '#receipt-download');
      expect(receiptFile.text).toContain(receipt);
      expect(receiptFile.text).not.toMatch(/\{\{|undefined|null/);
      const { statements, checkpoints } = readReceiptFile(receiptFile.text);
      expect([statements.length, checkpoints.length]).toEqual([1, 1]);
      const [note = ''] = statements.map((one) => one.note);

      const verdictOn = async (url: string, proof: string, sealed?: string) => {
        await page.goto(url + paths.proof[language]);
        if (sealed !== undefined) await page.setInputFiles('#field-sealed', file('report.asc', sealed));
        await page.setInputFiles('#field-receipt', file('proof.txt', proof));
        await page.waitForSelector('#verdict:not([hidden])');
        return [await page.innerText('#verdict h2'), await page.innerText('main')] as const;
      };
      const [title, said] = await verdictOn(site.url, receiptFile.text);
      expect(title).toBe(verdict.proved.title);
      expect(said).toContain(reference);
      expect(said).toContain(log.waiting.split('{{moment}}')[1]);
      expect(await page.isVisible('#proof-code')).toBe(true);

      // Two days on, with the batch.
      const PORT = String(await freePort());
      const serveLater = (): Promise<RunningSite> =>
        built.serve({ DATA_DIR: language, CLOCK_AHEAD: String(2 * DAY), PORT });
      let later = await serveLater();
      await until(
        async () =>
          (await (await fetch(`${later.url}/log/checkpoint`)).text()).split('\n')[1] === '1'
            ? true
            : undefined,
        'the batch',
      );
      const [, there] = await verdictOn(later.url, receiptFile.text);
      expect(there).toContain(verdict.inLog);

      // The status page says the same, and gives what somebody else needs.
      await giveCode(page, later.url + paths.status[language], receipt);
      await page.waitForSelector('#case-statements > li');
      const proofPart = await page.innerText('#case-proof');
      for (const words of [compared.kept, texts.signature.holds, log.included.split('{{position}}')[0] ?? ''])
        expect(proofPart).toContain(words);
      expect(await page.isVisible('#case-proof-alarm')).toBe(false);
      expect(await violationsOn(page)).toEqual([]);
      const proof = await saved(page, '#case-save-proof');
      const report = await saved(page, '#case-save-sealed');
      expect(proof.name).toContain(reference);
      expect(proof.text).not.toContain(receipt);
      expect(readReceiptFile(proof.text).statements).toEqual([{ note, position: 0 }]);
      expect(readReceiptFile(proof.text).checkpoints.length).toBe(1);

      // Nobody changes what it shows of the case, or takes the statement away, without its saying so.
      const records = new DatabaseSync(join(later.dataDir, 'meldpunt.sqlite'));
      const again = async (isLoud: boolean, words: string) => {
        await page.click('#case-again');
        await page.waitForFunction(
          ([loud, said]) =>
            (document.querySelector('#case-proof-alarm:not([hidden])') !== null) === loud &&
            (document.querySelector('#case-proof')?.textContent ?? '').includes(said),
          [isLoud, words] as const,
        );
      };
      const move = records.prepare(
        "UPDATE cases SET record = json_set(record, '$.receivedAt', json_extract(record, '$.receivedAt') + ?)",
      );
      move.run(DAY);
      await again(true, texts.statement.contradicted.split('{{value}}')[1] ?? '');
      expect(await page.locator('#case-statements dd[data-tone=bad]').count()).toBe(1);
      expect(await violationsOn(page)).toEqual([]);
      move.run(-DAY);
      await again(false, compared.kept);
      const notes = records.prepare('SELECT number, note FROM messages WHERE note IS NOT NULL').all();
      expect(notes.length).toBe(1);
      records.exec('UPDATE messages SET note = NULL');
      await again(true, texts.case.missing.acceptance);
      expect(await page.locator('#case-statements > li').count()).toBe(1);
      expect(await page.innerText('#case-proof')).not.toContain(texts.case.none);
      expect(await violationsOn(page)).toEqual([]);
      records.prepare('UPDATE messages SET note = ? WHERE number = 1').run(note);
      await again(false, compared.kept);
      records.close();

      const [, same] = await verdictOn(later.url, proof.text, report.text);
      expect(same).toContain(verdict.sameReport);
      const other = report.text.replace(/^[A-Za-z0-9+/]{64}$/m, (line) => [...line].reverse().join(''));
      expect((await verdictOn(later.url, proof.text, other.replace(/^=.{4}$/m, '')))[0]).toBe(
        verdict.otherReport.title,
      );
      const changed = proof.text.replace(/answer-by: \d{4}/, 'answer-by: 2031');
      expect((await verdictOn(later.url, changed))[0]).toBe(verdict.broken.title);

      // The commands on the page, as they stand there, need nothing of ours but the key.
      const folder = mkdtempSync(join(tmpdir(), 'proof-'));
      writeFileSync(join(folder, language === 'nl' ? 'bewijs.txt' : 'proof.txt'), receiptFile.text);
      writeFileSync(join(folder, language === 'nl' ? 'rapport.asc' : 'report.asc'), report.text);
      const commands = (await page.locator('.command code').allInnerTexts()).slice(1);
      const run = promisify(execFile);
      const outputs: string[] = [];
      for (const command of commands) {
        const script = command.replaceAll(later.siteUrl, later.url);
        outputs.push((await run('sh', ['-ec', script], { cwd: folder })).stdout);
      }
      rmSync(folder, { recursive: true });
      expect(outputs[0]).toContain('Signature Verified Successfully');
      expect(outputs[1]).toContain(/sealed-report-sha256: (\w+)/.exec(note)?.[1]);

      // Whoever writes to the store, also with the desk's own key: an earlier visit has seen the log.
      const tampering = tamperingWithSqlite(join(later.dataDir, 'meldpunt.sqlite'));
      const entry = await entryOfNote(note);
      const others = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
      const restore = () => tampering.replaceLog([entry], desk);
      // The page that reads a file takes no place from it: there it is the tile that doesn't fit the checkpoint.
      for (const [finding, onProofPage, tamper] of [
        [log.rewritten, log.rewritten, () => tampering.replaceLog([], desk)],
        [log.rewritten, log.rewritten, () => tampering.replaceLog([...others, entry], desk)],
        [log.elsewhere, log.rewritten, () => tampering.changeTile('0/000', (bytes) => bytes.fill(7))],
        [log.forged, log.forged, () => tampering.changeCheckpoint((text) => text.replace('\n1\n', '\n2\n'))],
      ] as const) {
        // A server has in memory what it read of the log.
        await later.stop();
        await tamper();
        later = await serveLater();
        await giveCode(page, later.url + paths.status[language], receipt);
        await page.waitForSelector('#case-proof-alarm:not([hidden])');
        expect(await page.innerText('#case-proof')).toContain(finding);
        const witness = await saved(page, '#case-save-proof');
        const [loud, why] = await verdictOn(later.url, witness.text);
        expect(loud).toBe(verdict.logWrong.title);
        expect(why).toContain(onProofPage);
        await later.stop();
        await restore();
        later = await serveLater();
      }
      await giveCode(page, later.url + paths.status[language], receipt);
      await page.waitForSelector('#case-statements > li');
      expect(await page.isVisible('#case-proof-alarm')).toBe(false);

      // Nor can the report itself be changed for another.
      const database = new DatabaseSync(join(later.dataDir, 'meldpunt.sqlite'));
      const { changes } = database
        .prepare("UPDATE messages SET record = json_set(record, '$.sealed', ?) WHERE number = 1")
        .run(report.text.replace('\n=', '\n=').replace(/\n\n./, '\n\nA'));
      database.close();
      expect(changes).toBe(1);
      await page.click('#case-again');
      await page.waitForSelector('#case-proof-alarm:not([hidden])');
      expect(await page.innerText('#case-proof')).toContain(compared.changed);

      expect(errors).toEqual([]);
      await context.close();
    },
    240_000,
  );
});
