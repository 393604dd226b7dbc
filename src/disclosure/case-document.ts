// A case as a document that a person reads without us: Markdown in which what strangers wrote is text and nothing else, in
// any program that shows it. Texts are indented blocks and names that could be more than words are code: no Markdown since
// the first has its own marks, HTML or links in these, and nothing in a text ends one.
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
    ...(filled.length === 0
      ? []
      : [filled.map(([name, value]) => `- ${inLine(name)}: ${inLine(value)}`).join('\n')]),
    ...written.flatMap((one) => [
      `### ${inLine(one.title)}`,
      ...(one.said ?? []).map(inLine),
      asBlock(one.text),
    ]),
  ];
}

/**
 * Words that no Markdown makes anything of: they begin with a letter or a number (of no list), and have no mark but those
 * between words. A full stop, a colon or a slash within a word may make an address of it.
 */
const PLAIN =
  /^(?!\p{N}+[.)])[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} ,;?%€'’"“”‘()·…–—+-]|\.(?= |$)|:(?= |$|\p{N})|\/(?![/\p{P}]))*$/u;
/** What `isolated` puts around a name for a page; here it would only be shown as what can't be seen. */
const ISOLATED = /\u2068([^\u2066-\u2069]*)\u2069/gu;

/** A name or a value in a line of ours: nothing in it ends the line, or can't be seen. */
function inLine(value: string): string {
  const line = visibleLine(value.replaceAll(ISOLATED, '$1').replaceAll(/\s+/g, ' ').trim());
  return PLAIN.test(line) || line === '' ? line : asCode(line);
}

/** As CommonMark writes it where there are backticks in it; that any stand at its ends needs spaces. */
function asCode(line: string): string {
  const longest = Array.from(line.matchAll(/`+/g)).reduce((most, [run]) => Math.max(most, run.length), 0);
  const fence = '`'.repeat(longest + 1);
  const space = /^`|`$/.test(line) ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

/** A text of somebody's, line by line. What comes before it is no list, which would take the block in. */
function asBlock(text: string): string {
  return visibleText(text)
    .trimEnd()
    .split('\n')
    .map((line) => (line.trim() === '' ? '' : `    ${line}`))
    .join('\n');
}
