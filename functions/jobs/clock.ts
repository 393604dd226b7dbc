import { hash } from 'node:crypto';
import type { Case } from '../../src/disclosure/case.ts';
import { fixLateSince, monthOf } from '../../src/disclosure/clock.ts';
import { duties } from '../../src/disclosure/duties.ts';
import { nextReminderAt, type Reminder, remindersOf } from '../../src/disclosure/reminders.ts';
import { talliesOfClock } from '../../src/disclosure/tallies.ts';
import type { TeamDigest } from '../mail/budget.ts';
import { canWaitForMorning } from '../mail/morning.ts';
import type { Parts } from '../parts-types.ts';
import type { MailEntry, Store } from '../store/store.ts';

/** Cases looked at in one go. */
const BATCH = 20;

/**
 * Turns what is due into outbox entries, each once however often and by however many this is called: reminders to the
 * team, and news to a reporter whose expected fix date has passed. Stops after `most` cases; what is left is still due.
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
  const reminders = remindersOf(one, now).map((reminder): MailEntry => {
    const { name, dueAt, step } = reminder;
    // The deadline is in the id: one that starts anew is reminded of anew.
    const id = `reminder.${reference}.${name}.${dueAt}.${stepOf(step)}`;
    return { id, kind: kindOf(reminder, now, digest), reference, about: name };
  });
  await store.remind({
    ...{ reference, seenVersion: version, wakeAt: nextReminderAt(one, now) },
    ...{ tallies: talliesOfClock(one, now), mails: [...reminders, ...lateNews(one, now)], now },
  });
}

/** A step in days, or in hours where those are none: a point would divide the id. */
function stepOf(step: number): string {
  return Number.isInteger(step) ? String(step) : `${step * 24}h`;
}

/** What the law asks goes before what is promised, and what has been late for days needs no mail of its own. */
function kindOf({ name, step, dueAt }: Reminder, now: number, digest: TeamDigest): MailEntry['kind'] {
  if (duties.some((duty) => duty === name)) return 'duty-reminder';
  if (name === 'exploitation-check') return 'check-reminder';
  // Nothing was promised to anybody by the day.
  if (name === 'progress') return 'overdue-reminder';
  if (digest === 'daily' && step < 0 && canWaitForMorning(dueAt, now)) return 'reminder-ahead';
  return step < 1 ? 'reminder' : 'overdue-reminder';
}

/** News to the reporter that a fix did not come on the day that they were told: once for each such day. */
function lateNews(one: Case, now: number): MailEntry[] {
  const since = fixLateSince(one, now);
  if (since === null) return [];
  // A mail to a reporter carries this id, and must not tell the case: nobody else knows what it is made from.
  const id = `news.${hash('sha256', `fix late ${one.receiptId} ${since}`).slice(0, 32)}`;
  return [{ id, kind: 'case-news', reference: one.reference, about: '' }];
}
