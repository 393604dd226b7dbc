import { type Case, isClaimedLater, type SealedMessage } from '../../src/disclosure/case.ts';
import { type DeadlineName, deadlinesOf } from '../../src/disclosure/clock.ts';
import { visibleLine } from '../../src/disclosure/foreign-text.ts';
import { openCommand } from '../../src/disclosure/open-command.ts';
import { formatDate, formatMoment } from '../../src/i18n/format.ts';
import { translator } from '../../src/i18n/index.ts';
import { type LanguageCode, locales, paths } from '../../src/i18n/languages.ts';
import type { Certificate } from '../../src/openpgp/keys.ts';
import type { Openers } from '../../src/openpgp/own-program.ts';
import { isSeipd2 } from '../../src/openpgp/split-message.ts';
import { authority, organisation } from '../../src/organisation.ts';
import { bothForms } from './both-forms.ts';
import { type Block, button, commands, deadline, facts, link, list, paragraph } from './content.ts';
import type { Mail } from './mailer.ts';
import { teamMailIds } from './thread.ts';

/** The largest sealed message that travels along as an attachment, in characters of armor. */
const LARGEST_ATTACHMENT = 512 * 1024;

/** What every mail to the team is made with. */
export interface TeamMail {
  /** Outbox id. */
  id: string;
  to: string[];
  language: LanguageCode;
  siteUrl: string;
  /** The case that it is about; absent where it is about none, or about several. */
  reference?: string;
  /** Who opens what is attached with GnuPG, and who can't; everybody does unless this says otherwise. */
  openers?: Openers<Pick<Certificate, 'fingerprint' | 'userIds'>>;
}

/** Tells the team of a new report: reference, times, urgency, a link, and the sealed report. */
export function reportReceivedMail(mail: TeamMail, reported: Case, sealed: string): Mail {
  const t = translator(mail.language);
  if (isClaimedLater(reported)) return claimFoundMail(mail, reported, sealed);
  const { reference, urgent, claimedAt } = reported;
  const respondBy = formatMoment(new Date(reported.respondBy), mail.language);
  const check = openCheckOf(reported);
  const plain = urgent ? 'mail:reportReceived.subjectUrgent' : 'mail:reportReceived.subject';
  // The subject names what is due first.
  const subject =
    check === null
      ? t(plain, { reference, deadline: respondBy })
      : t('mail:reportReceived.subjectClaimed', { reference, deadline: formatMoment(check, mail.language) });
  const saidOfIt = claimedAt === null ? 'mail:reportReceived.urgent' : 'mail:reportReceived.claimed';
  return mailToTeam(mail, subject, { reference, sealed }, [
    paragraph(t('mail:reportReceived.intro')),
    ...sameMessage(mail, reported.sameAs),
    ...(urgent ? [paragraph(t(saidOfIt))] : []),
    ...checkBy(mail, reported),
    deadline([t('mail:reportReceived.deadline'), respondBy]),
    facts(
      [t('mail:reportReceived.reference'), reference],
      [t('mail:reportReceived.received'), formatMoment(new Date(reported.receivedAt), mail.language)],
    ),
    paragraph(t('mail:reportReceived.promise', { count: organisation.firstResponseDays })),
    inboxButton(mail, reference),
    ...howToOpen(mail, 'mail:reportReceived.attached', reference, sealed),
  ]);
}

/** Tells the team what was found in a report that it had opened: that the weak spot is being exploited. */
function claimFoundMail(mail: TeamMail, reported: Case, sealed: string): Mail {
  const t = translator(mail.language);
  const { reference, receivedAt } = reported;
  return mailToTeam(mail, t('mail:claimFound.subject', { reference }), { reference, sealed }, [
    paragraph(t('mail:claimFound.intro', { reference })),
    ...checkBy(mail, reported),
    facts(
      [t('mail:reportReceived.reference'), reference],
      [t('mail:reportReceived.received'), formatMoment(new Date(receivedAt), mail.language)],
    ),
    inboxButton(mail, reference),
    ...howToOpen(mail, 'mail:reportReceived.attached', reference, sealed),
  ]);
}

/** By when the team looks whether it is exploited, where that was said. */
function checkBy({ language }: TeamMail, reported: Case): Block[] {
  const check = openCheckOf(reported);
  const words = translator(language)('mail:reportReceived.checkBy');
  return check === null ? [] : [deadline([words, formatMoment(check, language)])];
}

/** When that look is due; null where none is, or where it was taken. */
function openCheckOf(reported: Case): Date | null {
  const check = deadlinesOf(reported).find(({ name }) => name === 'exploitation-check');
  return check?.dueAt == null || check.doneAt !== null ? null : new Date(check.dueAt);
}

/**
 * Tells the team that a reporter wrote again: to agree to the day of publication, or in a case that is closed, where
 * that is so; the sealed message goes along.
 */
export function messageReceivedMail(
  mail: TeamMail,
  found: Pick<Case, 'reference' | 'status' | 'publishOn' | 'publishAgreedAt' | 'waitingSince'>,
  { at, sealed, sameAs }: Pick<SealedMessage, 'at' | 'sealed' | 'sameAs'>,
): Mail {
  const t = translator(mail.language);
  const { reference, status, publishOn, publishAgreedAt, waitingSince } = found;
  const isAgreed = publishOn !== null && publishAgreedAt === at;
  const suffix = isAgreed ? 'Agreed' : status === 'closed' ? 'Closed' : '';
  const day = isAgreed ? formatDate(new Date(publishOn), mail.language) : '';
  const subject = t(`mail:messageReceived.subject${suffix}`, { reference, day });
  // The agreement asks for nothing; what was asked beside it does.
  const intro = isAgreed && waitingSince !== null ? 'AgreedWaits' : suffix;
  return mailToTeam(mail, subject, { reference, sealed }, [
    paragraph(t(`mail:messageReceived.intro${intro}`, { reference, day })),
    ...sameMessage(mail, sameAs),
    inboxButton(mail, reference),
    ...howToOpen(mail, 'mail:messageReceived.attached', reference, sealed),
  ]);
}

/** How what is attached is opened with GnuPG; for whom that is of no use, and what they do. */
function howToOpen(
  { language, openers: { useGnupg, others } = { useGnupg: true, others: [] } }: TeamMail,
  attached: 'mail:reportReceived.attached' | 'mail:messageReceived.attached',
  reference: string,
  sealed: string,
): Block[] {
  const t = translator(language);
  if (isSeipd2(sealed)) return [paragraph(t('mail:newerMessage'))];
  if (!useGnupg) return [paragraph(t('mail:newerTeam'))];
  const withGnupg = commands(t(attached), openCommand(reference));
  if (others.length === 0) return [withGnupg];
  const names = others.map(({ userIds, fingerprint }) => visibleLine(userIds[0] ?? fingerprint));
  const whose = new Intl.ListFormat(locales[language]).format(names);
  return [withGnupg, paragraph(t('mail:newerKeys', { names: whose, count: names.length }))];
}

/** Says that a message is not new: whoever sent it need not have written it. */
function sameMessage({ language }: TeamMail, sameAs: string | null): Block[] {
  return sameAs === null ? [] : [paragraph(translator(language)('mail:sameMessage', { reference: sameAs }))];
}

/**
 * Tells the team that a report was withdrawn and erased, and names what must be reported to the authorities all the same.
 * @param stub what is left of the case, where anything is
 * @param about `claimed` where it had said that the weak spot is exploited, and nobody had answered that
 */
export function reportWithdrawnMail(
  mail: TeamMail,
  reference: string,
  stub: Case | null,
  about: string,
): Mail {
  const t = translator(mail.language);
  const text = [
    paragraph(t('mail:reportWithdrawn.text', { reference })),
    ...(about === 'claimed' ? [paragraph(t('mail:reportWithdrawn.claimed'))] : []),
  ];
  const owed = stub?.withdrawnAt ? deadlinesOf(stub).filter(({ doneAt }) => doneAt === null) : [];
  if (owed.length === 0)
    return mailToTeam(mail, t('mail:reportWithdrawn.subject', { reference }), null, text);
  const running = owed.map(({ name, dueAt }): [string, string] => [
    t(`mail:deadline.${name}`),
    dueAt === null ? t(undatedOf(name)) : formatMoment(new Date(dueAt), mail.language),
  ]);
  return mailToTeam(mail, t('mail:reportWithdrawn.subjectOwed', { reference }), null, [
    ...text,
    list(t('mail:reportWithdrawn.owed'), ...running),
    paragraph(t('mail:reportWithdrawn.stub')),
    link(t('mail:reminder.platform'), authority.reportingPlatform),
    inboxButton(mail, reference),
  ]);
}

/** What a duty waits for whose time is not known yet. */
export function undatedOf(
  name: DeadlineName,
): 'mail:reportWithdrawn.noFixYet' | 'mail:reportWithdrawn.notNotified' {
  return name === 'final-report' ? 'mail:reportWithdrawn.noFixYet' : 'mail:reportWithdrawn.notNotified';
}

/** Where a case is opened; the reference is behind the #, so that it stands in no server's log. */
function inboxLink({ siteUrl, language }: TeamMail, reference = ''): string {
  const page = `${siteUrl}${paths.inbox[language]}`;
  return reference === '' ? page : `${page}#${reference}`;
}

/** What leads to the inbox: to a case where one is named, else to the list. */
export function inboxButton(mail: TeamMail, reference = ''): Block {
  const t = translator(mail.language);
  return button(t(reference === '' ? 'mail:openInbox' : 'mail:openInInbox'), inboxLink(mail, reference));
}

/** A mail with this content and one button: its own, or that of the inbox. What is too large to travel along is not attached. */
export function mailToTeam(
  mail: TeamMail,
  subject: string,
  attached: { reference: string; sealed: string } | null,
  blocks: Block[],
): Mail {
  const isAttached = attached !== null && attached.sealed.length <= LARGEST_ATTACHMENT;
  const { id, to, language } = mail;
  const t = translator(language);
  const hasButton = blocks.some(({ kind }) => kind === 'button');
  return {
    ...{ id, to, ...teamMailIds(mail), sender: t('siteName') },
    ...bothForms(subject, language, hasButton ? blocks : [...blocks, inboxButton(mail)]),
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
