import { readFileSync } from 'node:fs';
import type { CaseProofTexts, VerifyTexts } from '../../src/handover/proof.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { organisation } from '../../src/organisation.ts';

/** The texts of the page that checks proofs, as its markup hands them over. */
export function readTexts(
  language: LanguageCode,
): VerifyTexts & { case: Pick<CaseProofTexts, 'none' | 'missing'> } {
  const path = new URL(`../../locales/${language}/proof.json`, import.meta.url);
  return { ...JSON.parse(readFileSync(path, 'utf8')), name: organisation.name };
}
