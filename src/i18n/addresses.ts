import { organisation } from '../organisation.ts';
import { type LanguageCode, type PageName, paths } from './languages.ts';

/** `tel:` address of the organisation (RFC 3966: no spaces). */
export const telephoneLink = `tel:${organisation.telephone.replace(/[^+\d]/g, '')}`;

/** The telephone number as people read it; it never breaks over two lines. */
export const telephoneText = organisation.telephone.replaceAll(' ', '\u00a0');

/**
 * When it is answered, in words; undefined where the organisation says nothing of it.
 * @throws Error where it says it in other languages only
 */
export function telephoneHours(language: LanguageCode): string | undefined {
  const { telephoneHours: hours } = organisation;
  if (hours && !hours[language])
    throw new Error(`\`telephoneHours\` in src/organisation.ts has no words for "${language}"`);
  return hours?.[language];
}

/** The absolute address of a page. */
export function pageUrl(siteUrl: string, page: PageName, language: LanguageCode): string {
  const path = paths[page][language];
  return path === '/' ? `${siteUrl}/` : `${siteUrl}${path}`;
}
