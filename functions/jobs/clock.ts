import type { Case } from '../../src/disclosure/case.ts';
import { monthOf } from '../../src/disclosure/clock.ts';
import { nextReminderAt, type Reminder, remindersOf } from '../../src/disclosure/reminders.ts';
import { talliesOfClock } from '../../src/disclosure/tallies.ts';
import type { TeamDigest } from '../mail/budget.ts';
import { canWaitForMorning } from '../mail/morning.ts';
import type { Parts } from '../parts-types.ts';
import type { MailEntry, Store } from '../store/store.ts';

/** Cases looked at in one go. */
const BATCH = 20;

/**
 * Turns the reminders that are due into outbox entries, each once however often and by however many this is
 * called. Stops after `most` cases; what is left is still due.
 * @returns how many cases were looked at
 */
export async function runClock(
  { store, now, teamDigest }: Pick<Parts, 'store' | 'now' | 'teamDigest'>,
  most: number,
): Promise<number> {
  let seen = 0;
  for (;;) {
    const time = now().getTime();
    const due = await store.listDue({ now: time, limit: Math.min(BATCH, most - seen) });
    for (const one of due) await remind(one, store, time, teamDigest);
    seen += due.length;
    if (due.length < BATCH || seen >= most) return seen;
  }
}

/** Announces the summary of the month before this one; it is sent once. */
export async function announceSummary({ store, now }: Pick<Parts, 'store' | 'now'>): Promise<void> {
  const date = now();
  const month = monthOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 1, 1));
  const mail: MailEntry = {
    id: `monthly-summary.${month}`,
    kind: 'monthly-summary',
    reference: '',
    about: month,
  };
  await store.announce({ mails: [mail], now: date.getTime() });
}

async function remind(one: Case, store: Store, now: number, digest: TeamDigest): Promise<void> {
  const { reference, version } = one;
  const mails = remindersOf(one, now).map((reminder): MailEntry => {
    const { name, dueAt, step } = reminder;
    // The deadline is in the id: one that starts anew is reminded of anew.
    const id = `reminder.${reference}.${name}.${dueAt}.${step}`;
    return { id, kind: kindOf(reminder, now, digest), reference, about: name };
  });
  const tallies = talliesOfClock(one, now);
  await store.remind({
    ...{ reference, seenVersion: version, wakeAt: nextReminderAt(one, now) },
    ...{ tallies, mails, now },
  });
}

/** What the law asks goes before what is promised, and what has been late for days needs no mail of its own. */
function kindOf({ name, step, dueAt }: Reminder, now: number, digest: TeamDigest): MailEntry['kind'] {
  if (name !== 'first-response') return 'duty-reminder';
  if (digest === 'daily' && step < 0 && canWaitForMorning(dueAt, now)) return 'reminder-ahead';
  return step < 1 ? 'reminder' : 'overdue-reminder';
}
