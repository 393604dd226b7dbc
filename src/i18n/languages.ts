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
export const otherLanguages = /* @__PURE__ */ languageCodes.filter((code) => code !== defaultLanguage);

/** What `Intl` calls each language: Dutch with Dutch conventions, English with British ones. */
export const locales = Object.fromEntries(languages.map(({ code, locale }) => [code, locale])) as Record<
  LanguageCode,
  string
>;
/** What each language calls itself. */
export const languageNames = /* @__PURE__ */ Object.fromEntries(
  languages.map(({ code, name }) => [code, name]),
) as Record<LanguageCode, string>;

/** The addresses of pages: one in the default language, and one that all others share below `/<code>`. */
function addresses<Name extends string>(
  pages: Record<Name, readonly [own: string, shared: string]>,
): Record<Name, Record<LanguageCode, string>> {
  const entries = Object.entries<readonly [string, string]>(pages).map(([name, [own, shared]]) => [
    name,
    perLanguage((code) => (code === defaultLanguage ? own : `/${code}${shared}`)),
  ]);
  return Object.fromEntries(entries);
}

/**
 * Every public page, by language. The language switch, `hreflang`, the sitemap and all links read this table; a script
 * that needs none of them leaves it out.
 */
export const paths = /* @__PURE__ */ addresses({
  policy: ['/', ''],
  report: ['/melden', '/report'],
  /** Reporting with a program of one's own. */
  yourself: ['/melden/zelf', '/report/yourself'],
  status: ['/status', '/status'],
  proof: ['/bewijs', '/proof'],
  inbox: ['/inbox', '/inbox'],
  thanks: ['/dank', '/thanks'],
  lessons: ['/lessen', '/lessons'],
  feed: ['/lessen/feed.xml', '/lessons/feed.xml'],
  figures: ['/cijfers', '/figures'],
  privacy: ['/privacy', '/privacy'],
});
export type PageName = keyof typeof paths;

/** The template of a report. English, which scanners and agents ask for, stands at the root beside Dutch. */
export const templatePaths = /* @__PURE__ */ perLanguage((code) => {
  if (code === 'nl') return '/rapport.md';
  return code === 'en' ? '/report.md' : `/${code}/report.md`;
});

/** The first language of an `Accept-Language` header that the site has, else the default. */
export function preferredLanguage(acceptLanguage: string | null): LanguageCode {
  for (const range of (acceptLanguage ?? '').slice(0, 200).split(',')) {
    const primary = /^[a-z]+/.exec(range.trim().toLowerCase())?.[0];
    const match = languageCodes.find((code) => code === primary);
    if (match) return match;
  }
  return defaultLanguage;
}
