import type { APIRoute, InferGetStaticPropsType } from 'astro';
import { otherLanguagePages } from '../../../i18n/pages.ts';
import { reportTemplate } from '../../../views/report-template.ts';

export const getStaticPaths = otherLanguagePages;

export const GET: APIRoute<InferGetStaticPropsType<typeof getStaticPaths>> = ({ props }) =>
  new Response(reportTemplate(props.language));
