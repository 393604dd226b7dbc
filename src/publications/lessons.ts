import { type CollectionEntry, getCollection } from 'astro:content';
import { site } from 'virtual:site';
import { defaultLanguage, type LanguageCode, paths, perLanguage } from '../i18n/languages.ts';
import { CSAF_PATH, documentPath } from './csaf-parts.ts';
import { LessonError, type LessonPair, pairLessons } from './lesson-pairs.ts';
import type { LessonData } from './lesson-schema.ts';
import { foreignIn, htmlOf } from './lesson-text.ts';

export type LessonEntry = CollectionEntry<'lessons'>;
/** A lesson in all languages. */
export type Lesson = LessonPair<LessonEntry>;

/** A lesson in one language. */
export interface LessonIn {
  slug: string;
  language: LanguageCode;
  data: LessonData;
  /** Markdown. */
  body: string;
  /** The page of this lesson, in every language. */
  paths: Record<LanguageCode, string>;
}

/**
 * Every lesson that this build shows, newest first; examples in a demonstration only.
 * @throws LessonError for any lesson that is not right, shown or not
 */
export async function visibleLessons(): Promise<Lesson[]> {
  const all = pairLessons(await getCollection('lessons'));
  return all.filter(({ entries }) => site.demonstration || !entries[defaultLanguage].data.example);
}

/** The lessons that this build shows, in one language, newest first. */
export async function lessonsOf(language: LanguageCode): Promise<LessonIn[]> {
  return (await visibleLessons()).map(({ slug, entries }) => ({
    slug,
    language,
    data: entries[language].data,
    body: entries[language].body ?? '',
    paths: lessonPaths(slug),
  }));
}

/** Where a lesson is read. */
export function lessonPaths(slug: string): Record<LanguageCode, string> {
  return perLanguage((language) => `${paths.lessons[language]}/${slug}`);
}

/** Where the CSAF document of a lesson lies. */
export function csafPath(lesson: LessonData): string {
  return `${CSAF_PATH}/white/${documentPath(lesson)}`;
}

/** The text of a lesson as HTML, without inline styles. @throws LessonError for what has no place in it */
export function lessonHtml({ slug, language, body }: LessonIn): string {
  const [sentence] = foreignIn(body);
  if (sentence !== undefined) throw new LessonError(`${slug}/${language}.md`, sentence);
  return htmlOf(body);
}
