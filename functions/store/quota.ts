import type { NewSealedMessage } from '../../src/disclosure/case.ts';
import type { MailEntry, Quota } from './store.ts';

/**
 * What goes with a case, and with each message in it, beside the records that are counted byte by byte: index
 * entries, events, the alert, entries of the outbox, and what a database adds of its own. In bytes.
 */
export const CASE_OVERHEAD = 4096;
export const MESSAGE_OVERHEAD = 1024;

/**
 * How much of the quota each may fill: attachments leave room for messages, those for reports, and what visitors send
 * leaves room for the team's answers.
 */
export const SHARES = { attachment: 0.82, 'follow-up': 0.86, report: 0.9, team: 1 } as const;
/** From this much of the quota on, the team is warned. */
const WARNING_SHARE = 0.8;

/** What fills the store: that it fills up, and that something was refused. */
export const storageWarnings = ['filling', 'full'] as const;

/**
 * The quota as one step takes it. Each mail has an id of its day in UTC, so that it is announced once a day at most.
 * @param bytes what may be stored altogether
 * @param now ms since 1970
 */
export function quotaFor(what: keyof typeof SHARES, bytes: number, now: number): Quota {
  return {
    most: Math.floor(bytes * SHARES[what]),
    warnAt: warnAt(bytes),
    warning: storageMail('filling', now),
    refusal: storageMail('full', now),
  };
}

/** From how many stored bytes on the team is warned. */
export function warnAt(quota: number): number {
  return Math.ceil(quota * WARNING_SHARE);
}

/** Whether no report fits in any more, but for what is very small. */
export function isFullForVisitors(stored: number, quota: number): boolean {
  return stored >= quota * SHARES.report;
}

/** The warning of a day. */
export function storageMail(about: (typeof storageWarnings)[number], now: number): MailEntry {
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

/** What a message counts for, from its record. */
export function bytesOfMessage(record: string): number {
  return MESSAGE_OVERHEAD + Buffer.byteLength(record);
}

/** A message as both adapters keep it; its number is its place. @param sameAs as in `SealedMessage` */
export function messageRecord(
  { id, from, by, at, sealed }: NewSealedMessage,
  sameAs: string | null = null,
): string {
  return JSON.stringify({ id, from, by, at, sealed, sameAs });
}
