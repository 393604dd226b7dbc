// A case as a document that a person reads without us: Markdown in which what strangers wrote is quoted, so that nothing
// of theirs looks like a part of it.
import { visibleLine, visibleText } from './foreign-text.ts';

/** A text that somebody wrote, with what is said above it. */
export interface WrittenText {
  title: string;
  /** Such as who wrote it; a line each. */
  said?: readonly string[];
  text: string;
}

/** A part of the document; what it has none of is left out. */
export interface DocumentPart {
  title: string;
  /** Names and values, in a list. */
  facts?: readonly (readonly [name: string, value: string])[];
  /** Sentences of our own. */
  sentences?: readonly string[];
  texts?: readonly WrittenText[];
}

/** Writes a document: its title, what is said below it, and its parts; a part that has nothing is none. */
export function writeDocument(
  title: string,
  sentences: readonly string[],
  parts: readonly DocumentPart[],
): string {
  const blocks = [`# ${inLine(title)}`, ...sentences, ...parts.flatMap(blocksOf)];
  return `${blocks.join('\n\n')}\n`;
}

function blocksOf({ title, facts = [], sentences = [], texts = [] }: DocumentPart): string[] {
  const filled = facts.filter(([, value]) => value !== '');
  const written = texts.filter(({ text }) => text.trim() !== '');
  if (filled.length === 0 && sentences.length === 0 && written.length === 0) return [];
  return [
    `## ${inLine(title)}`,
    ...sentences,
    ...(filled.length === 0 ? [] : [filled.map(([name, value]) => `- ${name}: ${inLine(value)}`).join('\n')]),
    ...written.flatMap((one) => [
      `### ${inLine(one.title)}`,
      ...(one.said ?? []).map(inLine),
      quoted(one.text),
    ]),
  ];
}

/** A value in a line: nothing in it ends the line, or can't be seen; what Markdown would take for its own is not. */
function inLine(value: string): string {
  return visibleLine(value.replaceAll(/\s+/g, ' ')).replaceAll(/[\\`*_[\]<>]/g, '\\$&');
}

/** A text of a stranger's, line by line. */
function quoted(text: string): string {
  return visibleText(text)
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n');
}
