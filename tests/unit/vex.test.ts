import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { csafFiles } from '../../src/publications/csaf-files.ts';
import { AdvisoryError, type Publisher, stableJson } from '../../src/publications/csaf-parts.ts';
import { csafVexDocument } from '../../src/publications/csaf-vex.ts';
import { openVexDocument } from '../../src/publications/openvex.ts';
import { publicationFaults } from '../../src/publications/publication-faults.ts';
import { justifications, type VexData, vexSchema } from '../../src/publications/vex-schema.ts';
import { csafFaults } from '../support/csaf-faults.ts';
import { openVexFaults } from '../support/openvex.ts';

const publisher: Publisher = {
  name: 'Scope4mation “Één”',
  publisherCategory: 'vendor',
  siteUrl: 'https://meldpunt.example',
  contactDetails: 'security@example.org',
  termsOfUse: 'Share it.',
};
const each = (text: string) => ({ nl: `${text} (nl)`, en: text });
const minimal = {
  id: 'VEX-2026-0007',
  title: each('Is the server affected?'),
  summary: each('No.'),
  revisions: [{ number: 1, date: '2026-03-02', summary: each('First version.') }],
  vulnerability: { id: 'CVE-2026-12345', description: each('What it is.') },
  products: [
    { name: 'Server', versions: 'all', status: 'not_affected', justification: 'component_not_present' },
  ],
};
const read = (change: object): VexData => vexSchema.parse({ ...minimal, ...change });
const product = (fields: object) => read({ products: [{ name: 'Server', versions: 'all', ...fields }] });
const example = readFileSync(new URL('../../src/content/vex/voorbeeld-log4j.yaml', import.meta.url), 'utf8');

const kinds: [string, VexData][] = [
  ['minimal', read({})],
  ['the example', vexSchema.parse(load(example))],
  ...justifications.map((justification): [string, VexData] => [
    justification,
    product({ status: 'not_affected', justification }),
  ]),
  ['not affected, in words alone', product({ status: 'not_affected', text: each('It checks that itself.') })],
  ['affected', product({ status: 'affected', remediation: 'none_available', text: each('Turn it off.') })],
  ['fixed', product({ status: 'fixed', versions: '4.3', purl: 'pkg:npm/%40server/core' })],
  ['looked at', product({ status: 'under_investigation', versions: '>=4.0|<4.3+b' })],
  ['named by the EU', read({ vulnerability: { ...minimal.vulnerability, id: 'EUVD-2026-1234' } })],
  ['named by GitHub', read({ vulnerability: { ...minimal.vulnerability, id: 'GHSA-jfh8-c2jp-5v3q' } })],
];

describe('what is said of products and a known weak spot', () => {
  it.each(kinds)(
    '%s: passes the CSAF schema with every mandatory test, and the schema of OpenVEX',
    async (_, vex) => {
      const csaf = JSON.parse(stableJson(csafVexDocument(vex, publisher, [])));
      expect(await csafFaults(csaf)).toEqual([]);
      expect(openVexFaults(JSON.parse(stableJson(openVexDocument(vex, publisher))))).toEqual([]);
    },
  );

  it('stands in CSAF with its flag, its reason and what to do, each at its product', () => {
    expect(csafVexDocument(vexSchema.parse(load(example)), publisher, [])).toMatchObject({
      document: { category: 'csaf_vex', tracking: { version: '2' } },
      vulnerabilities: [
        {
          cve: 'CVE-2021-44228',
          product_status: {
            known_not_affected: ['product-1'],
            known_affected: ['product-2'],
            fixed: ['product-3'],
            under_investigation: ['product-4'],
          },
          flags: [{ label: 'component_not_present', product_ids: ['product-1'] }],
          threats: [{ category: 'impact', product_ids: ['product-1'] }],
          remediations: [{ category: 'vendor_fix', product_ids: ['product-2'] }],
        },
      ],
    });
  });

  it('stands in OpenVEX with products that a program finds, and a range that no program takes for all', () => {
    expect(openVexDocument(vexSchema.parse(load(example)), publisher)).toMatchObject({
      '@context': 'https://openvex.dev/ns/v0.2.0',
      '@id': 'https://meldpunt.example/.well-known/csaf/openvex/2026/vex-2026-0001.json',
      timestamp: '2026-01-12T00:00:00.000Z',
      last_updated: '2026-01-14T00:00:00.000Z',
      version: 2,
      statements: [
        {
          status: 'not_affected',
          justification: 'component_not_present',
          impact_statement: 'There is no Java in it, and so no Log4j.',
          products: [{ '@id': 'pkg:generic/scope4mation-%E2%80%9C%C3%A9%C3%A9n%E2%80%9D/voorbeeldportaal' }],
        },
        {
          status: 'affected',
          action_statement: 'Update to version 2.4.',
          products: [{ '@id': 'pkg:maven/example.voorbeeld/koppeling?vers=vers%3Ageneric%2F%3C2.4' }],
        },
        { status: 'fixed', products: [{ '@id': 'pkg:maven/example.voorbeeld/koppeling@2.4' }] },
        { status: 'under_investigation', status_notes: expect.stringContaining('search engine') },
      ],
    });
  });

  it('is not in its form where a document lacks what it must say', async () => {
    const csaf = JSON.parse(stableJson(csafVexDocument(read({}), publisher, [])));
    delete csaf.vulnerabilities[0].flags;
    expect(await csafFaults(csaf)).toMatchObject([{ name: 'mandatoryTest_6_1_27_9' }]);
    const openVex = JSON.parse(stableJson(openVexDocument(read({}), publisher)));
    delete openVex.statements[0].justification;
    expect(openVexFaults(openVex)).not.toEqual([]);
  });

  it('is published with the advisories, and in a directory of OpenVEX beside them', async () => {
    const provider = { publisher, signer: null, builtAt: '2026-02-01T00:00:00.000Z', listed: true };
    const vexes = [{ vex: read({}), pages: [] }];
    const files = await csafFiles({ advisories: [], vexes }, provider);
    for (const folder of ['white', 'openvex']) {
      expect(files.get(`${folder}/index.txt`)).toBe('2026/vex-2026-0007.json\n');
      expect(files.get(`${folder}/changes.csv`)).toBe(
        '"2026/vex-2026-0007.json","2026-03-02T00:00:00.000Z"\n',
      );
      expect([...files.keys()].filter((name) => name.startsWith(`${folder}/2026/`)).sort()).toEqual(
        ['index.html', ...['', '.sha256', '.sha512'].map((end) => `vex-2026-0007.json${end}`)].map(
          (name) => `${folder}/2026/${name}`,
        ),
      );
    }
    const twice = csafFiles({ advisories: [], vexes: [...vexes, ...vexes] }, provider);
    await expect(twice).rejects.toThrow(AdvisoryError);
  });
});

describe('a file that says it', () => {
  const faultsOf = (...texts: string[]) =>
    publicationFaults(
      texts.map((text, index) => ({ path: `vex/${index}.yaml`, text })),
      { parse: load, drafts: [] },
    );
  const changed = (from: string, to: string) => {
    expect(example).toContain(from);
    return faultsOf(example.replace(from, to)).map(({ field, sentence }) => `${field}: ${sentence}`);
  };

  it('is taken by the build as the example has it, once', () => {
    expect(faultsOf(example)).toEqual([]);
    expect(faultsOf(example, example)).toEqual([
      {
        path: 'vex/1.yaml',
        field: 'id',
        sentence: 'gives the CSAF file 2026/vex-2026-0001.json, which vex/0.yaml has already.',
      },
    ]);
  });

  it.each([
    ['id: VEX-2026-0001', 'id: VEX-2026-0000', 'id: is still that of a draft'],
    ['id: CVE-2021-44228', 'id: Log4Shell', 'vulnerability.id: must be an id such as'],
    ['    justification: component_not_present\n', '    justification: none\n', 'products.0.justification: '],
    ['    status: fixed', '    status: affected', 'products.2.remediation: is missing'],
    [
      '    status: affected',
      '    status: fixed',
      'products.1.remediation: belongs to a product that is affected',
    ],
    [
      '    status: not_affected',
      '    status: fixed',
      'products.0.justification: belongs to a product that is not',
    ],
    ['    versions: "<2.4"', '    versions: old ones', 'products.1.versions: must be one version'],
    [
      'koppeling\n    status: affected',
      'koppeling@2.3\n    status: affected',
      'products.1.purl: must be a package URL',
    ],
    [
      'maven/example.voorbeeld/koppeling',
      'npm/%zz',
      'products.1.purl: must be a package URL without a version',
    ],
    [
      'maven/example.voorbeeld/koppeling',
      'npm/%ff',
      'products.1.purl: has a % with what stands for no character',
    ],
    [
      'maven/example.voorbeeld/koppeling',
      'npm/é',
      'products.1.purl: must be a package URL without a version',
    ],
    ['versions: "2.4"', 'versions: "< 2.4"', 'products.2.versions: names versions of which products.1 says'],
    ['versions: "2.4"', 'versions: all', 'products.2.versions: names versions of which products.1 says'],
    [
      'name: Voorbeeldarchief',
      'name: voorbeeldportaal',
      'products.3.versions: names versions of which products.0',
    ],
    ['      en: There is no Java in it, and so no Log4j.\n', '', 'products.0.text.en: is missing'],
    ['      en: Update to version 2.4.', '      en: Update, …', 'products.1.text.en: still has “…”'],
  ])('is refused where “%s” is %j, by the name of the field', (from, to, sentence) => {
    expect(changed(from, to).join('\n')).toContain(sentence);
  });

  it('says one thing of each version, by name and by package URL', () => {
    const fixed = (name: string, versions: string, purl?: string) => ({
      name,
      versions,
      purl,
      status: 'fixed',
    });
    const issues = (...products: object[]) =>
      vexSchema.safeParse({ ...minimal, products }).error?.issues.map(({ path }) => path.join('.')) ?? [];
    const purl = 'pkg:npm/%40server/core';
    expect(issues(fixed('Server', '4.3'), fixed('Server', '4.4'), fixed('Client', '4.3'))).toEqual([]);
    expect(issues(fixed('Server', '4.3'), fixed('Server', '=v4.3'))).toEqual(['products.1.versions']);
    expect(issues(fixed('Server', '>=4|<5'), fixed('Server', '<5 | >=4'))).toEqual(['products.1.versions']);
    // A version in a range, or two ranges that meet; and what meets nowhere.
    for (const [one, other] of [
      ['<2.5', '2.4'],
      ['>=4|<5', '>4.9'],
      ['<=2', '2.0'],
      ['!=4.1', '4.2'],
      ['4.2-rc', 'all'],
    ] as const)
      expect(issues(fixed('Server', one), fixed('Server', other)), one).toEqual(['products.1.versions']);
    for (const [one, other] of [
      ['<2.4', '2.4'],
      ['<2.9', '2.10'],
      ['<4.3|!=4.1', '4.1'],
      ['<=2', '>2'],
      ['4.2-rc', '4.2'],
    ] as const)
      expect(issues(fixed('Server', one), fixed('Server', other)), one).toEqual([]);
    expect(issues(fixed('Server', '4.3', purl), fixed('Core', '4.3', purl))).toEqual(['products.1.versions']);
  });

  it('says why or shows a label where a product is not affected', () => {
    const { data } = vexSchema.safeParse({
      ...minimal,
      products: [{ name: 'Server', versions: 'all', status: 'not_affected' }],
    });
    expect(data).toBeUndefined();
  });
});
