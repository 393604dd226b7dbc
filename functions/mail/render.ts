import type { Case } from '../../src/disclosure/case.ts';
import { deadlinesOf } from '../../src/disclosure/clock.ts';
import { dutiesOf, tracks } from '../../src/disclosure/duties.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { openersOf } from '../../src/openpgp/own-program.ts';
import type { PublishedDesk } from '../../src/settings/desk-key.ts';
import type { DueMail, Store } from '../store/store.ts';
import { assignedMail } from './assigned-mails.ts';
import { dailyMail } from './daily-mails.ts';
import { deskKeyMail } from './desk-key-mails.ts';
import { digestMail, isReminder, worthTelling } from './digest-mails.ts';
import { erasureToTell } from './erasure-told.ts';
import { expiryMail, type KeyName, type TeamKeys } from './expiry-mails.ts';
import { logMail } from './log-mails.ts';
import type { Mail } from './mailer.ts';
import {
  absenceOf,
  memberName,
  peopleOf,
  remindedOf,
  toldOfAssignment,
  withoutMarker,
} from './recipients.ts';
import { erasureMail, reminderMail } from './reminder-mails.ts';
import { alertConfirmationMail, caseNewsMail } from './reporter-mails.ts';
import { storageMail } from './storage-mails.ts';
import { monthlySummaryMail } from './summary-mails.ts';
import { messageReceivedMail, reportReceivedMail, reportWithdrawnMail, type TeamMail } from './team-mails.ts';

/** Cases of a digest that are read in one go: their records come with reply keys, and an answer of the store has its bounds. */
const CASES_AT_ONCE = 250;

export interface RenderParts extends PublishedDesk {
  store: Store;
  /** Opens the address of a case's alert; null when it can't be opened any more. */
  addresses: { open(closed: string, reference: string): string | null };
  siteUrl: string;
  teamEmail: string[];
  teamLanguage: LanguageCode;
  /** What may be stored altogether, in bytes. */
  storageQuota: number;
  /** The team's certificates: whose keys they are. */
  team?: TeamKeys;
  /** The key that signs security.txt, where that is published apart. */
  signingKey?: KeyName | null;
  now: () => Date;
}

/** The mail for an outbox entry, made when it is sent; null when there is nothing (left) to tell, or nobody to. */
export async function renderMail(entry: DueMail, parts: RenderParts): Promise<Mail | null> {
  const { id, kind, reference } = entry;
  const { store, siteUrl } = parts;
  const openers = openersOf(parts.team ?? [], parts.now());
  const team: TeamMail = { id, to: parts.teamEmail, language: parts.teamLanguage, siteUrl, openers };
  if (kind === 'digest') return renderDigest(entry, parts, team);
  if (kind === 'monthly-summary') return monthlySummaryMail(team, entry.about, { store, now: parts.now() });
  if (kind === 'expiry-warning') return expiryMail(team, entry.about, parts, parts.now());
  if (kind === 'desk-key-warning') return deskKeyMail(team, parts);
  if (kind === 'log-warning') return logMail(team, entry.about);
  if (kind === 'storage-warning')
    return storageMail(team, entry.about, await store.storedBytes(), parts.storageQuota);
  const found = await store.findCase(reference);
  const ofCase: TeamMail = { ...team, reference };
  if (kind === 'report-withdrawn') return reportWithdrawnMail(ofCase, reference, found, entry.about);
  if (!found) return null;
  if (isReminder(kind) || kind === 'erasure-ahead') {
    const mail = { ...ofCase, to: await reminderGoesTo(entry, found, parts) };
    if (kind !== 'erasure-ahead') return reminderMail(mail, found, entry.about, parts.now());
    const told = await erasureToTell(found, entry.about, { store, now: parts.now().getTime() });
    return told && erasureMail(mail, told);
  }
  // Whoever has it no more needs no mail that they do.
  if (kind === 'assigned')
    return found.assignee === entry.about ? renderAssigned(ofCase, found, entry.about, parts) : null;
  if (kind === 'alert-confirmation' || kind === 'case-news') {
    const alert = await store.findAlert(reference);
    const to = alert && parts.addresses.open(alert.address, reference);
    // A confirmation is asked for once, and news goes only where it was confirmed.
    if (!to || alert.isConfirmed !== (kind === 'case-news')) return null;
    const mail = { id, to, language: found.language, siteUrl, alertId: alert.id };
    return kind === 'case-news' ? caseNewsMail(mail) : alertConfirmationMail(mail);
  }
  const message = (await store.readMessages(reference)).find((one) => one.id === entry.about);
  if (!message) return null;
  return kind === 'report-received' || kind === 'urgent-report-received'
    ? reportReceivedMail(ofCase, found, message.sealed)
    : messageReceivedMail(ofCase, found, message);
}

/** Whom a reminder of one case goes to. */
async function reminderGoesTo({ about }: DueMail, found: Case, parts: RenderParts): Promise<string[]> {
  const people = await peopleOf(parts);
  const to = remindedOf([found.assignee], people);
  const track = tracks.find((one) => dutiesOf(one)[0] === about);
  const due = deadlinesOf(found).find(({ name }) => name === about)?.dueAt ?? null;
  // Ahead of it, the first of these comes as the case is marked.
  if (track === undefined || due === null || parts.now().getTime() >= due) return to;
  const events = await parts.store.readEvents(found.reference);
  return withoutMarker(
    to,
    events.findLast(({ kind }) => kind === track),
    people,
  );
}

async function renderAssigned(
  mail: TeamMail,
  found: Case,
  assignee: string,
  parts: RenderParts,
): Promise<Mail> {
  const people = await peopleOf(parts);
  const events = await parts.store.readEvents(found.reference);
  const given = events.findLast(({ kind, value }) => kind === 'assigned' && value === assignee);
  const absence = absenceOf(assignee, people);
  return assignedMail({ ...mail, to: toldOfAssignment(assignee, people) }, found, {
    by: given?.by ?? null,
    assignee: memberName(assignee, people),
    absence: absence && { ...absence, standIns: absence.standIns.map((one) => memberName(one, people)) },
  });
}

/**
 * The mail of a digest. Where one thing is left to tell, that has its own mail, under the digest's id. What is about cases
 * that can't be read is put back first, for the next one.
 * @throws Error where nothing else is left to tell
 */
async function renderDigest(entry: DueMail, parts: RenderParts, team: TeamMail): Promise<Mail | null> {
  const all = await parts.store.readGathered(entry.id);
  const references = [...new Set(all.map(({ reference }) => reference))];
  const cases = new Map<string, Case>();
  const unreadable = new Set<string>();
  for (let from = 0; from < references.length; from += CASES_AT_ONCE) {
    const found = await parts.store.findCases(references.slice(from, from + CASES_AT_ONCE));
    for (const one of found.cases) cases.set(one.reference, one);
    for (const reference of found.unreadable) unreadable.add(reference);
  }
  const waiting = all.filter(({ reference }) => unreadable.has(reference));
  const gathered = all.filter(({ reference }) => !unreadable.has(reference));
  for (const { kind, reference, about } of gathered) {
    const found = kind === 'erasure-ahead' ? cases.get(reference) : undefined;
    const told =
      found && (await erasureToTell(found, about, { store: parts.store, now: parts.now().getTime() }));
    if (told) cases.set(reference, told);
  }
  const told = worthTelling(gathered, cases);
  if (waiting.length > 0) {
    // It comes again, as the mail of one such case does.
    if (told.length === 0) throw new Error('what is left in the digest is about cases that can not be read');
    const ids = waiting.map(({ id }) => id);
    await parts.store.putBack({ digestId: entry.id, ids, now: parts.now().getTime() });
  }
  const [only] = told;
  if (only && told.length === 1) {
    const { kind, reference, about } = only;
    return renderMail({ ...entry, kind, reference, about }, parts);
  }
  if (!only) return null;
  if (entry.about === 'news' || entry.about === 'urgent') return digestMail(team, told, cases);
  // Once a day everybody whose cases are in it gets it.
  const people = await peopleOf(parts);
  const assignees = [...cases.values()].map(({ assignee }) => assignee);
  const mail: TeamMail = { ...team, to: remindedOf(assignees, people) };
  return entry.about === 'daily' ? dailyMail(mail, told, cases, people) : digestMail(mail, told, cases);
}
