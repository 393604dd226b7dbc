import { translator } from '../i18n/index.ts';
import type { LanguageCode } from '../i18n/languages.ts';
import { raw } from './texts.ts';

/** What a page says of files that are chosen and sent. */
export type FileTexts = ReturnType<typeof fileTexts>;

/** Picks it, in one language, for files that go with a report. */
export function fileTexts(language: LanguageCode) {
  const t = translator(language);
  return {
    errors: {
      filesTooMany: t('report:errors.filesTooMany', { skipInterpolation: true }),
      filesTooLarge: t('report:errors.filesTooLarge', { skipInterpolation: true }),
      filesUnreadable: t('report:errors.filesUnreadable'),
    },
    filesRemove: t('report:form.filesRemove', { skipInterpolation: true }),
    filesRemoveShort: t('report:form.filesRemoveShort'),
    filesCount: {
      filesCount_one: t('report:form.filesCount', { count: 1, skipInterpolation: true }),
      filesCount_other: t('report:form.filesCount', { count: 2, skipInterpolation: true }),
    },
    upload: t('report:upload', { returnObjects: true }),
  };
}

/** What the status page says of files that go with messages. */
export type MessageFileTexts = ReturnType<typeof messageFileTexts>;

/** Picks it, in one language. */
export function messageFileTexts(language: LanguageCode) {
  const t = translator(language);
  const { upload, ...texts } = fileTexts(language);
  return {
    ...texts,
    upload: {
      ...upload,
      text: t('files:reporter.upload.text'),
      allDone: t('files:reporter.upload.allDone'),
      paused: t('files:reporter.upload.paused'),
      stopped: t('files:reporter.upload.stopped'),
    },
    notLoaded: t('files:reporter.choose.notLoaded'),
    shown: t('files:reporter.shown', raw),
  };
}
