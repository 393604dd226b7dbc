// Has a lesson and thanks looked at by the rules of the build, and packs them. Loaded when somebody asks for the files.
import { downloadZip } from 'client-zip';
import type { InboxTexts } from '../../../handover/inbox.ts';
import { perLanguage } from '../../../i18n/languages.ts';
import type { PublicationFault } from '../../../publications/fault.ts';
import { type LessonContent, type LessonFacts, lessonFiles } from '../../../publications/lesson-files.ts';
import type { SourceFile } from '../../../publications/publication-faults.ts';
import { askPublication } from '../../workers/publication/client.ts';

/** What the page's own words are, in every language. */
export type Words = InboxTexts['drafts'];

/** The same field of every file. */
const SHARED: Record<string, string> = {
  ...{ id: 'id', product: 'affected', 'product.name': 'product', 'product.affected': 'affected' },
  ...{ 'product.fixed': 'fixed', 'vulnerability.cve': 'cve', 'vulnerability.cvss': 'cvss', name: 'credit' },
  'vulnerability.cvss4': 'cvss4',
};
/** Each in its language. */
const IN_EACH: Record<string, string> = {
  ...{ title: 'title', summary: 'summary', audience: 'audience', text: 'body' },
  'vulnerability.impact': 'impact',
  ...{ 'vulnerability.description': 'description', 'vulnerability.remediation.text': 'remediation' },
};

/** The field of the form for a fault: `cvss`, or with its language `title-nl`. */
export function fieldOf({ path, field }: PublicationFault): string {
  if (field.startsWith('revisions')) return 'day';
  if (field.startsWith('about.')) return field.replace('.', '-');
  if (field.startsWith('acknowledgments')) return 'credit';
  const inEach = IN_EACH[field];
  const language = /\/(\w+)\.md$/.exec(path)?.[1];
  // What is wrong with the files as a whole is a matter of the id that they share.
  return inEach === undefined ? (SHARED[field] ?? 'id') : `${inEach}-${language}`;
}

/** Fields that are not right yet, in no order; see `fieldOf`. @throws WorkerTaskError */
export async function wrongFields(files: SourceFile[], words: Words): Promise<Set<string>> {
  const faults = await askPublication('faults', { files, words: Object.values(words) });
  return new Set(faults.map(fieldOf));
}

/** The files at their paths in the site's folder, and a note. @param note its name and words */
export function zipOf(sources: readonly SourceFile[], note: { name: string; input: string }): Promise<Blob> {
  const lastModified = new Date();
  const files = sources.map(({ path, text }) => ({ name: `src/content/${path}`, input: text, lastModified }));
  return downloadZip([{ ...note, lastModified }, ...files]).blob();
}

/** What stands in the form as files. */
export const filesOf = (content: LessonContent, facts: Omit<LessonFacts, 'revision'>, words: Words) =>
  lessonFiles(content, { ...facts, revision: perLanguage((code) => words[code].revision) });
