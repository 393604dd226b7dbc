import { organisation, type ScopeLine } from '../organisation.ts';
import type { LanguageCode } from './languages.ts';

/**
 * What the policy is about, or is not, as it stands in one language.
 * @throws Error where a line has no words in it: who reads the other language would not know
 */
export function scopeLines(lines: readonly ScopeLine[], language: LanguageCode): string[] {
  return lines.map((line) => {
    const text = typeof line === 'string' ? line : line[language];
    if (!text) throw new Error(`a line of \`scope\` in src/organisation.ts has no words for "${language}"`);
    return text;
  });
}

/** The parts of the organisation's scope that name something, in one language; none where it has none. */
export function scopeParts(language: LanguageCode): { part: 'inScope' | 'outOfScope'; lines: string[] }[] {
  return (['inScope', 'outOfScope'] as const)
    .map((part) => ({ part, lines: scopeLines(organisation.scope?.[part] ?? [], language) }))
    .filter(({ lines }) => lines.length > 0);
}
