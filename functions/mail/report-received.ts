import type { Case } from '../../src/disclosure/case.ts';
import { formatMoment } from '../../src/i18n/format.ts';
import { translator } from '../../src/i18n/index.ts';
import { type LanguageCode, paths } from '../../src/i18n/languages.ts';
import { organisation } from '../../src/organisation.ts';
import type { Mail } from './mailer.ts';

/** The largest sealed report that travels along as an attachment, in characters of armor. */
const LARGEST_ATTACHMENT = 512 * 1024;

/** The mail that tells the team of a new report: reference, times, urgency, a link, and the sealed report. */
export function reportReceivedMail(input: {
  id: string;
  to: string[];
  language: LanguageCode;
  siteUrl: string;
  reported: Case;
  sealedReport: string;
}): Mail {
  const { id, to, language, siteUrl, reported, sealedReport } = input;
  const t = translator(language);
  const { reference, urgent } = reported;
  const deadline = formatMoment(new Date(reported.respondBy), language);
  const filename = `${reference}.asc`;
  const text = [
    t('mail:reportReceived.intro'),
    urgent ? t('mail:reportReceived.urgent') : '',
    [
      `${t('mail:reportReceived.reference')}: ${reference}`,
      `${t('mail:reportReceived.received')}: ${formatMoment(new Date(reported.receivedAt), language)}`,
      `${t('mail:reportReceived.deadline')}: ${deadline}`,
    ].join('\n'),
    t('mail:reportReceived.promise', { count: organisation.firstResponseDays }),
    `${t('mail:reportReceived.attached')}\n\n  gpg --decrypt ${filename}`,
    `${t('mail:reportReceived.link')}\n${siteUrl}${paths.policy[language]}`,
  ];
  return {
    id,
    to,
    subject: t(urgent ? 'mail:reportReceived.subjectUrgent' : 'mail:reportReceived.subject', {
      reference,
      deadline,
    }),
    text: `${text.filter((paragraph) => paragraph !== '').join('\n\n')}\n`,
    attachments:
      sealedReport.length <= LARGEST_ATTACHMENT
        ? [{ filename, content: sealedReport, contentType: 'application/pgp-encrypted' }]
        : [],
  };
}
