import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  exposures,
  publications,
  ReportFormatError,
  readReport,
  textLimits,
  weaknesses,
} from '../../src/disclosure/report.ts';
import { reportJsonSchema } from '../../src/disclosure/report-json-schema.ts';
import { headingsOf } from '../../src/disclosure/report-sections.ts';
import { reportTemplate } from '../../src/views/report-template.ts';
import { validatorOf } from '../support/json-schema.ts';

const schema = reportJsonSchema('https://example.org');
const isTaken = validatorOf(schema);

/** A document with this header, and sections that nothing is wrong with. */
function documentWith(header: object): string {
  const { description, impact } = headingsOf(
    header && 'language' in header && header.language === 'en' ? 'en' : 'nl',
  );
  const lines = Object.entries(header).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return `---\n${lines.join('\n')}\n---\n\n## ${description}\n\na\n\n## ${impact}\n\nb\n`;
}

function isRead(header: object): boolean {
  try {
    readReport(documentWith(header));
    return true;
  } catch (error) {
    if (error instanceof ReportFormatError) return false;
    throw error;
  }
}

const vector = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N';
const older = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
const file = { id: '0'.repeat(32), name: 'a.txt', size: 3, sha256: 'a'.repeat(64) };
const header = {
  format: 'meldpunt-report/1',
  language: 'nl',
  system: 'portal',
  weakness: 'other',
  exposure: 'none',
  name: '',
  contact: '',
  credit: '',
  publication: 'no-wish',
  cvss: vector,
  version: '1.2',
  tools: '',
  keptToLimits: true,
  keptToMethods: true,
  otherwise: 'three bills',
  attachments: [file],
};

/** Pieces of which lines are made: what counts as one character, as white space, or as none of a reader's business. */
const piece = fc.constantFrom(
  'a',
  ' ',
  '\t',
  '\n',
  '\r\n',
  '\v',
  '\f',
  '\u0000',
  '\u0085',
  '\u00a0',
  '\ufeff',
  '\u2028',
  '😀',
  '\ud83d',
  'e\u0301',
);
const short = fc.array(piece, { maxLength: 6 }).map((parts) => parts.join(''));
/** Lines about as long as one may be. */
const long = fc
  .tuple(
    fc.constantFrom(...new Set<number>([...Object.values(textLimits), 255, 400])).filter((n) => n <= 500),
    fc.integer({ min: -2, max: 2 }),
    piece,
    short,
  )
  .map(([limit, more, filler, behind]) => {
    const room = limit + more - [...behind].length;
    return filler.repeat(Math.max(0, Math.floor(room / [...filler].length))) + behind;
  });
const line = fc.oneof(short, long);
const metric = fc.constantFrom('', '/E:A', '/MSI:S', '/U:Clear', '/U:clear', '/CR:H', '/AV:N', ' ');
const cvss = fc
  .tuple(
    short,
    fc.constantFrom(
      '',
      vector,
      vector.slice(0, -1),
      vector.toLowerCase(),
      older,
      older.replace('3.1', '3.0'),
    ),
    metric,
    short,
  )
  .map((parts) => parts.join(''));
const wrong = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(null, true, false, 0, 1, '', [], {}));
const attachment = fc.oneof(
  fc.record(
    {
      id: fc.oneof(
        fc.constantFrom(file.id, `${file.id}0`, file.id.toUpperCase().replace(/0/g, 'A'), `${file.id}\n`),
        short,
      ),
      name: line,
      size: fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, -1, 2 ** 53 - 1, 2 ** 53, 1e300, 1.5)),
      sha256: fc.constantFrom(file.sha256, file.sha256.slice(1), `${file.sha256}\n`),
    },
    { requiredKeys: [] },
  ),
  fc.constantFrom(file, { ...file, more: 1 }),
  wrong,
);
const valuesOf: Record<string, fc.Arbitrary<unknown>> = {
  format: fc.constantFrom('meldpunt-report/1', 'meldpunt-report/2'),
  language: fc.constantFrom('nl', 'en', 'de', 'NL', ''),
  weakness: fc.constantFrom(...weaknesses, 'none', ''),
  exposure: fc.constantFrom(...exposures, 'yes'),
  publication: fc.constantFrom(...publications, 'toString'),
  cvss,
  keptToLimits: fc.boolean(),
  keptToMethods: fc.boolean(),
  attachments: fc.oneof(
    fc.array(attachment, { maxLength: 3 }),
    fc.constantFrom(Array(10).fill(file), Array(11).fill(file)),
  ),
  ...Object.fromEntries(
    ['system', 'name', 'contact', 'credit', 'version', 'tools', 'otherwise'].map((name) => [name, line]),
  ),
};
/** What is changed in a good header: a value, a line that goes, a line that nobody knows. */
const change = fc.oneof(
  fc
    .constantFrom(...Object.keys(valuesOf))
    .chain((name) => (valuesOf[name] ?? wrong).map((value) => ({ [name]: value }))),
  fc.tuple(fc.constantFrom(...Object.keys(valuesOf)), wrong).map(([name, value]) => ({ [name]: value })),
  fc.constantFrom(...Object.keys(valuesOf)).map((name) => ({ [name]: undefined })),
  fc
    .constantFrom('description', 'steps', 'replyKey', 'more', 'constructor', 'toString')
    .map((name) => ({ [name]: 'x' })),
);
/** As it comes out of JSON: without what is undefined. */
const headers = fc
  .array(change, { maxLength: 3 })
  .map(
    (changes): Record<string, unknown> => JSON.parse(JSON.stringify(Object.assign({}, header, ...changes))),
  );

describe('the JSON Schema of the header block', () => {
  it('takes what the inbox reads, and nothing else', () => {
    const seen = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(headers, (one) => {
        const isGood = isTaken(one);
        expect(isRead(one), JSON.stringify(one)).toBe(isGood);
        seen[isGood ? 'taken' : 'refused'] += 1;
      }),
      { numRuns: 3000 },
    );
    // Both happened often enough to mean something.
    expect(Math.min(seen.taken, seen.refused)).toBeGreaterThan(300);
  });

  it('counts characters, wherever white space is', () => {
    const cases: [string, boolean][] = [
      ['a'.repeat(500), true],
      ['a'.repeat(501), false],
      ['😀'.repeat(500), true],
      ['😀'.repeat(501), false],
      [`${' '.repeat(499)}a`, true],
      [`${' '.repeat(500)}a`, false],
      [' \n\u00a0', false],
      ['\v', true],
    ];
    for (const [system, isGood] of cases) {
      expect([isTaken({ ...header, system }), isRead({ ...header, system })]).toEqual([isGood, isGood]);
    }
  });

  it('names every property in words, and has an address of its own', () => {
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'https://example.org/report.schema.json',
      properties: Object.fromEntries(
        Object.keys(header).map((name) => [name, { description: expect.stringMatching(/\w{3}.*\.$/) }]),
      ),
    });
  });

  it.each(['nl', 'en'] as const)(
    'takes the header of the template in %s, be it that its conditions are not confirmed',
    (language) => {
      const [, block = ''] = reportTemplate(language).split('---\n');
      const lines = block.split('\n').filter((one) => one !== '' && !one.startsWith('#'));
      const filled = Object.fromEntries(
        lines.map((one): [string, unknown] => [
          one.slice(0, one.indexOf(':')),
          JSON.parse(one.slice(one.indexOf(':') + 1)),
        ]),
      );
      expect(filled).toMatchObject({ keptToLimits: false, keptToMethods: false });
      expect(isTaken(filled)).toBe(true);
      expect(isTaken({ ...filled, keptToLimits: true, keptToMethods: true })).toBe(true);
      expect(block).toMatch(/^# .*\/report\.schema\.json/m);
    },
  );
});
