import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidenceOf } from '../../src/disclosure/evidence.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { pad, REPORT_BUCKETS, TooLongError } from '../../src/disclosure/padding.ts';
import {
  exposures,
  publications,
  type Report,
  ReportFormatError,
  readReport,
  reportSchema,
  textLimits,
  weaknesses,
  writeReport,
} from '../../src/disclosure/report.ts';
import { reportTemplate } from '../../src/views/report-template.ts';

const vector = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N';
/** One of CVSS 3.1 with temporal and environmental metrics, as a calculator makes it. */
const older = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P/RL:O/RC:C/CR:H/MAV:L/MA:N';

/** Texts that people and attackers type: lines, quotes, headings of ours, markers of the header block. */
const nasty = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        '---',
        '## Impact',
        '\\## Impact',
        '\\\\## Gevolgen',
        '## Gevolgen',
        '## Step by step',
        '\\## Stap voor stap',
        '# x',
        'name: "x"',
        '"',
        '\\',
        '\r\n',
        '\u0007',
        '\u001b[2J',
        '```',
        '</script>',
        '\u2028',
      ),
    ),
  )
  .map((lines) => lines.join('\n'));
const filled = nasty.map((text) => `a${text}`);
const reports: fc.Arbitrary<Report> = fc
  .record({
    language: fc.constantFrom('nl', 'en'),
    system: filled,
    weakness: fc.constantFrom(...weaknesses),
    exposure: fc.constantFrom(...exposures),
    name: nasty,
    contact: nasty,
    credit: nasty,
    publication: fc.constantFrom(...publications),
    cvss: fc.constantFrom('', vector, `${vector}/E:A/U:Red`, older, older.replace('3.1', '3.0')),
    keptToLimits: fc.boolean(),
    keptToMethods: fc.boolean(),
    otherwise: nasty,
    attachments: fc.array(
      fc.record({
        id: fc.constant('a'.repeat(32)),
        name: nasty,
        size: fc.nat(),
        sha256: fc.constant('b'.repeat(64)),
      }),
      { maxLength: 10 },
    ),
    description: filled,
    impact: filled,
    discovery: nasty,
    steps: nasty,
    seen: nasty,
    proof: nasty,
    version: nasty,
    tools: nasty,
    replyKey: fc.oneof(
      fc.constant(''),
      nasty.map((text) => `BEGIN PGP PUBLIC KEY BLOCK${text}`),
    ),
  })
  .map((fields) => reportSchema.safeParse(fields))
  .filter((parsed) => parsed.success)
  .map(({ data }) => data as Report);

describe('the report document', () => {
  it('comes back as it was written, padded or not, with any line ends', () => {
    fc.assert(
      fc.property(reports, (report) => {
        const document = writeReport(report);
        expect(readReport(document)).toEqual(report);
        expect(readReport(pad(document))).toEqual(report);
        expect(readReport(document.replaceAll('\n', '\r\n'))).toEqual(report);
      }),
      { numRuns: 500 },
    );
  });

  it('has a header block in which every line is a name and a JSON value', () => {
    fc.assert(
      fc.property(reports, (report) => {
        const lines = writeReport(report).split('\n');
        const header = lines.slice(1, lines.indexOf('---', 1));
        expect(header).toHaveLength(16);
        for (const line of header) JSON.parse(line.slice(line.indexOf(':') + 1));
      }),
    );
  });

  it('reads a document from before it had a CVSS vector, and refuses what is not a vector', () => {
    const document = writeReport({ ...example, cvss: vector });
    expect(readReport(document).cvss).toBe(vector);
    expect(readReport(document.replace(/^cvss: .*\n/m, '')).cvss).toBe('');
    const bad = [vector.replace('/SA:N', ''), `${vector}/XX:Y`, vector.replace('/AV:N/AC:L', '/AC:L/AV:N')];
    const badOlder = [
      older.replace('/A:H', ''),
      `${older}/XX:Y`,
      older.replace('3.1', '3.2'),
      vector.replace('4.0', '3.1'),
    ];
    for (const wrong of ['high', 'CVSS:3.1/AV:N', 'CVSS:2.0/AV:N/AC:L/Au:N/C:P/I:P/A:P', ...bad, ...badOlder])
      expect(() => readReport(document.replace(vector, wrong)), wrong).toThrow('cvss');
  });

  it.each(['3.1', '3.0'])(
    'takes a vector of CVSS %s as well, with the metrics of calculators besides',
    (version) => {
      const cvss = older.replace('3.1', version);
      for (const one of [cvss, cvss.replace(/\/E:.*/, '')])
        expect(readReport(writeReport({ ...example, cvss: one })).cvss).toBe(one);
    },
  );

  it('reads a document from before it had evidence, whose own headings are its writer’s', () => {
    const own = 'a flaw\n\n## Stap voor stap\n\n1. open it';
    const written = writeReport({ ...example, description: 'DESCRIPTION' });
    const old = written.replace(/^(?:version|tools): .*\n/gm, '').replace('DESCRIPTION', own);
    expect(readReport(old)).toEqual({ ...example, description: own });
    expect(evidenceOf(readReport(old))).toEqual([]);
  });

  it('says what evidence there is, the strongest first', () => {
    const file = { id: 'a'.repeat(32), name: 'a.png', size: 1, sha256: 'b'.repeat(64) };
    const report = { ...example, version: '4.2', proof: 'curl', steps: '1.', attachments: [file] };
    expect(evidenceOf(report)).toEqual(['proof', 'steps', 'files', 'version']);
    expect(evidenceOf(readReport(writeReport(report)))).toEqual(['proof', 'steps', 'files', 'version']);
    expect(evidenceOf({ ...example, tools: 'an assistant' })).toEqual([]);
  });

  it('fits what is opened when every text of it is as long as it may be, in plain letters', () => {
    const texts = Object.entries(textLimits).map(([name, most]) => [name, 'x'.repeat(most)]);
    const file = { id: 'a'.repeat(32), name: 'x'.repeat(100), size: 10_000_000, sha256: 'b'.repeat(64) };
    const attachments = Array.from({ length: limits.attachments }, () => file);
    const report = { ...example, ...Object.fromEntries(texts), attachments, cvss: vector };
    const document = writeReport({ ...report, replyKey: 'k'.repeat(1_000) });
    expect(Buffer.byteLength(pad(document))).toBe(limits.openedText);
  });

  it('holds no control characters that a terminal would obey', () => {
    const report = reportSchema.parse({
      ...example,
      description: 'clear\u001b[2Jme \u009b31m\u0007',
      name: '\u001b]0;x',
    });
    expect(writeReport(report)).not.toMatch(/[^\P{Cc}\n\t]/u);
  });

  it('says what is wrong with a document without repeating it', () => {
    const document = writeReport(example);
    const broken = {
      'no header block': 'just text with a secret',
      'no end': document.replace('\n---\n\n', '\n'),
      'not JSON': document.replace('name: "secret"', 'name: secret'),
      'twice the same name': document.replace('name: "secret"', 'name: "a"\nname: "b"'),
      'unknown name': document.replace('name: "secret"', 'name: "a"\nsecret: "b"'),
      'unknown format': document.replace('meldpunt-report/1', 'secret/9'),
      'no description': document.replace('a flaw', ''),
      'neither confirmed nor not': document.replace('keptToLimits: true', 'keptToLimits: "secret"'),
      polluting: document.replace('name: "secret"', '__proto__: {"x": "secret"}'),
    };
    for (const [what, text] of Object.entries(broken)) {
      expect(() => readReport(text), what).toThrow(ReportFormatError);
      expect(() => readReport(text), what).not.toThrow(/secret/);
    }
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => readReport(`---\n${text}\n---\n`)).toThrow(ReportFormatError);
      }),
    );
  });

  it.each(['nl', 'en'] as const)('the template in %s is a document that the inbox can read', (language) => {
    const template = reportTemplate(language);
    // Untouched it confirms nothing, and is read with that.
    expect(readReport(template)).toMatchObject({ language, keptToLimits: false, keptToMethods: false });
    const confirmed = template.replaceAll(': false', ': true');
    expect(readReport(confirmed)).toMatchObject({ language, weakness: 'not-sure', replyKey: '' });
    for (const value of [...weaknesses, ...exposures, ...publications]) expect(template).toContain(value);
    // What is left as it was is no evidence; what is written under its headings is.
    expect(evidenceOf(readReport(confirmed))).toEqual([]);
    const [steps = '', seen = '', proof = ''] = confirmed.match(/^## .*\n\n(?=## )/gm) ?? [];
    const filled = confirmed.replace(steps, `${steps}1. a\n\n`).replace(seen, `${seen}b\n\n`);
    expect(readReport(filled.replace(proof, `${proof}c\n\n`))).toMatchObject({
      steps: '1. a',
      seen: 'b',
      proof: 'c',
    });
  });
});

describe('padding', () => {
  it('fills every text up to a bucket, and trimming gives it back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 6000 }), (text) => {
        const padded = pad(`${text}|`);
        expect(REPORT_BUCKETS).toContain(Buffer.byteLength(padded));
        expect(padded.trimEnd()).toBe(`${text}|`);
      }),
    );
  });

  it('texts of nearly the same length are padded to the same length', () => {
    expect(pad('x'.repeat(10)).length).toBe(pad('x'.repeat(4000)).length);
  });

  it('what does not fit is refused, never cut', () => {
    expect(() => pad('x'.repeat(176 * 1024))).toThrow(TooLongError);
    expect(Buffer.byteLength(pad('x'.repeat(176 * 1024 - 1)))).toBe(176 * 1024);
  });
});

const example: Report = {
  language: 'nl',
  system: 'portal',
  weakness: 'other',
  exposure: 'none',
  name: 'secret',
  contact: '',
  credit: '',
  publication: 'no-wish',
  cvss: '',
  version: '',
  tools: '',
  keptToLimits: true,
  keptToMethods: true,
  otherwise: '',
  attachments: [],
  description: 'a flaw',
  steps: '',
  seen: '',
  proof: '',
  impact: 'much',
  discovery: '',
  replyKey: '',
};
