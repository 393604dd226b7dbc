import type { Case } from '../../src/disclosure/case.ts';
import { openDeadlines } from '../../src/disclosure/clock.ts';
import { formatDate, formatShortMoment, locales } from '../../src/i18n/format.ts';
import { translator } from '../../src/i18n/index.ts';
import { facts, list, paragraph } from './content.ts';
import { byWhen } from './due-words.ts';
import type { Mail } from './mailer.ts';
import { inboxButton, mailToTeam, type TeamMail } from './team-mails.ts';

/** Who has to do with an assignment, by what they are called. */
export interface Assignment {
  /** Who gave the case, where that is known. */
  by: string | null;
  /** Whose it is now. */
  assignee: string;
  /** Who stands in for them now, and the last day of their absence; null while they are there. */
  absence: { standIns: readonly string[]; until: string } | null;
}

/** Tells whoever a case was given to, and who stands in for them: by whom, what is due and when. */
export function assignedMail(mail: TeamMail, found: Case, assignment: Assignment): Mail {
  const { by, assignee } = assignment;
  const t = translator(mail.language);
  const { reference } = found;
  const moment = (time: number) => formatShortMoment(new Date(time), mail.language);
  const due = openDeadlines(found)
    // That a message waits stands below, with how long.
    .filter(({ name }) => name !== 'message')
    .map((one): [string, string] => [t(`mail:deadline.${one.name}`), byWhen(one, found, mail.language)]);
  if (found.waitingSince !== null)
    due.push([t('mail:assigned.waiting'), t('mail:assigned.since', { moment: moment(found.waitingSince) })]);
  return mailToTeam(mail, t('mail:assigned.subject', { reference }), null, [
    paragraph(introOf(mail, reference, assignment)),
    facts(
      [t('mail:reportReceived.reference'), reference],
      [t('mail:assigned.assignee'), assignee],
      ...(by === null ? [] : [[t('mail:assigned.by'), by] as [string, string]]),
    ),
    due.length === 0 ? paragraph(t('mail:assigned.nothingDue')) : list(t('mail:assigned.due'), ...due),
    inboxButton(mail, reference),
  ]);
}

function introOf({ language }: TeamMail, reference: string, { assignee, absence }: Assignment): string {
  const t = translator(language);
  if (absence === null) return t('mail:assigned.intro', { reference });
  const names = new Intl.ListFormat(locales[language]).format(absence.standIns);
  const until = formatDate(new Date(absence.until), language);
  return t('mail:assigned.away', { reference, assignee, until, names });
}
