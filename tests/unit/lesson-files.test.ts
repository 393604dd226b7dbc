import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import en from '../../locales/en/drafts.json' with { type: 'json' };
import nl from '../../locales/nl/drafts.json' with { type: 'json' };
import { fieldOf } from '../../src/browser/inbox/keeping/lesson-check.ts';
import { perLanguage } from '../../src/i18n/languages.ts';
import { faultsOfLesson } from '../../src/publications/lesson-faults.ts';
import { type LessonContent, lessonFiles } from '../../src/publications/lesson-files.ts';
import { draftSentences, publicationFaults } from '../../src/publications/publication-faults.ts';
import { lessonFacts as facts, filledLesson as filled } from '../support/lesson.ts';

const words = { nl, en };
/** What the build says of the files of a form. */
const faultsOfBuild = (content: LessonContent) =>
  publicationFaults(lessonFiles(content, facts), { parse: load, drafts: draftSentences([nl, en]) });
const wrong = (change: Partial<LessonContent>) => [
  ...new Set(faultsOfLesson(lessonFiles({ ...filled, ...change }, facts), [nl, en]).map(fieldOf)),
];

describe('the files of a lesson and of thanks', () => {
  it('are taken by the build, which reads in them what was typed', () => {
    expect(faultsOfBuild(filled)).toEqual([]);
    expect(wrong({})).toEqual([]);
    const files = lessonFiles(filled, facts);
    expect(files.map(({ path }) => path)).toEqual([
      'lessons/cvd-2026-4f7k2q/nl.md',
      'lessons/cvd-2026-4f7k2q/en.md',
      'thanks/cvd-2026-4f7k2q.yaml',
    ]);
    const [, front = ''] = files[1]?.text.split('---\n') ?? [];
    expect(load(front)).toMatchObject({
      summary: 'A summary, in two lines: # as it was typed',
      acknowledgments: [filled.credit],
      audience: 'Who has a server.',
      vulnerability: {
        cwe: { id: 'CWE-79' },
        cvss4: filled.cvss4,
        ssvc: filled.ssvc,
        impact: 'Everything could be read.',
      },
    });
    expect(load(files[2]?.text ?? '')).toMatchObject({ name: filled.credit, month: '2026-02' });
  });

  it('name nobody without a credit', () => {
    const files = lessonFiles({ ...filled, credit: ' ' }, facts);
    expect(files).toHaveLength(2);
    for (const { text } of files) expect(text).toContain('acknowledgments: []');
    expect(faultsOfBuild({ ...filled, credit: '' })).toEqual([]);
  });

  const each = ['title', 'summary', 'description', 'remediation', 'body', 'about'] as const;
  it.each(each)('are not made while %s is empty, or still has “…”, in one of the languages', (name) => {
    for (const text of ['', ' \n', '…', 'First, …'])
      expect(wrong({ [name]: { ...filled[name], en: text } }), text).toEqual([`${name}-en`]);
  });

  it.each([
    ['id', ['', 'LES-2026-', 'LES-2026-0000', 'Les 7']],
    ['day', ['', '2026-02-30', '2999-01-01']],
    ['product', ['', '…', nl.product]],
    ['affected', ['', 'the old ones', '…']],
    ['fixed', ['next year']],
    ['cve', ['2026-1']],
    ['cvss', ['CVSS:4.0/AV:N', '7.5']],
    ['cvss4', ['CVSS:4.0/AV:N', filled.cvss]],
    ['credit', ['…']],
  ] as const)('are not made with a wrong %s', (name, texts) => {
    for (const text of texts) expect(wrong({ [name]: text }), text).toEqual([name]);
  });

  it('say for whom they are and what could happen in every language, or in none', () => {
    const none = perLanguage(() => ' ');
    const bare = { ...filled, audience: none, impact: none, cvss4: '', ssvc: null };
    expect(faultsOfBuild(bare)).toEqual([]);
    for (const { text } of lessonFiles(bare, facts)) expect(text).not.toMatch(/audience|impact|cvss4|ssvc/);
    for (const name of ['audience', 'impact'] as const)
      expect(wrong({ [name]: { nl: 'Iets.', en: '' } })).toEqual([`${name}-en`]);
  });

  it('are not made of the page’s own words, nor of headings without a text under them', () => {
    expect(wrong({ summary: { nl: nl.summary, en: en.summary } })).toEqual(['summary-nl', 'summary-en']);
    const untouched = perLanguage((code) => words[code].body.replaceAll('…', ''));
    expect(wrong({ body: untouched })).toEqual(['body-nl', 'body-en']);
    expect(faultsOfBuild({ ...filled, body: untouched })[0]?.sentence).toContain('has nothing under');
    expect(wrong({ body: perLanguage(() => '![x](https://x.example/x.png)') })).toHaveLength(2);
  });

  it('are all looked at at once', () => {
    const fields = wrong({ id: '', fixed: 'soon', title: { nl: '', en: 'x' }, about: { nl: 'x', en: '' } });
    expect(fields.sort()).toEqual(['about-en', 'fixed', 'id', 'title-nl']);
    for (const fault of faultsOfBuild({ ...filled, id: '' })) expect(fieldOf(fault)).toBe('id');
  });
});
