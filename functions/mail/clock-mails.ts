import type { Case } from '../../src/disclosure/case.ts';
import { type OpenDeadline, openDeadlines } from '../../src/disclosure/clock.ts';
import { formatMoment, formatMonth, formatSpan } from '../../src/i18n/format.ts';
import { translator } from '../../src/i18n/index.ts';
import { authority } from '../../src/organisation.ts';
import type { Store } from '../store/store.ts';
import { deadline, facts, link, list, paragraph } from './content.ts';
import type { Mail } from './mailer.ts';
import { inboxLink, mailToTeam, type TeamMail } from './team-mails.ts';

/** Late by less than this counts as now, in ms. */
const MOMENT = 60 * 60 * 1000;
/** Cases that the summary names. */
const MOST_NAMED = 50;

/**
 * Reminds the team of a deadline: what is due in which case, when, and by how much it is late when the mail is
 * made. Null when the deadline is met, or taken back, by then.
 */
export function reminderMail(mail: TeamMail, found: Case, name: string, now: Date): Mail | null {
  const due = openDeadlines(found).find((open) => open.name === name);
  if (!due) return null;
  const t = translator(mail.language);
  const { reference } = found;
  const what = t(`mail:deadline.${due.name}`);
  const when = formatMoment(new Date(due.dueAt), mail.language);
  const span = formatSpan(Math.abs(now.getTime() - due.dueAt), mail.language);
  const state = stateOf(due, now.getTime());
  return mailToTeam(mail, t(`mail:reminder.subject.${state}`, { what, reference, span }), null, [
    paragraph(t(`mail:reminder.text.${state}`, { what, reference, span })),
    deadline(
      [t('mail:reminder.due'), when],
      ...(state === 'late' ? [[t('mail:reminder.lateBy'), span] as [string, string]] : []),
    ),
    facts([t('mail:reportReceived.reference'), reference], [t('mail:reminder.what'), what]),
    paragraph(t(`mail:duty.${due.name}`)),
    ...(due.name === 'first-response'
      ? []
      : [link(t('mail:reminder.platform'), authority.reportingPlatform)]),
    link(t('mail:openInInbox'), inboxLink(mail, reference)),
  ]);
}

/**
 * Tells the team how a month went and which cases wait for something. Null when nothing happened and nothing waits.
 * @param month `2026-11`
 */
export async function monthlySummaryMail(mail: TeamMail, month: string, store: Store): Promise<Mail | null> {
  const [figures] = await store.readFigures([month]);
  const { cases, next } = await store.listCases({ status: null, after: null, limit: MOST_NAMED });
  const waiting = cases.flatMap((one) => {
    const [due] = openDeadlines(one);
    return due ? [{ reference: one.reference, ...due }] : [];
  });
  if (!figures || (figures.received === 0 && figures.answered === 0 && waiting.length === 0)) return null;
  const t = translator(mail.language);
  const { received, answered, late, totalMs, slowestMs } = figures;
  const monthName = formatMonth(month, mail.language);
  const lines: [string, string][] = [
    [t('mail:summary.received'), String(received)],
    [t('mail:summary.answered'), String(answered)],
    [t('mail:summary.onTime'), String(answered - late)],
  ];
  if (answered > 0) {
    lines.push(
      [t('mail:summary.average'), formatSpan(totalMs / answered, mail.language)],
      [t('mail:summary.slowest'), formatSpan(slowestMs, mail.language)],
    );
  }
  const open = waiting.map(({ reference, name, dueAt }): [string, string] => [
    `${reference}, ${t(`mail:deadline.${name}`)}`,
    formatMoment(new Date(dueAt), mail.language),
  ]);
  // A page full of deadlines has more behind it.
  const hasMore = next !== null && waiting.length === cases.length;
  return mailToTeam(mail, t('mail:summary.subject', { month: monthName }), null, [
    paragraph(t('mail:summary.intro', { month: monthName })),
    facts(...lines),
    open.length === 0 ? paragraph(t('mail:summary.nothingWaits')) : list(t('mail:summary.waits'), ...open),
    ...(hasMore ? [paragraph(t('mail:summary.more'))] : []),
    link(t('mail:summary.inbox'), inboxLink(mail)),
  ]);
}

function stateOf({ dueAt }: OpenDeadline, now: number): 'before' | 'now' | 'late' {
  if (now < dueAt) return 'before';
  return now - dueAt < MOMENT ? 'now' : 'late';
}
