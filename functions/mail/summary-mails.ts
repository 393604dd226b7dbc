import { formatMonth, formatSpan } from '../../src/i18n/format.ts';
import { translator } from '../../src/i18n/index.ts';
import type { Store } from '../store/store.ts';
import { facts, list, paragraph } from './content.ts';
import { firstDue, whenOf } from './due-words.ts';
import type { Mail } from './mailer.ts';
import { inboxButton, mailToTeam, type TeamMail } from './team-mails.ts';

/** Cases that the summary names. */
const MOST_NAMED = 50;

/**
 * Tells the team how a month went and which cases wait for something. Null when nothing happened and nothing waits.
 * @param month `2026-11`
 */
export async function monthlySummaryMail(
  mail: TeamMail,
  month: string,
  { store, now }: { store: Pick<Store, 'readFigures' | 'listCases'>; now: Date },
): Promise<Mail | null> {
  const [figures] = await store.readFigures([month]);
  const { cases, next } = await store.listCases({ status: null, after: null, limit: MOST_NAMED });
  const waiting = cases.flatMap((one) => {
    const due = firstDue(one);
    // News for the reporter is asked for in every open case: only where it is late does something wait.
    return due && (due.name !== 'progress' || due.dueAt <= now.getTime()) ? [{ one, due }] : [];
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
  const open = waiting.map(({ one, due }): [string, string] => [
    `${one.reference}, ${t(`mail:deadline.${due.name}`)}`,
    whenOf(due, one, mail.language, true),
  ]);
  // A page full of deadlines has more behind it.
  const hasMore = next !== null && waiting.length === cases.length;
  return mailToTeam(mail, t('mail:summary.subject', { month: monthName }), null, [
    paragraph(t('mail:summary.intro', { month: monthName })),
    facts(...lines),
    open.length === 0 ? paragraph(t('mail:summary.nothingWaits')) : list(t('mail:summary.waits'), ...open),
    ...(hasMore ? [paragraph(t('mail:summary.more'))] : []),
    inboxButton(mail),
  ]);
}
