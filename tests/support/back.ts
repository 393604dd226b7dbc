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
