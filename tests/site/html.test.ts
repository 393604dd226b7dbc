import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import { CASE_PAGE } from '../../src/disclosure/case-commands.ts';
import { type LanguageCode, languageCodes, locales, paths } from '../../src/i18n/languages.ts';
import { answerLastMonth, randomId } from '../support/cases.ts';
import type { RunningSite } from '../support/project.ts';
import { startSite } from '../support/site.ts';
import { teamOfOne } from '../support/teams.ts';
import { faultsIn } from '../support/valid-html.ts';

let site: RunningSite;
let message: string;
beforeAll(async () => {
  const { gpg, TEAM_KEY_FILE } = await teamOfOne();
  message = gpg.encrypt('Sealed by hand', [gpg.fingerprintOf('team@example.com')]);
  gpg.close();
  site = await startSite({ TEAM_KEY_FILE });
  await answerLastMonth(createSqliteStore(join(site.dataDir, 'meldpunt.sqlite')));
});
afterAll(() => site?.stop());

type Ask = (language: LanguageCode) => Promise<Response>;
const get = (path: string, language: LanguageCode) =>
  fetch(site.url + path, { headers: { 'Accept-Language': locales[language] } });
const post = (path: string, fields: Record<string, string>, language: LanguageCode) =>
  fetch(site.url + path, { method: 'POST', body: new URLSearchParams({ ...fields, language }) });

/** The page of a case for who has no scripts, by way of the plain form for its code. */
async function casePage(language: LanguageCode): Promise<Response> {
  const received = await (await post('/api/reports', { message }, language)).text();
  const [, code = ''] = /class="receipt-code"[^>]*>([^<]+)</.exec(received) ?? [];
  const sent = await fetch(site.url + CASE_PAGE, {
    method: 'POST',
    headers: { Accept: 'text/html' },
    body: new URLSearchParams({ code, language }),
    redirect: 'manual',
  });
  const cookie = sent.headers.get('set-cookie')?.split(';')[0] ?? '';
  return fetch(site.url + (sent.headers.get('location') ?? ''), { headers: { Cookie: cookie } });
}

/** No link leads to these; all others are read where the whole site is walked (`support/walk-checks.ts`). */
const answers: Record<string, [status: number, ask: Ask]> = {
  'a message that arrived': [201, (language) => post('/api/reports', { message, urgent: 'yes' }, language)],
  'one that was refused': [
    422,
    (language) => post('/api/reports', { message: 'a <b>', urgent: 'yes' }, language),
  ],
  'the question of an alert': [200, (language) => get(`/api/alerts/${randomId()}`, language)],
  'an alert that is gone': [
    404,
    (language) => post(`/api/alerts/${randomId()}`, { answer: 'yes' }, language),
  ],
  'a receipt that is gone': [404, (language) => get('/api/reports/received', language)],
  'the form for a code, and what was wrong with one': [
    200,
    (language) => get(`${CASE_PAGE}?language=${language}&fault=empty`, language),
  ],
  'a case for who has no scripts': [200, casePage],
  'figures of months': [200, (language) => get(paths.figures[language], language)],
  'what is nowhere': [404, (language) => get(`${paths.report[language]}/nowhere`, language)],
};

it.each(languageCodes)('what functions make is valid HTML, in %s', async (language) => {
  for (const [name, [status, ask]] of Object.entries(answers)) {
    const response = await ask(language);
    expect(response.status, name).toBe(status);
    const html = await response.text();
    expect(await faultsIn(html), name).toEqual([]);
    // What it was asked for, and not the form that asks for a code.
    if (ask === casePage) expect(html).toMatch(/CVD-\d{4}-/);
  }
});

it('what is wrong is found: a tag that is not closed, what comes after the end, a time that no machine reads', async () => {
  const page = (body: string, after = '') =>
    `<!DOCTYPE html><html lang="en"><head><title>x</title></head><body>${body}</body></html>${after}\n`;
  expect(await faultsIn(page('<h1>x</h1><p><time datetime="2026-11-27">27 November</time></p>'))).toEqual([]);
  for (const [faulty, fault] of [
    [page('<p><strong>x</p>'), 'close-order'],
    [page('<p id="x" id="y">x</p>'), 'no-dup-attr'],
    [page('<p><time id="x"></time></p>'), 'time:'],
    [page('<p>x</p>', '<script src="/x.js"></script>'), 'after the end:'],
  ] as const)
    expect((await faultsIn(faulty)).join()).toContain(fault);
});
