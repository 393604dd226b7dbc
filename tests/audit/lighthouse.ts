import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import chromium from '@sparticuz/chromium';
import lighthouse from 'lighthouse';
import { chromium as playwright } from 'playwright-core';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import { type LanguageCode, languageCodes, paths } from '../../src/i18n/languages.ts';
import { answerLastMonth } from '../support/cases.ts';
import { Gpg } from '../support/gpg.ts';
import { copyProject, freePort, npmStart } from '../support/project.ts';

/**
 * Lighthouse on the built site, mobile preset, every public page in both languages: `npm run audit -- --only status
 * --out table.txt`. It is called as a library, which reports to nobody, and the browser resolves no other name than
 * `localhost`. Ends with 1 when a score is under 100 for another reason than one in `reasons`.
 */
const pages = [
  'policy',
  'report',
  'yourself',
  'status',
  'proof',
  'thanks',
  'lessons',
  'lesson',
  'figures',
  'privacy',
] as const;
type Audited = (typeof pages)[number];
const LESSON = 'voorbeeld-facturen';
const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const;

/** Audits that may fail, by page, and why. */
const reasons: Partial<Record<Audited, Record<string, string>>> = {
  status: {
    'is-crawlable': 'noindex by design: a page for who has a receipt code, of no use in a search engine',
  },
};

interface Fault {
  id: string;
  category: string;
  score: number;
  /** What Lighthouse says it measured, and where. */
  detail: string;
  reason: string | undefined;
}

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    out: { type: 'string', default: join(tmpdir(), 'meldpunt-audit.txt') },
  },
});
const chosen = pages.filter((page) => values.only?.includes(page) ?? true);
if (chosen.length === 0) throw new Error(`--only is one of ${pages.join(', ')}`);

const lines: string[] = [];
/** Prints a line, and keeps it for the file. */
function say(line: string): void {
  lines.push(line);
  process.stdout.write(`${line}\n`);
}
const row = (cells: string[]) =>
  cells
    .map((cell) => cell.padEnd(16))
    .join('')
    .trimEnd();

const team = new Gpg();
team.makeKey('Team <team@example.com>');
const project = copyProject();
// Without a demonstration there are no examples: here the one lesson is a real one.
for (const language of languageCodes) {
  const lesson = join(project.folder, `src/content/lessons/${LESSON}/${language}.md`);
  writeFileSync(lesson, readFileSync(lesson, 'utf8').replace('example: true\n', ''));
}
const site = await npmStart(project.folder, {
  TEAM_KEY_FILE: team.file('team.asc', team.exportPublic()),
});
// Figures with numbers in them.
const store = createSqliteStore(join(site.dataDir, 'meldpunt.sqlite'));
await answerLastMonth(store);
await store.close();
const port = await freePort();
const browser = await playwright.launch({
  executablePath: await chromium.executablePath(),
  args: [
    `--remote-debugging-port=${port}`,
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost',
    '--no-sandbox',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ],
});
const faults: string[] = [];
let unexplained = 0;
try {
  say(row(['page', ...categories]));
  for (const page of chosen) {
    for (const language of languageCodes) await audit(page, pathOf(page, language));
  }
} finally {
  await browser.close();
  await site.stop();
  project.remove();
  team.close();
}
say('');
say(faults.length === 0 ? 'Every audit that counts is 1.' : 'Audits below 1:');
for (const fault of faults) say(fault);
writeFileSync(values.out, `${lines.join('\n')}\n`);
process.stdout.write(`\nWritten to ${values.out}\n`);
process.exitCode = unexplained > 0 ? 1 : 0;

function pathOf(page: Audited, language: LanguageCode): string {
  return page === 'lesson' ? `${paths.lessons[language]}/${LESSON}` : paths[page][language];
}

/** One page: its row in the table, and its faults for the list below. */
async function audit(page: Audited, path: string): Promise<void> {
  const result = await lighthouse(site.url + path, {
    port,
    output: 'json',
    logLevel: 'silent',
    onlyCategories: [...categories],
  });
  if (!result || result.lhr.runtimeError)
    throw new Error(`${path}: ${result?.lhr.runtimeError?.message ?? 'no result'}`);
  const { lhr } = result;
  const scores: string[] = [];
  for (const name of categories) {
    const category = lhr.categories[name];
    const below: Fault[] = [];
    for (const { id, weight } of category?.auditRefs ?? []) {
      const found = lhr.audits[id];
      if (weight === 0 || found?.score === null || found === undefined || found.score === 1) continue;
      const items = found.details?.type === 'table' ? found.details.items : [];
      const detail = [
        found.displayValue ?? found.title,
        items.length > 0 ? JSON.stringify(items).slice(0, 600) : '',
      ];
      const reason = reasons[page]?.[id];
      below.push({ id, category: name, score: found.score, detail: detail.join(' ').trim(), reason });
    }
    const score = Math.round((category?.score ?? 0) * 100);
    if (score < 100 && (below.length === 0 || below.some(({ reason }) => reason === undefined)))
      unexplained += 1;
    scores.push(String(score));
    for (const { id, category, score, detail, reason } of below)
      faults.push(`  ${path}  ${category}/${id}  ${score}: ${reason ?? detail}`);
  }
  say(row([path, ...scores]));
}
