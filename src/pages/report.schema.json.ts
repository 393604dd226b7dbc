import { site } from 'virtual:site';
import type { APIRoute } from 'astro';
import { reportJsonSchema } from '../disclosure/report-json-schema.ts';

export const GET: APIRoute = () =>
  new Response(`${JSON.stringify(reportJsonSchema(site.siteUrl), null, 2)}\n`);
