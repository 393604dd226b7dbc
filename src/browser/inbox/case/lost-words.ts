// What somebody wrote in the forms of a case that is gone, to be copied.
import { duties } from '../../../disclosure/duties.ts';
import { keptJson } from '../base/kept-form.ts';
import { CRA_DRAFT, numberFields } from './cra-draft.ts';
import { sheetDraftName } from './sheet-draft.ts';

/** The fields in which one writes, by the name of the form: of `note` the whole is one. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  reply: ['message', 'sealed'],
  triage: ['label', 'ticket'],
  'hand-over': ['words', 'key'],
  lesson: ['title', 'summary', 'audience', 'description', 'impact', 'remediation', 'body', 'about'],
  cve: ['component', 'vector', 'description', 'references'],
  [CRA_DRAFT]: numberFields,
  ...Object.fromEntries(duties.map((duty) => [sheetDraftName(duty), ['typed']])),
};

/**
 * The words in drafts.
 * @param written what is kept of forms, by their names: text, or its fields as JSON; null for what is not open
 * @returns parts with an empty line between them; empty for nothing
 */
export function lostWords(written: Iterable<readonly [name: string, text: string | null]>): string {
  const parts = [...written].flatMap(([name, text]) => {
    if (text === null) return [];
    return name === 'note' ? [text] : wordsIn(name, text);
  });
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('\n\n');
}

function wordsIn(name: string, text: string): string[] {
  const fields = keptJson(text);
  if (typeof fields !== 'object' || fields === null) return [];
  // What is written in every language is an object of texts.
  const values = (FIELDS[name] ?? []).map((field) => (fields as Record<string, unknown>)[field]);
  return values
    .flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : [value]))
    .filter((value) => typeof value === 'string');
}
