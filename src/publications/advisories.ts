import { site } from 'virtual:site';
import { perLanguage } from '../i18n/languages.ts';
import type { Advisory } from './csaf.ts';
import { advisoryOf } from './csaf-lesson.ts';
import { lessonPaths, visibleLessons } from './lessons.ts';

/** The advisories that this build publishes: one for every lesson that it shows. */
export async function visibleAdvisories(): Promise<Advisory[]> {
  return (await visibleLessons()).map(({ slug, entries }) => {
    const addresses = lessonPaths(slug);
    return advisoryOf(
      entries.en.data,
      perLanguage((code) => site.siteUrl + addresses[code]),
    );
  });
}
