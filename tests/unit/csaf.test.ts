import { createHash } from 'node:crypto';
import * as mandatoryTests from '@secvisogram/csaf-validator-lib/mandatoryTests.js';
import validate from '@secvisogram/csaf-validator-lib/validate.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Advisory, csafDocument } from '../../src/publications/csaf.ts';
import { csafFiles, type Provider } from '../../src/publications/csaf-files.ts';
import { advisoryOf } from '../../src/publications/csaf-lesson.ts';
import {
  AdvisoryError,
  documentPath,
  type Publisher,
  stableJson,
} from '../../src/publications/csaf-parts.ts';
import { scoreOf } from '../../src/publications/csaf-score.ts';
import { lessonSchema } from '../../src/publications/lesson-schema.ts';
import { csafFaults as faults } from '../support/csaf-faults.ts';

const publisher: Publisher = {
  name: 'Scope4mation',
  publisherCategory: 'vendor',
  siteUrl: 'https://meldpunt.example',
  contactDetails: 'https://meldpunt.example/en/report, security@example.org',
  termsOfUse: 'Share it.',
};
const minimal: Advisory = {
  id: 'S4M-2026-01',
  title: 'Reports of another organisation could be read',
  summary: 'Who was signed in could read reports of another organisation.',
  description: 'The address of a report held a number that could be counted up.',
  revisions: [{ date: '2026-03-02', summary: 'First version.' }],
  product: 'MonkeyPatch Server',
  affected: '<4.3',
  fixed: '4.3',
  remediation: { category: 'vendor_fix', text: 'Upgrade to 4.3.' },
};
const full: Advisory = {
  ...minimal,
  id: 'S4M-2025-07',
  revisions: [
    { date: '2026-01-20T10:00:00+01:00', summary: 'The fixed version is named.' },
    { date: '2025-12-30', summary: 'First version.' },
  ],
  affected: '>=4.0 | <4.3',
  fixed: '>=4.3',
  cve: 'CVE-2026-12345',
  cwe: { id: 'CWE-639', name: 'Authorization Bypass Through User-Controlled Key' },
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N',
  cvss4: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N/E:P',
  ssvc: { exploitation: 'publicPoc', automatable: 'yes', technicalImpact: 'total', mission: 'medium' },
  audience: 'Who runs the server.',
  impact: 'Reports of all organisations could be read.',
  acknowledgments: ['Ada Voorbeeld', 'h4ck3r'],
  references: [
    { category: 'self', summary: 'Lesson', url: 'https://meldpunt.example/en/lessons/counting' },
    { category: 'external', summary: 'CWE', url: 'https://cwe.mitre.org/data/definitions/639.html' },
  ],
};
const odd: Advisory = {
  ...minimal,
  id: 'Š4M 2026/№2 "é"',
  title: '<b>“Één” & "twee"</b> \\ 漢字',
  product: 'Planning & Rooster “Één” <3>',
  affected: '4.2.1-rc.1+build',
  fixed: '4.2.1',
};
const unsolved: Advisory = {
  ...minimal,
  affected: 'all',
  fixed: undefined,
  remediation: { category: 'no_fix_planned', text: 'Stop using it.' },
};
/** Each rating alone: what belongs to another must not be asked for. */
const ratings = { cvss: full.cvss, cvss4: full.cvss4, ssvc: full.ssvc };
const rated = Object.entries(ratings).map(([name, rating]): [string, Advisory] => [
  `with ${name} alone`,
  { ...minimal, [name]: rating },
]);
const provider: Provider = {
  publisher,
  signer: null,
  builtAt: '2026-02-01T00:00:00.000Z',
  listed: true,
};
const signer = {
  fingerprint: 'AB'.repeat(20),
  keyUrl: 'https://meldpunt.example/team-key.asc',
  sign: async (bytes: Uint8Array) => `signature of ${bytes.length} bytes\n`,
};

const made = (advisory: Advisory): unknown => JSON.parse(stableJson(csafDocument(advisory, publisher)));

describe('a CSAF document', () => {
  it.each<[string, Advisory]>([
    ['minimal', minimal],
    ['full', full],
    ['with odd characters', odd],
    ['without a fixed version', unsolved],
    ['with a cvss4 and no other rating', { ...full, cvss: undefined, ssvc: undefined }],
    ...rated,
  ])('%s passes the schema and every mandatory test of CSAF 2.0', async (_, advisory) => {
    expect(await faults(made(advisory))).toEqual([]);
  });

  it('that is broken does not pass', async () => {
    expect(await faults({ ...Object(made(minimal)), product_tree: {} })).not.toEqual([]);
    const wrongName = made({ ...full, cwe: { id: 'CWE-639', name: 'Something Else' } });
    expect(await faults(wrongName)).toMatchObject([{ name: 'mandatoryTest_6_1_11' }]);
    const wrongScore = JSON.parse(JSON.stringify(made(full)).replace('"baseScore":6.5', '"baseScore":6.6'));
    expect(await faults(wrongScore)).toMatchObject([{ name: 'mandatoryTest_6_1_9' }]);
  });

  it('says how bad it is by each standard, as 2.0 has room for it', () => {
    expect(made(full)).toMatchObject({
      document: {
        distribution: { text: expect.stringContaining('TLP:CLEAR'), tlp: { label: 'WHITE' } },
        notes: [
          { category: 'summary', audience: 'Who runs the server.' },
          { category: 'legal_disclaimer', title: 'Terms of use', text: publisher.termsOfUse },
        ],
      },
      vulnerabilities: [
        {
          scores: [{ cvss_v3: { baseScore: 6.5, baseSeverity: 'MEDIUM' } }],
          notes: [
            { category: 'description' },
            { title: 'CVSS 4.0', text: `${full.cvss4} (score 5.7, MEDIUM)` },
            {
              title: 'SSVC',
              text: 'CISA Coordinator 2.0.3. Exploitation: public PoC; Automatable: yes; Technical Impact: total; Mission & Well-being: medium. Decision: Track*.',
            },
          ],
          threats: [
            { category: 'impact', details: full.impact },
            { category: 'exploit_status', details: expect.stringContaining('proof of concept') },
          ],
        },
      ],
    });
    const plain = JSON.stringify(made(minimal));
    for (const absent of ['CVSS', 'SSVC', 'threats', 'scores', 'audience'])
      expect(plain).not.toContain(absent);
  });

  it('tells its history oldest first, whatever the order it was written in', () => {
    expect(made(full)).toMatchObject({
      document: {
        tracking: {
          version: '2',
          initial_release_date: '2025-12-30T00:00:00.000Z',
          current_release_date: '2026-01-20T09:00:00.000Z',
          revision_history: [
            { number: '1', summary: 'First version.' },
            { number: '2', summary: 'The fixed version is named.' },
          ],
        },
      },
    });
  });

  it('refers to its own address, by the rule for file names and the year of its first release', () => {
    expect(documentPath(full)).toBe('2025/s4m-2025-07.json');
    expect(documentPath(odd)).toBe('2026/_4m_2026_2_.json');
    expect(JSON.stringify(made(full))).toContain(
      'https://meldpunt.example/.well-known/csaf/white/2025/s4m-2025-07.json',
    );
  });

  it.each([
    { revisions: [] },
    { revisions: [{ date: 'gisteren', summary: 'x' }] },
    { affected: 'all before 4.3' },
    { fixed: '' },
    { cvss: 'CVSS:3.1/AV:N' },
    { cvss: full.cvss4 },
    { cvss4: full.cvss },
    { cvss4: 'CVSS:4.0/AV:N' },
  ])('is not made of what has no form in CSAF: %j', (wrong) => {
    expect(() => csafDocument({ ...minimal, ...wrong }, publisher)).toThrow(AdvisoryError);
  });
});

describe('the base score of CVSS 3.1', () => {
  it.each([
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8, 'CRITICAL'],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 10, 'CRITICAL'],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1, 'MEDIUM'],
    ['CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N', 0, 'NONE'],
    ['CVSS:3.1/AV:L/AC:H/PR:L/UI:R/S:U/C:L/I:N/A:N', 2.2, 'LOW'],
    // 7.46 by js-cvss 0.4.4.
    ['CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:C/C:H/I:N/A:H', 7.5, 'HIGH'],
  ])('%s is %d', (vector, score, severity) => {
    expect(scoreOf(vector, '3.1')).toEqual({ score, severity });
  });

  it('agrees with the calculator of FIRST, which the validator has, for every kind of vector', async () => {
    const choose = (name: string, values: string) =>
      fc.constantFrom(...values).map((value) => `${name}:${value}`);
    const vectors = fc
      .tuple(
        choose('AV', 'NALP'),
        choose('AC', 'LH'),
        choose('PR', 'NLH'),
        choose('UI', 'NR'),
        choose('S', 'UC'),
        choose('C', 'HLN'),
        choose('I', 'HLN'),
        choose('A', 'HLN'),
      )
      .map((parts) => `CVSS:3.1/${parts.join('/')}`);
    const document = (vector: string) => csafDocument({ ...full, cvss: vector }, publisher);
    const scores = Object.values(mandatoryTests).filter(({ name }) => name === 'mandatoryTest_6_1_9');
    expect(scores).toHaveLength(1);
    await fc.assert(
      fc.asyncProperty(vectors, async (vector) => (await validate(scores, document(vector))).isValid),
      { numRuns: 2000 },
    );
  });

  it.each([
    '',
    'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    'CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    'CVSS:3.1/AC:L/AV:N/PR:N/UI:N/S:U/C:H/I:H/A:H',
    'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P',
    'CVSS:3.1/AV:N:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  ])('“%s” has none', (vector) => expect(scoreOf(vector, '3.1')).toBeNull());
});

describe('the provider', () => {
  /** What section 7.1.7 and the official provider schema ask of the metadata. */
  const metadata = z.strictObject({
    canonical_url: z.url().endsWith('/provider-metadata.json'),
    distributions: z.array(z.strictObject({ directory_url: z.url().endsWith('/') })).min(1),
    last_updated: z.iso.datetime(),
    list_on_CSAF_aggregators: z.boolean(),
    metadata_version: z.literal('2.0'),
    mirror_on_CSAF_aggregators: z.boolean(),
    public_openpgp_keys: z
      .array(z.strictObject({ fingerprint: z.string().regex(/^[0-9a-fA-F]{40,}$/), url: z.url() }))
      .optional(),
    publisher: z.strictObject({
      category: z.enum(['coordinator', 'discoverer', 'other', 'translator', 'user', 'vendor']),
      contact_details: z.string().min(1),
      name: z.string().min(1),
      namespace: z.url(),
    }),
    role: z.enum(['csaf_publisher', 'csaf_provider', 'csaf_trusted_provider']),
  });
  const metadataOf = (files: Map<string, string>) =>
    metadata.parse(JSON.parse(files.get('provider-metadata.json') ?? ''));

  it('lists its documents, newest change first, each with both hashes', async () => {
    const files = await csafFiles({ advisories: [full, minimal, odd], vexes: [] }, provider);
    expect(files.get('white/index.txt')).toBe(
      '2025/s4m-2025-07.json\n2026/_4m_2026_2_.json\n2026/s4m-2026-01.json\n',
    );
    expect(files.get('white/changes.csv')).toBe(
      '"2026/_4m_2026_2_.json","2026-03-02T00:00:00.000Z"\n' +
        '"2026/s4m-2026-01.json","2026-03-02T00:00:00.000Z"\n' +
        '"2025/s4m-2025-07.json","2026-01-20T09:00:00.000Z"\n',
    );
    const text = files.get('white/2025/s4m-2025-07.json') ?? '';
    const sha512 = createHash('sha512').update(text).digest('hex');
    expect(files.get('white/2025/s4m-2025-07.json.sha512')).toBe(`${sha512}  s4m-2025-07.json\n`);
    expect(files.get('white/2025/s4m-2025-07.json.sha256')).toMatch(/^[0-9a-f]{64} {2}s4m-2025-07\.json\n$/);
    expect(files.has('white/2025/s4m-2025-07.json.asc')).toBe(false);
    expect(metadataOf(files)).toMatchObject({
      role: 'csaf_provider',
      last_updated: '2026-03-02T00:00:00.000Z',
    });
  });

  it('can be walked through by hand', async () => {
    const files = await csafFiles({ advisories: [minimal], vexes: [] }, { ...provider, signer });
    const links = (folder: string) =>
      [...(files.get(`${folder}/index.html`) ?? '').matchAll(/href="([^"]+)"/g)].map(
        ([, address]) => address,
      );
    expect(links('white')).toEqual(
      ['2026', 'changes.csv', 'index.txt'].map((name) => `/.well-known/csaf/white/${name}`),
    );
    expect(links('white/2026')).toEqual(
      ['', '.asc', '.sha256', '.sha512'].map((end) => `/.well-known/csaf/white/2026/s4m-2026-01.json${end}`),
    );
  });

  it('is trusted when it signs, and names the key', async () => {
    const files = await csafFiles({ advisories: [minimal], vexes: [] }, { ...provider, signer });
    expect(files.get('white/2026/s4m-2026-01.json.asc')).toMatch(/^signature of \d+ bytes\n$/);
    expect(metadataOf(files)).toMatchObject({
      role: 'csaf_trusted_provider',
      public_openpgp_keys: [{ fingerprint: signer.fingerprint, url: signer.keyUrl }],
    });
  });

  it('without advisories has an empty directory', async () => {
    const files = await csafFiles({ advisories: [], vexes: [] }, provider);
    expect(files.get('white/index.txt')).toBe('');
    expect(files.get('white/changes.csv')).toBe('');
    expect(metadataOf(files).last_updated).toBe(provider.builtAt);
  });

  it('gives the same bytes for the same input, in whatever order it comes', async () => {
    const one = await csafFiles({ advisories: [full, minimal, odd], vexes: [] }, { ...provider, signer });
    const other = await csafFiles({ advisories: [odd, full, minimal], vexes: [] }, { ...provider, signer });
    expect([...other]).toEqual([...one]);
    for (const [name, text] of one) if (text !== '') expect(text.endsWith('\n'), name).toBe(true);
  });

  it('refuses two advisories that would have one file', async () => {
    const twin = { ...minimal, id: 'S4M-2026-01'.toLowerCase() };
    await expect(csafFiles({ advisories: [minimal, twin], vexes: [] }, provider)).rejects.toThrow(
      AdvisoryError,
    );
  });
});

describe('the advisory of a lesson', () => {
  const front = {
    id: 'LES-2026-0001',
    title: 'Titel',
    summary: 'Samenvatting',
    revisions: [{ number: 1, date: '2026-02-16', summary: 'Eerste versie.' }],
    product: { name: 'Portaal', affected: '< 4.2.1', fixed: '4.2.1' },
    vulnerability: {
      cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N',
      description: 'Beschrijving',
      remediation: { category: 'vendor_fix', text: 'Werk bij.' },
    },
    acknowledgments: ['Vera'],
  };
  const addresses = { nl: 'https://x.example/lessen/a', en: 'https://x.example/en/lessons/a' };

  it('is a valid document that names its pages in both languages', async () => {
    const document = made(advisoryOf(lessonSchema.parse(front), addresses));
    expect(await faults(document)).toEqual([]);
    for (const address of Object.values(addresses)) expect(JSON.stringify(document)).toContain(address);
    expect(JSON.stringify(document)).toContain('vers:generic/<4.2.1');
  });
});
