import { telephoneLink, telephoneText } from '../i18n/addresses.ts';
import { translator } from '../i18n/index.ts';
import type { LanguageCode } from '../i18n/languages.ts';
import { organisation } from '../organisation.ts';
import { messageFileTexts } from './files.ts';
import { caseProofTexts } from './proof.ts';
import { signersOfTheTeam } from './signers.ts';
import type { StatusFacts } from './status-facts.ts';
import { problemTexts, raw } from './texts.ts';

/** The sentences of the status page's script. */
export type StatusTexts = ReturnType<typeof statusTexts>;

/** Picks them, in one language; `{{name}}` is still in them. */
export function statusTexts(language: LanguageCode) {
  const t = translator(language);
  const filled = { returnObjects: true } as const;
  return {
    errors: t('status:errors', raw),
    steps: t('status:steps', raw),
    states: t('status:states', raw),
    outcomes: t('status:outcomes', raw),
    closedOutcomes: t('status:closedOutcomes', raw),
    closesLater: t('status:closesLater'),
    standing: t('casePage:standing', raw),
    standingWithReward: t('casePage:withReward', { skipInterpolation: true }),
    next: t('status:next', raw),
    assessments: t('status:assessments', raw),
    times: t('status:times', raw),
    promise: t('status:promise', raw),
    credits: t('status:credits', raw),
    alert: t('status:alert', raw),
    fixUnknown: t('status:fixUnknown'),
    fixLate: t('status:fixLate', { skipInterpolation: true }),
    publication: t('status:publication', raw),
    attachmentsState: t('status:attachmentsState', { skipInterpolation: true }),
    urgent: t('status:urgent'),
    opening: t('status:opening'),
    you: t('status:you'),
    team: t('status:team'),
    authorship: t('status:authorship', raw),
    report: t('status:report'),
    sealedForKey: t('status:sealedForKey'),
    sealedForTeam: t('status:sealedForTeam'),
    withoutYou: t('status:withoutYou'),
    notSealed: t('status:notSealed'),
    tooLongToOpen: t('status:tooLongToOpen', { skipInterpolation: true }),
    tooSlow: t('status:tooSlow'),
    full: t('status:full'),
    download: t('status:download', { skipInterpolation: true }),
    earlier: t('status:earlier', raw),
    copy: t('status:copy', { skipInterpolation: true }),
    copied: t('status:copied'),
    copyYourself: t('status:copyYourself'),
    sending: t('status:sending'),
    sent: t('status:sent'),
    empty: t('status:empty'),
    tooLong: t('status:tooLong'),
    notSent: t('status:notSent'),
    reportWords: {
      fields: t('inbox:case.fields', raw),
      weaknesses: t('report:form.weaknesses', filled),
      exposures: t('report:form.exposures', filled),
      publications: t('report:form.publications', filled),
      notSo: t('inbox:case.notSo'),
    },
    noMessages: t('status:noMessages'),
    noMessagesKeyless: t('status:noMessagesKeyless'),
    raw: t('status:raw'),
    notRendered: t('status:notRendered'),
    files: messageFileTexts(language),
    proof: caseProofTexts(language),
    withdrawConfirm: t('status:withdraw.confirm'),
    faultNumber: t('faultNumber', { skipInterpolation: true }),
    problems: problemTexts(language),
  };
}

/** Picks what the status page knows besides. */
export function statusFacts(): StatusFacts {
  return {
    signers: signersOfTheTeam(),
    signedSince: organisation.signedSince,
    telephone: telephoneText,
    links: { telephone: telephoneLink, teamKey: '/team-key.asc', formerKeys: '/former-team-keys.asc' },
  };
}
