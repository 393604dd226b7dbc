import { site } from 'virtual:site';
import type { APIRoute } from 'astro';
import { pageUrl } from '../i18n/addresses.ts';
import { languageCodes } from '../i18n/languages.ts';

/** https://www.sitemaps.org/protocol.html, with the language pairs as `xhtml:link`. */
export const GET: APIRoute = () => {
  const urls = (['policy', 'report'] as const).flatMap((page) => {
    const alternates = languageCodes
      .map(
        (code) =>
          `<xhtml:link rel="alternate" hreflang="${code}" href="${pageUrl(site.siteUrl, page, code)}"/>`,
      )
      .join('');
    return languageCodes.map(
      (code) => `<url><loc>${pageUrl(site.siteUrl, page, code)}</loc>${alternates}</url>`,
    );
  });
  const names =
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"';
  return new Response(`<?xml version="1.0" encoding="UTF-8"?>\n<urlset ${names}>${urls.join('')}</urlset>\n`);
};
