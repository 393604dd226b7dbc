import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { textsOf } from '../support/texts.ts';
import { type NamedByType, usedTexts } from '../support/used-texts.ts';

/** Texts that are looked up by a name as it comes, each with the type of these names. */
const named: NamedByType[] = [
  // `headingsOf` has a schema read the file, which takes exactly these.
  { object: 'document:', module: 'src/disclosure/report-sections.ts', type: 'Section' },
  // `checkValues` has the schema of a report say which fields are wrong.
  { object: 'report:errors', module: 'src/disclosure/report.ts', type: 'Report' },
  // `sentenceOf` takes the page's own sentence for a problem where it has one.
  { object: 'inbox:errors', module: 'src/browser/api/ask.ts', type: 'SendProblem' },
  { object: 'status:errors', module: 'src/browser/api/ask.ts', type: 'SendProblem' },
  { object: 'report:failed', module: 'src/browser/api/ask.ts', type: 'SendProblem' },
  // A key that can't be loaded, or a worker that was ended, is told in the same way.
  { object: 'inbox:errors', module: 'src/openpgp/team-key.ts', type: 'TeamKeyFault' },
  { object: 'inbox:errors', module: 'src/browser/workers/fault.ts', type: 'WorkerEnd' },
  // `showFacts` says what came of it for some statuses alone.
  { object: 'status:outcomes', module: 'src/disclosure/case.ts', type: 'CaseStatus' },
  // And of closed cases for some assessments.
  { object: 'status:closedOutcomes', module: 'src/disclosure/case.ts', type: 'Assessment' },
];

/** Texts that nobody uses, although their names are those of others that are. */
const planted = [
  ...['policy:nobodyAsksForThis', 'mail:title', 'common:text', 'problems:no-such-problem'],
  ...['inbox:spam.heading', 'inbox:compose.nobodyReadsThis', 'inbox:list.groups.9', 'inbox:case.saved_one'],
  ...[
    'inbox:errors.no-such-problem',
    'report:errors.sealed',
    'status:outcomes.offline',
    'status:alert.statusOf',
  ],
  ...['report:markdown.title', 'report:cvss.severities.AWFUL', 'terminal:title', 'document:title'],
];

let unused: string[];
beforeAll(() => {
  const used = usedTexts(named, plantedFiles());
  const all = textsOf('nl').map(({ file, key }) => `${file.replace(/\.json$/, '')}:${key}`);
  const isUsed = (key: string) =>
    used.has(key) || used.has(key.replace(/_(?:zero|one|two|few|many|other)$/, ''));
  unused = [...all, ...planted].filter((key) => !isUsed(key));
  // The types of the whole project are checked for it.
}, 400_000);

/** The Dutch files with what is planted. */
function plantedFiles(): Record<string, string> {
  const files: Record<string, Record<string, unknown>> = {};
  for (const key of planted) {
    const [name = '', path = ''] = key.split(':');
    const file = `locales/nl/${name}.json`;
    const texts = files[file] ?? JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));
    files[file] = texts;
    const words = path.split('.');
    const last = words.pop() ?? '';
    let place: Record<string, unknown> = texts;
    for (const word of words) place = place[word] as Record<string, unknown>;
    if (last in place) throw new Error(`${key} is there already`);
    place[last] = 'planted';
  }
  return Object.fromEntries(Object.entries(files).map(([file, texts]) => [file, JSON.stringify(texts)]));
}

it('every text is used somewhere', () => {
  expect(unused.filter((key) => !planted.includes(key))).toEqual([]);
});

it('a text that nothing uses is found, also where others have its name', () => {
  expect(unused.filter((key) => planted.includes(key))).toEqual(planted);
});
