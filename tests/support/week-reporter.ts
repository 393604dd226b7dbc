// The other side of a week: reporters with their codes, at the status page.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { giveCode, statusPaths } from './status-page.ts';
import type { SentReport } from './week-reports.ts';

/** A file as somebody chooses it. */
export interface NewFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** Opens a report with its code. */
export async function openOwn(
  page: Page,
  url: string,
  language: LanguageCode,
  { receipt }: SentReport,
): Promise<void> {
  await giveCode(page, url + statusPaths[language], receipt);
  await page.waitForSelector('#case:not([hidden])');
}

/** Answers the team, with a file. */
export async function answerWithFile(page: Page, words: string, file: NewFile): Promise<void> {
  await page.click('#files-field > summary');
  await page.setInputFiles('#field-files', file);
  await page.fill('#field-message', words);
  await page.click('#message-send');
  await page.waitForFunction(() =>
    /verstuurd|sent/.test(document.getElementById('uploads-status')?.textContent ?? ''),
  );
}

/** Opens the file that came with the last message of the team; gives what is in it. */
export async function openFileOfTeam(page: Page): Promise<string> {
  const button = page.locator('#case-messages > li[data-from=team] .message-files button').first();
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return readFileSync(await download.path(), 'utf8');
}

/** Takes a report back. */
export async function withdraw(page: Page): Promise<void> {
  page.once('dialog', (dialog) => void dialog.accept());
  await page.click('#withdraw');
  await page.waitForSelector('#case-gone:not([hidden])');
}
