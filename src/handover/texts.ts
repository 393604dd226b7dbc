import { type ProblemCode, problems } from '../disclosure/problems.ts';
import { translator } from '../i18n/index.ts';
import type { LanguageCode } from '../i18n/languages.ts';

/** For texts that a script fills in: `{{name}}` and the like are still in them. */
export const raw = { returnObjects: true, skipInterpolation: true } as const;

/** The sentence for every problem that our API may answer with. */
export function problemTexts(language: LanguageCode): Record<ProblemCode, string> {
  const t = translator(language);
  const codes = Object.keys(problems) as ProblemCode[];
  return Object.fromEntries(codes.map((code) => [code, t(`problems:${code}`)])) as Record<
    ProblemCode,
    string
  >;
}
