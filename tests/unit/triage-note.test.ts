import { expect, it } from 'vitest';
import type { Signature } from '../../src/disclosure/authorship.ts';
import { headFor, type Place, writeSignedText } from '../../src/disclosure/signed-text.ts';
import { noTriage, writeTriage } from '../../src/disclosure/triage.ts';
import { noteAuthorOf, triageIn } from '../../src/disclosure/triage-note.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const ANNA = 'A'.repeat(40);
const anna = { fingerprint: ANNA, name: 'Anna', until: null };
const holds: Signature = { state: 'holds', fingerprint: ANNA, at: NOW };
const reference = 'CVD-2026-4F7K2Q';
const triage = { ...noTriage, labels: ['betaling'] };
const right: Place = { reference, number: 3, from: 'note' };

/** What is said of a triage that stands in the case as note 3. */
function read({
  place = right,
  signature = holds,
  signers = [anna],
  at = NOW,
  text = writeTriage(triage),
  everyoneSigns = true,
}: Partial<{
  place: Place | null;
  signature: Signature | undefined;
  signers: (typeof anna | { fingerprint: string; name: string; until: number })[];
  at: number;
  text: string;
  everyoneSigns: boolean;
}> = {}) {
  const opened = {
    text: place === null ? text : writeSignedText(headFor(place, NOW), text),
    ...(signature && { signature }),
  };
  const note = { number: 3, at: new Date(at).toISOString() };
  const author = noteAuthorOf(opened, note, reference, signers);
  return { kind: author.kind, triage: triageIn(opened, author, everyoneSigns) };
}

it('a triage that a member signed for its place counts', () => {
  expect(read()).toEqual({ kind: 'verified', triage });
});

it('one that nobody signed counts only where a member’s key signs nothing, and is told to be unsigned', () => {
  const unsigned = { place: null, signature: { state: 'none' } } as const;
  expect(read({ ...unsigned, everyoneSigns: false })).toEqual({ kind: 'unsigned', triage });
  expect(read(unsigned)).toEqual({ kind: 'unsigned', triage: null });
});

it('one whose date the server changed counts, and is told', () => {
  expect(read({ at: NOW + 40 * 86_400_000 })).toEqual({ kind: 'redated', triage });
});

it.each([
  ['moved', 'of another case', { place: { ...right, reference: 'CVD-2026-AAAAAA' } }],
  ['moved', 'that was a message to the reporter', { place: { ...right, from: 'team' as const } }],
  ['moved', 'that says no place', { place: null }],
  ['replayed', 'that was an older note', { place: { ...right, number: 2 } }],
  [
    'broken',
    'with other words under its signature',
    { signature: { state: 'broken' as const, fingerprint: ANNA } },
  ],
  [
    'unknown-key',
    'by a key of nobody',
    { signature: { state: 'unknown-key' as const, keyId: 'a'.repeat(16) } },
  ],
  ['former', 'by who had left', { signers: [{ ...anna, until: NOW - 1000 }] }],
])('%s: one %s does not count', (kind, _, wrong) => {
  expect(read(wrong)).toEqual({ kind, triage: null });
});

it('one that says something else than a triage does not count', () => {
  expect(read({ text: 'Even gebeld.' })).toEqual({ kind: 'verified', triage: null });
});

it('of one that was not opened nothing is known', () => {
  const note = { number: 3, at: new Date(NOW).toISOString() };
  expect(noteAuthorOf(null, note, reference, [anna])).toEqual({ kind: 'closed' });
});
