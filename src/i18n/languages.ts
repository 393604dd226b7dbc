/** The site's languages; the first is the default and stands at the root of the site. */
export const languageCodes = ['nl', 'en'] as const;
export type LanguageCode = (typeof languageCodes)[number];

/** Every public page, by language. The language switch, `hreflang`, the sitemap and all links read this table. */
export const paths = {
  policy: { nl: '/', en: '/en' },
  report: { nl: '/melden', en: '/en/report' },
  status: { nl: '/status', en: '/en/status' },
  template: { nl: '/melden/rapport.md', en: '/en/report/report.md' },
} as const satisfies Record<string, Record<LanguageCode, string>>;
export type PageName = keyof typeof paths;

/** The first language of an `Accept-Language` header that the site has, else the default. */
export function preferredLanguage(acceptLanguage: string | null): LanguageCode {
  for (const range of (acceptLanguage ?? '').slice(0, 200).split(',')) {
    const primary = range.trim().slice(0, 2).toLowerCase();
    const match = languageCodes.find((code) => code === primary);
    if (match) return match;
  }
  return languageCodes[0];
}
