import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { logFindings } from '../../functions/log/watched.ts';
import { gatheringFor } from '../../functions/mail/budget.ts';
import { dailyMail } from '../../functions/mail/daily-mails.ts';
import type { Mail } from '../../functions/mail/mailer.ts';
import { renderMail } from '../../functions/mail/render.ts';
import { createAddressBox } from '../../functions/reporter/alert-address.ts';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { DueMail, Gathering, MailEntry, Store } from '../../functions/store/store.ts';
import type { Case } from '../../src/disclosure/case.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { deskKeyOf } from '../../src/settings/desk-key.ts';
import { AMPLE, changeInput, newAlert, newCaseInput, newMail, randomId } from './cases.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 8, 23, 9, 0);
const SITE = 'https://meldpunt.example';

/** The mails in a folder of `.eml` files, read by an independent parser. */
export async function readMails(folder: string): Promise<(Email & { raw: string })[]> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.eml'));
  return Promise.all(
    names.map(async (name) => {
      const raw = readFileSync(join(folder, name), 'utf8');
      return { ...(await PostalMime.parse(raw)), raw };
    }),
  );
}

/** An attachment as text. */
export function attachmentText(mail: Email, index = 0): string {
  const content = mail.attachments[index]?.content ?? '';
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}

/**
 * One of each kind of mail, made by the functions themselves from one store, by name.
 * @param owner whose key it is that expires
 */
export async function mailsOfEachKind(language: LanguageCode, owner = 'Ada <ada@example.org>') {
  const store = createSqliteStore(':memory:');
  const addresses = createAddressBox('secret');
  const fingerprint = 'AB12'.repeat(10);
  const mails: Record<string, Mail> = {};
  const input = newCaseInput({ receivedAt: NOW, reference: 'CVD-2026-4F7K2Q', urgent: true, language });
  const { newCase, report } = input;
  const { reference } = newCase;
  const address = addresses.close('reporter@example.net', reference);
  const alert = { id: randomId(), address, isConfirmed: false };
  let storageQuota = AMPLE;
  const parts = (now: number) => ({
    ...{ store, addresses, siteUrl: SITE, now: () => new Date(now) },
    ...{ teamEmail: ['team@example.com'], teamLanguage: language, storageQuota },
    team: [
      { fingerprint, userIds: [owner], expiresAt: null, isForGnupg: true },
      { fingerprint: 'CD34'.repeat(10), userIds: ['Bob'], expiresAt: null, isForGnupg: true },
    ],
    signingKey: { fingerprint, userIds: [owner] },
    desk: deskKeyOf({ SERVER_SECRET: 'of the server' }, SITE),
    deskKeys: deskKeyOf({ SERVER_SECRET: 'of the build' }, SITE).vkey,
  });
  const compose = async (entry: DueMail, now: number) => {
    const mail = await renderMail(entry, parts(now));
    if (!mail) throw new Error(`no mail: ${entry.id}`);
    return mail;
  };
  const add = async (name: string, kind: MailEntry['kind'], about = '', now = NOW) => {
    mails[name] = await compose({ ...newMail(kind, reference, about), id: name, attempts: 1 }, now);
  };
  /** Of a case of its own, which waits for an answer and for a fix. */
  const assignedMail = async () => {
    const given = newCaseInput({
      receivedAt: NOW,
      waitingSince: NOW,
      fixExpectedAt: NOW + 9 * DAY,
      language,
    });
    const { reference: about } = given.newCase;
    const event = { version: 2, at: NOW, by: 'Bob', kind: 'assigned' as const, value: fingerprint };
    await store.createCase({ ...given, mails: [] });
    await store.changeCase(changeInput(given.newCase, { assignee: fingerprint }, { events: [event] }));
    return compose({ ...newMail('assigned', about, fingerprint), id: 'assigned', attempts: 1 }, NOW);
  };
  const fresh = newAlert(reference, alert);
  await store.createCase({ ...input, alert: fresh });
  await add('report-received', 'report-received', report.id);
  await add('message-received', 'message-received', report.id);
  const again = newCaseInput({ receivedAt: NOW, reference: 'CVD-2026-9ZQ4RT', language });
  await store.createCase({ ...again, report, textHash: input.textHash });
  const entry = { ...newMail('report-received', again.newCase.reference, report.id), attempts: 1 };
  const seenBefore = await renderMail({ ...entry, id: 'report-received-again' }, parts(NOW));
  if (seenBefore) mails['report-received-again'] = seenBefore;
  mails['assigned'] = await assignedMail();
  await add('report-withdrawn', 'report-withdrawn');
  await add('alert-confirmation', 'alert-confirmation');
  await store.answerAlert({ alertId: alert.id, isWanted: true });
  await add('case-news', 'case-news');
  await add('first-response-before', 'reminder', 'first-response', NOW + 2 * DAY);
  await add('first-response-now', 'reminder', 'first-response', newCase.respondBy);
  const exploited = {
    ...({ status: 'confirmed', assessment: 'confirmed' } as const),
    ...{ respondedAt: NOW + DAY, exploitedAt: NOW, resolvedAt: NOW + DAY },
  };
  const figure = { month: '2026-09', ms: DAY, isLate: false };
  await store.changeCase(changeInput(newCase, exploited, { figure }));
  for (const name of ['early-warning', 'notification', 'final-report'])
    await add(`${name}-late`, 'reminder', name, NOW + 16 * DAY);
  Object.assign(mails, await promisesOf(store, language, compose));
  await store.createCase({ ...newCaseInput({ receivedAt: NOW + DAY }), mails: [] });
  const { digest, late } = await digestsOf(store, newCase);
  const daily = await store.readGathered(digest);
  mails['digest-daily'] = dailyMail(
    { id: 'daily', to: ['team@example.com'], language, siteUrl: SITE },
    daily,
    new Map(
      (await store.findCases(daily.map((one) => one.reference))).cases.map((one) => [one.reference, one]),
    ),
    { team: parts(NOW).team, teamEmail: [], absences: [], today: '2026-09-26' },
  );
  mails['digest'] = await compose({ ...newMail('digest', ''), id: digest, attempts: 1 }, NOW + 3 * DAY);
  mails['digest-overdue'] = await compose({ ...newMail('digest', ''), id: late, attempts: 1 }, NOW + 3 * DAY);
  await add('summary', 'monthly-summary', '2026-09');
  await store.changeCase(
    changeInput({ ...newCase, ...exploited, version: 2 }, { withdrawnAt: NOW + DAY, resolvedAt: null }),
  );
  await add('report-withdrawn-owed', 'report-withdrawn');
  for (const [when, now] of Object.entries({ before: NOW, expired: NOW + 40 * DAY })) {
    await add(`file-${when}`, 'expiry-warning', `security-txt:${NOW + 30 * DAY}`, now);
    await add(`key-${when}`, 'expiry-warning', `${fingerprint}:${NOW + 30 * DAY}`, now);
  }
  for (const what of ['security-txt-by-hand', `signing-${fingerprint}`, `signing-by-hand-${fingerprint}`])
    await add(`${what}-before`, 'expiry-warning', `${what}:${NOW + 30 * DAY}`);
  await add('file-unreadable', 'expiry-warning', 'security-txt:4xx');
  await add('key-unreadable', 'expiry-warning', 'team-key:3xx');
  storageQuota = (await store.storedBytes()) / 0.85;
  await add('storage-filling', 'storage-warning', 'filling');
  await add('storage-full', 'storage-warning', 'full');
  await add('storage-flooded', 'storage-warning', 'flooded');
  await add('desk-key', 'desk-key-warning');
  await add('log-unreadable', 'expiry-warning', 'log:5xx');
  await add('desk-key-unreadable', 'expiry-warning', 'desk-key:4xx');
  for (const finding of logFindings) await add(`log-${finding}`, 'log-warning', `${finding}:1234:1235`);
  await store.close();
  return mails;
}

/** What reminds of each thing that was promised to a reporter, and the mails about a closed case. */
async function promisesOf(
  store: Store,
  language: LanguageCode,
  compose: (entry: DueMail, now: number) => Promise<Mail>,
): Promise<Record<string, Mail>> {
  const made: Record<string, Mail> = {};
  const day = Date.UTC(2026, 9, 10);
  const open = { status: 'fixing', assessment: 'confirmed', respondedAt: NOW, toldAt: NOW } as const;
  const fields: Partial<Case> = { ...open, fixExpectedAt: day, publishOn: day, claimedAt: NOW };
  const closed: Partial<Case> = { ...open, status: 'closed', closedAt: NOW };
  const input = newCaseInput({ receivedAt: NOW - DAY, language });
  const { reference } = input.newCase;
  await store.createCase({ ...input, mails: [] });
  let current = input.newCase;
  const become = async (wanted: Partial<Case>) => {
    const change = changeInput(current, { ...wanted });
    await store.changeCase(change);
    current = change.changed;
  };
  const add = async (name: string, kind: MailEntry['kind'], about: string, now: number) => {
    made[name] = await compose({ ...newMail(kind, reference, about), id: name, attempts: 1 }, now);
  };
  await become({ ...fields, waitingSince: NOW });
  await add('exploitation-check-before', 'check-reminder', 'exploitation-check', NOW + DAY / 2);
  for (const [when, now] of [
    ['ahead', day - 2 * DAY],
    ['today', day + DAY - 2 * 3_600_000],
    ['past', day + 5 * DAY],
  ] as const) {
    await add(`fix-date-${when}`, 'reminder', 'fix-date', now);
    await add(`publication-${when}`, 'reminder', 'publication', now - (when === 'today' ? DAY : 0));
  }
  await add('message-waits', 'reminder', 'message', NOW + 2 * DAY);
  await add('no-progress', 'overdue-reminder', 'progress', NOW + 15 * DAY);
  await become({ ...closed, publishOn: null });
  await add('message-waits-closed', 'reminder', 'message', NOW + 2 * DAY);
  await add('message-received-closed', 'message-received', input.report.id, NOW + 2 * DAY);
  await become({ waitingSince: null, eraseAt: day });
  await add('erasure', 'erasure-ahead', String(day), NOW);
  // What is gathered in the digests below finds it as it is now.
  await store.eraseCase({ reference, mails: [], now: NOW });
  return made;
}

/**
 * Has one digest made with something of everything, and one of deadlines that have passed; gives their ids.
 * @param owing a case that owes a report to the authorities
 */
async function digestsOf(store: Store, owing: Case): Promise<{ digest: string; late: string }> {
  for (let index = 0; index < 6; index += 1) {
    const receivedAt = NOW + index * 1_234_567;
    const { mail, ...input } = newCaseInput({ receivedAt });
    const kind = index < 2 ? 'urgent-report-received' : 'report-received';
    await store.createCase({ ...input, mails: [{ ...mail, kind }] });
    const { reference } = input.newCase;
    const deadline = index % 2 ? 'reminder' : 'overdue-reminder';
    const others = [newMail('message-received', reference), newMail(deadline, reference, 'first-response')];
    await store.announce({ mails: others, now: receivedAt });
  }
  await store.announce({
    mails: [
      newMail('duty-reminder', owing.reference, 'early-warning'),
      newMail('duty-reminder', owing.reference, 'notification'),
      newMail('report-withdrawn', 'CVD-2026-ABC123'),
    ],
    now: NOW,
  });
  const limits = [{ key: 'never', most: 0, windowSeconds: 60 }];
  const gather = gatheringFor({ mailsPerDay: 100, teamEmail: [] }, NOW).map(
    ({ kind }): Gathering => ({
      ...{ kind, limits },
      digest: { name: kind === 'overdue-reminder' ? 'late' : 'all', after: DAY, apart: DAY, most: 99 },
    }),
  );
  await store.takeDueMail({ now: NOW + DAY, leaseUntil: NOW + DAY, limit: 99, gather });
  const due = await store.takeDueMail({ now: NOW + 2 * DAY, leaseUntil: NOW + 2 * DAY, limit: 99 });
  const idOf = (name: string) => due.find(({ about }) => about === name)?.id ?? '';
  return { digest: idOf('all'), late: idOf('late') };
}
