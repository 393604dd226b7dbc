import { z } from 'zod';
import type { Case } from '../../../src/disclosure/case.ts';
import { caseSchema } from '../records.ts';
import { StoreError, secondsUntil } from '../store.ts';

/** The reply of a script that stopped at a limit: when its window ends, in seconds since 1970. */
export const limitedReply = z.tuple([z.literal('limited'), z.coerce.number()]);
/** The reply of a script that stopped at the quota: how many mails that added. */
export const storageFullReply = z.tuple([z.literal('storage-full'), z.coerce.number()]);
/** The reply of a script that says whether it was done. */
export const yesOrNo = z.enum(['0', '1']).transform((reply) => reply === '1');
/** The reply of a script that gives records. */
export const records = z.array(z.string());
/** The reply of a script that gives records of cases, each behind the reference that its case stands under. */
export const keptCases = z.array(z.tuple([z.string(), z.string()]));

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

/** How long to wait for the end of a window. */
export function retryAfter(endsAtSeconds: number, now: number): { retryAfterSeconds: number } {
  return { retryAfterSeconds: secondsUntil(endsAtSeconds * 1000, now) };
}
