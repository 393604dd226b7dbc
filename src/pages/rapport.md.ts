import type { APIRoute } from 'astro';
import { reportTemplate } from '../views/report-template.ts';

export const GET: APIRoute = () => new Response(reportTemplate('nl'));
