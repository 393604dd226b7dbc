import { site } from 'virtual:site';
import type { APIRoute } from 'astro';
import { organisation } from '../../organisation.ts';
import { securityTxt } from '../../well-known/security-txt.ts';

export const GET: APIRoute = () => new Response(securityTxt(site, organisation));
