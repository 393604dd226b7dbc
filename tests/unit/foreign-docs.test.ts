import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Advisory } from '../../src/disclosure/foreign-docs/advisory.ts';
import { shownLimits } from '../../src/disclosure/foreign-docs/fields.ts';
import { jsonLimits, mayBeJson, readJson } from '../../src/disclosure/foreign-docs/json.ts';
import { readAdvisory } from '../../src/disclosure/foreign-docs/read-advisory.ts';
import { sampleAdvisories, sampleAdvisory } from '../support/advisories.ts';

const bytesOf = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const read = (name: string): Advisory => {
  const found = readAdvisory(sampleAdvisory(name));
  if (!found) throw new Error(`${name} is no advisory`);
  return found;
};
/** All texts in a value. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
const samples = [...sampleAdvisories.keys()];
const names = {
  csaf: samples.filter((name) => name.startsWith('csaf')),
  osv: samples.filter((name) => name.startsWith('osv')),
};

describe('what OASIS and the OSV project publish', () => {
  it.each(names.csaf)('%s is read as CSAF of its version, whole', (name) => {
    const { document } = JSON.parse(sampleAdvisory(name).toString());
    expect(read(name)).toMatchObject({
      format: 'CSAF',
      version: name.slice(5, 8),
      title: document.title,
      id: document.tracking.id,
      publisher: document.publisher.name,
      status: document.tracking.status,
      published: document.tracking.initial_release_date,
      isWhole: true,
    });
  });

  it.each(names.osv)('%s is read as OSV', (name) => {
    const record = JSON.parse(sampleAdvisory(name).toString());
    const found = read(name);
    expect(found).toMatchObject({ format: 'OSV', id: record.id, modified: record.modified });
    expect(found.vulnerabilities[0]?.ids).toEqual([record.id, ...(record.aliases ?? [])]);
    expect(found.vulnerabilities[0]?.packages).toHaveLength(record.affected.length);
  });

  it('says of a VEX statement which products are affected, and why not', () => {
    const [affected] = read('csaf-2.0/2022-evd-uc-01-a-001.json').vulnerabilities;
    expect(affected).toMatchObject({
      ids: ['CVE-2021-44228'],
      standings: [{ standing: 'known_affected', products: { names: ['Example Company DEF 1.0'], more: 0 } }],
      remarks: [{ about: 'remediation', kind: 'vendor_fix' }],
    });
    const [not] = read('csaf-2.0/2022-evd-uc-01-na-001.json').vulnerabilities;
    expect(not).toMatchObject({
      standings: [{ standing: 'known_not_affected', products: { names: ['Example Company ABC 4.2'] } }],
      remarks: [
        {
          about: 'threat',
          kind: 'impact',
          text: expect.stringContaining('Class with vulnerable code'),
        },
      ],
    });
    const many = read('csaf-2.0/2022-evd-uc-03-ms-001.json').vulnerabilities;
    const standings = many.flatMap((one) => one.standings.map(({ standing }) => standing));
    expect([...new Set(standings)].sort()).toEqual([
      'fixed',
      'known_affected',
      'known_not_affected',
      'under_investigation',
    ]);
  });

  it('has scores of every system that 2.0 and 2.1 know', () => {
    const systems = names.csaf.flatMap((name) =>
      read(name).vulnerabilities.flatMap(({ scores }) => scores.map(({ system }) => system)),
    );
    expect(new Set(systems)).toEqual(new Set(['CVSS 4.0', 'CVSS 3.1', 'EPSS', 'SSVC', '']));
    const [first] = read('csaf-2.1/oasis_csaf_tc-csaf_2_1-2024-6-1-53-11.json').vulnerabilities;
    expect(first?.exploited).toMatch(/^\d{4}-/);
  });

  it('says of an OSV record which versions are affected, and where it is fixed', () => {
    expect(read('osv/GO-2020-0001.json').vulnerabilities[0]?.packages).toEqual([
      {
        name: 'Go: github.com/gin-gonic/gin',
        ranges: [
          {
            kind: 'SEMVER',
            repository: '',
            events: [
              { kind: 'introduced', version: '0' },
              { kind: 'fixed', version: '1.6.0' },
            ],
          },
        ],
        versions: { names: [], more: 0 },
      },
    ]);
    expect(read('osv/GHSA-9v2f-6vcg-3hgv.json')).toMatchObject({
      severity: 'CRITICAL',
      vulnerabilities: [{ scores: [{ system: 'CVSS 3.1', vector: expect.stringContaining('/AV:N/') }] }],
    });
    expect(read('osv/withdrawn.osv.json').withdrawn).toMatch(/^\d{4}-/);
  });
});

describe('a file that means harm', () => {
  const good = JSON.parse(sampleAdvisory('csaf-2.0/2022-evd-uc-01-a-001.json').toString());
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const withNote = (raw: string) => JSON.stringify(good).replace('{', `{"x": ${raw}, `);
  const osv = { id: 'OSV-1', modified: '2026-01-01T00:00:00Z', summary: 'a' };

  it('counts as many products as a group may have, and names the first ones', () => {
    const many = structuredClone(good);
    const ids = Array.from({ length: 190_000 }, (_, index) => `p${index}`);
    many.product_tree.product_groups = [{ group_id: 'g', product_ids: ids }];
    many.vulnerabilities[0].remediations = [{ category: 'mitigation', details: 'x', group_ids: ['g'] }];
    const names = ids.slice(0, shownLimits.names);
    expect(readAdvisory(bytesOf(many))?.vulnerabilities[0]?.remarks).toMatchObject([
      { kind: 'mitigation', products: { names, more: ids.length - names.length } },
    ]);
  });

  it.each<[string, string | Uint8Array]>([
    ['nothing', ''],
    ['no JSON', '{'],
    ['an array', '[1]'],
    ['a text', '"{}"'],
    ['something behind it', `${JSON.stringify(good)}x`],
    ['too many levels', withNote(nested(jsonLimits.depth))],
    ['a million levels', `{"a":${'['.repeat(1_000_000)}`],
    ['too many values', withNote(`[${'1,'.repeat(jsonLimits.values)}1]`)],
    ['a number without an end', withNote('9'.repeat(1_000_000))],
    ['a name twice', withNote('{"a":1,"a":2}')],
    ['a name twice, once in disguise', withNote('{"a":1,"\\u0061":2}')],
    ['a prototype', withNote('{"__proto__":{"format":"x"}}')],
    ['a prototype in disguise', withNote('{"\\u005f_proto__":{}}')],
    [
      'bytes that are no UTF-8',
      Buffer.concat([bytesOf('{"document":{"title":"'), Buffer.of(0xc3, 0x28), bytesOf('"}}')]),
    ],
    ['UTF-16', Buffer.from(JSON.stringify(good), 'utf16le')],
    ['too many bytes', `${JSON.stringify(good)}${' '.repeat(jsonLimits.bytes)}`],
    ['another version of CSAF', JSON.stringify(good).replace('"csaf_version":"2.0"', '"csaf_version":"3.0"')],
    ['no kind at all', '{"id":"a","modified":"yesterday"}'],
    ['the two fields of OSV alone', '{"id":"a","modified":"2026-01-01T00:00:00Z"}'],
  ])('with %s, is read as none', (_, contents) => {
    expect(readAdvisory(typeof contents === 'string' ? bytesOf(contents) : contents)).toBeNull();
  });

  it('as an archive or a picture is not looked into', () => {
    expect([
      mayBeJson(Buffer.from('PK\x03\x04{')),
      mayBeJson(Buffer.of()),
      mayBeJson(bytesOf('\ufeff \n{')),
    ]).toEqual([false, false, true]);
  });

  it('with a field of another kind anywhere where one is shown, is read as none', () => {
    const wrong = fc.constantFrom<unknown>(1, true, [], {}, 'x', [1], [[]], [null], { a: 1 }, ['x']);
    const kinds = { csaf: 0, none: 0 };
    const sample = fc.constantFrom(...samples);
    fc.assert(
      fc.property(sample, fc.nat(), wrong, (name, pick, value) => {
        const root = JSON.parse(sampleAdvisory(name).toString());
        // A place anywhere in the document, given another value.
        const places: [Record<string, unknown>, string][] = [];
        const walk = (from: unknown) => {
          if (typeof from !== 'object' || from === null) return;
          for (const key of Object.keys(from)) {
            places.push([from as Record<string, unknown>, key]);
            walk((from as Record<string, unknown>)[key]);
          }
        };
        walk(root);
        const [parent, key] = places[pick % places.length] ?? [{}, ''];
        parent[key] = value;
        const found = readAdvisory(bytesOf(root));
        kinds[found ? 'csaf' : 'none'] += 1;
        // What is read has texts alone where texts are shown.
        for (const text of textsOf(found)) expect(typeof text).toBe('string');
        if (found)
          for (const { more } of found.vulnerabilities.flatMap(({ standings }) =>
            standings.map(({ products }) => products),
          ))
            expect(more).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
    expect(Math.min(kinds.csaf, kinds.none)).toBeGreaterThan(20);
    for (const change of [
      { title: 1 },
      { tracking: [] },
      { notes: {} },
      { notes: ['x'] },
      { publisher: 'x' },
    ])
      expect(readAdvisory(bytesOf({ ...good, document: { ...good.document, ...change } }))).toBeNull();
    for (const change of [{ affected: 'x' }, { aliases: [1] }, { summary: {} }, { severity: [null] }])
      expect(readAdvisory(bytesOf({ ...osv, ...change }))).toBeNull();
  });

  it('of any JSON never throws, and leaves no trace', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        readAdvisory(bytesOf(value));
        readAdvisory(bytesOf({ ...osv, affected: [value], constructor: value }));
        readAdvisory(bytesOf({ ...good, product_tree: value }));
        readAdvisory(bytesOf({ ...good, vulnerabilities: [value] }));
      }),
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('with a great deal in it, shows a beginning, and says so', () => {
    const many = <Item>(count: number, make: (index: number) => Item) =>
      Array.from({ length: count }, (_, index) => make(index));
    const large = {
      ...good,
      vulnerabilities: many(500, (index) => ({
        cve: `CVE-2026-${index}`,
        title: 'x'.repeat(5000),
        product_status: { fixed: many(40, (id) => `p${id}`) },
      })),
    };
    const found = readAdvisory(bytesOf(large));
    expect(found?.isWhole).toBe(false);
    const texts = textsOf(found);
    expect(texts.join('').length).toBeLessThan(shownLimits.characters + 100);
    expect(texts.length).toBeLessThan(20 * shownLimits.entries);
    expect(found?.vulnerabilities[0]?.standings[0]?.products).toMatchObject({
      names: { length: shownLimits.names },
      more: 40 - shownLimits.names,
    });
  });

  it('that has products in groups of groups over and over, ends', () => {
    const ids = Array.from({ length: 20_000 }, (_, id) => `p${id}`);
    const tree = { product_groups: [{ group_id: 'g', product_ids: ids }] };
    const flags = [{ label: 'component_not_present', group_ids: Array(20_000).fill('g') }];
    expect(readAdvisory(bytesOf({ ...good, product_tree: tree, vulnerabilities: [{ flags }] }))).toBeNull();
  });

  it('keeps tags, directions and what can’t be seen as the text that they are', () => {
    const text = '<img src=x onerror=alert(1)>\u202egpj.exe';
    const found = readAdvisory(
      bytesOf({ ...osv, summary: text, details: text, references: [{ type: text, url: 'javascript:1' }] }),
    );
    expect(found).toMatchObject({ title: text, references: [{ about: text, address: 'javascript:1' }] });
  });

  it('is parsed to the same as by everybody, where it is parsed', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string().filter((name) => name !== '__proto__'),
          fc.jsonValue(),
        ),
        (value) => {
          const text = JSON.stringify(value);
          const found = readJson(bytesOf(text));
          // Names that are numbers apart, a text says each once.
          if (!text.includes('__proto__')) expect(found).toEqual(JSON.parse(text));
        },
      ),
    );
  });
});
