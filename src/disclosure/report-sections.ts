// The long texts of a report document, each under a heading in the reporter's language.
import * as z from 'zod/mini';
import type { LanguageCode } from '../i18n/languages.ts';

/** In the order of the document. */
export const sections = ['description', 'steps', 'seen', 'proof', 'impact', 'discovery', 'replyKey'] as const;
export type Section = (typeof sections)[number];
/** Those that a document from before there was evidence does not have. */
const evidence: readonly Section[] = ['steps', 'seen', 'proof'];

const files = import.meta.glob('../../locales/*/document.json', { eager: true, import: 'default' });
const headingsSchema = z.strictObject({
  description: z.string(),
  steps: z.string(),
  seen: z.string(),
  proof: z.string(),
  impact: z.string(),
  discovery: z.string(),
  replyKey: z.string(),
});

/** The headings in one language. */
export function headingsOf(language: LanguageCode): Record<Section, string> {
  return headingsSchema.parse(files[`../../locales/${language}/document.json`]);
}

/** The texts that are there, each under its heading. */
export function writeSections(
  texts: { [Name in Section]?: string | undefined },
  language: LanguageCode,
): string {
  const headings = headingsOf(language);
  const lines = sections.map((name) => `## ${headings[name]}`);
  return sections
    .flatMap((name) => {
      const text = texts[name] ?? '';
      return text === '' ? [] : [`## ${headings[name]}\n\n${escapeHeadings(text, lines)}`];
    })
    .join('\n\n');
}

/**
 * Reads what `writeSections` wrote; empty for a section that is not there.
 * @param hasEvidence whether the sections with evidence count: else their headings are text
 */
export function readSections(
  lines: readonly string[],
  language: LanguageCode,
  hasEvidence: boolean,
): Record<Section, string> {
  const headings = headingsOf(language);
  const known = sections.filter((name) => hasEvidence || !evidence.includes(name));
  const headingLines = known.map((name) => `## ${headings[name]}`);
  const found = new Map<Section, string[]>();
  let current: string[] | undefined;
  for (const line of lines) {
    const section = known[headingLines.indexOf(line)];
    if (section) {
      current = found.get(section) ?? [];
      found.set(section, current);
    } else current?.push(isEscaped(line, headingLines) ? line.slice(1) : line);
  }
  const texts = sections.map((name) => [name, (found.get(name) ?? []).join('\n').trim()]);
  return Object.fromEntries(texts) as Record<Section, string>;
}

/** A line of the reporter's own that looks like one of our headings is escaped the way Markdown does it. */
function escapeHeadings(content: string, headingLines: readonly string[]): string {
  return content
    .split('\n')
    .map((own) => (isEscaped(`\\${own}`, headingLines) ? `\\${own}` : own))
    .join('\n');
}

function isEscaped(candidate: string, headingLines: readonly string[]): boolean {
  return candidate.startsWith('\\') && headingLines.includes(candidate.replace(/^\\+/, ''));
}
