import { site } from 'virtual:site';
import type { APIRoute } from 'astro';
import { type LanguageCode, languageCodes, paths } from '../i18n/languages.ts';
import { lessonPaths, visibleLessons } from '../publications/lessons.ts';

/** One page: an entry per language, each naming all languages. */
function entriesOf(addresses: Record<LanguageCode, string>): string[] {
  const alternates = languageCodes
    .map(
      (code) => `<xhtml:link rel="alternate" hreflang="${code}" href="${site.siteUrl}${addresses[code]}"/>`,
    )
    .join('');
  return languageCodes.map((code) => `<url><loc>${site.siteUrl}${addresses[code]}</loc>${alternates}</url>`);
}

/** https://www.sitemaps.org/protocol.html, with the languages of each page as `xhtml:link`. */
export const GET: APIRoute = async () => {
  const pages = (
    ['policy', 'report', 'yourself', 'proof', 'thanks', 'lessons', 'figures', 'privacy'] as const
  ).map((page) => paths[page]);
  const lessons = (await visibleLessons()).map(({ slug }) => lessonPaths(slug));
  const urls = [...pages, ...lessons].flatMap(entriesOf);
  const names =
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"';
  return new Response(`<?xml version="1.0" encoding="UTF-8"?>\n<urlset ${names}>${urls.join('')}</urlset>\n`);
};
