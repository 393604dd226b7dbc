import type { APIRoute, InferGetStaticPropsType } from 'astro';
import { templatePaths } from '../../i18n/languages.ts';
import { otherLanguagePages } from '../../i18n/pages.ts';
import { reportTemplate } from '../../views/report-template.ts';

/** The languages whose template does not stand at the root. */
export const getStaticPaths = () =>
  otherLanguagePages().filter(({ params: { language } }) =>
    templatePaths[language].startsWith(`/${language}/`),
  );

export const GET: APIRoute<InferGetStaticPropsType<typeof getStaticPaths>> = ({ props }) =>
  new Response(reportTemplate(props.language));
