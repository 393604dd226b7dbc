import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NoteDraft } from '../../src/browser/inbox/case/note-drafts.ts';
import { TriageDraft } from '../../src/browser/inbox/case/triage-drafts.ts';
import type { Head } from '../../src/browser/inbox/list/heads.ts';
import {
  answersIn,
  cvssVersions,
  metricsOf,
  unanswered,
  valuesOf,
  vectorOf,
} from '../../src/browser/inbox/triage/cvss-form.ts';
import { findCases } from '../../src/browser/inbox/triage/find-cases.ts';
import { draftInMemory } from '../support/draft-in-memory.ts';

describe('the questions of a CVSS vector', () => {
  it.each(cvssVersions)('say the same as the vector of %s that they make, and back', (version) => {
    const answers = fc.record(
      Object.fromEntries(
        metricsOf(version).map((metric) => [metric, fc.constantFrom(...valuesOf(version, metric))]),
      ),
    );
    fc.assert(
      fc.property(answers, (given) => {
        const vector = vectorOf(version, given, '');
        expect(answersIn(vector)).toEqual({ version, answers: given });
      }),
    );
  });

  it('make no vector while one is not answered', () => {
    expect(vectorOf('4.0', { AV: 'N' }, '')).toBe('');
    expect(unanswered('4.0', { AV: 'N', AC: '' })).toBe(10);
    expect(unanswered('3.1', {})).toBe(8);
  });

  it('leave what a pasted vector says besides them', () => {
    const pasted = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:P';
    const { answers } = answersIn(pasted) ?? { answers: {} };
    expect(vectorOf('4.0', { ...answers, AV: 'L' }, pasted)).toBe(pasted.replace('AV:N', 'AV:L'));
    expect(answersIn('CVSS:4.0/AV:N')).toBeNull();
  });
});

describe('a search for the case that told it before', () => {
  const head = (reference: string, title: string, words: string) =>
    [reference, { reference, title, words } as Head] as const;
  const heads = new Map([
    head('CVD-2026-AAAAAA', 'shop.example.com · Injectie', 'zoekveld met een aanhalingsteken'),
    head('CVD-2026-BBBBBB', 'vpn · Geheugenfout', 'certificaat'),
  ]);
  it.each([
    ['AANHALINGSTEKEN zoek', ['CVD-2026-AAAAAA']],
    ['injectie shop', ['CVD-2026-AAAAAA']],
    ['bbbbbb', ['CVD-2026-BBBBBB']],
    ['aanhalingsteken vpn', []],
    ['', []],
    // Not open here.
    [' cvd-2026-cccccc ', ['CVD-2026-CCCCCC']],
    // The case in front.
    ['cvd-2026-dddddd', []],
  ])('for %j finds %j', (typed, expected) => {
    expect(findCases(typed, heads, 'CVD-2026-DDDDDD').map(({ reference }) => reference)).toEqual(expected);
  });
});

describe('a note that is being written', () => {
  it('has the same id when it is sent again, another when it says something else', () => {
    const draft = new NoteDraft(draftInMemory().draft);
    draft.write(' een ');
    const { id, text } = draft.unsealed;
    expect(text).toBe('een');
    expect(draft.unsealed.id).toBe(id);
    draft.write('een en meer');
    expect(draft.unsealed.id).not.toBe(id);
  });

  it('that arrived goes, and of what was typed on behind it only that is left', () => {
    const draft = new NoteDraft(draftInMemory().draft);
    draft.write('een');
    const { id } = draft.unsealed;
    draft.sent('een');
    expect(draft.text.value).toBe('');
    draft.write('een');
    expect(draft.unsealed.id).not.toBe(id);
    draft.write('een en meer');
    draft.sent('een');
    expect(draft.text.value).toBe('en meer');
    draft.write('iets anders');
    draft.sent('en meer');
    expect(draft.text.value).toBe('iets anders');
  });
});

describe('what is typed in a triage', () => {
  it('is kept, but for what somebody searches for, and goes with what it was saved', () => {
    const { draft: kept } = draftInMemory();
    const draft = new TriageDraft(kept);
    draft.change({ search: 'vpn', label: ' ' });
    expect(kept.text.value).toBe('');
    draft.change({ label: 'net', ticket: '' });
    draft.change({ ssvc: { mission: 'high' } });
    expect(JSON.parse(kept.text.value)).toEqual({ label: 'net', ssvc: { mission: 'high' }, ticket: '' });
    draft.change({ label: undefined, ssvc: undefined, ticket: undefined });
    expect([kept.text.value, draft.fields.value.search]).toEqual(['', 'vpn']);
  });

  it('is found again as it was, but not over what is typed by then, nor is it trusted', () => {
    const cvss = { version: '3.1', answers: { AV: 'N' }, vector: '' } as const;
    const found = JSON.stringify({ cvss, ssvc: { mission: 'low' } });
    const before = draftInMemory(found);
    const draft = new TriageDraft(before.draft);
    before.find();
    expect(draft.fields.value).toEqual({ cvss, ssvc: { mission: 'low' } });
    draft.change({ search: 'vpn' });
    expect(before.draft.foundAt.value).not.toBeNull();
    draft.throwAway();
    expect([draft.fields.value, before.draft.text.value]).toEqual([{}, '']);

    const late = draftInMemory(found);
    const typed = new TriageDraft(late.draft);
    typed.change({ label: 'now' });
    late.find();
    expect(typed.fields.value).toEqual({ label: 'now' });
    typed.change({ search: 'vpn' });
    late.draft.swap();
    expect(typed.fields.value).toEqual({ cvss, ssvc: { mission: 'low' }, search: 'vpn' });
    expect(late.draft.foundAt.value).not.toBeNull();

    for (const text of [
      'no JSON',
      '{"ssvc":{"mission":"x"}}',
      '{"cvss":{"version":"2"}}',
      '{"label":4}',
      '{"other":"x"}',
    ]) {
      const wrong = draftInMemory(text);
      const shown = new TriageDraft(wrong.draft);
      wrong.find();
      expect(shown.fields.value).toEqual({});
    }
  });
});
