import type { Page } from 'playwright-core';
import type { LanguageCode } from '../../src/i18n/languages.ts';

export const statusPaths: Record<LanguageCode, string> = { nl: '/status', en: '/en/status' };

/** Opens the status page and gives it a receipt code, as somebody does who kept it. */
export async function giveCode(page: Page, address: string, receipt: string): Promise<void> {
  await page.goto(address);
  await page.fill('#field-code', receipt);
  await page.click('#code-form button');
}
