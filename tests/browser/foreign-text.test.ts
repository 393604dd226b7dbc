import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { inboxPaths, openFromList, openReply, sendComposed, signInWithKey } from '../support/inbox-page.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';

/** Reads as `invoiceexe.pdf` where it is not looked after. */
const NAME = 'invoice\u202efdp.exe';
const SHOWN = 'invoice⟨U+202E⟩fdp.exe';
const unseen = /[\u202a-\u202e\u200e\u200f\u061c]|[\u2066\u2067](?![^\u2069]*\u2069)/;

/** The characters of the last text in an element as they stand on the screen, from left to right. */
function asSeen(element: Locator): Promise<string> {
  return element.evaluate((shown) => {
    const walker = document.createTreeWalker(shown, NodeFilter.SHOW_TEXT);
    let text = walker.nextNode() as Text;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) text = node as Text;
    const places = Array.from(text.data, (character, index) => {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + character.length);
      return { character, left: range.getBoundingClientRect().left };
    });
    return places
      .sort((one, other) => one.left - other.left)
      .map(({ character }) => character)
      .join('');
  });
}

describe('what a stranger wrote', () => {
  let desk: TeamSite;
  beforeAll(async () => {
    desk = await startTeamSite();
  });
  afterAll(() => desk?.stop());
  afterEach(() => {
    expect(desk.errors.splice(0)).toEqual([]);
  });

  it('is seen for what it is, on the form, in the inbox and on the reporter’s page', async () => {
    const context = desk.watch(await desk.browser.newContext());
    const trick = 'safe \u202etxt.evil\u2066 &#x202E; `\u202dx`';
    const fields = {
      name: `Sam\u202e`,
      contact: `\u2067sam@example.com`,
      credit: 'S\u200bam',
      description: trick,
    };
    const { reference, receipt } = await desk.report(context, 'en', fields, async (page) => {
      await page.setInputFiles('#field-files', [
        { name: NAME, mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') },
        { name: 'א.fdp.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') },
      ]);
      const [first, second] = [
        page.locator('#files-list bdi').nth(0),
        page.locator('#files-list bdi').nth(1),
      ];
      expect(await first.textContent()).toBe(SHOWN);
      expect(await asSeen(first)).toBe(SHOWN);
      // In another script, too, what it ends in stands at the end.
      expect(await asSeen(second)).toBe('א.fdp.exe');
      const label = await page.locator('#files-list button').first().getAttribute('aria-label');
      expect(label).toContain(`\u2068${SHOWN}\u2069`);
      await page.click('#preview > summary');
      await page.waitForFunction(() =>
        document.getElementById('preview-text')?.textContent?.includes('.exe'),
      );
      const preview = (await page.textContent('#preview-text')) ?? '';
      expect(preview).toContain(SHOWN);
      expect(preview).not.toMatch(unseen);
    });

    const teamContext = desk.watch(await desk.browser.newContext({ acceptDownloads: true }));
    const inbox = await teamContext.newPage();
    await signInWithKey(inbox, desk.site.url + inboxPaths.en, { file: desk.keys.anna });
    await inbox.waitForSelector(`#list-cases a[href="#${reference}"]`);
    await openFromList(inbox, reference);
    await inbox.waitForSelector('#report-body .rendered');
    await openReply(inbox);
    const name = inbox.locator('#team-files bdi').first();
    expect(await name.textContent()).toBe(SHOWN);
    expect(await asSeen(name)).toBe(SHOWN);
    await inbox.waitForSelector('#team-files button', { timeout: 20_000 });
    const [download] = await Promise.all([
      inbox.waitForEvent('download'),
      inbox.locator('#team-files button').first().click(),
    ]);
    expect(download.suggestedFilename()).toBe('invoice_fdp.exe');
    // Fields, rendered Markdown (its character references, too) and the plain text.
    const body = (await inbox.textContent('#report-body')) ?? '';
    expect(body).not.toMatch(unseen);
    for (const shown of ['Sam⟨U+202E⟩', '⟨U+2067⟩sam@example.com', 'S⟨U+200B⟩am'])
      expect(body).toContain(shown);
    const rendered = await inbox.locator('#report-body .rendered').first().textContent();
    expect(rendered?.trim()).toBe('safe ⟨U+202E⟩txt.evil⟨U+2066⟩ ⟨U+202E⟩ ⟨U+202D⟩x');
    // The facts beside a name keep their order.
    expect(await inbox.locator('#report-body dd bdi').count()).toBeGreaterThan(3);

    await inbox.check('#assessment-message');
    await inbox.fill('#compose-message', trick);
    await sendComposed(inbox);
    const status = await context.newPage();
    await status.goto(`${desk.site.url}/en/status`);
    await status.fill('#field-code', receipt);
    await status.click('#code-form button[type=submit]');
    await status.waitForSelector('#case:not([hidden])');
    const message = (await status.locator('#case-messages [data-from=team]').textContent()) ?? '';
    expect(message).toContain('safe ⟨U+202E⟩txt.evil⟨U+2066⟩');
    expect((await status.textContent('#case-messages')) ?? '').not.toMatch(unseen);
    await context.close();
    await teamContext.close();
  });
});
