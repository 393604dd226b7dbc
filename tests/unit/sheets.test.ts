import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Duty, duties, stageOf, trackOf } from '../../src/disclosure/duties.ts';
import { askedFor, stageBefore } from '../../src/disclosure/sheets/asked.ts';
import { fromBefore, fromCase } from '../../src/disclosure/sheets/begin.ts';
import { dutyInSheet } from '../../src/disclosure/sheets/duty-in-sheet.ts';
import { linesOf, type SheetNames, sheetExport } from '../../src/disclosure/sheets/export.ts';
import {
  type FieldId,
  memberStates,
  type SheetField,
  sheetFields,
  sheetSource,
} from '../../src/disclosure/sheets/fields.ts';
import {
  missingIn,
  readSheet,
  SheetFormatError,
  type SheetValues,
  tidied,
  writeSheet,
} from '../../src/disclosure/sheets/sheet.ts';
import { authority, organisation } from '../../src/organisation.ts';

const names: SheetNames = { name: (id) => `name of ${id}`, choice: (_, choice) => `called ${choice}` };
const about = { reference: 'CVD-2026-4F7K2Q', exportedAt: '2026-11-27T12:00:00.000Z', saved: null };
const withSheet = duties.filter((duty) => stageOf(duty) !== null);

/** Something that fits in a field, and in no other. */
function valueFor({ id, kind, choices = [], most = 0 }: SheetField): string {
  if (kind === 'choice') return choices[0] ?? '';
  if (kind === 'several') return choices.slice(0, 2).join(' ');
  if (kind === 'moment') return '2026-11-26T08:15:00.000Z';
  return `marker of ${id}`.slice(0, most);
}
/** Every field of a duty filled in. */
function filled(duty: Duty): SheetValues {
  return Object.fromEntries(
    askedFor(duty).flatMap(({ field }) => (field.kind === 'fixed' ? [] : [[field.id, valueFor(field)]])),
  );
}
const neededOf = (duty: Duty): FieldId[] =>
  askedFor(duty)
    .filter(({ field, isNeeded }) => isNeeded && field.kind !== 'fixed')
    .map(({ field }) => field.id);

describe('the table', () => {
  it('has each field once, with texts and choices that fit it, and says where it is from', () => {
    expect(new Set(sheetFields.map(({ id }) => id)).size).toBe(sheetFields.length);
    for (const field of sheetFields as readonly SheetField[]) {
      const isTyped = field.kind === 'line' || field.kind === 'text';
      expect(field.most !== undefined, field.id).toBe(isTyped);
      expect(field.choices !== undefined, field.id).toBe(field.kind === 'choice' || field.kind === 'several');
      expect(Object.keys(field.asked).length, field.id).toBeGreaterThan(0);
    }
    expect(sheetSource.date).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(memberStates).toHaveLength(27);
  });

  it('begins every field that is carried over at the stage before', () => {
    for (const duty of withSheet) {
      const before = stageBefore(duty);
      const known = before === null ? [] : askedFor(before).map(({ field }) => field.id);
      for (const { field, need } of askedFor(duty))
        if (need === 'carried') expect(known, `${duty} ${field.id}`).toContain(field.id);
    }
  });

  it('asks what article 14 asks at each stage', () => {
    expect(neededOf('early-warning')).toContain('memberStates');
    for (const id of ['productName', 'nature', 'exploit', 'measuresTaken', 'measuresForUsers'])
      expect(neededOf('notification')).toContain(id);
    for (const id of ['severity', 'impact', 'update']) expect(neededOf('final-report')).toContain(id);
    for (const id of ['suspected', 'memberStates']) expect(neededOf('incident-early-warning')).toContain(id);
    for (const id of ['incidentNature', 'assessment', 'measuresTaken', 'measuresForUsers'])
      expect(neededOf('incident-notification')).toContain(id);
    for (const id of ['severity', 'impact', 'rootCause', 'mitigation'])
      expect(neededOf('incident-final-report')).toContain(id);
    expect(askedFor('final-report').map(({ field }) => field.id)).toContain('actor');
    expect(askedFor('notification').map(({ field }) => field.id)).toContain('sensitivity');
  });

  it('has no sheet for informing users', () => {
    expect(withSheet).toHaveLength(6);
    expect(askedFor('inform-users')).toEqual([]);
    expect(stageBefore('incident-notification')).toBe('incident-early-warning');
    expect(stageBefore('early-warning')).toBeNull();
  });

  it('leads to ENISA alone, by https and nothing hidden in the address', () => {
    for (const address of [authority.reportingPlatform, authority.reportingPortal, sheetSource.address]) {
      const { protocol, hostname, port, username, password, search, hash } = new URL(address);
      expect(protocol).toBe('https:');
      expect(hostname === 'enisa.europa.eu' || hostname.endsWith('.enisa.europa.eu'), hostname).toBe(true);
      expect([port, username, password, search, hash]).toEqual(['', '', '', '', '']);
    }
  });

  it('knows the countries that the organisation names, and its kinds of products', () => {
    const { memberStates: own, products } = organisation.manufacturer;
    expect(own.filter((one) => !memberStates.includes(one))).toEqual([]);
    for (const { name } of products) expect(name.trim()).not.toBe('');
  });
});

describe.each(withSheet)('the sheet of %s', (duty) => {
  const whole = { duty, values: filled(duty) };

  it('misses every needed field while it is empty, and none when they are filled in', () => {
    expect(missingIn({ duty, values: {} })).toEqual(neededOf(duty));
    expect(missingIn(whole)).toEqual([]);
    const onlyNeeded = Object.fromEntries(neededOf(duty).map((id) => [id, whole.values[id]]));
    expect(missingIn({ duty, values: onlyNeeded })).toEqual([]);
    for (const id of neededOf(duty)) {
      expect(missingIn({ duty, values: { ...whole.values, [id]: ' \n' } })).toEqual([id]);
      expect(missingIn({ duty, values: { ...whole.values, [id]: '' } })).toEqual([id]);
    }
  });

  it('is read as it was written, and says which duty it is for', () => {
    const text = writeSheet(whole);
    expect(readSheet(text)).toEqual(whole);
    expect(readSheet(text.replaceAll('\n', '\r\n'))).toEqual(whole);
    expect(dutyInSheet(text)).toBe(duty);
    expect(text).toContain(sheetSource.name);
  });

  it('carries over all that the stage before has and this one asks; only what is new is missing', () => {
    const before = stageBefore(duty);
    if (before === null) return;
    const asked = askedFor(duty).map(({ field }) => field.id);
    const begun = fromBefore(duty, filled(before), {});
    expect(Object.keys(begun).toSorted()).toEqual(
      Object.keys(filled(before))
        .filter((id) => asked.includes(id as FieldId))
        .toSorted(),
    );
    for (const [id, value] of Object.entries(begun)) expect(value).toBe(filled(before)[id as FieldId]);
    const known = askedFor(before).map(({ field }) => field.id);
    expect(missingIn({ duty, values: begun })).toEqual(neededOf(duty).filter((id) => !known.includes(id)));
  });

  it('exports every field that is asked, in its order, with what stands in it', () => {
    const parsed = JSON.parse(sheetExport(whole, names, about));
    expect(parsed).toMatchObject({
      ...{ format: 'meldpunt-sheet-export/1', reference: about.reference, duty, track: trackOf(duty) },
      ...{ stage: stageOf(duty), source: sheetSource, saved: null, isComplete: true, missing: [] },
    });
    expect(parsed.fields.map(({ id }: { id: string }) => id)).toEqual(
      askedFor(duty).map(({ field }) => field.id),
    );
    for (const { id, value, text, isNeeded } of parsed.fields) {
      const field = (sheetFields as readonly SheetField[]).find((one) => one.id === id);
      if (field?.kind === 'fixed') expect(value).toBe(id === 'type' ? trackOf(duty) : stageOf(duty));
      else if (field?.kind === 'several') expect(value).toEqual(field.choices?.slice(0, 2));
      else expect(value).toBe(whole.values[id as FieldId]);
      expect(text).not.toBe('');
      expect(isNeeded).toBe(field?.kind === 'fixed' || neededOf(duty).includes(id));
    }
    const empty = JSON.parse(sheetExport({ duty, values: {} }, names, about));
    expect(empty).toMatchObject({ isComplete: false, missing: neededOf(duty) });
    const values = empty.fields.filter(({ id }: { id: string }) => id !== 'type' && id !== 'level');
    expect(
      values.every(({ value, text }: { value: unknown; text: string }) => value === null && text === ''),
    ).toBe(true);
  });

  it('names the number that each field has on this track', () => {
    for (const { number, field } of askedFor(duty)) {
      expect(number).not.toMatch(trackOf(duty) === 'incident' ? /v/ : /i/);
      if (field.id === 'severity') expect(number).toBe(trackOf(duty) === 'incident' ? 'i34' : 'v24');
    }
  });

  it('has every field on paper, a moment as ENISA writes it', () => {
    const lines = linesOf(whole, names);
    expect(lines).toHaveLength(askedFor(duty).length);
    for (const { field, name, text } of lines) {
      expect(name).toBe(`name of ${field.id}`);
      if (field.kind === 'moment') expect(text).toBe('2026-11-26 08:15 UTC');
      if (field.kind === 'choice' || field.kind === 'fixed') expect(text).toMatch(/^called /);
      if (field.kind === 'line' || field.kind === 'text') expect(text).toBe(whole.values[field.id]);
    }
  });
});

describe('what stands in a sheet', () => {
  const anything = fc.dictionary(
    fc.constantFrom(...sheetFields.map(({ id }) => id), 'nothing', '__proto__'),
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 5000 }),
      fc.constantFrom('yes', 'NL BE', 'NL XX', '2026-11-26'),
    ),
  );

  it('is what its field takes, whatever was put there, and stays that when it is read again', () => {
    fc.assert(
      fc.property(fc.constantFrom(...withSheet), anything, (duty, typed) => {
        const values = tidied(duty, typed);
        expect(tidied(duty, values)).toEqual(values);
        expect(readSheet(writeSheet({ duty, values: typed as SheetValues }))).toEqual({ duty, values });
        for (const { field } of askedFor(duty)) {
          const value = values[field.id];
          if (value === undefined) continue;
          expect(value).not.toBe('');
          if (field.most !== undefined) expect(value.length).toBeLessThanOrEqual(field.most);
          if (field.kind === 'line') expect(value).not.toMatch(/[\n\r\t]/);
          if (field.kind === 'moment') expect(new Date(value).toISOString()).toBe(value);
          if (field.kind === 'choice') expect(field.choices).toContain(value);
          expect(value).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('leaves out what the table does not ask (any more), and reads the rest', () => {
    const text = writeSheet({ duty: 'early-warning', values: { title: 'kept', actor: 'APT' } });
    const older = JSON.parse(text);
    older.values.wasAskedOnce = 'gone';
    older.values.productType = 'of-before';
    expect(readSheet(JSON.stringify(older)).values).toEqual({ title: 'kept', actor: 'APT' });
    expect(tidied('incident-early-warning', { actor: 'APT', title: 'kept' })).toEqual({ title: 'kept' });
  });

  it.each([
    ['', 'no JSON'],
    ['null', 'null'],
    ['{"format":"meldpunt-triage/1"}', 'another format'],
    ['{"format":"meldpunt-sheet/1","duty":"inform-users","source":"","values":{}}', 'a duty without a sheet'],
    ['{"format":"meldpunt-sheet/1","duty":"early-warning","source":"","values":{"title":1}}', 'a number'],
    [
      '{"format":"meldpunt-sheet/1","duty":"early-warning","source":"","values":{},"more":1}',
      'more than there is',
    ],
    ['[]', 'a list'],
  ])('is not read from what is none: %s', (text) => {
    expect(() => readSheet(text)).toThrow(SheetFormatError);
  });
});

describe('what a sheet begins with', () => {
  const maker = {
    name: 'Voorbeeld BV',
    memberStates: ['NL', 'BE'],
    products: [{ name: 'Dataduif', type: 'important' as const }],
  };
  const words = { title: 'A title', summary: 'A summary', nature: 'Injection', severity: 'High (CVSS 8.1)' };
  const known = {
    ...{
      system: 'de app DATADUIF op ios',
      version: '4.2',
      impact: 'All data.',
      labels: ['urgent', 'cve-2026-12345'],
    },
    ...{ exploitedAt: '2026-11-26T08:00:00.000Z', incidentAt: '2026-11-25T08:00:00.000Z', fixedAt: null },
  };

  it('is what the case, the triage and the organisation say', () => {
    expect(fromCase('early-warning', known, maker, words)).toEqual({
      ...{ title: 'A title', summary: 'A summary', manufacturer: 'Voorbeeld BV', memberStates: 'BE NL' },
      ...{ productName: 'Dataduif', productVersion: '4.2', productType: 'important', cve: 'CVE-2026-12345' },
      ...{
        awareAt: known.exploitedAt,
        nature: 'Injection',
        severity: 'High (CVSS 8.1)',
        impact: 'All data.',
      },
    });
    const incident = fromCase('incident-early-warning', known, maker, words);
    expect(incident).toMatchObject({ awareAt: known.incidentAt, severity: 'High (CVSS 8.1)' });
    expect(incident).not.toHaveProperty('cve');
  });

  it('is what the reporter calls it where no product of ours is named, cut to what fits', () => {
    const of = (system: string) => fromCase('early-warning', { ...known, system }, maker, words);
    expect(of('https://voorbeeld.example')).toMatchObject({ productName: 'https://voorbeeld.example' });
    expect(of('https://voorbeeld.example')).not.toHaveProperty('productType');
    expect(of('x'.repeat(500)).productName).toHaveLength(255);
    expect(of('a\u202eb').productName).toBe('ab');
  });

  it('is the stage before, and beside it what only the case says', () => {
    const before = { title: 'As reported', impact: '' };
    const begun = fromBefore('notification', before, fromCase('notification', known, maker, words));
    expect(begun).toMatchObject({ title: 'As reported', nature: 'Injection' });
  });
});
