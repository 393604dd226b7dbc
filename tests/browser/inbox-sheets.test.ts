import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { violationsOn } from '../support/axe.ts';
import { inboxPaths, offerKey, signInWithKey, waitForCase } from '../support/inbox-page.ts';
import { openSheet, saveSheet } from '../support/sheet-page.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';
import { PASSPHRASE } from '../support/teams.ts';

const words = {
  nl: {
    title: 'Misbruikte kwetsbaarheid in',
    copy: 'Kopieer',
    copied: 'Gekopieerd',
    missing: ['Versie'],
    complete: 'Alle verplichte velden zijn ingevuld.',
    saved: 'Bewaard. De melder ziet dit niet.',
    version: 'Versie 1, bewaard door',
    carried: 'Overgenomen van de vorige stap: Vroegtijdige waarschuwing.',
  },
  en: {
    title: 'Exploited vulnerability in',
    copy: 'Copy',
    copied: 'Copied',
    missing: ['Version'],
    complete: 'All required fields are filled in.',
    saved: 'Saved. The reporter does not see it.',
    version: 'Version 1, saved by',
    carried: 'Copied from the previous stage: Early warning.',
    newer: 'Not saved: a colleague saved a newer version meanwhile.',
    theirs: 'A colleague filled this in meanwhile: 4.3 (Bram)',
  },
} as const;

describe('a sheet for the authorities', () => {
  let desk: TeamSite;
  let anna: Page;
  /** The case in front of her. */
  let reference: string;
  beforeAll(async () => {
    desk = await startTeamSite();
  });
  afterAll(() => desk?.stop());
  afterEach(() => {
    expect(desk.errors.splice(0)).toEqual([]);
  });

  const missingOn = () => anna.locator('#sheet-missing a').allTextContents();

  /** What goes to the clipboard is seen in the page too, which may not read it. */
  const keepCopied = () =>
    anna.evaluate(() => {
      const { clipboard } = navigator;
      const write = clipboard.writeText.bind(clipboard);
      clipboard.writeText = (text) => {
        document.documentElement.dataset['copied'] = text;
        return write(text);
      };
    });

  /** A case that is marked as exploited, in front of Anna. */
  async function exploitedCase(language: LanguageCode): Promise<string> {
    const context = desk.watch(
      await desk.browser.newContext({
        ...{ acceptDownloads: true, timezoneId: 'America/Lima' },
        permissions: ['clipboard-write'],
      }),
    );
    const sent = await desk.report(context, language, { system: 'Dataduif 3', version: '' });
    anna = await context.newPage();
    anna.on('dialog', (dialog) => void dialog.accept());
    const address = `${desk.site.url}${inboxPaths[language]}#${sent.reference}`;
    await signInWithKey(anna, address, { file: desk.keys.anna });
    await waitForCase(anna);
    await anna.click('#cra summary');
    await anna.click('#cra-start');
    await anna.waitForSelector('#open-sheet-early-warning');
    return sent.reference;
  }

  it.each(['nl', 'en'] as const)(
    'in %s: is filled in from the case, says what is missing, stays, goes on to the next stage, and leaves as JSON and paper',
    async (language) => {
      const said = words[language];
      reference = await exploitedCase(language);
      // Where nothing was saved before, what stands in a later one is of the case, and says nothing else.
      await openSheet(anna, 'notification');
      expect(await anna.inputValue('#sheet-productName')).toBe('Dataduif 3');
      expect(await anna.locator('#sheet .tag:not(.sheet-needed)').count()).toBe(0);
      await openSheet(anna, 'early-warning');
      expect(await anna.inputValue('#sheet-title')).toBe(`${said.title} Dataduif 3`);
      expect(await anna.inputValue('#sheet-productName')).toBe('Dataduif 3');
      expect(await anna.isChecked('#sheet-memberStates-NL')).toBe(true);
      expect(await anna.inputValue('#sheet-awareAt')).not.toBe('');
      expect(await missingOn()).toEqual(said.missing);
      // Whoever goes to what is missing is there, and the case is still in front.
      await anna.click('#sheet-missing a');
      expect(await anna.evaluate(() => document.activeElement?.id)).toBe('sheet-productVersion');
      expect(new URL(anna.url()).hash).toBe(`#${reference}`);
      await anna.fill('#sheet-productVersion', '4.2');
      await anna.fill('#sheet-occurredAt', '2026-11-20T05:30');
      // What is copied is what stands there, and is said until something else does.
      const version = anna.locator('.field', { has: anna.locator('#sheet-productVersion') });
      await keepCopied();
      await version.getByRole('button').click();
      expect(await anna.getAttribute('html', 'data-copied')).toBe('4.2');
      await version.getByRole('status').filter({ hasText: said.copied }).waitFor();
      expect(await version.getByRole('button').textContent()).toBe(said.copied);
      await anna.fill('#sheet-productVersion', '4.2.1');
      await version.getByRole('button', { name: said.copy }).waitFor();
      expect(await version.getByRole('status').allTextContents()).toEqual(['']);
      await anna.fill('#sheet-productVersion', '4.2');
      expect(await anna.textContent('#sheet-missing [role=status]')).toBe(said.complete);
      expect(await violationsOn(anna)).toEqual([]);
      expect(await saveSheet(anna)).toBe(said.saved);
      expect(await anna.textContent('#sheet-version')).toContain(said.version);

      await openSheet(anna, 'notification');
      expect(await anna.textContent('#sheet-version')).toContain(said.carried);
      expect(await anna.inputValue('#sheet-productVersion')).toBe('4.2');
      expect(await anna.inputValue('#sheet-occurredAt')).toBe('2026-11-20T05:30');
      expect(await anna.locator('#sheet .tag:not(.sheet-needed)').count()).toBeGreaterThan(3);
      expect(await missingOn()).toHaveLength(3);
      await openSheet(anna, 'early-warning');
      const [download] = await Promise.all([anna.waitForEvent('download'), anna.click('#sheet-json')]);
      expect(download.suggestedFilename()).toBe(`${reference}-early-warning.json`);
      const exported = JSON.parse(await readFile(await download.path(), 'utf8'));
      expect(exported).toMatchObject({
        reference,
        duty: 'early-warning',
        isComplete: true,
        saved: { note: 1 },
      });
      expect(exported.fields).toContainEqual(
        expect.objectContaining({
          ...{ id: 'occurredAt', value: '2026-11-20T10:30:00.000Z', text: '2026-11-20 10:30 UTC' },
        }),
      );
      // On paper it is alone.
      await anna.emulateMedia({ media: 'print' });
      expect(await anna.isVisible('.sheet-paper')).toBe(true);
      expect(await anna.isVisible('#sheet-form')).toBe(false);
      expect(await anna.textContent('.sheet-paper')).toContain('4.2');
      await anna.emulateMedia({ media: null });
      await anna.click('#sheet-close');
      expect(await anna.evaluate(() => document.activeElement?.id)).toBe('open-sheet-early-warning');
    },
  );

  it('is not written over unseen where a colleague was first, and what was typed survives a reload', async () => {
    const said = words.en;
    await openSheet(anna, 'early-warning');
    await anna.fill('#sheet-productVersion', '4.4');
    const bram = await desk.watch(await desk.browser.newContext()).newPage();
    const address = `${desk.site.url}${inboxPaths.en}#${reference}`;
    await signInWithKey(bram, address, { file: desk.keys.bram, passphrase: PASSPHRASE });
    await waitForCase(bram);
    await openSheet(bram, 'early-warning');
    expect(await bram.inputValue('#sheet-productVersion')).toBe('4.2');
    await bram.fill('#sheet-productVersion', '4.3 (Bram)');
    expect(await saveSheet(bram)).toBe(said.saved);
    await bram.context().close();

    expect(await saveSheet(anna)).toContain(said.newer);
    expect(await anna.inputValue('#sheet-productVersion')).toBe('4.4');
    expect(await anna.textContent('#theirs-sheet-productVersion')).toContain(said.theirs);
    await anna.waitForFunction(() =>
      Object.keys(localStorage).some((key) => key.endsWith('sheet-early-warning')),
    );
    await anna.reload();
    await anna.click('#load-key');
    await anna.waitForSelector('#sign-in:not([hidden])');
    await offerKey(anna, desk.keys.anna);
    await waitForCase(anna);
    await openSheet(anna, 'early-warning');
    await anna.waitForSelector('#theirs-sheet-productVersion');
    expect(await anna.inputValue('#sheet-productVersion')).toBe('4.4');
    expect(await saveSheet(anna)).toBe(said.saved);
    expect(await anna.textContent('#sheet-version')).toContain('Version 3, saved by');
  });
});
