import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ssvcQuestions } from '../../src/disclosure/ssvc.ts';
import {
  noTriage,
  readTriage,
  type Triage,
  TriageFormatError,
  ticketHost,
  writeTriage,
} from '../../src/disclosure/triage.ts';
import {
  changed,
  changesBetween,
  isFull,
  type TriageChange,
  tidyLabel,
} from '../../src/disclosure/triage-change.ts';

const reference = fc.constantFrom('CVD-2026-4F7K2Q', 'CVD-2026-7Q2K4F', 'CVD-2026-AAAAAA');
const label = fc.constantFrom('betaling', 'wacht op leverancier', 'Klanten 🔒', 'שלום');
const answers = fc.record({
  exploitation: fc.constantFrom(...ssvcQuestions.exploitation),
  automatable: fc.constantFrom(...ssvcQuestions.automatable),
  technicalImpact: fc.constantFrom(...ssvcQuestions.technicalImpact),
  mission: fc.constantFrom(...ssvcQuestions.mission),
});
const triages: fc.Arbitrary<Triage> = fc.record({
  labels: fc.uniqueArray(label),
  cvss: fc.constantFrom('', 'CVSS:4.0/AV:N'),
  score: fc.constantFrom(null, 0, 7.1),
  ssvc: fc.option(answers),
  duplicateOf: fc.option(reference),
  duplicates: fc.uniqueArray(reference),
  ticket: fc.constantFrom('', 'https://tickets.example/SEC-12?a=b#c'),
});
const changes: fc.Arbitrary<TriageChange> = fc.oneof(
  fc.record({ kind: fc.constantFrom('label' as const, 'unlabel' as const), label }),
  fc.record({ kind: fc.constant('severity' as const), cvss: fc.constant('x'), score: fc.constant(1) }),
  fc.record({ kind: fc.constant('ssvc' as const), ssvc: fc.option(answers) }),
  fc.record({ kind: fc.constant('ticket' as const), ticket: fc.constantFrom('', 'https://a.example/1') }),
  fc.record({ kind: fc.constant('duplicate-of' as const), reference: fc.option(reference) }),
  fc.record({ kind: fc.constantFrom('duplicate' as const, 'no-duplicate' as const), reference }),
);

describe('the document', () => {
  it('says after reading what it said before writing, also with the line ends of Windows', () => {
    fc.assert(
      fc.property(triages, (triage) => {
        const written = writeTriage(triage);
        expect(readTriage(written)).toEqual(triage);
        expect(readTriage(written.replaceAll('\n', '\r\n'))).toEqual(triage);
      }),
    );
  });

  const written = writeTriage({ ...noTriage, labels: ['a'] });
  it.each([
    ['nothing', ''],
    ['a note', 'Even gebeld met de leverancier.'],
    ['a line less', written.replace('cvss: ""\n', '')],
    ['a line more', written.replace('cvss', 'more: 1\ncvss')],
    ['another format', written.replace('triage/1', 'triage/2')],
    ['a label of nothing', written.replace('["a"]', '[""]')],
    ['a label with a line end', written.replace('["a"]', '["a\\nb"]')],
    ['too many labels', written.replace('["a"]', JSON.stringify(Array.from({ length: 21 }, String)))],
    ['a score above ten', written.replace('score: null', 'score: 10.1')],
    ['a reference that is none', written.replace('duplicateOf: null', 'duplicateOf: "CVD"')],
    ['a ticket that is a script', written.replace('ticket: ""', 'ticket: "javascript:alert(1)"')],
    ['what is not JSON', written.replace('score: null', 'score: x')],
  ])('of %s is none', (_, document) => {
    expect(() => readTriage(document)).toThrow(TriageFormatError);
  });
});

const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
/** References that differ. */
const manyReferences = (count: number) =>
  Array.from({ length: count }, (_, at) => {
    const last = `${ALPHABET[Math.floor(at / ALPHABET.length)]}${ALPHABET[at % ALPHABET.length]}`;
    return `CVD-2026-AAAA${last}`;
  });

describe('what could not be read again', () => {
  it.each<[string, Partial<Triage>]>([
    ['too many duplicates', { duplicates: manyReferences(101) }],
    ['too many labels', { labels: Array.from({ length: 21 }, String) }],
    ['a label over two lines', { labels: ['a\u2028b'] }],
    ['a ticket that is a script', { ticket: 'javascript:alert(1)' }],
    ['a score above ten', { score: 10.1 }],
  ])('is not written: %s', (_, fields) => {
    expect(() => writeTriage({ ...noTriage, ...fields })).toThrow(TriageFormatError);
  });
});

describe('a change', () => {
  it('made on the newest leaves what somebody else changed as it is', () => {
    const mine = changed(noTriage, { kind: 'label', label: 'betaling' });
    const both = changed(mine, { kind: 'severity', cvss: 'CVSS:4.0/AV:N', score: 8.2 });
    expect(both).toEqual({ ...noTriage, labels: ['betaling'], cvss: 'CVSS:4.0/AV:N', score: 8.2 });
  });

  it('of two people, in whatever order, loses nothing unless both changed the same thing', () => {
    fc.assert(
      fc.property(triages, changes, changes, (triage, one, other) => {
        fc.pre(
          one.kind.replace('no-', '').replace('un', '') !== other.kind.replace('no-', '').replace('un', ''),
        );
        expect(changed(changed(triage, one), other)).toEqual(changed(changed(triage, other), one));
      }),
    );
  });

  it('that changes nothing gives the very same', () => {
    fc.assert(
      fc.property(triages, changes, (triage, change) => {
        const once = changed(triage, change);
        expect(changed(once, change)).toBe(once);
      }),
    );
  });

  it('is found between what was and what is', () => {
    fc.assert(
      fc.property(triages, triages, (before, after) => {
        const found = changesBetween(before, after).reduce(changed, before);
        const sorted = ({ labels, duplicates, ...rest }: Triage) => ({
          ...rest,
          labels: labels.toSorted(),
          duplicates: duplicates.toSorted(),
        });
        // A score without another vector is no change of severity.
        expect(sorted({ ...found, score: null })).toEqual(sorted({ ...after, score: null }));
      }),
    );
    expect(changesBetween(noTriage, noTriage)).toEqual([]);
  });

  it('for which there is no room is none', () => {
    const full = { ...noTriage, labels: Array.from({ length: 20 }, String) };
    expect(changed(full, { kind: 'label', label: 'meer' })).toBe(full);
    const flooded = { ...noTriage, duplicates: manyReferences(100) };
    const more: TriageChange = { kind: 'duplicate', reference: 'CVD-2026-4F7K2Q' };
    expect([changed(flooded, more), isFull(flooded, more)]).toEqual([flooded, true]);
    expect(changed(flooded, more)).toBe(flooded);
    // One that is there already takes no room, and one that is taken back makes some.
    const [reference = ''] = flooded.duplicates;
    expect(isFull(flooded, { kind: 'duplicate', reference })).toBe(false);
    expect(isFull(changed(flooded, { kind: 'no-duplicate', reference }), more)).toBe(false);
  });

  it('takes a label for the same whatever its case, and tidies what was typed', () => {
    const triage = changed(noTriage, { kind: 'label', label: 'Betaling' });
    expect(changed(triage, { kind: 'label', label: 'betaling' })).toBe(triage);
    expect(changed(triage, { kind: 'unlabel', label: 'BETALING' })).toEqual(noTriage);
    expect(tidyLabel('  wacht \n op\tleverancier ')).toBe('wacht op leverancier');
    expect(tidyLabel('x'.repeat(100))).toHaveLength(40);
  });
});

describe('the address of a ticket', () => {
  it.each([
    ['https://tickets.example/SEC-12', 'tickets.example'],
    ['https://tickets.example:8443/x', 'tickets.example:8443'],
    // The second letter is Cyrillic: as a browser goes there, what looks alike is seen.
    ['https://tіckets.example/', 'xn--tckets-pvf.example'],
    ['http://tickets.example/', null],
    ['javascript:alert(1)', null],
    ['https://a@tickets.example/', null],
    ['https://tickets.example/\u202e', null],
    ['https://tickets.example/ x', null],
    ['https://', null],
    ['', null],
  ])('%j leads to %j', (address, host) => {
    expect(ticketHost(address)).toBe(host);
  });
});
