import type { Page } from 'playwright-core';
import type { LanguageCode } from '../../src/i18n/languages.ts';

export const statusPaths: Record<LanguageCode, string> = { nl: '/status', en: '/en/status' };

/** Opens the status page and gives it a receipt code, as somebody does who kept it, in a tab that followed no case yet. */
export async function giveCode(page: Page, address: string, receipt: string): Promise<void> {
  await page.evaluate(() => {
    // A page that is still empty has no storage.
    if (location.protocol !== 'about:') sessionStorage.removeItem('meldpunt-case');
  });
  await page.goto(address);
  await page.fill('#field-code', receipt);
  await page.click('#code-form button');
}
