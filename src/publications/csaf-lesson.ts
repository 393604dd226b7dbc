import { type LanguageCode, languageCodes } from '../i18n/languages.ts';
import type { Advisory } from './csaf.ts';
import type { LessonData } from './lesson-schema.ts';

/** The names of languages in English, the language of the documents. */
export const languageNames = new Intl.DisplayNames('en', { type: 'language' });

/**
 * The advisory that a lesson amounts to.
 * @param english its front matter in English, the language of the documents
 * @param addresses of its page in every language
 */
export function advisoryOf(english: LessonData, addresses: Record<LanguageCode, string>): Advisory {
  const { id, title, summary, audience, revisions, product, vulnerability, acknowledgments, references } =
    english;
  const { cve, cwe, cvss, cvss4, ssvc, description, impact, remediation } = vulnerability;
  return {
    id,
    title,
    summary,
    audience,
    description,
    revisions,
    product: product.name,
    affected: product.affected,
    fixed: product.fixed,
    impact,
    remediation,
    cve,
    cwe,
    cvss: cvss?.vector,
    cvss4: cvss4?.vector,
    ssvc,
    acknowledgments,
    references: [
      ...languageCodes.map((code) => ({
        category: 'self' as const,
        summary: `The lesson in ${languageNames.of(code)}`,
        url: addresses[code],
      })),
      ...references.map(({ url, text }) => ({ category: 'external' as const, summary: text, url })),
    ],
  };
}
