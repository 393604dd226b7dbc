// The files of a lesson and of thanks as somebody filled them in, to be committed by a person. Values are JSON, which YAML
// takes as it is.
import { visibleLine } from '../disclosure/foreign-text.ts';
import type { SsvcAnswers } from '../disclosure/ssvc.ts';
import { type LanguageCode, languageCodes, perLanguage } from '../i18n/languages.ts';
import { cweOf, type Weakness } from './cwe.ts';
import type { SourceFile } from './publication-faults.ts';

/** A text in every language. */
export type InEach = Record<LanguageCode, string>;

/** What stands in the form; an empty text is none. */
export interface LessonContent {
  id: string;
  /** The day of publication, `YYYY-MM-DD`. */
  day: string;
  product: string;
  affected: string;
  fixed: string;
  weakness: Weakness | '';
  cve: string;
  cvss4: string;
  cvss: string;
  ssvc: SsvcAnswers | null;
  remediationCategory: string;
  title: InEach;
  summary: InEach;
  /** May be empty, in every language alike; as `impact`. */
  audience: InEach;
  description: InEach;
  impact: InEach;
  remediation: InEach;
  /** Markdown. */
  body: InEach;
  /** Who is thanked; empty for nobody. */
  credit: string;
  about: InEach;
}

/** What a form knows besides. */
export interface LessonFacts {
  /** Of the case: it names the files. */
  reference: string;
  /** `YYYY-MM` of the fix. */
  month: string;
  /** What the first revision says, in every language. */
  revision: InEach;
}

/** The files, by the path that they go to below src/content. */
export function lessonFiles(content: LessonContent, facts: LessonFacts): SourceFile[] {
  const slug = facts.reference.toLowerCase();
  const credit = visibleLine(oneLine(content.credit));
  const lessons = languageCodes.map((language) => ({
    path: `lessons/${slug}/${language}.md`,
    text: lessonText(content, facts.revision[language], language, credit),
  }));
  if (credit === '') return lessons;
  const about = perLanguage((code) => oneLine(content.about[code]));
  const thanks = yamlOf({ name: credit, month: facts.month, about });
  return [...lessons, { path: `thanks/${slug}.yaml`, text: `${thanks}\n` }];
}

function lessonText(content: LessonContent, revision: string, language: LanguageCode, credit: string) {
  const cwe = content.weakness === '' ? undefined : cweOf(content.weakness);
  const front = {
    id: oneLine(content.id),
    title: oneLine(content.title[language]),
    summary: oneLine(content.summary[language]),
    ...optionalInEach('audience', content.audience, language),
    revisions: [{ number: 1, date: content.day, summary: revision }],
    product: {
      name: oneLine(content.product),
      affected: oneLine(content.affected),
      ...optional('fixed', content.fixed),
    },
    vulnerability: {
      ...optional('cve', content.cve),
      ...(cwe ? { cwe } : {}),
      ...optional('cvss', content.cvss),
      ...optional('cvss4', content.cvss4),
      ...(content.ssvc === null ? {} : { ssvc: content.ssvc }),
      description: oneLine(content.description[language]),
      ...optionalInEach('impact', content.impact, language),
      remediation: {
        category: content.remediationCategory,
        text: oneLine(content.remediation[language]),
      },
    },
    acknowledgments: credit === '' ? [] : [credit],
  };
  return `---\n${yamlOf(front)}\n---\n\n${content.body[language].trim()}\n`;
}

/** YAML takes no control characters, and each of these fields is one line. */
const oneLine = (text: string) => text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();

const optional = (name: string, text: string) => (text.trim() === '' ? {} : { [name]: oneLine(text) });

/** One that is empty in one language alone stays, for the build to say so. */
const optionalInEach = (name: string, texts: InEach, language: LanguageCode) =>
  Object.values(texts).every((text) => text.trim() === '') ? {} : { [name]: oneLine(texts[language]) };

function yamlOf(fields: Record<string, unknown>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join('\n');
}
