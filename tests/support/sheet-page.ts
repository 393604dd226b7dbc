import type { Page } from 'playwright-core';

/** Opens the sheet of a duty in the case in front, and waits until it stands there. */
export async function openSheet(page: Page, duty: string): Promise<void> {
  await page.click(`#open-sheet-${duty}`);
  await page.waitForSelector('#sheet-form');
  if ((await page.locator('#sheet-more[open]').count()) === 0) await page.click('#sheet-more > summary');
}

/** Types something into every field of the open sheet in which one types: `mark`, and what it is in. */
export async function fillSheet(page: Page, mark: string): Promise<void> {
  const fields = page.locator('#sheet-form :is(textarea, input[type="text"])');
  for (const field of await fields.all())
    await field.fill(`${mark} in ${await field.getAttribute('id')}`.slice(0, 90));
}

/** Saves the open sheet, and gives what is said of it. */
export async function saveSheet(page: Page): Promise<string> {
  await page.click('#sheet-save');
  const state = '#sheet-state:not(:empty), #error-sheet:not([hidden])';
  await page.waitForSelector(state);
  await page.waitForFunction(() => !document.getElementById('sheet-state')?.textContent?.endsWith('…'));
  return ((await page.textContent('#sheet-state')) || (await page.textContent('#error-sheet'))) ?? '';
}
