import { site } from 'virtual:site';
import type { APIRoute } from 'astro';

export const GET: APIRoute = () =>
  new Response(`User-agent: *\nDisallow: /api/\nSitemap: ${site.siteUrl}/sitemap.xml\n`);
