import type { InboxTexts } from '../browser/inbox/texts.ts';
import { problems } from '../disclosure/problems.ts';
import { translator } from '../i18n/index.ts';
import { type LanguageCode, languageCodes } from '../i18n/languages.ts';

/** What a draft of a publication says where somebody has to write. */
function draftWords(language: LanguageCode): InboxTexts['drafts'][LanguageCode] {
  const t = translator(language);
  return {
    title: t('drafts:title'),
    summary: t('drafts:summary'),
    revision: t('drafts:revision'),
    product: t('drafts:product'),
    description: t('drafts:description'),
    remediation: t('drafts:remediation'),
    body: t('drafts:body'),
    about: t('drafts:about'),
  };
}

/** The sentences that the inbox's script needs, in one language; handed over as one data attribute. */
export function inboxTexts(language: LanguageCode): InboxTexts {
  const t = translator(language);
  const raw = { returnObjects: true, skipInterpolation: true } as const;
  const filled = { returnObjects: true } as const;
  const codes = Object.keys(problems) as (keyof typeof problems)[];
  return {
    key: t('inbox:key', raw),
    gpg: t('inbox:gpg', raw),
    who: t('inbox:who', { skipInterpolation: true }),
    signOut: t('inbox:signOut'),
    overview: t('inbox:overview', raw),
    chart: t('inbox:chart', raw),
    list: t('inbox:list', raw),
    statuses: t('inbox:statuses', raw),
    deadlines: t('inbox:deadlines', raw),
    case: t('inbox:case', raw),
    stub: t('inbox:stub', raw),
    compose: t('inbox:compose', raw),
    actions: t('inbox:actions', raw),
    spam: t('inbox:spam', raw),
    errors: t('inbox:errors', raw),
    faultNumber: t('faultNumber', { skipInterpolation: true }),
    problems: Object.fromEntries(
      codes.map((code) => [code, t(`problems:${code}`)]),
    ) as InboxTexts['problems'],
    report: {
      weaknesses: t('report:form.weaknesses', filled),
      exposures: t('report:form.exposures', filled),
      publications: t('report:form.publications', filled),
    },
    replyNames: t('replies:names', filled),
    // Letters go out in the language of the reporter.
    replies: Object.fromEntries(
      languageCodes.map((code) => [code, translator(code)('replies:texts', raw)]),
    ) as InboxTexts['replies'],
    drafts: Object.fromEntries(languageCodes.map((code) => [code, draftWords(code)])) as InboxTexts['drafts'],
  };
}
