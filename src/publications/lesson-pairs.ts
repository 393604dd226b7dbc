// A lesson is published in every language, with the same facts, or not at all.
import {
  defaultLanguage,
  type LanguageCode,
  languageCodes,
  otherLanguages,
  perLanguage,
} from '../i18n/languages.ts';
import type { LessonData } from './lesson-schema.ts';

/** What must be the same in every language: all that is not prose. */
function factsOf({
  id,
  audience,
  revisions,
  product,
  vulnerability,
  acknowledgments,
  references,
  example,
}: LessonData) {
  const { description: _description, impact, remediation, ...weakness } = vulnerability;
  return {
    id,
    audience: audience !== undefined,
    revisions: revisions.map(({ number, date }) => ({ number, date })),
    product,
    vulnerability: { ...weakness, impact: impact !== undefined, remediation: remediation.category },
    acknowledgments,
    references: references.map(({ url }) => url),
    example,
  };
}

/** A text of JSON in which the order of names does not matter. */
const inOrder = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [two]) => (one < two ? -1 : 1)))
      : part,
  );

/** An entry as far as pairing looks at it; its id is `<slug>/<language>`. */
export interface LessonFile {
  id: string;
  data: LessonData;
}
/** One lesson: the folder that it lies in, and its entry in each language. */
export interface LessonPair<Entry extends LessonFile> {
  slug: string;
  entries: Record<LanguageCode, Entry>;
}

/** One of the texts of a lesson can't be published as it is; the message says what to do. */
export class LessonError extends Error {
  constructor(slug: string, sentence: string) {
    super(`src/content/lessons/${slug}: ${sentence}`);
    this.name = 'LessonError';
  }
}

/** What stands in the way of a lesson as a whole: where, below src/content/lessons, and what to do. */
export interface PairFault {
  at: string;
  sentence: string;
}

/**
 * All that is wrong with lessons as wholes: folders and files that have no place, languages that are missing or differ in a
 * fact, an id that is used twice. A language that is missing because it can't be read is no fault of its own.
 * @param unreadable ids of files that are there, but are wrong by themselves
 */
export function pairFaults(files: readonly LessonFile[], unreadable: readonly string[] = []): PairFault[] {
  const byId = new Map(files.map((file) => [file.id, file]));
  const all = [...byId.keys(), ...unreadable];
  const faults = all.flatMap(placeFault);
  const slugs = [...new Set(all.map((id) => id.split('/')[0] ?? ''))];
  const slugOfId = new Map<string, string>();
  for (const slug of slugs) {
    const missing = languageCodes.filter((code) => !all.includes(`${slug}/${code}`));
    for (const code of missing) {
      const sentence = `there is no ${code}.md; a lesson is published in every language or not at all.`;
      faults.push({ at: slug, sentence });
    }
    const original = byId.get(`${slug}/${defaultLanguage}`)?.data;
    if (original === undefined) continue;
    for (const language of otherLanguages) {
      const translated = byId.get(`${slug}/${language}`)?.data;
      if (translated) faults.push(...differences(slug, language, original, translated));
    }
    const before = slugOfId.get(original.id);
    if (before !== undefined)
      faults.push({ at: slug, sentence: `${original.id} is the id of ${before} already; give it another.` });
    slugOfId.set(original.id, slug);
  }
  return faults;
}

function placeFault(id: string): PairFault[] {
  const [slug = '', language, ...rest] = id.split('/');
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug))
    return [{ at: slug, sentence: 'name the folder with small letters, digits and hyphens only.' }];
  if (rest.length === 0 && languageCodes.some((code) => code === language)) return [];
  return [
    { at: id, sentence: `only ${languageCodes.map((code) => `${code}.md`).join(' and ')} belong here.` },
  ];
}

function differences(
  slug: string,
  language: LanguageCode,
  original: LessonData,
  translated: LessonData,
): PairFault[] {
  const [facts, theirs] = [factsOf(original), factsOf(translated)];
  const names = (Object.keys(facts) as (keyof typeof facts)[]).filter(
    (name) => inOrder(facts[name]) !== inOrder(theirs[name]),
  );
  return names.map((name) => ({
    at: slug,
    sentence: `${defaultLanguage}.md and ${language}.md differ in “${name}”; only the prose may differ.`,
  }));
}

/**
 * Brings the languages of each lesson together, newest first.
 * @throws LessonError for the first of `pairFaults`
 */
export function pairLessons<Entry extends LessonFile>(files: readonly Entry[]): LessonPair<Entry>[] {
  const [fault] = pairFaults(files);
  if (fault) throw new LessonError(fault.at, fault.sentence);
  const byId = new Map(files.map((file) => [file.id, file]));
  const slugs = [...new Set(files.map(({ id }) => id.split('/')[0] ?? ''))];
  const find = (slug: string, language: LanguageCode): Entry => {
    const entry = byId.get(`${slug}/${language}`);
    // `pairFaults` has looked.
    if (!entry) throw new LessonError(slug, `there is no ${language}.md.`);
    return entry;
  };
  const pairs = slugs.map((slug) => ({ slug, entries: perLanguage((language) => find(slug, language)) }));
  const key = ({ entries }: LessonPair<Entry>) =>
    `${entries[defaultLanguage].data.date} ${entries[defaultLanguage].data.id}`;
  return pairs.sort((one, two) => (key(one) < key(two) ? 1 : -1));
}
