import { site } from 'virtual:site';
import { fillIn } from '../i18n/fill-in.ts';
import { translator } from '../i18n/index.ts';
import { type LanguageCode, paths } from '../i18n/languages.ts';
import { organisation } from '../organisation.ts';
import { raw } from './texts.ts';

/** What is said of a statement wherever one is shown. */
export type StatementTexts = ReturnType<typeof statementTexts>;
/** The sentences of the page that checks receipts. */
export type VerifyTexts = ReturnType<typeof verifyTexts>;
/** The sentences of the status page's part about proof. */
export type CaseProofTexts = ReturnType<typeof caseProofTexts>;

function statementTexts(language: LanguageCode) {
  const t = translator(language);
  return {
    statement: t('proof:statement', raw),
    signature: t('proof:signature', raw),
    sealed: t('proof:sealed', raw),
    log: t('proof:log', raw),
  };
}

/** Picks them, in one language; `{{name}}` is still in them. */
export function verifyTexts(language: LanguageCode) {
  const t = translator(language);
  return {
    ...statementTexts(language),
    /** The organisation, for sentences about it. */
    name: organisation.name,
    verdict: t('proof:verdict', raw),
    faults: t('proof:faults', raw),
  };
}

/** Picks them, in one language; `{{reference}}` and the like are still in them. */
export function caseProofTexts(language: LanguageCode) {
  const t = translator(language);
  const file = t('proof:file', raw);
  const known = { name: organisation.name, address: `${site.siteUrl}${paths.proof[language]}` };
  return {
    ...statementTexts(language),
    file: { ...file, text: fillIn(file.text, known) },
    none: t('proof:case.none'),
    missing: t('proof:case.missing', raw),
    noKeys: t('proof:case.noKeys'),
    checking: t('proof:state.checking'),
  };
}
