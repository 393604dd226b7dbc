import { describe, expect, it } from 'vitest';
import en from '../../locales/en/drafts.json' with { type: 'json' };
import nl from '../../locales/nl/drafts.json' with { type: 'json' };
import { draftFiles } from '../../src/publications/draft.ts';
import { lessonSchema } from '../../src/publications/lesson-schema.ts';
import { thanksSchema } from '../../src/publications/thanks-schema.ts';

const facts = {
  reference: 'CVD-2026-4F7K2Q',
  day: '2026-11-23',
  weakness: 'cross-site-scripting',
  credit: 'Eva: "the finder" — é',
} as const;
/** YAML of which every value is JSON. */
const read = (text: string): unknown =>
  Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const [, name, value] = /^(\w+): (.+)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, JSON.parse(value)]];
    }),
  );

describe('the drafts that a solved case leaves', () => {
  it('are a lesson in both languages and a word of thanks, as the collections take them', () => {
    const files = draftFiles(facts, { nl, en });
    expect(files.map(({ path }) => path)).toEqual([
      'lessons/cvd-2026-4f7k2q/nl.md',
      'lessons/cvd-2026-4f7k2q/en.md',
      'thanks/cvd-2026-4f7k2q.yaml',
    ]);
    for (const { text } of files.slice(0, 2)) {
      const [, front = ''] = text.split('---\n');
      const draft = read(front) as Record<string, unknown>;
      // The number is for a person to give: a draft can't be published by oversight.
      expect(lessonSchema.safeParse(draft).error?.issues.map(({ path }) => path[0])).toEqual(['id']);
      const lesson = lessonSchema.parse({ ...draft, id: 'LES-2026-0007' });
      expect(lesson).toMatchObject({ date: '2026-11-23', acknowledgments: [facts.credit], example: false });
      expect(lesson.vulnerability.cwe?.id).toBe('CWE-79');
    }
    const thanks = thanksSchema.parse(read(files[2]?.text ?? ''));
    expect(thanks).toMatchObject({
      name: facts.credit,
      month: '2026-11',
      about: { nl: nl.about, en: en.about },
    });
  });

  it('name nobody who did not wish it', () => {
    const files = draftFiles({ ...facts, weakness: null, credit: '' }, { nl, en });
    expect(files).toHaveLength(2);
    for (const { text } of files) expect(text).toContain('acknowledgments: []');
  });
});
