import type { Page } from 'playwright-core';

/**
 * Does to a page what WebKit does when one leaves it and comes Back to it in memory: its fields that are not the
 * browser's to keep are emptied on the way.
 * @returns what stands in the text fields afterwards, by id
 */
export function throughBack(page: Page): Promise<Record<string, string>> {
  return page.evaluate(() => {
    const move = (type: string) => dispatchEvent(new PageTransitionEvent(type, { persisted: true }));
    const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')];
    const texts = fields.filter(({ type }) => ['text', 'email', 'textarea'].includes(type));
    move('pagehide');
    for (const field of texts) field.value = '';
    move('pageshow');
    return Object.fromEntries(texts.map(({ id, value }) => [id, value]));
  });
}

/**
 * The same, as WebKit really does it: in a task of its own, which may come after the page is shown, and to its inputs
 * alone; in memory, or where the page was loaded anew.
 */
export async function emptyAround(
  page: Page,
  way: 'in memory, before' | 'in memory, after' | 'anew, after',
): Promise<void> {
  if (way === 'anew, after') {
    await page.reload();
    await page.waitForSelector('#draft-note:not([hidden])');
  }
  await page.evaluate(async (how) => {
    const move = (type: string, persisted: boolean) =>
      dispatchEvent(new PageTransitionEvent(type, { persisted }));
    const empty = () => {
      for (const field of document.querySelectorAll<HTMLInputElement>('input[data-field]'))
        if (['text', 'email'].includes(field.type)) field.value = '';
    };
    if (how !== 'anew, after') move('pagehide', true);
    if (how === 'in memory, before') empty();
    else setTimeout(empty, 20);
    move('pageshow', how !== 'anew, after');
    await new Promise((done) => setTimeout(done, 30));
  }, way);
}
