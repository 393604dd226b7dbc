import type { Gathering, HitLimit } from '../store/store.ts';
import type { KeyName } from './expiry-mails.ts';
import { nextMorning } from './morning.ts';
import { hasOwnAddresses } from './recipients.ts';

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

/** What may be mailed, as far as strangers have a say in it. */
export interface MailBudget {
  /** Mails that may leave in a day; the service counts each address that one goes to. */
  mailsPerDay: number;
  /** Who the team's mails go to. */
  teamEmail: readonly string[];
  /** Whose case it is gets the reminders of it as well. */
  team?: readonly KeyName[];
  /** Whether what can wait is gathered in one mail a day. */
  teamDigest?: TeamDigest;
}

/** See `TEAM_DIGEST` in .github/OPERATIONS.md. */
export const teamDigests = ['off', 'daily'] as const;
export type TeamDigest = (typeof teamDigests)[number];

/** What waits for the digest of the day, where the team wants one. */
const gatheredDaily = [
  'report-received',
  'message-received',
  'report-withdrawn',
  'assigned',
  'reminder-ahead',
  'overdue-reminder',
  'erasure-ahead',
] as const;

/**
 * What each may take of a day's mails; with a digest an hour that is 95 of 100 at most, and the rest is for news to
 * reporters and for warnings. Reports that say they are urgent have a share of their own, as anybody can say so, and digests
 * of their own, as one of many may be true; reports to the authorities have one that no stranger can use up.
 */
const SHARES = { report: 0.12, urgent: 0.08, urgentDigest: 0.12, reminder: 0.08, duty: 0.1, digest: 0.24 };
/** What asks reporters to confirm an address: with a report, by its receipt, and once the team has answered. */
const ALERT_SHARES = { report: 0.1, receipt: 0.06, answered: 0.04 };

/** The first digest waits so long for more, in ms. */
const PATIENCE = 5 * 60 * 1000;
/** That of what is urgent waits so long, and comes no sooner than so long after the one before it, in ms. */
const URGENT_PATIENCE = 2 * 60 * 1000;
const URGENT_APART = 5 * 60 * 1000;
/**
 * Entries of one digest: what a mail program still shows as a whole; and cases that the clock wakes in a day. More than
 * that where the next digest would come too late (see `Gathering`).
 */
const MOST_NEWS = 500;
const MOST_OVERDUE = 2000;

/**
 * How mails to the team are gathered: each kind has a share of the day, half of which may go in one hour, and what
 * comes on top goes into a digest, one an hour. What is urgent, or asked by the law, has digests of its own, some minutes
 * apart, while the day's share of these lasts. Reminders of what is late, and of what will be erased, always go into one: one mail a day, of one case or many.
 */
export function gatheringFor(
  { mailsPerDay, teamEmail, team = [], teamDigest = 'off' }: MailBudget,
  now: number,
): Gathering[] {
  const toTeam = Math.max(1, teamEmail.length);
  const toAssignee = toTeam + (hasOwnAddresses({ team, teamEmail }) ? 1 : 0);
  const dayOf = (name: keyof typeof SHARES, weight = toTeam) => {
    const most = Math.max(2, Math.floor((mailsPerDay * SHARES[name]) / weight)) * weight;
    return { key: `team-mails:${name}:day`, weight, most, windowSeconds: DAY };
  };
  const own = (name: keyof typeof SHARES, weight = toTeam): HitLimit[] => {
    const day = dayOf(name, weight);
    const most = Math.ceil(day.most / weight / 2) * weight;
    return [{ ...day, key: `team-mails:${name}`, most, windowSeconds: HOUR }, day];
  };
  const digestsPerDay = Math.max(1, Math.min(24, Math.floor((mailsPerDay * SHARES.digest) / toTeam)));
  const apart = Math.ceil(24 / digestsPerDay) * HOUR * 1000;
  const news = { name: 'news', after: PATIENCE, apart, most: MOST_NEWS };
  const urgently = {
    ...{ name: 'urgent', after: URGENT_PATIENCE, apart: URGENT_APART, most: MOST_NEWS },
    scarce: { limits: [dayOf('urgentDigest')], otherwise: news },
  };
  const never = [{ key: 'team-mails:overdue', most: 0, windowSeconds: DAY }];
  const urgent: Gathering[] = [
    { kind: 'urgent-report-received', limits: own('urgent'), digest: urgently },
    { kind: 'reminder', limits: own('reminder', toAssignee), digest: news },
    { kind: 'duty-reminder', limits: own('duty', toAssignee), digest: urgently },
    // Anybody can say that something is exploited: what reminds of that takes of the share of who says so.
    { kind: 'check-reminder', limits: own('urgent', toAssignee), digest: urgently },
  ];
  if (teamDigest === 'daily') {
    // The one after it, where this one is full, an hour later.
    const after = nextMorning(now) - now;
    const daily = { name: 'daily', after, apart: HOUR * 1000, most: MOST_OVERDUE };
    return [...urgent, ...gatheredDaily.map((kind) => ({ kind, limits: never, digest: daily }))];
  }
  const overdue = { name: 'overdue', after: 0, apart: DAY * 1000, most: MOST_OVERDUE };
  return [
    { kind: 'report-received', limits: own('report'), digest: news },
    { kind: 'message-received', limits: own('report'), digest: news },
    { kind: 'report-withdrawn', limits: own('report'), digest: news },
    ...urgent,
    { kind: 'overdue-reminder', limits: never, digest: overdue },
    { kind: 'erasure-ahead', limits: never, digest: overdue },
  ];
}

/**
 * How many mails may ask strangers to confirm an address in a day. Reports have one share, whoever comes with a receipt
 * another, and whoever has been answered a third: a flood of reports takes nothing from either.
 */
export function alertMailLimit(mailsPerDay: number, by: keyof typeof ALERT_SHARES): HitLimit {
  return {
    key: `alert-mails:${by}`,
    most: Math.max(1, Math.floor(mailsPerDay * ALERT_SHARES[by])),
    windowSeconds: DAY,
  };
}
