import { readFileSync } from 'node:fs';
import type terminal from '../../locales/nl/terminal.json';
import type { LanguageCode } from '../../src/i18n/languages.ts';

export type TerminalTexts = typeof terminal;

/** What `npm start` says, in the language of the terminal (`LC_ALL`, `LC_MESSAGES`, `LANG`): Dutch or English. */
export function terminalTexts(language: LanguageCode): TerminalTexts {
  const file = new URL(`../../locales/${language}/terminal.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}
