import { readFileSync } from 'node:fs';
import type evidence from '../../locales/nl/evidence.json';
import type mail from '../../locales/nl/mail.json';
import type terminal from '../../locales/nl/terminal.json';
import type { LanguageCode } from '../../src/i18n/languages.ts';

export type TerminalTexts = typeof terminal;

/** What `npm start` says, in the language of the terminal (`LC_ALL`, `LC_MESSAGES`, `LANG`): Dutch or English. */
export function terminalTexts(language: LanguageCode): TerminalTexts {
  return textsIn('terminal', language);
}

/** The words of a document of evidence, and the names of deadlines and marks in it. */
export function evidenceTexts(
  language: LanguageCode,
): typeof evidence & { deadlines: Record<string, string> } {
  const { deadline }: typeof mail = textsIn('mail', language);
  const words = textsIn<typeof evidence>('evidence', language);
  return { ...words, deadlines: { ...deadline, ...words.tracks } };
}

function textsIn<Texts>(name: string, language: LanguageCode): Texts {
  const file = new URL(`../../locales/${language}/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}
