import { translator } from '../../src/i18n/index.ts';
import { type LanguageCode, paths } from '../../src/i18n/languages.ts';
import { bothForms } from './both-forms.ts';
import { type Block, button, link, paragraph } from './content.ts';
import type { Mail } from './mailer.ts';
import { reporterMailIds } from './thread.ts';

/** What every mail to a reporter is made with. It never names the reference, and says nothing of the case. */
export interface ReporterMail {
  /** Outbox id. */
  id: string;
  to: string;
  language: LanguageCode;
  siteUrl: string;
  alertId: string;
}

/** Asks whether the address may be used; only who opens the link turns alerts on. */
export function alertConfirmationMail(mail: ReporterMail): Mail {
  const t = translator(mail.language);
  const confirm = `${mail.siteUrl}/api/alerts/${mail.alertId}?language=${mail.language}`;
  return mailToReporter(mail, t('mail:alertConfirmation.subject'), [
    paragraph(t('mail:alertConfirmation.text')),
    button(t('mail:alertConfirmation.button'), confirm),
    paragraph(t('mail:alertConfirmation.ignore')),
    dataNotice(mail),
  ]);
}

/** Says that there is news, and where to read it. */
export function caseNewsMail(mail: ReporterMail): Mail {
  const t = translator(mail.language);
  const stop = `${mail.siteUrl}/api/alerts/${mail.alertId}?language=${mail.language}`;
  return mailToReporter(mail, t('mail:caseNews.subject'), [
    paragraph(t('mail:caseNews.text')),
    button(t('mail:caseNews.button'), `${mail.siteUrl}${paths.status[mail.language]}`),
    link(t('mail:caseNews.stop'), stop),
    dataNotice(mail),
  ]);
}

function dataNotice({ siteUrl, language }: ReporterMail): Block {
  return link(translator(language)('mail:dataNotice'), `${siteUrl}${paths.privacy[language]}`);
}

function mailToReporter(mail: ReporterMail, subject: string, blocks: Block[]): Mail {
  const { id, to, language } = mail;
  const ids = reporterMailIds(mail);
  const sender = translator(language)('siteName');
  return { id, to: [to], sender, ...ids, ...bothForms(subject, language, blocks), attachments: [] };
}
