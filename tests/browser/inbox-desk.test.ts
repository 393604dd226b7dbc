import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkEvidence } from '../../src/log/check-evidence.ts';
import { readDeskKeys } from '../../src/log/desk-keys.ts';
import { documentsIn } from '../../src/log/evidence-parts.ts';
import { violationsOn } from '../support/axe.ts';
import { newCaseInput } from '../support/cases.ts';
import { inboxPaths, offerKey, signInWithKey } from '../support/inbox-page.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';
import { PASSPHRASE } from '../support/teams.ts';

describe('the team’s own room', () => {
  let desk: TeamSite;
  let page: Page;
  beforeAll(async () => {
    desk = await startTeamSite();
    page = await desk.watch(await desk.browser.newContext()).newPage();
  });
  afterAll(() => desk?.stop());
  const linesOf = () => page.locator('#trail li').allInnerTexts();
  const goBackIn = async () => {
    await page.goto(`${desk.site.url}${inboxPaths.nl}#list`);
    await page.click('.bar nav a[href="#desk"]');
    await page.waitForSelector('#trail-verdict > *');
  };

  it('shows who is away, lets anybody change it, and keeps what was filled in', async () => {
    await signInWithKey(page, `${desk.site.url}${inboxPaths.nl}#list`, { file: desk.keys.anna });
    await page.click('.bar nav a[href="#desk"]');
    await page.waitForSelector('#absence-form');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('room-title');
    await page.fill('#absence-until', '2020-01-05');
    await page.click('#absence-submit');
    // At the field that it is about, which is marked and has the keyboard; all of them at once.
    expect(await page.textContent('#error-absence-from')).toContain('Vul de eerste dag in');
    expect(await page.textContent('#error-absence-stand-in')).toContain('Kies een collega');
    expect(
      await page.locator('#absence-form [aria-invalid]').evaluateAll((all) => all.map(({ id }) => id)),
    ).toEqual(['absence-from', 'absence-stand-in']);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('absence-from');
    expect(await violationsOn(page)).toEqual([]);
    await page.reload();
    await page.waitForSelector('#absence-form');
    expect(await page.inputValue('#absence-until')).toBe('2020-01-05');
    await page.fill('#absence-from', '2020-01-01');
    await page.fill('#absence-until', '2099-01-05');
    await page.selectOption('#absence-stand-in', desk.fingerprints.bram);
    await page.click('#absence-submit');
    await page.waitForSelector('#absences li');
    const row = await page.innerText('#absences li');
    for (const words of ['Anna', 'nu afwezig', '1 januari 2020 tot en met 5 januari 2099', 'Bram'])
      expect(row).toContain(words);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('absence-done');
    // A colleague was first: what was filled in stays, and counts against the list as it is now.
    const record = await desk.store.readRecord('absences');
    const elsewhere = { name: 'absences', seenVersion: record?.version ?? 0, value: '[]', by: 'Bram' };
    const quota = { most: 1e9, warnAt: 1e9, warning: NO_MAIL, refusal: NO_MAIL };
    await desk.store.writeRecord({ ...elsewhere, quota, limits: [], now: Date.now() });
    await page.fill('#absence-from', '2099-02-01');
    await page.fill('#absence-until', '2099-02-02');
    await page.selectOption('#absence-stand-in', desk.fingerprints.bram);
    await page.click('#absence-submit');
    await page.waitForSelector('#absence-fault:not([hidden])');
    expect(await page.textContent('#absence-fault')).toContain('Een collega was je net voor');
    expect(await page.locator('#absences li').count()).toBe(0);
    await page.click('#absence-submit');
    await page.waitForSelector('#absences li');
  });

  it('gives auditors what the desk signed of a month and of a case', async () => {
    const input = newCaseInput({ receivedAt: Date.now() });
    const { reference } = input.newCase;
    await desk.store.createCase({ ...input, mails: [] });
    const saved = async (button: string) => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.click(button)]);
      return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
    };
    const month = new Date(input.newCase.receivedAt).toISOString().slice(0, 7);
    await page.selectOption('#evidence-month', month);
    // A month of two parts, of which the second one fails at first: the next press goes on there, and one file has both.
    let asked = 0;
    await page.route('**/api/staff/evidence?month=*', async (route) => {
      asked += 1;
      if (asked === 2) return route.abort();
      const answer = await route.fetch();
      const next = 'ZZZZZZ:CVD-2026-ZZZZZZ';
      return route.fulfill({ json: { ...(await answer.json()), ...(asked === 1 && { next }) } });
    });
    await page.click('#evidence-save');
    await page.locator('#evidence-told').getByText('Wat al is opgehaald, blijft').waitFor();
    const inParts = await saved('#evidence-save');
    await page.unroute('**/api/staff/evidence?month=*');
    expect([asked, documentsIn(inParts.text).length]).toEqual([3, 2]);
    const ofMonth = await saved('#evidence-save');
    expect(ofMonth.name).toBe(`bewijs-${month}.txt`);
    expect(await page.textContent('#evidence-told')).toContain('Gedownload.');
    expect(await violationsOn(page)).toEqual([]);
    await page.goto(`${desk.site.url}${inboxPaths.nl}#${reference}`);
    await page.waitForSelector('.case-columns:not([hidden])');
    const ofCase = await saved('#evidence');
    expect(ofCase.name).toBe(`bewijs-${reference}.txt`);
    const keys = readDeskKeys(await (await fetch(`${desk.site.url}/desk-key.txt`)).text()) ?? [];
    for (const { text } of [ofMonth, ofCase]) {
      const checked = await checkEvidence(text, keys);
      expect(checked).toMatchObject({ ok: true, faults: [], unproved: [reference] });
    }
  });

  it('has a DPIA sheet whose answers are sealed, survive a reload, and are not lost where two change them', async () => {
    const address = `${desk.site.url}${inboxPaths.nl}#dpia`;
    const told = () =>
      page.waitForFunction(() => document.getElementById('dpia-state')?.textContent?.startsWith('Bewaard.'));
    await page.goto(address);
    // Its key went with the reload before.
    await page.click('#load-key');
    await offerKey(page, desk.keys.anna);
    await page.waitForSelector('#dpia-save:enabled');
    await page.fill('#dpia-risks', 'dpia-marker-k27 before');
    await page.fill('#dpia-measures', 'dpia-marker-k27 measures');
    await page.waitForFunction(() => Object.keys(localStorage).some((name) => name.includes('dpia')));
    await page.reload();
    await page.click('#load-key');
    await offerKey(page, desk.keys.anna);
    await page.waitForSelector('#dpia-away');
    expect(await page.inputValue('#dpia-risks')).toBe('dpia-marker-k27 before');
    await page.waitForSelector('#dpia-save:enabled');
    await page.click('#dpia-save');
    await told();
    const record = await desk.store.readRecord('dpia');
    expect(record?.version).toBe(1);
    expect(JSON.stringify(record)).not.toContain('dpia-marker');

    // Bram changes two parts; Anna has one of these and another in hand.
    const bram = await desk.watch(await desk.browser.newContext()).newPage();
    await signInWithKey(bram, address, { file: desk.keys.bram, passphrase: PASSPHRASE });
    await bram.waitForSelector('#dpia-save:enabled');
    await bram.fill('#dpia-risks', 'of Bram');
    await bram.fill('#dpia-advice', 'none');
    await bram.click('#dpia-save');
    await bram.waitForFunction(() =>
      document.getElementById('dpia-state')?.textContent?.startsWith('Bewaard.'),
    );
    await bram.context().close();
    await page.fill('#dpia-risks', 'of Anna');
    await page.fill('#dpia-views', 'asked');
    await page.click('#dpia-save');
    await page.waitForSelector('#dpia-conflict');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('dpia-conflict');
    expect(await page.innerText('.dpia-form pre')).toBe('of Bram');
    expect(await page.inputValue('#dpia-risks')).toBe('of Anna');
    expect(await violationsOn(page)).toEqual([]);
    await page.click('#dpia-mine');
    await page.click('#dpia-save');
    await told();
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#dpia-markdown')]);
    const text = readFileSync(await download.path(), 'utf8');
    for (const words of ['of Anna', 'none', 'asked', 'dpia-marker-k27 measures', '## 7. ', '365 dagen'])
      expect(text).toContain(words);
    expect(text).not.toContain('of Bram');
  });

  it('shows who did what, signed, and says loudly when a line was changed or is gone', async () => {
    const input = newCaseInput({ receivedAt: Date.now() });
    const { reference } = input.newCase;
    await desk.store.createCase({ ...input, mails: [] });
    await page.goto(`${desk.site.url}${inboxPaths.nl}#${reference}`);
    await page.waitForSelector('.case-columns:not([hidden])');
    await goBackIn();
    expect(await page.textContent('#trail-verdict')).toContain('Alle getoonde regels kloppen');
    const lines = await linesOf();
    expect(lines[0]).toContain('opende de zaak');
    expect(lines[0]).toContain(reference);
    expect(lines.join('\n')).toContain('wijzigde wie afwezig is');
    expect(lines.at(-1)).toContain('meldde zich aan');
    // To the second, and in sight.
    expect(
      await page
        .locator('#trail time')
        .first()
        .evaluate((time) => time.firstChild?.textContent),
    ).toMatch(/\d{4}.*\d{2}:\d{2}:\d{2}/);
    expect(await violationsOn(page)).toEqual([]);
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#trail-save')]);
    expect(download.suggestedFilename()).toBe('trail.txt');

    const database = new DatabaseSync(join(desk.site.dataDir, 'meldpunt.sqlite'), { timeout: 5000 });
    database.exec("UPDATE trail SET note = replace(note, 'act: opened', 'act: listed')");
    await goBackIn();
    expect(await page.textContent('#trail-verdict [role=alert]')).toMatch(/^Let op/);
    expect(await page.innerText('.trail-broken')).toContain('niet zo door het meldpunt ondertekend');
    expect(await violationsOn(page)).toEqual([]);
    database.exec('DELETE FROM trail WHERE number = (SELECT max(number) FROM trail)');
    database.close();
    await goBackIn();
    expect(await page.textContent('#trail-verdict')).toContain('de nieuwste regels zijn weg');
    expect(desk.errors).toEqual([]);
  });
});

const NO_MAIL = { id: 'none', kind: 'storage-warning', reference: '', about: '' } as const;
