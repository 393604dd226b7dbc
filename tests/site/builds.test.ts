import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seal } from '../../src/openpgp/seal.ts';
import { built } from '../support/builds.ts';
import { attachmentText, readMails } from '../support/eml.ts';
import { copyProject, freePort, npmStart, type RunningSite, startServer, until } from '../support/project.ts';
import { failToBuildIn } from '../support/run.ts';
import { productionTeam, type Team } from '../support/teams.ts';

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
const brotli = (file: string) => brotliCompressSync(readFileSync(file)).length;

describe('the build for Vercel', () => {
  let output: string;
  let team: Team;
  beforeAll(async () => {
    const { settings, ...production } = await productionTeam();
    team = production;
    output = join(await built({ VERCEL: '1', ...settings }), '.vercel/output');
  });
  afterAll(() => team?.gpg.close());

  it('makes a function under 2.59 MB', () => {
    // Notes, sharing, the trail, webhooks and files both ways are 0.13 MB of handlers and store; no text of a page is in it.
    // The data notice, its texts and its frame are 0.05 MB, and evidence for auditors with its words 0.04, the figures of a day 0.02;
    // what evidence tells of promises that were late, and records that can't be read, 0.01.
    // The page of a case for who has no scripts is 0.01 more, and so is what leads the plain form on to its receipt.
    // What the texts of one build need differs by a few kB.
    const size = filesIn(join(output, 'functions')).reduce((sum, file) => sum + statSync(file).size, 0);
    expect(size).toBeGreaterThan(100_000);
    expect(size).toBeLessThan(2_590_000);
  });

  it('has one function for the whole of /api, and a static page for everything else', () => {
    const functions = readdirSync(join(output, 'functions'));
    expect(functions.filter((name) => name.endsWith('.func'))).toEqual(['_render.func']);
    for (const page of [
      'index.html',
      'melden/index.html',
      'en/index.html',
      'en/report/index.html',
      '404.html',
    ]) {
      expect(readFileSync(join(output, 'static', page), 'utf8')).toContain('<html lang=');
    }
    expect(readFileSync(join(output, 'static/.well-known/security.txt'), 'utf8')).toContain(
      'mailto:security@example.org',
    );
  });

  it('says nothing of a demonstration, and carries no private key', () => {
    for (const file of filesIn(output)) {
      const content = readFileSync(file, 'latin1');
      if (file.endsWith('.html')) expect(content).not.toContain('class="demonstration"');
      expect(content, file).not.toMatch(/-----BEGIN PGP PRIVATE KEY BLOCK-----\r?\n[^`]*\n[A-Za-z0-9+/]{40}/);
    }
  });

  it('the policy page is under 20 KB: HTML, one stylesheet and icon together', () => {
    const html = join(output, 'static/index.html');
    const styles = readFileSync(html, 'utf8').match(/\/_astro\/[\w.-]+\.css/g) ?? [];
    expect(styles).toHaveLength(1);
    // No system is named of whom none is known.
    expect(readFileSync(html, 'utf8')).not.toContain('id="scope"');
    const files = ['index.html', 'favicon.svg', ...styles].map((file) => join(output, 'static', file));
    const size = files.reduce((sum, file) => sum + brotli(file), 0);
    expect(size).toBeLessThan(20 * 1024);
  });

  it('loads 33 KB of scripts for the inbox before somebody has signed in: all that comes after comes then', () => {
    const html = readFileSync(join(output, 'static/inbox/index.html'), 'utf8');
    // Its scripts, and what these import: each is preloaded.
    const scripts = new Set(html.match(/(?<=(?:src|href)=")\/[\w/.-]+\.js(?=")/g));
    expect(scripts.size).toBeGreaterThan(5);
    const size = [...scripts].reduce((sum, path) => sum + brotli(join(output, 'static', path)), 0);
    expect(size).toBeLessThan(33_000);
  });

  it('loads, for a report that is written, little more than before it had a part for evidence', () => {
    const html = readFileSync(join(output, 'static/melden/index.html'), 'utf8');
    const own = new Set(html.match(/(?<=(?:src|href)=")\/[\w/.-]+\.js(?=")/g));
    const texts = [...own].map((path) => readFileSync(join(output, 'static', path), 'utf8'));
    // What these import once the form is used.
    const later = texts.flatMap((text) => text.match(/_astro\/[\w.-]+\.js/g) ?? []);
    const scripts = new Set([...own, ...later.map((path) => `/${path}`)]);
    expect(scripts.size).toBeGreaterThan(5);
    const size = [...scripts].reduce((sum, path) => sum + brotli(join(output, 'static', path)), 0);
    // Formatters that are made once, for the list, are 50 of them; who says that it is exploited another 100, and the sentences of what may go wrong with it another 100.
    // What was otherwise than asked, faults in fields of every kind, and older vectors of CVSS are 750 together.
    // What keeps the receipt on the page after sending, the preview as the team reads it, and news by e-mail are 3600.
    // Naming the files that a reload took away, and giving the code until it is kept, are 130 of them.
    expect(size).toBeLessThan(33_700);
  });

  it('without a key, an address or a contact it stops and says what to do', async () => {
    const other = copyProject();
    const output = await failToBuildIn(other.folder, { VERCEL: '1' });
    for (const name of ['SITE_URL is missing', 'CONTACT_EMAIL is missing', 'TEAM_KEY_FILE'])
      expect(output).toContain(name);
    other.remove();
  });
});

describe('the development server', () => {
  it('serves pages and functions', async () => {
    const project = copyProject();
    const port = String(await freePort());
    const command = ['node_modules/astro/bin/astro.mjs', 'dev', '--port', port];
    const server = await startServer(command, project.folder, { PORT: port });
    expect(await (await fetch(`${server.url}/melden`)).text()).toContain('Meld een kwetsbaarheid');
    expect(await (await fetch(`${server.url}/api/health`)).json()).toEqual({
      store: 'ok',
      mail: 'ok',
      keys: 'ok',
      site: 'ok',
      cases: 'ok',
      log: 'ok',
    });
    await server.stop();
    project.remove();
  });
});

describe('another organisation', () => {
  const original = readFileSync(new URL('../../src/organisation.ts', import.meta.url), 'utf8');
  const changed = original
    .replace("'Scope4mation'", "'Gemeente Voorbeeld'")
    .replace("'+31 318 894614'", "'+32 2 555 12 12'")
    .replace('firstResponseDays: 3', 'firstResponseDays: 5')
    .replace('minimumReward: 25', 'minimumReward: 150')
    .replace("'2022-09-13'", "'2026-02-01'")
    .replace(
      "  publisherCategory: 'vendor',",
      "  publisherCategory: 'vendor',\n  scope: { inScope: ['*.voorbeeld.example', { nl: 'de app Voorbeeld', en: 'the app Voorbeeld' }], outOfScope: [{ nl: 'systemen van leveranciers', en: 'systems of suppliers' }] },",
    );
  const hours =
    "  telephoneHours: { nl: 'op werkdagen van 9 tot 17 uur', en: 'on working days from 9 am to 5 pm' },";
  const answering = changed.replace(
    "  publisherCategory: 'vendor',",
    `${hours}\n  publisherCategory: 'vendor',`,
  );
  const project = copyProject({ 'src/organisation.ts': answering });
  let site: RunningSite;
  beforeAll(async () => {
    site = await npmStart(project.folder, { CONTACT_EMAIL: 'cvd@voorbeeld.example' });
  });
  afterAll(async () => {
    await site?.stop();
    project.remove();
  });

  it('edits one file and sets its address: every page, mail and security.txt follows', async () => {
    expect(changed).not.toBe(original);
    const texts: Record<string, string> = {};
    for (const path of [
      ...['/', '/en', '/melden', '/en/report', '/melden/zelf', '/en/report/yourself', '/nergens'],
      ...['/privacy', '/en/privacy', '/.well-known/security.txt'],
    ]) {
      texts[path] = await (await fetch(site.url + path)).text();
    }
    const has = (path: string, ...words: string[]) => {
      for (const word of words) expect(texts[path], path).toContain(word);
    };
    has(
      '/',
      'Gemeente Voorbeeld',
      'tel:+3225551212',
      'Antwoord binnen 5 dagen',
      '€\u00a0150',
      '1 februari 2026',
      'cvd@voorbeeld.example',
    );
    has('/en', 'Gemeente Voorbeeld', 'within 5 days', '€150', '1 February 2026');
    has(
      '/',
      'Dit hoort erbij',
      '<li>*.voorbeeld.example</li>',
      'de app Voorbeeld',
      'systemen van leveranciers',
    );
    has('/en', 'In scope', '<li>*.voorbeeld.example</li>', 'the app Voorbeeld', 'systems of suppliers');
    // A help at the field, which refuses nothing.
    const inForm = 'Dit hoort bij ons beleid: *.voorbeeld.example, de app Voorbeeld.';
    has(
      '/melden',
      inForm,
      'Dit hoort er niet bij: systemen van leveranciers.',
      'Meld het ook als je het niet zeker weet',
    );
    has(
      '/en/report',
      'the app Voorbeeld.',
      'It does not cover: systems of suppliers.',
      'if you are not sure',
    );
    // When the telephone is answered stands wherever its number does, and is promised nowhere else.
    for (const path of ['/', '/melden', '/melden/zelf', '/nergens'])
      has(path, 'op werkdagen van 9 tot 17 uur');
    for (const path of ['/en', '/en/report', '/en/report/yourself'])
      has(path, 'on working days from 9 am to 5 pm');
    has('/privacy', '365 dagen na het sluiten', 'Bereikbaar', 'op werkdagen van 9 tot 17 uur');
    has('/en/privacy', '365 days after', 'Answered', 'on working days from 9 am to 5 pm');
    has('/melden', 'Gemeente Voorbeeld', 'binnen 5 dagen', 'mailto:cvd@voorbeeld.example');
    has('/.well-known/security.txt', 'tel:+32-2-555-12-12', 'mailto:cvd@voorbeeld.example');

    const message = await seal('x', [await (await fetch(`${site.url}/team-key.asc`)).text()]);
    const response = await fetch(`${site.url}/api/reports`, {
      method: 'POST',
      body: message,
      headers: { 'Content-Type': 'application/pgp-encrypted' },
    });
    const accepted = await response.json();
    expect(Date.parse(accepted.respondBy) - Date.parse(accepted.receivedAt)).toBe(5 * 86_400_000);
    const mail = await until(
      async () => (await readMails(join(site.dataDir, 'outbox')).catch(() => []))[0],
      'the mail',
    );
    expect(mail.text).toContain('Gemeente Voorbeeld');
    expect(mail.text).toContain('binnen 5 dagen');
    expect(attachmentText(mail)).toContain('BEGIN PGP MESSAGE');
    for (const text of [...Object.values(texts), mail.raw])
      expect(text).not.toMatch(/Scope4mation|894614|894-?614/);
  });
});
