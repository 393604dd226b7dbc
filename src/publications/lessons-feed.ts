import { site } from 'virtual:site';
import rss from '@astrojs/rss';
import { pageUrl } from '../i18n/addresses.ts';
import { translator } from '../i18n/index.ts';
import { type LanguageCode, locales } from '../i18n/languages.ts';
import { lessonsOf } from './lessons.ts';

/** The lessons of one language as RSS 2.0 (https://www.rssboard.org/rss-specification). */
export async function lessonsFeed(language: LanguageCode): Promise<Response> {
  const t = translator(language);
  const self = pageUrl(site.siteUrl, 'feed', language);
  return rss({
    title: t('lessons:feedTitle'),
    description: t('lessons:description'),
    site: pageUrl(site.siteUrl, 'lessons', language),
    trailingSlash: false,
    xmlns: { atom: 'http://www.w3.org/2005/Atom' },
    customData: `<language>${locales[language]}</language><atom:link href="${self}" rel="self" type="application/rss+xml"/>`,
    items: (await lessonsOf(language)).map(({ data, paths }) => ({
      title: data.title,
      description: data.summary,
      link: site.siteUrl + paths[language],
      pubDate: new Date(data.date),
    })),
  });
}
