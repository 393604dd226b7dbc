import type { Case } from '../../src/disclosure/case.ts';
import { deadlinesOf, openDeadlines } from '../../src/disclosure/clock.ts';
import { formatShortDay, formatShortMoment } from '../../src/i18n/format.ts';
import { translator } from '../../src/i18n/index.ts';
import { authority, organisation } from '../../src/organisation.ts';
import type { GatheredMail } from '../store/store.ts';
import { type Block, link, list, paragraph } from './content.ts';
import { byWhen } from './due-words.ts';
import type { Mail } from './mailer.ts';
import { inboxButton, mailToTeam, type TeamMail, undatedOf } from './team-mails.ts';

/** The parts of a digest, what can wait least first. */
const sections = [
  ...(['duty', 'check', 'urgent', 'deadline', 'late', 'report', 'message', 'withdrawn', 'erasure'] as const),
] as const;
/** Those for which one opens a mail at once. */
const urgentSections: readonly Section[] = ['duty', 'check', 'urgent'];
type Section = (typeof sections)[number];

const reminders: ReadonlySet<GatheredMail['kind']> = new Set([
  ...(['reminder', 'reminder-ahead', 'duty-reminder', 'check-reminder', 'overdue-reminder'] as const),
]);

/** One line of a digest. */
interface Line {
  section: Section;
  reference: string;
  /** The time by which the lines of a section are put in order, in ms. */
  at: number;
  /** What stands after the reference, and what below it. */
  what: string;
  when: string;
}

/** What is left to tell of what was gathered: nothing of a deadline that was met since, or a case that is gone. */
export function worthTelling(
  gathered: readonly GatheredMail[],
  cases: ReadonlyMap<string, Case>,
): GatheredMail[] {
  const known = new Set<string>();
  return gathered.filter(({ kind, reference, about }) => {
    const found = cases.get(reference);
    if (kind === 'report-withdrawn') return true;
    if (kind === 'assigned') return found?.assignee === about;
    const isErasure = kind === 'erasure-ahead';
    if (!isReminder(kind) && !isErasure) return found !== undefined;
    // While mail was down a deadline may have been reminded of more than once.
    const name = isErasure ? `${reference} erasure` : `${reference} ${about}`;
    const holds =
      found &&
      (isErasure ? found.eraseAt !== null : openDeadlines(found).some((open) => open.name === about));
    const isNew = holds && !known.has(name);
    known.add(name);
    return isNew;
  });
}

/**
 * Tells the team of many things in one mail: every reference, with what it is about and by when. Says only what
 * stays as it is, so that a second attempt says the same.
 */
export function digestMail(
  mail: TeamMail,
  gathered: readonly GatheredMail[],
  cases: ReadonlyMap<string, Case>,
): Mail {
  const t = translator(mail.language);
  const lines = gathered
    .flatMap((entry) => linesOf(mail, entry, cases.get(entry.reference)))
    .sort((one, other) => one.at - other.at);
  const present = sections.flatMap((section) => {
    const own = lines.filter((line) => line.section === section);
    return own.length === 0 ? [] : [{ section, own }];
  });
  const counts = present
    .map(({ section, own }) => t(`mail:digest.count.${section}`, { count: own.length }))
    .join(', ');
  const isUrgent = present.some(({ section }) => urgentSections.includes(section));
  return mailToTeam(mail, isUrgent ? t('mail:digest.subjectUrgent', { counts }) : counts, null, [
    paragraph(t(introOf(present.map(({ section }) => section)))),
    ...present.flatMap(({ section, own }): Block[] => [
      list(
        t(`mail:digest.section.${section}`),
        ...own.map(({ reference, what, when }): [string, string] => [`${reference}${what}`, when]),
      ),
      ...(section === 'duty' ? [link(t('mail:reminder.platform'), authority.reportingPlatform)] : []),
    ]),
    inboxButton(mail),
  ]);
}

/** What of is late, or will be erased, is told of once a day; anything else only where it was too much. */
function introOf(present: readonly Section[]) {
  if (present.every((section) => section === 'erasure')) return 'mail:digest.introErasure';
  return present.every((section) => section === 'late' || section === 'erasure')
    ? 'mail:digest.introLate'
    : 'mail:digest.intro';
}

function linesOf({ language }: TeamMail, entry: GatheredMail, found: Case | undefined): Line[] {
  const t = translator(language);
  const moment = (time: number) => formatShortMoment(new Date(time), language);
  const { kind, reference, addedAt } = entry;
  /** Deadlines that run, of those for which `isMeant` holds. */
  const deadlines = (section: Section, isMeant: (name: string) => boolean): Line[] => {
    if (!found) return [];
    return openDeadlines(found)
      .filter(({ name }) => isMeant(name))
      .map((due) => {
        const when = byWhen(due, found, language);
        return { section, reference, at: due.dueAt, what: `, ${t(`mail:deadline.${due.name}`)}`, when };
      });
  };
  if (kind === 'duty-reminder') return deadlines('duty', (name) => name === entry.about);
  if (kind === 'check-reminder') return deadlines('check', (name) => name === entry.about);
  if (kind === 'overdue-reminder') return deadlines('late', (name) => name === entry.about);
  if (kind === 'reminder' || kind === 'reminder-ahead')
    return deadlines('deadline', (name) => name === entry.about);
  const at = { reference, at: addedAt, what: '', when: moment(addedAt) };
  if (kind === 'message-received') {
    const what = found?.status === 'closed' ? `, ${t('mail:digest.inClosed')}` : '';
    return [{ ...at, section: 'message', what }];
  }
  if (kind === 'erasure-ahead') {
    const eraseAt = found?.eraseAt ?? Number(entry.about);
    const when = t('mail:digest.eraseFrom', {
      day: formatShortDay(new Date(eraseAt), language, organisation.timeZone),
    });
    return [{ ...at, section: 'erasure', at: eraseAt, when }];
  }
  if (kind === 'report-withdrawn') {
    // What the law asks of the organisation outlives the report, also where nobody knows yet by when.
    const undated = (found ? deadlinesOf(found) : [])
      .filter(({ dueAt, doneAt }) => dueAt === null && doneAt === null)
      .map(({ name }): Line => {
        const what = `, ${t(`mail:deadline.${name}`)}`;
        return { ...at, section: 'duty', at: Number.MAX_SAFE_INTEGER, what, when: t(undatedOf(name)) };
      });
    const what = entry.about === 'claimed' ? `, ${t('mail:digest.claimed')}` : '';
    return [{ ...at, section: 'withdrawn', what }, ...deadlines('duty', () => true), ...undated];
  }
  const section = kind === 'urgent-report-received' ? 'urgent' : 'report';
  // What a report was found to say later does not make it come in anew.
  const what = `, ${t('mail:digest.received', { moment: moment(found?.receivedAt ?? addedAt) })}`;
  const answer = t('mail:digest.answer', { moment: moment(found?.respondBy ?? addedAt) });
  const check = kind === 'urgent-report-received' ? deadlines(section, isCheck) : [];
  const first = check.map(({ what: name, when }) => `${name.replace(/^, /, '')} ${when}, `).join('');
  const same = found?.sameAs ? `, ${t('mail:digest.sameAs', { reference: found.sameAs })}` : '';
  return [{ ...at, section, what, when: `${first}${answer}${same}` }];
}

const isCheck = (name: string) => name === 'exploitation-check';

/** Whether an entry reminds of a deadline, whose name is what it is about. */
export function isReminder(kind: GatheredMail['kind']): boolean {
  return reminders.has(kind);
}
