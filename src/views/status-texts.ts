import type { StatusTexts } from '../browser/status/texts.ts';
import { problems } from '../disclosure/problems.ts';
import { translator } from '../i18n/index.ts';
import type { LanguageCode } from '../i18n/languages.ts';

/** The sentences that the status page's script needs, in one language; handed over as one data attribute. */
export function statusTexts(language: LanguageCode): StatusTexts {
  const t = translator(language);
  const raw = { returnObjects: true, skipInterpolation: true } as const;
  const codes = Object.keys(problems) as (keyof typeof problems)[];
  return {
    errors: t('status:errors', raw),
    steps: t('status:steps', raw),
    states: t('status:states', raw),
    outcomes: t('status:outcomes', raw),
    promise: t('status:promise', raw),
    credits: t('status:credits', raw),
    alert: t('status:alert', raw),
    fixUnknown: t('status:fixUnknown'),
    attachmentsState: t('status:attachmentsState', { skipInterpolation: true }),
    urgent: t('status:urgent'),
    opening: t('status:opening'),
    you: t('status:you'),
    team: t('status:team'),
    report: t('status:report'),
    sealedForKey: t('status:sealedForKey'),
    sealedForTeam: t('status:sealedForTeam'),
    withoutYou: t('status:withoutYou'),
    notSealed: t('status:notSealed'),
    tooLongToOpen: t('status:tooLongToOpen', { skipInterpolation: true }),
    tooSlow: t('status:tooSlow'),
    full: t('status:full'),
    download: t('status:download'),
    earlier: t('status:earlier', raw),
    copy: t('status:copy'),
    copied: t('status:copied'),
    copyYourself: t('status:copyYourself'),
    sending: t('status:sending'),
    sent: t('status:sent'),
    empty: t('status:empty'),
    tooLong: t('status:tooLong'),
    notSent: t('status:notSent'),
    withdrawConfirm: t('status:withdraw.confirm'),
    faultNumber: t('faultNumber', { skipInterpolation: true }),
    problems: Object.fromEntries(
      codes.map((code) => [code, t(`problems:${code}`)]),
    ) as StatusTexts['problems'],
  };
}
