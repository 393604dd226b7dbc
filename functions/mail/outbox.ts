import type { Log } from '../http/log.ts';
import type { DueMail } from '../store/store.ts';
import { type ComposeParts, composeMail } from './compose.ts';
import type { Mailer } from './mailer.ts';

const MINUTE = 60_000;
/** How long entries are ours once taken: longer than a batch takes when everything is as slow as it may be. */
const LEASE = 3 * MINUTE;
/** Entries taken at once. */
const BATCH = 5;
/** Waits after the first, second, … failed attempt; the last one repeats until the mail has arrived. */
const BACK_OFF = [1, 5, 15, 60, 180, 360].map((minutes) => minutes * MINUTE);

export interface OutboxParts extends ComposeParts {
  mailer: Mailer;
  now: () => Date;
  log: Log;
}

/**
 * Sends what is due in the outbox, for `time` ms at most. Never throws: what fails is logged as a code and comes
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
      due = await parts.store.takeDueMail({ now, leaseUntil: now + LEASE, limit: BATCH });
      for (const entry of due) done[(await deliver(entry, parts)) ? 'sent' : 'failed'] += 1;
    } while (due.length === BATCH && performance.now() < until);
  } catch {
    parts.log({ event: 'outbox', outcome: 'store-unavailable' });
  }
  return done;
}

/** Whether the mail has arrived. An entry that can't be settled comes back when its lease ends. */
async function deliver(entry: DueMail, parts: OutboxParts): Promise<boolean> {
  const { kind, attempts } = entry;
  try {
    const mail = await composeMail(entry, parts);
    if (mail) await parts.mailer.send(mail);
    await parts.store.removeMail(entry.id);
    parts.log({ event: 'mail', outcome: 'sent', kind, attempts });
    return true;
  } catch (error) {
    parts.log({ event: 'mail', outcome: 'failed', kind, attempts, cause: nameOf(error) });
    const wait = BACK_OFF[Math.min(attempts, BACK_OFF.length) - 1] ?? 0;
    await parts.store.postponeMail(entry.id, parts.now().getTime() + wait).catch(() => undefined);
    return false;
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
