import type { Page } from 'playwright-core';
import type { LanguageCode } from '../../src/i18n/languages.ts';

export const inboxPaths: Record<LanguageCode, string> = { nl: '/inbox', en: '/en/inbox' };

/** Opens the inbox, signs in with a private key file, and waits for the list or the case in the address. */
export async function signInWithKey(
  page: Page,
  address: string,
  { file, passphrase = '' }: { file: string; passphrase?: string },
): Promise<void> {
  await page.goto(address);
  await page.waitForSelector('#sign-in:not([hidden])');
  await offerKey(page, file, passphrase);
  await page.waitForSelector('#who:not([hidden])');
}

/** Chooses a key file in the form and submits it, once its script is at work: a file that is chosen before is not seen. */
export async function offerKey(page: Page, file: string, passphrase = ''): Promise<void> {
  await page.waitForSelector('#sign-in:not([hidden])');
  await page.setInputFiles('#key-file', file);
  await page.fill('#key-passphrase', passphrase);
  await page.click('#key-submit');
}

/** Opens a case from the list. */
export async function openFromList(page: Page, reference: string): Promise<void> {
  await page.click(`#list-cases a[href="#${reference}"]`);
  await waitForCase(page);
}

/** Waits until a case is fetched and shown, and opens the form at its foot, where it has one. */
export async function waitForCase(page: Page): Promise<void> {
  await page.waitForSelector('.case-columns:not([hidden])');
  await page.waitForFunction(() => document.getElementById('case-status')?.textContent === '');
  await openReply(page);
}

/** Opens the form for the reporter at the foot of a case, unless it is open or the case has none. */
export async function openReply(page: Page): Promise<void> {
  const folded = page.locator('#dock-reply[aria-expanded="false"]');
  if ((await folded.count()) > 0) await folded.click();
}

/** Sends what stands in the form for the reporter, and waits until it is stored. */
export async function sendComposed(page: Page): Promise<void> {
  await page.click('#compose-submit');
  await page.waitForFunction(() => {
    const state = document.getElementById('compose-state')?.textContent ?? '';
    return state !== '' && !state.includes('…');
  });
}
