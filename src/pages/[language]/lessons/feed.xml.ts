import type { APIRoute, InferGetStaticPropsType } from 'astro';
import { otherLanguagePages } from '../../../i18n/pages.ts';
import { lessonsFeed } from '../../../publications/lessons-feed.ts';

export const getStaticPaths = otherLanguagePages;

export const GET: APIRoute<InferGetStaticPropsType<typeof getStaticPaths>> = ({ props }) =>
  lessonsFeed(props.language);
