// Drafts of what a solved case leaves behind: an entry for the thanks page and a lesson, in the form of the files in
// src/content. Values are JSON, which YAML takes as it is.
import { visibleLine } from '../disclosure/foreign-text.ts';
import type { weaknesses } from '../disclosure/report.ts';
import { type LanguageCode, languageCodes, perLanguage } from '../i18n/languages.ts';

/** What a draft can know; the rest is for a person to write. */
export interface DraftFacts {
  reference: string;
  /** `YYYY-MM-DD` of the fix. */
  day: string;
  weakness: (typeof weaknesses)[number] | null;
  /** The name under which the reporter is thanked; empty for who stays anonymous. */
  credit: string;
}

/** The sentences that stand where somebody has to write. */
export interface DraftWords {
  title: string;
  summary: string;
  revision: string;
  product: string;
  description: string;
  remediation: string;
  body: string;
  about: string;
}

/** The nearest entry of MITRE's list for each kind that the form offers; none where it would say nothing. */
const cwe: Partial<Record<(typeof weaknesses)[number], { id: string; name: string }>> = {
  injection: {
    id: 'CWE-74',
    name: "Improper Neutralization of Special Elements in Output Used by a Downstream Component ('Injection')",
  },
  'cross-site-scripting': {
    id: 'CWE-79',
    name: "Improper Neutralization of Input During Web Page Generation ('Cross-site Scripting')",
  },
  authentication: { id: 'CWE-287', name: 'Improper Authentication' },
  'access-control': { id: 'CWE-284', name: 'Improper Access Control' },
  'information-exposure': {
    id: 'CWE-200',
    name: 'Exposure of Sensitive Information to an Unauthorized Actor',
  },
  'server-side-request': { id: 'CWE-918', name: 'Server-Side Request Forgery (SSRF)' },
  'memory-safety': {
    id: 'CWE-119',
    name: 'Improper Restriction of Operations within the Bounds of a Memory Buffer',
  },
};

/** A lesson in one language: front matter as `src/publications/lesson-schema.ts` takes it, and headings to write under. */
export function draftLesson({ day, weakness, credit }: DraftFacts, words: DraftWords): string {
  const known = weakness === null ? undefined : cwe[weakness];
  const front = {
    id: `LES-${day.slice(0, 4)}-0000`,
    title: words.title,
    summary: words.summary,
    revisions: [{ number: 1, date: day, summary: words.revision }],
    product: { name: words.product, affected: 'all' },
    vulnerability: {
      ...(known ? { cwe: known } : {}),
      description: words.description,
      remediation: { category: 'vendor_fix', text: words.remediation },
    },
    acknowledgments: credit === '' ? [] : [visibleLine(credit)],
  };
  return `---\n${yamlOf(front)}\n---\n\n${words.body}\n`;
}

/** An entry for the thanks page, as `src/publications/thanks-schema.ts` takes it; null for who does not wish to be named. */
export function draftThanks(
  { day, credit }: DraftFacts,
  words: Record<LanguageCode, DraftWords>,
): string | null {
  if (credit === '') return null;
  const about = perLanguage((language) => words[language].about);
  return `${yamlOf({ name: visibleLine(credit), month: day.slice(0, 7), about })}\n`;
}

/** The files of both drafts, by the path that they go to below src/content. */
export function draftFiles(
  facts: DraftFacts,
  words: Record<LanguageCode, DraftWords>,
): { path: string; text: string }[] {
  const slug = facts.reference.toLowerCase();
  const thanks = draftThanks(facts, words);
  return [
    ...languageCodes.map((language) => ({
      path: `lessons/${slug}/${language}.md`,
      text: draftLesson(facts, words[language]),
    })),
    ...(thanks === null ? [] : [{ path: `thanks/${slug}.yaml`, text: thanks }]),
  ];
}

function yamlOf(fields: Record<string, unknown>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join('\n');
}
