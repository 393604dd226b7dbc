import type { DueMail, OutboxState } from '../store/store.ts';
import { gatheringFor, type MailBudget } from './budget.ts';
import { type Mail, MailError, type Mailer } from './mailer.ts';
import { type RenderParts, renderMail } from './render.ts';
import type { Webhook } from './webhook.ts';
import { happenedIn } from './webhook-store.ts';

const MINUTE = 60_000;
/** Mail that should have gone this long ago counts as delayed, in ms. */
const MAIL_PATIENCE = 15 * MINUTE;
/** How long entries are ours once taken: longer than a batch takes when everything is as slow as it may be. */
const LEASE = 3 * MINUTE;
/** Entries taken at once. */
const BATCH = 5;
/** Waits after the first, second, … failed attempt; the last one repeats until the mail has arrived. */
const BACK_OFF = [1, 5, 15, 60, 180, 360].map((minutes) => minutes * MINUTE);
/** What nobody took at the webhook for two days is given up. */
const MOST_TOLD = 12;
/** News of a closed case is given up after so many attempts, so that the address does not stay for ever. */
const MOST_ATTEMPTS = 8;

/** What happened to the outbox or to one mail: codes and numbers, never an address or a text. */
type MailEvent = {
  event: 'outbox' | 'mail';
  outcome: string;
  kind?: string;
  attempts?: number;
  cause?: string;
};

export interface OutboxParts extends RenderParts, Pick<MailBudget, 'mailsPerDay' | 'teamDigest'> {
  mailer: Mailer;
  /** Null where none is set. */
  webhook: Webhook | null;
  log: (event: MailEvent) => void;
}

/**
 * Sends what is due in the outbox, for `time` ms at most; what goes beyond the budget of the team's mails is gathered
 * in digests by the step that takes it. Never throws: what fails is logged as a code and comes
 * back by itself, after a wait that grows with each attempt.
 * @returns how many mails were sent and how many attempts failed
 */
export async function drainOutbox(
  parts: OutboxParts,
  time: number,
): Promise<{ sent: number; failed: number }> {
  const done = { sent: 0, failed: 0 };
  const until = performance.now() + time;
  try {
    let due: DueMail[];
    do {
      const now = parts.now().getTime();
      const gather = gatheringFor(parts, now);
      due = await parts.store.takeDueMail({ now, leaseUntil: now + LEASE, limit: BATCH, gather });
      for (const entry of due) done[(await deliver(entry, parts)) ? 'sent' : 'failed'] += 1;
    } while (due.length === BATCH && performance.now() < until);
  } catch {
    parts.log({ event: 'outbox', outcome: 'store-unavailable' });
  }
  return done;
}

/** Whether mail is stuck: some of it failed, or waits longer than it should. */
export function isMailDelayed({ failing, oldestAt }: OutboxState, now: number): boolean {
  return failing > 0 || (oldestAt !== null && now - oldestAt > MAIL_PATIENCE);
}

/** Whether mail is stuck, or the webhook takes nothing. */
export function isDelayed(state: OutboxState, now: number): boolean {
  return state.webhook !== undefined || isMailDelayed(state, now);
}

/** Whether the mail has arrived. An entry that can't be settled comes back when its lease ends. */
async function deliver(entry: DueMail, parts: OutboxParts): Promise<boolean> {
  const { kind, attempts } = entry;
  try {
    // Asked before it is sent: a case that closes from here on has news of its own to come.
    const isLastNews = await endsAlert(entry, parts);
    if (kind === 'webhook') await tell(entry, parts);
    const mail = kind === 'webhook' ? null : await renderMail(entry, parts);
    if (mail) await send(mail, entry, parts);
    await settle(entry, isLastNews, parts);
    parts.log({ event: 'mail', outcome: 'sent', kind, attempts });
    return true;
  } catch (error) {
    const isRefused = error instanceof MailError && error.isAddressRefused && isToReporter(entry);
    const isGivenUp =
      (isRefused && (await settleSafely(entry, parts))) ||
      (kind === 'webhook' && attempts >= MOST_TOLD && (await settleOnly(entry, parts))) ||
      (attempts >= MOST_ATTEMPTS && (await giveUp(entry, parts)));
    const outcome = isGivenUp ? 'given-up' : 'failed';
    parts.log({ event: 'mail', outcome, kind, attempts, cause: nameOf(error) });
    if (isGivenUp) return false;
    const wait = BACK_OFF[Math.min(attempts, BACK_OFF.length) - 1] ?? 0;
    await parts.store.postponeMail(entry.id, parts.now().getTime() + wait).catch(() => undefined);
    return false;
  }
}

/** Tells the webhook; nothing where there is none any more. */
async function tell(entry: DueMail, { webhook }: OutboxParts): Promise<void> {
  const happened = happenedIn(entry);
  if (webhook && happened) await webhook.send(happened);
}

/**
 * Sends a mail. Where the service takes none to somebody of the team's own address, it goes to the team alone, under an id
 * of its own: no reminder is lost for one address.
 */
async function send(mail: Mail, entry: DueMail, { mailer, teamEmail }: OutboxParts): Promise<void> {
  try {
    await mailer.send(mail);
  } catch (error) {
    const isRefused = error instanceof MailError && error.isAddressRefused && !isToReporter(entry);
    if (!isRefused || mail.to.every((address) => teamEmail.includes(address))) throw error;
    await mailer.send({ ...mail, id: `${mail.id}.team`, to: teamEmail });
  }
}

/** Whether the alert is not needed any more once this entry is settled: it is news of a case that is closed. */
async function endsAlert({ kind, reference }: DueMail, { store }: OutboxParts): Promise<boolean> {
  return kind === 'case-news' && (await store.findCase(reference))?.status === 'closed';
}

/** Removes an entry; the alert goes first, so that a crash in between repeats this and leaves no address behind. */
async function settle(entry: DueMail, isLastNews: boolean, { store, now }: OutboxParts): Promise<void> {
  if (isLastNews) {
    const { reference } = entry;
    await store.setAlert({ reference, alert: null, now: now().getTime() });
  }
  await store.removeMail(entry.id);
}

/** Whether it goes to an address that a reporter gave: one that is refused must not count as mail trouble for ever. */
function isToReporter({ kind }: DueMail): boolean {
  return kind === 'alert-confirmation' || kind === 'case-news';
}

/** Settles news of a closed case that can't be sent. False for any other entry, and when the store fails. */
async function giveUp(entry: DueMail, parts: OutboxParts): Promise<boolean> {
  const isLastNews = await endsAlert(entry, parts).catch(() => false);
  return isLastNews && settleSafely(entry, parts);
}

/** Settles an entry that is not sent, and takes the alert away with it. False when the store fails. */
async function settleSafely(entry: DueMail, parts: OutboxParts): Promise<boolean> {
  return settle(entry, true, parts).then(
    () => true,
    () => false,
  );
}

/** As `settleSafely`, and leaves the alert alone. */
async function settleOnly(entry: DueMail, parts: OutboxParts): Promise<boolean> {
  return settle(entry, false, parts).then(
    () => true,
    () => false,
  );
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
