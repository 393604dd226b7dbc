import { z } from 'zod';
import type { Case } from '../../../src/disclosure/case.ts';
import { wakeAtOf } from '../../../src/disclosure/clock.ts';
import { positionOf } from '../../../src/disclosure/position.ts';
import { caseSchema } from '../records.ts';
import {
  type Gathering,
  type HitLimit,
  type MailEntry,
  type Quota,
  StoreError,
  secondsUntil,
  windowOf,
} from '../store.ts';

/** The reply of a script that stopped at a limit: when its window ends, in seconds since 1970. */
export const limitedReply = z.tuple([z.literal('limited'), z.coerce.number()]);
/** The reply of a script that stopped at the quota: how many mails that added. */
export const storageFullReply = z.tuple([z.literal('storage-full'), z.coerce.number()]);
/** The reply of a script that says whether it was done. */
export const yesOrNo = z.enum(['0', '1']).transform((reply) => reply === '1');
/** The reply of a script that gives records. */
export const records = z.array(z.string());

/** A record that was read, checked by its schema. */
export function readRecord<T>(schema: z.ZodType<T>, record: string): T {
  const parsed = schema.safeParse(JSON.parse(record));
  if (!parsed.success) throw new StoreError('a record has an unknown form');
  return parsed.data;
}

/** A case from its record. */
export function readCase(record: string): Case {
  return readRecord(caseSchema, record);
}

/** Outbox entries as the scripts take them. */
export function mailValues(mails: readonly MailEntry[]): (string | number)[] {
  return [mails.length, ...mails.flatMap(({ id, kind, reference, about }) => [id, kind, reference, about])];
}

/**
 * The quota as the scripts take it, with the bytes that come in and the time: 20 values. Without a budget its key is
 * empty.
 */
export function quotaValues(
  { most, warnAt, warning, refusal, budget }: Quota,
  added: number,
  now: number,
): (string | number)[] {
  return [
    ...[added, most, warnAt],
    ...mailValues([warning]),
    ...mailValues([refusal]),
    budget ? hitsKey(windowOf(budget.limit, now).key) : '',
    budget?.warnAt ?? 0,
    ...mailValues([budget?.warning ?? warning]),
  ];
}

/** The key under which hits are counted, of that of a window. */
export function hitsKey(windowKey: string): string {
  return `hits:${windowKey}`;
}

/** Limits as the scripts take them. */
export function limitValues(limits: readonly HitLimit[], now: number): (string | number)[] {
  const values = limits.flatMap((limit) => {
    const { key, endsAt } = windowOf(limit, now);
    return [hitsKey(key), limit.weight ?? 1, limit.most, endsAt / 1000, secondsUntil(endsAt, now)];
  });
  return [limits.length, ...values];
}

/** The rules for gathering mails as the scripts take them. */
export function gatherValues(gather: readonly Gathering[], now: number): (string | number)[] {
  const values = gather.flatMap(({ kind, limits, digest: { name, after, apart, most } }) => [
    ...[kind, name, after, apart, most],
    ...limitValues(limits, now),
  ]);
  return [gather.length, ...values];
}

/** The index entries of a case as the scripts take them. */
export function indexValues(one: Case): (string | number)[] {
  return [positionOf(one), one.status, wakeAtOf(one) ?? '', one.closedAt ?? ''];
}

/** How long to wait for the end of a window. */
export function retryAfter(endsAtSeconds: number, now: number): { retryAfterSeconds: number } {
  return { retryAfterSeconds: secondsUntil(endsAtSeconds * 1000, now) };
}
