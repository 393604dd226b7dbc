import type { Case } from '../../src/disclosure/case.ts';
import { formatMoment } from '../../src/i18n/format.ts';
import { translator } from '../../src/i18n/index.ts';
import { type LanguageCode, paths } from '../../src/i18n/languages.ts';
import { organisation } from '../../src/organisation.ts';
import type { Mail } from './mailer.ts';

/** The largest sealed message that travels along as an attachment, in characters of armor. */
const LARGEST_ATTACHMENT = 512 * 1024;

/** What every mail to the team is made with. */
export interface TeamMail {
  /** Outbox id. */
  id: string;
  to: string[];
  language: LanguageCode;
  siteUrl: string;
}

/** Tells the team of a new report: reference, times, urgency, a link, and the sealed report. */
export function reportReceivedMail(mail: TeamMail, reported: Case, sealed: string): Mail {
  const t = translator(mail.language);
  const { reference, urgent } = reported;
  const deadline = formatMoment(new Date(reported.respondBy), mail.language);
  const subject = urgent ? 'mail:reportReceived.subjectUrgent' : 'mail:reportReceived.subject';
  return compose(mail, t(subject, { reference, deadline }), { reference, sealed }, [
    t('mail:reportReceived.intro'),
    urgent ? t('mail:reportReceived.urgent') : '',
    [
      `${t('mail:reportReceived.reference')}: ${reference}`,
      `${t('mail:reportReceived.received')}: ${formatMoment(new Date(reported.receivedAt), mail.language)}`,
      `${t('mail:reportReceived.deadline')}: ${deadline}`,
    ].join('\n'),
    t('mail:reportReceived.promise', { count: organisation.firstResponseDays }),
    `${t('mail:reportReceived.attached')}\n\n  gpg --decrypt ${reference}.asc`,
    `${t('mail:reportReceived.link')}\n${mail.siteUrl}${paths.policy[mail.language]}`,
  ]);
}

/** Tells the team that a reporter wrote again; the sealed message goes along. */
export function messageReceivedMail(mail: TeamMail, reference: string, sealed: string): Mail {
  const t = translator(mail.language);
  return compose(mail, t('mail:messageReceived.subject', { reference }), { reference, sealed }, [
    t('mail:messageReceived.intro', { reference }),
    `${t('mail:messageReceived.attached')}\n\n  gpg --decrypt ${reference}.asc`,
  ]);
}

/** Tells the team that a report was withdrawn and that everything about it is erased. */
export function reportWithdrawnMail(mail: TeamMail, reference: string): Mail {
  const t = translator(mail.language);
  const subject = t('mail:reportWithdrawn.subject', { reference });
  return compose(mail, subject, null, [t('mail:reportWithdrawn.text', { reference })]);
}

function compose(
  { id, to }: TeamMail,
  subject: string,
  attached: { reference: string; sealed: string } | null,
  paragraphs: string[],
): Mail {
  const isAttached = attached !== null && attached.sealed.length <= LARGEST_ATTACHMENT;
  return {
    id,
    to,
    subject,
    text: `${paragraphs.filter((paragraph) => paragraph !== '').join('\n\n')}\n`,
    attachments: isAttached
      ? [
          {
            filename: `${attached.reference}.asc`,
            content: attached.sealed,
            contentType: 'application/pgp-encrypted',
          },
        ]
      : [],
  };
}
