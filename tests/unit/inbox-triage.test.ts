import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NoteDraft } from '../../src/browser/inbox/case/note-drafts.ts';
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
    const draft = new NoteDraft();
    draft.text.value = ' een ';
    const { id, text } = draft.unsealed;
    expect(text).toBe('een');
    expect(draft.unsealed.id).toBe(id);
    draft.text.value = 'een en meer';
    expect(draft.unsealed.id).not.toBe(id);
  });

  it('that arrived goes, but not what was typed since', () => {
    const draft = new NoteDraft();
    draft.text.value = 'een';
    const { id } = draft.unsealed;
    draft.sent('een');
    expect(draft.text.value).toBe('');
    draft.text.value = 'een';
    expect(draft.unsealed.id).not.toBe(id);
    draft.text.value = 'een en meer';
    draft.sent('een');
    expect(draft.text.value).toBe('een en meer');
  });
});
