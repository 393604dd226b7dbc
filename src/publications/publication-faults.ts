// What stands in the way of publishing: all of it, of all files at once, so that whoever mends it mends it once.
import type { z } from 'zod';
import { documentFaults, type VexFile } from './document-faults.ts';
import type { PublicationFault } from './fault.ts';
import { type LessonFile, pairFaults } from './lesson-pairs.ts';
import { lessonSchema } from './lesson-schema.ts';
import { emptyHeadings, foreignIn } from './lesson-text.ts';
import { thanksSchema } from './thanks-schema.ts';
import { vexSchema } from './vex-schema.ts';

/** A file below src/content. */
export interface SourceFile {
  /** From there: `lessons/<slug>/<language>.md`, `thanks/<name>.yaml`, `vex/<name>.yaml`. */
  path: string;
  text: string;
}

export interface Reading {
  /** Reads YAML. @throws Error that says what is wrong in it */
  parse: (yaml: string) => unknown;
  /** The sentences of drafts, in every language: where one of them still stands, nobody has written yet. */
  drafts: readonly string[];
}

/** Front matter and text of a file, as Astro takes them apart. */
const FRONT = /^\uFEFF?\s*---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n([\s\S]*))?$/;
/** Everything that is wrong with what lies below src/content; empty where all of it can be published. */
export function publicationFaults(files: readonly SourceFile[], reading: Reading): PublicationFault[] {
  const faults: PublicationFault[] = [];
  const lessons: LessonFile[] = [];
  const vexes: VexFile[] = [];
  const unreadable: string[] = [];
  for (const file of files) {
    const { path } = file;
    if (path.startsWith('vex/')) {
      const read = readFields(file, vexSchema, reading);
      faults.push(...read.faults);
      if (read.data) vexes.push({ path, data: read.data });
    } else if (path.startsWith('thanks/')) faults.push(...thanksFaults(file, reading));
    else if (path.startsWith('lessons/')) {
      const id = path.replace(/^lessons\//, '').replace(/\.md$/, '');
      const read = readLesson(file, reading);
      faults.push(...read.faults);
      if (read.data) lessons.push({ id, data: read.data });
      else unreadable.push(id);
    }
  }
  for (const { at, sentence } of pairFaults(lessons, unreadable))
    faults.push({ path: `lessons/${at}`, field: '', sentence });
  return [...faults, ...documentFaults(lessons, vexes)];
}

function readLesson({ path, text }: SourceFile, reading: Reading) {
  const [, front, body = ''] = FRONT.exec(text) ?? [];
  if (front === undefined) {
    const sentence = 'begins with no front matter; put it between two lines of three dashes.';
    return { data: null, faults: [{ path, field: '', sentence }] };
  }
  const { data, faults } = readFields({ path, text: front }, lessonSchema, reading);
  const texts = body.split('\n').flatMap((line) => draftFault(line, reading.drafts) ?? []);
  if (body.trim() === '')
    texts.push('is empty; write what was wrong, what was done, and what readers can do.');
  texts.push(
    ...emptyHeadings(body).map(
      (heading) => `has nothing under “${heading}”; write it, or take the heading out.`,
    ),
  );
  for (const sentence of [...new Set([...texts, ...foreignIn(body)])])
    faults.push({ path, field: 'text', sentence });
  return { data, faults };
}

function thanksFaults(file: SourceFile, reading: Reading): PublicationFault[] {
  return readFields(file, thanksSchema, reading).faults;
}

/** Reads the fields of a file by their schema, and looks in all of them for what a draft left. */
function readFields<Data>({ path, text }: SourceFile, schema: z.ZodType<Data>, { parse, drafts }: Reading) {
  let fields: unknown;
  try {
    fields = parse(text);
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    return { data: null, faults: [{ path, field: '', sentence: `is no YAML that can be read: ${why}.` }] };
  }
  const read = schema.safeParse(fields);
  const faults = (read.error?.issues ?? []).map((issue) => ({
    path,
    field: issue.path.join('.'),
    sentence: `${sentenceOf(issue)}.`,
  }));
  for (const [field, value] of textsIn(fields)) {
    const sentence = draftFault(value, drafts);
    if (sentence !== null) faults.push({ path, field, sentence });
  }
  return { data: read.data ?? null, faults };
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  return isMissing ? 'is missing; write it' : issue.message;
}

/** Every text in a value, with the names that lead to it. */
function textsIn(value: unknown, path: string[] = []): [string, string][] {
  if (typeof value === 'string') return [[path.join('.'), value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => textsIn(part, [...path, name]));
}

/** What is said of a text that nobody has written yet; null for any other. */
function draftFault(text: string, drafts: readonly string[]): string | null {
  const own = text.trim();
  if (own !== '' && own !== '…' && drafts.includes(own) && !own.startsWith('## '))
    return `is still that of the draft (“${own}”); write your own.`;
  return /(?<!\S)…(?=$|[\s.,;:!?])/m.test(text)
    ? 'still has “…” where something is to be written; write it.'
    : null;
}

/** All faults as a person reads them in a terminal: by file, each with its field. */
export function faultsText(faults: readonly PublicationFault[]): string {
  const byPath = Map.groupBy(faults, ({ path }) => path);
  const lines = [...byPath].flatMap(([path, ofPath]) => [
    `src/content/${path}`,
    ...ofPath.map(({ field, sentence }) => `  ${field === '' ? '' : `${field}: `}${sentence}`),
  ]);
  return lines.join('\n');
}

/** Of a draft's words those that nobody would write themselves: the first revision of a lesson may well say just that. */
const OWN = ['revision'];

/** The sentences of drafts, from the files with their words. */
export function draftSentences(words: readonly object[]): string[] {
  const texts = words.flatMap((one) => Object.entries(one).filter(([name]) => !OWN.includes(name)));
  return texts.flatMap(([, text]) =>
    String(text)
      .split('\n')
      .map((line) => line.trim()),
  );
}
