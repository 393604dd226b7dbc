import { site } from 'virtual:site';
import type { APIRoute } from 'astro';

export const GET: APIRoute = () => new Response(site.teamKey);
