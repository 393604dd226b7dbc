import { site } from 'virtual:site';
import { fillIn } from '../i18n/fill-in.ts';
import { translator } from '../i18n/index.ts';
import { type LanguageCode, paths } from '../i18n/languages.ts';
import { organisation } from '../organisation.ts';
import { fileTexts } from './files.ts';
import { problemTexts, raw } from './texts.ts';

/** The sentences of the report form's script. */
export type ReportTexts = ReturnType<typeof reportTexts>;

/** Picks them, in one language; what the script fills in, as `{{count}}`, is still in them. */
export function reportTexts(language: LanguageCode) {
  const t = translator(language);
  const { filesRemove, filesRemoveShort, filesCount, upload } = fileTexts(language);
  const receiptFile = t('report:receiptFile', raw);
  const addressOf = (path: Record<LanguageCode, string>) => `${site.siteUrl}${path[language]}`;
  return {
    errors: t('report:errors', raw),
    status: t('report:status', { returnObjects: true }),
    failed: { offline: t('report:failed.offline'), sealing: t('report:failed.sealing') },
    /** Name of the file that a sealed report is downloaded as. */
    sealedFile: t('report:failed.fileName'),
    filesRemove,
    filesRemoveShort,
    filesCount,
    upload,
    /** Said when an earlier version had arrived and the newer one was added as a message. */
    added: t('report:sent.added'),
    /** Said where an earlier version is in, and the newer one could not be added yet. */
    earlierIsIn: t('report:failed.earlierIsIn', { skipInterpolation: true }),
    notAdded: t('report:sent.notAdded', { skipInterpolation: true }),
    /** What is left of a long text, or too much. */
    count: t('report:count', raw),
    /** How much of a folded part is filled in. */
    groups: t('report:groups', raw),
    markdown: {
      loading: t('report:markdown.loading'),
      shown: t('report:markdown.shown'),
      empty: t('report:markdown.empty'),
      failed: t('report:markdown.failed'),
    },
    // The script fills in the rest, once there is something to fill in.
    receiptFile: {
      ...receiptFile,
      text: fillIn(receiptFile.text, {
        name: organisation.name,
        site: addressOf(paths.status),
        privacy: addressOf(paths.privacy),
      }),
      proof: fillIn(receiptFile.proof, { name: organisation.name, address: addressOf(paths.proof) }),
    },
    /** The page once a report is in. */
    arrived: {
      pageTitle: `${t('report:sent.title')} · ${t('siteName')}`,
      title: t('report:sent.title'),
      text: t('report:sent.text'),
      letGo: t('report:sent.letGo'),
      answer: t('received:next.answer', { skipInterpolation: true }),
    },
    /** News by mail, offered there. */
    news: {
      trying: t('report:news.trying'),
      sent: t('status:alert.unconfirmed'),
      wrong: t('status:alert.wrong'),
      offline: t('report:news.offline'),
    },
    faultNumber: t('faultNumber', { skipInterpolation: true }),
    problems: problemTexts(language),
  };
}

/** The words of the questions of CVSS, which their part of the form hands over. */
export type CvssTexts = ReturnType<typeof cvssTexts>;

/** Picks them, in one language. */
export function cvssTexts(language: LanguageCode) {
  return translator(language)('report:cvss', raw);
}

/** The words of the preview: those of the inbox, and what the server sees. */
export type PreviewTexts = ReturnType<typeof previewTexts>;

/** Picks them, in one language. */
export function previewTexts(language: LanguageCode) {
  const t = translator(language);
  return {
    fields: t('inbox:case.fields', raw),
    anonymous: t('inbox:case.anonymous'),
    notNamed: t('inbox:case.notNamed'),
    notSo: t('inbox:case.notSo'),
    attachments: t('inbox:case.attachments'),
    server: t('report:preview.server', raw),
  };
}
