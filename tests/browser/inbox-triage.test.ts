import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { askedFor } from '../../src/disclosure/sheets/asked.ts';
import { readSheet } from '../../src/disclosure/sheets/sheet.ts';
import { readSignedText } from '../../src/disclosure/signed-text.ts';
import { readTriage, type Triage } from '../../src/disclosure/triage.ts';
import { violationsOn } from '../support/axe.ts';
import { launchChromium } from '../support/chromium.ts';
import { sendComposed, signInWithKey } from '../support/inbox-page.ts';
import { withKv } from '../support/kv.ts';
import { fillInReport } from '../support/report-page.ts';
import { fillSheet, openSheet, saveSheet } from '../support/sheet-page.ts';
import { startSite } from '../support/site.ts';
import { giveCode } from '../support/status-page.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';
import { PASSPHRASE, teamOfTwo } from '../support/teams.ts';

/** What is written for the team alone: none of it may turn up outside members' tabs. */
const internals = {
  note: 'marker-note-f7q2: **vet** en `code`',
  label: 'marker-label-g3w9',
  ticket: 'https://marker-ticket-h4.example/SEC-12',
  sheet: 'marker-sheet-k5d8',
  vector: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N',
};
const needles = [
  ...['marker-note', 'marker-label', 'marker-ticket', 'CVSS:4.0', 'duplicateOf', 'publicPoc'],
  ...['marker-sheet', 'meldpunt-sheet', 'memberStates'],
];

/** Everything that the pages of a context sent. */
function requestsOf(context: BrowserContext): string[] {
  const sent: string[] = [];
  context.on('request', (request) => sent.push(`${request.url()}\n${request.postData() ?? ''}`));
  return sent;
}

/** Waits until a case is fetched and shown; opens nothing. */
async function caseShown(page: Page): Promise<void> {
  await page.waitForSelector('.case-columns:not([hidden])');
  await page.waitForFunction(() => document.getElementById('case-status')?.textContent === '');
}
/** Does something that is saved, and waits until it is. */
async function saved(page: Page, work: () => Promise<void>): Promise<string> {
  await work();
  await page.waitForFunction(
    () => !['', 'Bezig met bewaren…'].includes(document.getElementById('triage-status')?.textContent ?? ''),
  );
  await caseShown(page);
  return (await page.textContent('#triage-status')) ?? '';
}
async function addLabel(page: Page, label: string): Promise<string> {
  await page.fill('#label-text', label);
  return saved(page, () => page.press('#label-text', 'Enter'));
}
async function openFold(page: Page, id: string): Promise<void> {
  if (!(await page.locator(`${id}[open]`).count())) await page.click(`${id} > summary`);
}
async function setSeverity(page: Page, vector: string): Promise<string> {
  await openFold(page, '#severity-edit');
  await page.fill('#cvss-vector', vector);
  return saved(page, () => page.click('#severity-save'));
}
async function decide(page: Page): Promise<string> {
  await openFold(page, '#ssvc-edit');
  await page.check('#ssvc-exploitation-publicPoc');
  await page.check('#ssvc-automatable-no');
  await page.check('#ssvc-technicalImpact-total');
  await page.check('#ssvc-mission-high');
  return saved(page, () => page.click('#ssvc-save'));
}
async function linkTicket(page: Page, address: string): Promise<void> {
  await openFold(page, '#ticket-edit');
  await page.fill('#ticket-text', address);
}
async function openDock(page: Page, name: 'reply' | 'note'): Promise<void> {
  if ((await page.getAttribute(`#dock-${name}`, 'aria-expanded')) === 'false')
    await page.click(`#dock-${name}`);
}
async function addNote(page: Page, text: string): Promise<void> {
  await openDock(page, 'note');
  await page.fill('#note-text', text);
  await page.press('#note-text', 'Control+Enter');
  await page.waitForFunction(() =>
    document.getElementById('note-state')?.textContent?.startsWith('Je notitie staat'),
  );
  await caseShown(page);
}
/** Marks the case in front as exploited, and writes in every field of the sheet for the first report about it. */
async function addSheet(page: Page): Promise<string> {
  page.once('dialog', (dialog) => void dialog.accept());
  await openFold(page, '#cra');
  await page.click('#cra-start');
  await page.waitForSelector('#open-sheet-early-warning');
  await openSheet(page, 'early-warning');
  await fillSheet(page, internals.sheet);
  return saveSheet(page);
}

describe('what the team keeps for itself in a case', () => {
  let desk: TeamSite;
  let anna: Page;
  let bram: Page;
  let sent: string[];
  let first: { reference: string; receipt: string };
  let second: { reference: string; receipt: string };
  beforeAll(async () => {
    desk = await startTeamSite();
    const [ofAnna, ofBram] = [await desk.browser.newContext(), await desk.browser.newContext()].map(
      desk.watch,
    );
    if (!ofAnna || !ofBram) throw new Error('no contexts');
    sent = requestsOf(ofAnna);
    first = await desk.report(ofAnna, 'nl');
    second = await desk.report(ofAnna, 'nl');
    [anna, bram] = [await ofAnna.newPage(), await ofBram.newPage()];
    await signInWithKey(anna, `${desk.site.url}/inbox`, { file: desk.keys.anna });
    await anna.waitForSelector(`#list-cases a[href="#${second.reference}"]`);
    await anna.evaluate((reference) => {
      location.hash = reference;
    }, second.reference);
    await caseShown(anna);
    await signInWithKey(bram, `${desk.site.url}/inbox#${second.reference}`, {
      file: desk.keys.bram,
      passphrase: PASSPHRASE,
    });
    await caseShown(bram);
  });
  afterAll(() => desk?.stop());
  afterEach(() => {
    expect(desk.errors.splice(0)).toEqual([]);
  });

  /** The notes of a case, opened. */
  async function notesOf(reference: string) {
    return (await desk.store.readNotes(reference)).map(({ kind, number, sealed }) => {
      const read = readSignedText(desk.team.decrypt(sealed, PASSPHRASE));
      return { kind, number, head: read?.head, text: read?.text.trim() ?? '' };
    });
  }
  async function triageOf(reference: string): Promise<Triage> {
    const newest = (await notesOf(reference)).findLast(({ kind }) => kind === 'triage');
    return readTriage(newest?.text ?? '');
  }

  it('a note stands by itself, signed, and sends nothing to the reporter', async () => {
    await openDock(anna, 'reply');
    await anna.fill('#compose-message', 'voor de melder');
    await addNote(anna, internals.note);
    const note = anna.locator('#team-notes > li');
    await note.locator('strong:text("vet")').waitFor();
    expect(await note.locator('.message-head').textContent()).toContain('Anna de Vries');
    expect(await note.locator('.verified').textContent()).toBe('handtekening klopt');
    expect(await anna.textContent('#notes .team-only-mark')).toContain('Alleen voor het team');
    expect(await anna.inputValue('#note-text')).toBe('');
    await openDock(anna, 'reply');
    expect(await anna.inputValue('#compose-message')).toBe('voor de melder');
    expect(await anna.textContent('#team-timeline')).toContain('schreef een notitie');
    expect(await desk.store.readMessages(second.reference)).toHaveLength(1);
    await anna.fill('#compose-message', '');
    expect(await notesOf(second.reference)).toMatchObject([
      { number: 1, head: { reference: second.reference, number: 1, from: 'note' }, text: internals.note },
    ]);
  });

  it('who writes at the same time gets the next number, unseen', async () => {
    // Bram has not seen the note of Anna.
    await addNote(bram, 'tweede');
    expect((await notesOf(second.reference)).map(({ number, text }) => [number, text])).toEqual([
      [1, internals.note],
      [2, 'tweede'],
    ]);
    // Drawn anew after the case was read, which its head says first.
    await bram.locator('#team-notes > li').nth(1).waitFor();
    expect(await bram.locator('#team-notes > li').count()).toBe(2);
  });

  it('a note that did not arrive stays where it was typed', async () => {
    await openDock(anna, 'note');
    await anna.route('**/notes', (route) => route.abort());
    await anna.fill('#note-text', 'nog eens');
    await anna.click('#note-save');
    await anna.waitForSelector('#error-note:not([hidden])');
    expect(await anna.inputValue('#note-text')).toBe('nog eens');
    expect(await anna.evaluate(() => document.activeElement?.id)).toBe('note-text');
    await anna.unroute('**/notes');
    await anna.fill('#note-text', '');
  });

  it('of two who judge at once neither loses anything, and the later hears what changed', async () => {
    expect(await addLabel(anna, internals.label)).toBe('Bewaard.');
    const heard = await setSeverity(bram, internals.vector);
    expect(heard).toContain(`gaf het label`);
    expect(heard).toContain(internals.label);
    expect(await triageOf(second.reference)).toMatchObject({
      labels: [internals.label],
      cvss: internals.vector,
      score: 9.3,
    });
    expect(await bram.textContent('#severity-ours')).toContain('9,3 kritiek');
    expect(await bram.textContent('#severity-edit > summary')).toBe('Wijzig de ernst');
  });

  it('a severity is set by questions, with the score as one goes, and what it was stands on the timeline', async () => {
    await anna.click('#case-refresh');
    await caseShown(anna);
    await openFold(anna, '#severity-edit');
    await anna.check('#cvss-version-3\\.1');
    for (const [metric, value] of Object.entries({
      AV: 'N',
      AC: 'L',
      PR: 'N',
      UI: 'R',
      S: 'C',
      C: 'L',
      I: 'L',
    }))
      await anna.selectOption(`#cvss-${metric}`, value);
    expect(await anna.textContent('#cvss-outcome')).toBe('Nog 1 vraag, dan zie je de score.');
    await anna.selectOption('#cvss-A', 'N');
    expect(await anna.textContent('#cvss-outcome')).toBe('Score 6,1 van 10: gemiddeld.');
    await saved(anna, () => anna.click('#severity-save'));
    expect(await anna.textContent('#team-timeline')).toMatch(
      /Anna de Vries\u2069 zette de ernst op 6,1 \(gemiddeld\), was 9,3/,
    );
  });

  it('four questions make a decision, which says what it means', async () => {
    await decide(anna);
    expect(await anna.textContent('#ssvc-edit > summary')).toBe('Wijzig het besluit');
    expect(await anna.textContent('#ssvc-decision')).toMatch(/^Attend Oppakken/);
  });

  it('a ticket is linked by https alone, and its address is seen before anybody goes there', async () => {
    await linkTicket(anna, 'javascript:alert(1)');
    await anna.click('#ticket-save');
    await anna.waitForSelector('#error-ticket:not([hidden])');
    await linkTicket(anna, internals.ticket);
    await saved(anna, () => anna.click('#ticket-save'));
    const link = anna.locator('#ticket-now a');
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
    expect(await link.getAttribute('href')).toBe(internals.ticket);
    expect(await anna.textContent('#ticket-now')).toContain(internals.ticket);
  });

  it('a case that is like it is offered with why, and both name each other, at last where the second write failed', async () => {
    await anna.waitForSelector('#similar');
    expect(await anna.textContent('#similar')).toMatch(
      /zelfde systeem, zelfde soort, 100\s?% dezelfde woorden/,
    );
    // A letter that was put in before follows.
    await openDock(anna, 'reply');
    await anna.check('#assessment-duplicate');
    await anna.selectOption('#compose-ready', 'duplicate');
    await anna.click('#compose-insert');
    expect(await anna.inputValue('#compose-message')).toContain('al sinds …');
    await openFold(anna, '#duplicate-edit');
    await anna.fill('#duplicate-search', 'marker-impact');
    await anna.route(`**/cases/${first.reference}/notes`, (route) => route.abort());
    await anna.click('#duplicate-found button');
    await anna.waitForSelector('#duplicate-half');
    expect(await anna.textContent('#duplicate-half')).toContain(first.reference);
    expect(await triageOf(second.reference)).toMatchObject({ duplicateOf: first.reference });
    await anna.unroute(`**/cases/${first.reference}/notes`);
    await anna.click('#duplicate-again');
    await anna.waitForSelector('#duplicate-half', { state: 'detached' });
    expect(await triageOf(first.reference)).toMatchObject({ duplicates: [second.reference] });
    expect(await anna.textContent('#duplicate-of')).toContain('bekend sinds');
    expect(await violationsOn(anna)).toEqual([]);
  });

  it('the reporter of the second learns since when it was known, and nothing else', async () => {
    await openDock(anna, 'reply');
    const letter = await anna.inputValue('#compose-message');
    const since = (await desk.store.findCase(first.reference))?.receivedAt;
    const day = new Intl.DateTimeFormat('nl', { dateStyle: 'long', timeZone: 'Europe/Amsterdam' });
    expect(letter).toContain(`al sinds ${day.format(since)}`);
    expect(letter).not.toContain(first.reference);
    await sendComposed(anna);
    const reporter = await desk.browser.newPage();
    await giveCode(reporter, `${desk.site.url}/status`, second.receipt);
    await reporter.waitForSelector('text=kennen we al sinds');
    const page = await reporter.content();
    for (const needle of [...needles, first.reference]) expect(page).not.toContain(needle);
    await reporter.close();
  });

  it('a sheet for the authorities is a note for the team, with every field that was filled in', async () => {
    await anna.evaluate((reference) => {
      location.hash = reference;
    }, first.reference);
    await anna.waitForSelector(`#case-title:has-text("${first.reference}")`);
    await caseShown(anna);
    expect(await addSheet(anna)).toBe('Bewaard. De melder ziet dit niet.');
    const kept = (await notesOf(first.reference)).findLast(({ kind }) => kind === 'sheet');
    const { duty, values } = readSheet(kept?.text ?? '');
    expect(duty).toBe('early-warning');
    for (const { field } of askedFor(duty))
      if (field.kind === 'line' || field.kind === 'text')
        expect(values[field.id]).toBe(`${internals.sheet} in sheet-${field.id}`);
    expect(await anna.textContent('#team-timeline')).toContain(
      'bewaarde een formulier: Vroegtijdige waarschuwing',
    );
  });

  it('none of it is readable in a request, the store, a mail or the log', async () => {
    const database = new DatabaseSync(join(desk.site.dataDir, 'meldpunt.sqlite'));
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    const stored = tables.map(({ name }) =>
      JSON.stringify(database.prepare(`SELECT * FROM "${name}"`).all()),
    );
    database.close();
    const outbox = join(desk.site.dataDir, 'outbox');
    const mails = readdirSync(outbox).map((name) => readFileSync(join(outbox, name), 'utf8'));
    const places = {
      requests: sent.join('\n'),
      store: stored.join('\n'),
      mails: mails.join('\n'),
      log: desk.site.output(),
    };
    expect(places.requests).toContain('BEGIN PGP MESSAGE');
    for (const [place, content] of Object.entries(places))
      for (const needle of needles) expect(content, `${needle} in ${place}`).not.toContain(needle);
  });
});

describe('the same with Redis behind the site', () => {
  const kv = withKv();
  it('is readable in no request, record, command or log', async () => {
    const { gpg, TEAM_KEY_FILE } = await teamOfTwo();
    const site = await startSite({ TEAM_KEY_FILE, ...kv().settings });
    const browser = await launchChromium();
    const context = await browser.newContext();
    const sent = requestsOf(context);
    const page = await context.newPage();
    await page.goto(`${site.url}/melden`);
    await fillInReport(page);
    await page.click('#send');
    await page.waitForSelector('#sent:not([hidden])');
    const reference = await page.textContent('#sent-reference');
    await signInWithKey(page, `${site.url}/inbox#${reference}`, { file: join(gpg.home, 'anna.asc') });
    await caseShown(page);
    await addNote(page, internals.note);
    await addLabel(page, internals.label);
    await setSeverity(page, internals.vector);
    await decide(page);
    await linkTicket(page, internals.ticket);
    await saved(page, () => page.click('#ticket-save'));
    expect(await page.textContent('#ticket-now')).toContain(internals.ticket);
    expect(await addSheet(page)).toBe('Bewaard. De melder ziet dit niet.');
    const places = {
      requests: sent.join('\n'),
      records: await kv().redis.dump(),
      commands: JSON.stringify(kv().bridge.seen),
      log: site.output(),
    };
    for (const [place, content] of Object.entries(places))
      for (const needle of needles) expect(content, `${needle} in ${place}`).not.toContain(needle);
    await browser.close();
    await site.stop();
    gpg.close();
  });
});
