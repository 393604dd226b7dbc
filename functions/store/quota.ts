import type { NewSealedMessage, SealedMessage } from '../../src/disclosure/case.ts';
import { limits } from '../../src/disclosure/limits.ts';
import type { MailEntry, NewSealedNote, Quota } from './store.ts';

/**
 * What goes with a case, and with each message or note in it, beside the records that are counted byte by byte: index
 * entries, events, statements, the alert, what members saw, entries of the outbox, and what a database adds of its own.
 * In bytes.
 */
export const CASE_OVERHEAD = 5120;
export const MESSAGE_OVERHEAD = 1024;
/** What an entry of the log counts for, for good, in bytes: a hash in each of two tiles, as base64, and those above. */
export const LEAF_BYTES = 96;

/**
 * How much of the quota each may fill: attachments leave room for messages, those for reports, long reports for short
 * ones, and what visitors send leaves room for the team's answers.
 */
export const SHARES = {
  attachment: 0.82,
  'follow-up': 0.84,
  report: 0.86,
  'small-report': 0.9,
  team: 1,
} as const;
/** From this much of the quota on, the team is warned. */
const WARNING_SHARE = 0.8;

/**
 * A sealed report or message of at most so many characters is small: one with up to 16 KiB of text, sent by the form.
 * What is small has a share of everything that nothing else can take.
 */
export const SMALL = 23.5 * 1024;
export type Size = 'small' | 'large';
/** What a report counts for at most (`bytesOfCase`), in bytes. A chunk of an attachment: as base64. */
export const LARGEST = { small: 40 * 1024, large: 288 * 1024 } as const;
const LARGEST_CHUNK = (limits.chunk / 3) * 4;

/**
 * What the team is warned of: that the store fills up, that something was refused, and that nearly as much has come in
 * as may in a day or an hour.
 */
export const storageWarnings = ['filling', 'full', 'flooded'] as const;

/**
 * The quota as one step takes it. Each mail has an id of its day in UTC, so that it is announced once a day at most.
 * @param bytes what may be stored altogether
 * @param now ms since 1970
 */
export function quotaFor(what: keyof typeof SHARES, bytes: number, now: number): Quota {
  return {
    most: Math.floor(bytes * SHARES[what]),
    warnAt: warnAt(bytes),
    warning: storageEntry('filling', now),
    refusal: storageEntry('full', now),
  };
}

/** As `quotaFor`, for a report for which more work is asked once the team is warned: until then, and no further. */
export function quotaUntilWarning(bytes: number, now: number): Quota {
  return { ...quotaFor('report', bytes, now), most: warnAt(bytes), refusal: storageEntry('filling', now) };
}

/** From how many stored bytes on the team is warned. */
export function warnAt(quota: number): number {
  return Math.ceil(quota * WARNING_SHARE);
}

/** Whether only small reports fit in any more. */
export function isFullForVisitors(stored: number, quota: number): boolean {
  return stored >= quota * SHARES.report;
}

/** Whether the next thing that a visitor sends may be refused: attachments are the first. The team knows by then. */
export function isNearlyFull(stored: number, quota: number): boolean {
  return stored >= warnAt(quota) && stored + LARGEST_CHUNK > Math.floor(quota * SHARES.attachment);
}

/** What a sealed report or message is, by its length. */
export function sizeOf(sealed: string): Size {
  return sealed.length <= SMALL ? 'small' : 'large';
}

/** The warning of a day. */
export function storageEntry(about: (typeof storageWarnings)[number], now: number): MailEntry {
  const day = new Date(now).toISOString().slice(0, 10);
  return { id: `storage.${about}.${day}`, kind: 'storage-warning', reference: '', about };
}

/** What a new case counts for, from its record and its first message as they are stored. */
export function bytesOfCase(record: string, message: string): number {
  return bytesOfStub(record) + bytesOfMessage(message);
}

/** What a stub counts for, from its record. */
export function bytesOfStub(record: string): number {
  return CASE_OVERHEAD + Buffer.byteLength(record);
}

/** What a message or a note counts for, from its record. */
export function bytesOfMessage(record: string): number {
  return MESSAGE_OVERHEAD + Buffer.byteLength(record);
}

/** Records by their message: a report is weighed before it is stored, and writing it out takes as long as signing it. */
const written = new WeakMap<NewSealedMessage, string>();

/** A message as both adapters keep it as it comes in; its number is its place. */
export function messageRecord(message: NewSealedMessage): string {
  const record = written.get(message) ?? recordOf(message, null);
  written.set(message, record);
  return record;
}

/** A message as it is kept where the same came first in the case `sameAs`. */
export function recordOf({ id, from, by, at, sealed }: NewSealedMessage, sameAs: string | null): string {
  return JSON.stringify({ id, from, by, at, sealed, sameAs });
}

/** A note as both adapters keep it; its number is its place. */
export function noteRecord({ id, kind, by, at, sealed }: NewSealedNote): string {
  return JSON.stringify({ id, kind, by, at, sealed });
}

/** A message that was shared as both adapters keep it. */
export function sharedRecord(message: SealedMessage): string {
  const { id, from, by, at, sealed, sameAs, sharedAt, original } = message;
  return JSON.stringify({ id, from, by, at, sealed, sameAs, sharedAt, original });
}
