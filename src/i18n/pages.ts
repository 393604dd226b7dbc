import { languageCodes, otherLanguages } from './languages.ts';

/** What `getStaticPaths` of a page below `[language]` gives: the page in every language but the default. */
export const otherLanguagePages = () =>
  otherLanguages.map((language) => ({ params: { language }, props: { language } }));

/** The same, with the default. */
export const everyLanguagePages = () =>
  languageCodes.map((language) => ({ params: { language }, props: { language } }));
