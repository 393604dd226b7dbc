import type { Case } from '../../src/disclosure/case.ts';
import { formatShortDay, formatShortMoment } from '../../src/i18n/format.ts';
import { translator } from '../../src/i18n/index.ts';
import { locales } from '../../src/i18n/languages.ts';
import { organisation } from '../../src/organisation.ts';
import type { GatheredMail } from '../store/store.ts';
import { list, paragraph } from './content.ts';
import { byWhen, firstDue } from './due-words.ts';
import type { Mail } from './mailer.ts';
import { absenceOf, memberName, type People } from './recipients.ts';
import { inboxButton, mailToTeam, type TeamMail } from './team-mails.ts';

/** One case of the digest: whose it is, what is new in it, and what it waits for. */
interface Line {
  reference: string;
  /** Fingerprint; null for nobody. */
  assignee: string | null;
  /** By which the cases of somebody are put in order, in ms. */
  at: number;
  what: string;
  waits: string;
}

/**
 * The digest of a day: every case of which there is something to tell once, under whoever it waits for, what nobody has
 * taken on first. Says only what stays as it is, so that a second attempt says the same.
 */
export function dailyMail(
  mail: TeamMail,
  gathered: readonly GatheredMail[],
  cases: ReadonlyMap<string, Case>,
  people: People,
): Mail {
  const t = translator(mail.language);
  const ofCase = Map.groupBy(gathered, ({ reference }) => reference);
  const lines = [...ofCase]
    .map(([reference, entries]) => lineOf(mail, reference, entries, cases.get(reference)))
    .sort((one, other) => one.at - other.at);
  const byAssignee = [...Map.groupBy(lines, ({ assignee }) => assignee)].sort(
    ([one], [other]) => Number(one !== null) - Number(other !== null),
  );
  return mailToTeam(mail, t('mail:daily.subject', { count: lines.length }), null, [
    paragraph(t('mail:daily.intro')),
    ...byAssignee.map(([assignee, own]) =>
      list(
        headOf(mail, assignee, people),
        ...own.map(({ reference, what, waits }): [string, string] => [`${reference}, ${what}`, waits]),
      ),
    ),
    paragraph(t('mail:daily.apart')),
    inboxButton(mail),
  ]);
}

/** Whom the cases below it wait for. */
function headOf({ language }: TeamMail, assignee: string | null, people: People): string {
  const t = translator(language);
  if (assignee === null) return t('mail:daily.nobody');
  const name = memberName(assignee, people);
  const absence = absenceOf(assignee, people);
  if (absence === null) return t('mail:daily.somebody', { name });
  const names = absence.standIns.map((one) => memberName(one, people));
  return t('mail:daily.away', { name, names: new Intl.ListFormat(locales[language]).format(names) });
}

function lineOf(
  { language }: TeamMail,
  reference: string,
  entries: readonly GatheredMail[],
  found: Case | undefined,
): Line {
  const t = translator(language);
  const moment = (time: number) => formatShortMoment(new Date(time), language);
  const countOf = (...kinds: GatheredMail['kind'][]) =>
    entries.filter(({ kind }) => kinds.includes(kind)).length;
  const messages = countOf('message-received');
  const isClosed = found?.status === 'closed';
  const news = [
    countOf('report-received', 'urgent-report-received') > 0 ? t('mail:daily.report') : '',
    messages > 0
      ? t(isClosed ? 'mail:daily.inClosed' : 'mail:digest.count.message', { count: messages })
      : '',
    countOf('report-withdrawn') > 0 ? t('mail:daily.withdrawn') : '',
    countOf('assigned') > 0 ? t('mail:daily.assigned') : '',
    countOf('reminder-ahead') > 0 ? t('mail:daily.ahead') : '',
    countOf('overdue-reminder') > 0 ? t('mail:daily.late') : '',
    countOf('erasure-ahead') > 0 ? t('mail:daily.erasure') : '',
  ];
  const due = found && firstDue({ ...found, waitingSince: null });
  const waiting = found?.waitingSince ?? null;
  const eraseAt = found?.eraseAt ?? null;
  const waits = [
    due ? `${t(`mail:deadline.${due.name}`)} ${byWhen(due, found, language)}` : '',
    waiting === null ? '' : t('mail:daily.waiting', { moment: moment(waiting) }),
    eraseAt === null
      ? ''
      : t('mail:digest.eraseFrom', {
          day: formatShortDay(new Date(eraseAt), language, organisation.timeZone),
        }),
  ].filter((part) => part !== '');
  return {
    reference,
    assignee: found?.assignee ?? null,
    at: due?.dueAt ?? waiting ?? Number.MAX_SAFE_INTEGER,
    what: news.filter((part) => part !== '').join(', '),
    waits: waits.length === 0 ? t('mail:daily.nothing') : waits.join('; '),
  };
}
