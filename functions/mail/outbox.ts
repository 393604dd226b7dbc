import type { LanguageCode } from '../../src/i18n/languages.ts';
import type { Log } from '../http/log.ts';
import type { DueMail, Store } from '../store/store.ts';
import type { Mail, Mailer } from './mailer.ts';
import { reportReceivedMail } from './report-received.ts';

const MINUTE = 60_000;
/** How long an entry is ours once taken: longer than any attempt takes. */
const LEASE = 2 * MINUTE;
/** Entries handled by one invocation. */
const BATCH = 10;
/** Waits after the first, second, … failed attempt; the last one repeats until the mail has arrived. */
const BACK_OFF = [1, 5, 15, 60, 180, 360].map((minutes) => minutes * MINUTE);

export interface OutboxParts {
  store: Store;
  mailer: Mailer;
  now: () => Date;
  log: Log;
  siteUrl: string;
  teamEmail: string[];
  teamLanguage: LanguageCode;
}

/**
 * Sends what is due in the outbox. Never throws: what fails is logged as a code and comes back by itself, after
 * a wait that grows with each attempt.
 * @returns how many mails were sent and how many attempts failed
 */
export async function drainOutbox(parts: OutboxParts): Promise<{ sent: number; failed: number }> {
  const done = { sent: 0, failed: 0 };
  try {
    const now = parts.now().getTime();
    const due = await parts.store.takeDueMail({ now, leaseUntil: now + LEASE, limit: BATCH });
    for (const entry of due) {
      if (await deliver(entry, parts)) done.sent += 1;
      else done.failed += 1;
    }
  } catch {
    parts.log({ event: 'outbox', outcome: 'store-unavailable' });
  }
  return done;
}

async function deliver(entry: DueMail, parts: OutboxParts): Promise<boolean> {
  try {
    const mail = await compose(entry, parts);
    if (mail) await parts.mailer.send(mail);
  } catch (error) {
    parts.log({
      event: 'mail',
      outcome: 'failed',
      kind: entry.kind,
      attempts: entry.attempts,
      cause: nameOf(error),
    });
    const wait = BACK_OFF[Math.min(entry.attempts, BACK_OFF.length) - 1] ?? 0;
    await parts.store.postponeMail(entry.id, parts.now().getTime() + wait);
    return false;
  }
  await parts.store.removeMail(entry.id);
  parts.log({ event: 'mail', outcome: 'sent', kind: entry.kind, attempts: entry.attempts });
  return true;
}

/** The mail for an entry, or null when its case is gone and there is nothing left to tell. */
async function compose(entry: DueMail, parts: OutboxParts): Promise<Mail | null> {
  const reported = await parts.store.findCase(entry.reference);
  const [report] = await parts.store.readMessages(entry.reference);
  if (!reported || !report) return null;
  return reportReceivedMail({
    id: entry.id,
    to: parts.teamEmail,
    language: parts.teamLanguage,
    siteUrl: parts.siteUrl,
    reported,
    sealedReport: report.sealed,
  });
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
