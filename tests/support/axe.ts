import type axe from 'axe-core';
import { source } from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * What axe finds in a page as it is now: the rule, and the first element that breaks it. Its script is put into a page
 * once, which takes longer than most runs.
 */
export async function violationsOn(page: Page, options: axe.RunOptions = {}): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  return page.evaluate(async (given) => {
    const { run } = (window as unknown as { axe: typeof axe }).axe;
    const { violations } = await run(document, { resultTypes: ['violations'], ...given });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  }, options);
}
