import type { Case } from '../../src/disclosure/case.ts';
import { type OpenDeadline, openDeadlines } from '../../src/disclosure/clock.ts';
import { duties, stageOf } from '../../src/disclosure/duties.ts';
import { formatDayOf, formatMoment, formatSpan } from '../../src/i18n/format.ts';
import { translator } from '../../src/i18n/index.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { authority } from '../../src/organisation.ts';
import { deadline, facts, link, paragraph } from './content.ts';
import { whenOf } from './due-words.ts';
import type { Mail } from './mailer.ts';
import { inboxButton, mailToTeam, type TeamMail } from './team-mails.ts';

/** Late by less than this counts as now, in ms. */
const MOMENT = 60 * 60 * 1000;

/**
 * Reminds the team of a deadline: what is due in which case, when, and by how much it is late when the mail is
 * made. Null when the deadline is met, or taken back, by then.
 */
export function reminderMail(mail: TeamMail, found: Case, name: string, now: Date): Mail | null {
  const due = openDeadlines(found).find((open) => open.name === name);
  if (!due) return null;
  const t = translator(mail.language);
  const { reference } = found;
  const { subject, text, dates, what } = wordsOf(due, found, mail.language, now.getTime());
  const isToAuthorities = duties.some((duty) => duty === due.name && stageOf(duty) !== null);
  const isAnew = due.name === 'message' && found.status === 'closed';
  const isOurs = due.name === 'publication' && found.publishAgreedAt === null;
  return mailToTeam(mail, subject, null, [
    paragraph(text),
    ...(isAnew ? [paragraph(t('mail:reminder.closed'))] : []),
    ...(isOurs ? [paragraph(t('mail:reminder.notAgreed'))] : []),
    deadline(...dates),
    facts([t('mail:reportReceived.reference'), reference], ...what),
    paragraph(t(`mail:duty.${due.name}`)),
    ...(isToAuthorities ? [link(t('mail:reminder.platform'), authority.reportingPlatform)] : []),
    inboxButton(mail, reference),
  ]);
}

/** Tells the team from when on a closed case is erased, and how it is kept. */
export function erasureMail(mail: TeamMail, { reference, eraseAt }: Case): Mail {
  if (eraseAt === null) throw new Error('it is not announced');
  const t = translator(mail.language);
  const day = formatDayOf(new Date(eraseAt), mail.language);
  return mailToTeam(mail, t('mail:erasure.subject', { day, reference }), null, [
    paragraph(t('mail:erasure.text', { day, reference })),
    deadline([t('mail:erasure.from'), formatMoment(new Date(eraseAt), mail.language)]),
    paragraph(t('mail:erasure.keep', { button: t('inbox:actions.export') })),
    paragraph(t('mail:erasure.unless')),
    inboxButton(mail, reference),
  ]);
}

/** What a reminder says first: its subject, its first sentence, the moment or day that it is about, and what has to be done. */
interface Words {
  subject: string;
  text: string;
  dates: [string, string][];
  /** Nothing where the rest says it. */
  what: [string, string][];
}

function wordsOf(due: OpenDeadline, found: Case, language: LanguageCode, now: number): Words {
  const t = translator(language);
  const { reference, waitingSince, toldAt, respondedAt } = found;
  const { name, dueAt } = due;
  const state = stateOf(due, now);
  const when = whenOf(due, found, language);
  const spanSince = (time: number) => formatSpan(Math.abs(now - time), language);
  const span = spanSince(dueAt);
  switch (name) {
    case 'message':
    case 'progress': {
      const since = (name === 'message' ? waitingSince : (toldAt ?? respondedAt)) ?? dueAt;
      const words = { reference, span: spanSince(since) };
      return {
        subject: t(`mail:reminder.${name}.subject`, words),
        text: t(`mail:reminder.${name}.text`, words),
        dates: [
          [
            t(name === 'message' ? 'mail:reminder.waitsSince' : 'mail:reminder.heardLast'),
            formatMoment(new Date(since), language),
          ],
        ],
        what: [],
      };
    }
    case 'fix-date':
    case 'publication':
      return {
        subject: t(`mail:reminder.${name}.subject.${state}`, { reference, span }),
        text: t(`mail:reminder.${name}.text.${state}`, { reference, span }),
        dates: [[t(name === 'fix-date' ? 'mail:reminder.fixDay' : 'mail:reminder.publishDay'), when]],
        what: [],
      };
    default: {
      const what = t(`mail:deadline.${name}`);
      const words = { what, reference, span };
      return {
        subject: t(`mail:reminder.subject.${state}`, words),
        text: t(`mail:reminder.text.${state}`, words),
        dates: [
          [t('mail:reminder.due'), when],
          ...(state === 'late' ? [[t('mail:reminder.lateBy'), span] as [string, string]] : []),
        ],
        what: [[t('mail:reminder.what'), what]],
      };
    }
  }
}

function stateOf({ dueAt }: OpenDeadline, now: number): 'before' | 'now' | 'late' {
  if (now < dueAt) return 'before';
  return now - dueAt < MOMENT ? 'now' : 'late';
}
