import type { HitLimit, MailEntry } from './values.ts';

/** An entry taken from the outbox; `attempts` counts this one as well. */
export interface DueMail extends MailEntry {
  attempts: number;
}

/** An entry that was put in a digest, with the time at which it was added to the outbox, in ms. */
export interface GatheredMail extends MailEntry {
  addedAt: number;
}

/** When mails of one kind have an entry of their own, and which digest they go into otherwise. */
export interface Gathering {
  kind: MailEntry['kind'];
  /** An entry that was never tried counts one hit for each of these; where one is reached, it is gathered. */
  limits: readonly HitLimit[];
  digest: ScarceDigest;
}

/** What mails are gathered in. */
export interface Digest {
  /** Of all digests with this name one at most takes entries in. */
  name: string;
  /** A digest is due so long after its first entry, in ms, and not in the same stretch of time as the one before. */
  after: number;
  /** Length of such a stretch, in ms, counted from 1970. */
  apart: number;
  /**
   * Entries that it takes in; the next one goes into another digest. Where that would be due more than `after` and
   * `apart` from now, it takes in more: however much comes, nothing waits for longer.
   */
  most: number;
}

/** One of which there may be few. */
export interface ScarceDigest extends Digest {
  /** Each new one counts one hit for each of these limits; where one is reached, entries go into the other digest. */
  scarce?: { limits: readonly HitLimit[]; otherwise: Digest };
}

export interface OutboxState {
  waiting: number;
  /** Of those waiting, how many have failed. */
  failing: number;
  /** When the oldest of them was added, in ms, however often it was tried since; null when nothing waits. */
  oldestAt: number | null;
  /** Entries for the webhook that failed, which count nowhere else, and when the oldest was added; absent for none. */
  webhook?: { failing: number; oldestAt: number };
}

/** The verbs about notifications that wait to be sent; part of `Store`, and atomic as all of them. */
export interface OutboxStore {
  /**
   * Takes up to `limit` outbox entries that are due at `now`, longest due first, counts an attempt for each,
   * and makes them due again at `leaseUntil`: an entry whose sender dies comes back by itself. Two callers at
   * once never take the same entry. One of a kind that is not known here, as a newer version may have added, is passed over,
   * and waits: no other waits for it.
   *
   * What is due and was never tried goes by `gather` first: where a limit of its kind is reached, the entry leaves the
   * outbox and joins a digest, in this same step. A digest is an entry as any other, of the kind `digest` and about
   * its name. It comes after everything else that is due, and takes in no more from its first attempt on, so each
   * attempt finds the same in it.
   */
  takeDueMail(input: {
    now: number;
    leaseUntil: number;
    limit: number;
    gather?: readonly Gathering[];
  }): Promise<DueMail[]>;

  /** What was put in the digest with this id, oldest first; without that of cases that were erased since. */
  readGathered(digestId: string): Promise<GatheredMail[]>;

  /**
   * Takes entries out of the digest with this id again: each is in the outbox as it was before it was gathered, due at
   * `now`, since when it was added at first, and was never tried. One that is not in the digest, or not any more, is
   * passed over, so a repeat does nothing.
   */
  putBack(input: { digestId: string; ids: readonly string[]; now: number }): Promise<void>;

  /** Removes an entry that is settled, and what was gathered in it. Removing it again does nothing. */
  removeMail(id: string): Promise<void>;

  /** Makes an entry that failed due again at `dueAt`; does nothing when the entry is gone. */
  postponeMail(id: string, dueAt: number): Promise<void>;

  /** Whether an entry of this kind waits of this case, be it gathered in a digest that waits. Changes nothing. */
  hasMail(wanted: Pick<MailEntry, 'reference' | 'kind'>): Promise<boolean>;

  /** Counts of the outbox. What was gathered counts as its digest does, from when that is due. */
  outboxState(): Promise<OutboxState>;
}

/** Entries that one call of `takeDueMail` puts in digests at most: as many as the clock wakes in a day. */
export const MOST_GATHERED = 2000;

/** When a digest is due: see `Gathering`. `latest` is when the one before it was due, or null. Later than that. */
export function digestDueAt(
  { after, apart }: Pick<Digest, 'after' | 'apart'>,
  latest: number | null,
  now: number,
): number {
  const free = latest === null ? 0 : (Math.floor(latest / apart) + 1) * apart;
  return Math.max(now + after, free);
}

/** Whether what is gathered now would wait too long for a digest that is due then: see `most` in `Gathering`. */
export function isTooLate(
  { after, apart }: Pick<Digest, 'after' | 'apart'>,
  dueAt: number,
  now: number,
): boolean {
  return dueAt > now + after + apart;
}

/** The outbox id of a digest. */
export function digestId(name: string, dueAt: number): string {
  return `digest.${name}.${dueAt}`;
}
