import type { Page } from 'playwright-core';
import type { LanguageCode } from '../../src/i18n/languages.ts';

/** A marker for every field that a reporter fills in; none may turn up outside the sealed report. */
export const markers = {
  system: 'https://marker-system.example/login?marker=sysq7mw2k',
  description: 'marker-description-x81kq0zt4\n\n1. Log in\n2. `curl` it\n\n## Impact\n\nnot our heading',
  steps: 'marker-steps-k72rw5vh1\n\n1. `GET /`\n\n## Stap voor stap\n\n2. nog eens',
  seen: 'marker-seen-b18fz6ny3',
  proof: "marker-proof-d59xs0jc4\ncurl -b 'a=1' https://marker-system.example/ # *not* Markdown",
  version: 'marker-version-m46qt8lg7',
  tools: 'marker-tools-v03hb2ek9',
  impact: 'marker-impact-p02mv7dc1: “alles” is leesbaar',
  discovery: 'marker-discovery-h55zk3rn8',
  name: 'marker-name-w93cy6tb5',
  contact: 'marker-contact-t47dg1xs9@example.net',
  credit: 'marker-credit-r36ju8fp2',
  otherwise: 'marker-otherwise-g71wn4sa6',
} as const;

/** What must not be found anywhere but in the opened report. */
export const needles = [
  'marker-system',
  'sysq7mw2k',
  'marker-description',
  'x81kq0zt4',
  'not our heading',
  'marker-steps',
  'k72rw5vh1',
  'marker-seen',
  'b18fz6ny3',
  'marker-proof',
  'd59xs0jc4',
  'marker-version',
  'm46qt8lg7',
  'marker-tools',
  'v03hb2ek9',
  'marker-impact',
  'p02mv7dc1',
  'leesbaar',
  'marker-discovery',
  'h55zk3rn8',
  'marker-name',
  'w93cy6tb5',
  'marker-contact',
  't47dg1xs9',
  'marker-credit',
  'r36ju8fp2',
  'marker-otherwise',
  'g71wn4sa6',
  'server-side-request',
  'together',
];

export const reportPaths: Record<LanguageCode, string> = { nl: '/melden', en: '/en/report' };

/** Opens the parts of the form that may stay closed, all but the questions of CVSS. */
export async function openGroups(page: Page): Promise<void> {
  await page.locator('[data-group]:not([open], #group-cvss) > summary').evaluateAll((summaries) => {
    for (const summary of summaries) (summary as HTMLElement).click();
  });
}

/** Waits until the last letter is kept for a reload. */
export async function draftKept(page: Page): Promise<void> {
  await page.waitForSelector('#report-form:not([data-keeping])', { state: 'attached' });
}

/** Fills in every field of the form as a visitor would. */
export async function fillInReport(page: Page, overrides: Record<string, string> = {}): Promise<void> {
  await openGroups(page);
  for (const [name, text] of Object.entries({ ...markers, ...overrides }))
    await page.fill(`#field-${name}`, text);
  await page.selectOption('#field-weakness', 'server-side-request');
  await page.selectOption('#field-exposure', 'exploited');
  await page.selectOption('#field-publication', 'together');
  await page.check('#field-keptToLimits');
  await page.check('#field-keptToMethods');
}
