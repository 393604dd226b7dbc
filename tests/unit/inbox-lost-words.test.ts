import { describe, expect, it } from 'vitest';
import { lostWords } from '../../src/browser/inbox/case/lost-words.ts';

describe('what was being written in a case that is gone', () => {
  it('is the words of every form: no choices, nothing that is not open', () => {
    const written: [string, string | null][] = [
      ['reply', JSON.stringify({ message: 'to the reporter ', assessment: 'confirmed' })],
      ['note', '{"a note": "as it is"}'],
      ['triage', JSON.stringify({ label: 'urgent', ssvc: { mission: 'high' } })],
      ['hand-over', JSON.stringify({ key: '', words: 'to the supplier', parts: { report: true } })],
      ['lesson', JSON.stringify({ day: '2026-01-01', title: { nl: 'Les', en: 'Lesson' } })],
      ['cra', JSON.stringify({ since: '2026-01-02T03:04', 'early-warning-number': 'SRP-1' })],
      ['handling', JSON.stringify({ assignee: 'AB12' })],
      ['later', null],
      ['note', 'another note, that was found'],
    ];
    expect(lostWords(written).split('\n\n')).toEqual([
      'to the reporter',
      '{"a note": "as it is"}',
      'urgent',
      'to the supplier',
      'Les',
      'Lesson',
      'SRP-1',
      'another note, that was found',
    ]);
  });

  it('is nothing where nothing was written, or what is kept is broken', () => {
    expect(lostWords([])).toBe('');
    expect(lostWords([['reply', 'no JSON']])).toBe('');
    expect(lostWords([['reply', 'null']])).toBe('');
  });
});
