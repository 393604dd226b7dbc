import { site } from 'virtual:site';
import rss from '@astrojs/rss';
import { pageUrl } from '../i18n/addresses.ts';
import { translator } from '../i18n/index.ts';
import { type LanguageCode, locales } from '../i18n/languages.ts';
import { lessonsOf } from './lessons.ts';
import { vexPath, visibleVexes } from './vexes.ts';

/** The lessons of one language, and what is said of products and known weak spots, as RSS 2.0 (https://www.rssboard.org/rss-specification). */
export async function lessonsFeed(language: LanguageCode): Promise<Response> {
  const t = translator(language);
  const lessons = (await lessonsOf(language)).map(({ data, paths }) => ({
    title: data.title,
    description: data.summary,
    link: site.siteUrl + paths[language],
    pubDate: new Date(data.date),
  }));
  const vexes = (await visibleVexes()).map((vex) => ({
    title: vex.title[language],
    description: vex.summary[language],
    link: site.siteUrl + vexPath(vex, language),
    pubDate: new Date(vex.date),
  }));
  const self = pageUrl(site.siteUrl, 'feed', language);
  return rss({
    title: t('lessons:feedTitle'),
    description: t('lessons:description'),
    site: pageUrl(site.siteUrl, 'lessons', language),
    trailingSlash: false,
    xmlns: { atom: 'http://www.w3.org/2005/Atom' },
    customData: `<language>${locales[language]}</language><atom:link href="${self}" rel="self" type="application/rss+xml"/>`,
    items: [...lessons, ...vexes].sort((one, two) => Number(two.pubDate) - Number(one.pubDate)),
  });
}
