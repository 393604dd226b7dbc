import { site } from 'virtual:site';
import type { ReportTexts } from '../browser/report/texts.ts';
import { problems } from '../disclosure/problems.ts';
import { fillIn } from '../i18n/fill-in.ts';
import { translator } from '../i18n/index.ts';
import { type LanguageCode, paths } from '../i18n/languages.ts';
import { organisation } from '../organisation.ts';

/** The sentences that the form's script needs, in one language; handed over as one data attribute. */
export function reportTexts(language: LanguageCode): ReportTexts {
  const t = translator(language);
  const errors = t('report:errors', { returnObjects: true, skipInterpolation: true });
  const receiptFile = t('report:receiptFile', { returnObjects: true, skipInterpolation: true });
  const codes = Object.keys(problems) as (keyof typeof problems)[];
  return {
    errors,
    status: t('report:status', { returnObjects: true }),
    failed: { offline: t('report:failed.offline'), sealing: t('report:failed.sealing') },
    sealedFile: t('report:failed.fileName'),
    filesRemove: t('report:form.filesRemove', { skipInterpolation: true }),
    filesRemoveShort: t('report:form.filesRemoveShort'),
    upload: t('report:upload', { returnObjects: true }),
    added: t('report:sent.added'),
    earlierIsIn: t('report:failed.earlierIsIn', { skipInterpolation: true }),
    notAdded: t('report:sent.notAdded', { skipInterpolation: true }),
    filesCount: {
      filesCount_one: t('report:form.filesCount', { count: 1, skipInterpolation: true }),
      filesCount_other: t('report:form.filesCount', { count: 2, skipInterpolation: true }),
    },
    count: t('report:count', { returnObjects: true, skipInterpolation: true }),
    groups: t('report:groups', { returnObjects: true, skipInterpolation: true }),
    markdown: {
      loading: t('report:markdown.loading'),
      shown: t('report:markdown.shown'),
      empty: t('report:markdown.empty'),
      failed: t('report:markdown.failed'),
    },
    // The script fills in the rest, once there is something to fill in.
    receiptFile: { ...receiptFile, text: fillIn(receiptFile.text, { name: organisation.name }) },
    site: `${site.siteUrl}${paths.status[language]}`,
    problems: Object.fromEntries(
      codes.map((code) => [code, t(`problems:${code}`)]),
    ) as ReportTexts['problems'],
  };
}
