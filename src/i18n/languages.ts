/** The site's languages, a line each; the first is the default and stands at the root of the site. */
const languages = [
  { code: 'nl', locale: 'nl-NL', name: 'Nederlands' },
  { code: 'en', locale: 'en-GB', name: 'English' },
] as const;
export type LanguageCode = (typeof languages)[number]['code'];

/** Something for every language. */
export function perLanguage<Value>(make: (code: LanguageCode) => Value): Record<LanguageCode, Value> {
  return Object.fromEntries(languageCodes.map((code) => [code, make(code)])) as Record<LanguageCode, Value>;
}

export const defaultLanguage = languages[0].code;
export const languageCodes = languages.map(({ code }) => code) as [LanguageCode, ...LanguageCode[]];
/** The languages that stand below `/<code>`. */
export const otherLanguages = languageCodes.filter((code) => code !== defaultLanguage);

/** What `Intl` calls each language: Dutch with Dutch conventions, English with British ones. */
export const locales = Object.fromEntries(languages.map(({ code, locale }) => [code, locale])) as Record<
  LanguageCode,
  string
>;
/** What each language calls itself. */
export const languageNames = Object.fromEntries(languages.map(({ code, name }) => [code, name])) as Record<
  LanguageCode,
  string
>;

/** The addresses of one page: one of its own in the default language, and one that all others share below `/<code>`. */
const page = (own: string, shared: string): Record<LanguageCode, string> =>
  perLanguage((code) => (code === defaultLanguage ? own : `/${code}${shared}`));

/** Every public page, by language. The language switch, `hreflang`, the sitemap and all links read this table. */
export const paths = {
  policy: page('/', ''),
  report: page('/melden', '/report'),
  status: page('/status', '/status'),
  inbox: page('/inbox', '/inbox'),
  thanks: page('/dank', '/thanks'),
  lessons: page('/lessen', '/lessons'),
  feed: page('/lessen/feed.xml', '/lessons/feed.xml'),
  figures: page('/cijfers', '/figures'),
  template: page('/melden/rapport.md', '/report/report.md'),
};
export type PageName = keyof typeof paths;

/** The first language of an `Accept-Language` header that the site has, else the default. */
export function preferredLanguage(acceptLanguage: string | null): LanguageCode {
  for (const range of (acceptLanguage ?? '').slice(0, 200).split(',')) {
    const primary = /^[a-z]+/.exec(range.trim().toLowerCase())?.[0];
    const match = languageCodes.find((code) => code === primary);
    if (match) return match;
  }
  return defaultLanguage;
}
