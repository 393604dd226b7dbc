import { z } from 'zod';
import {
  assessments,
  type Case,
  type CaseEvent,
  caseStatuses,
  claimAnswers,
  credits,
  eventKinds,
  noteKinds,
  origins,
  type SealedMessage,
  type SealedNote,
} from '../../src/disclosure/case.ts';
import { type Duty, duties, nothingDone } from '../../src/disclosure/duties.ts';
import { languageCodes } from '../../src/i18n/languages.ts';
import { type Alert, type FoundCases, mailKinds } from './store.ts';

const moment = z.number().nullable();
/** A record from before there was a duty has not done it. */
const done = z.strictObject(
  Object.fromEntries(duties.map((duty) => [duty, moment.default(null)])) as Record<
    Duty,
    z.ZodDefault<typeof moment>
  >,
);

const recordSchema = z.strictObject({
  reference: z.string(),
  receiptId: z.string(),
  bodyHash: z.string(),
  status: z.enum(caseStatuses),
  version: z.number(),
  receivedAt: z.number(),
  respondBy: z.number(),
  respondedAt: moment,
  fixExpectedAt: moment,
  resolvedAt: moment,
  dismissedAt: moment.default(null),
  closedAt: moment,
  reward: z.number().nullable(),
  assessment: z.enum(assessments).nullable().default(null),
  credit: z.enum(credits).default('undecided'),
  assignee: z.string().nullable().default(null),
  waitingSince: moment.default(null),
  claimedAt: moment.default(null),
  claimAnswer: z.enum(claimAnswers).nullable().default(null),
  claimAnsweredAt: moment.default(null),
  checkFrom: moment.default(null),
  exploitedAt: moment.default(null),
  incidentAt: moment.default(null),
  reported: done.default(nothingDone),
  publishOn: moment.default(null),
  publishAgreedAt: moment.default(null),
  publishedAt: moment.default(null),
  toldAt: moment.default(null),
  eraseAt: moment.default(null),
  withdrawnAt: moment.default(null),
  noFixAt: moment.default(null),
  urgent: z.boolean(),
  language: z.enum(languageCodes),
  origin: z.enum(origins),
  replyKey: z.string().nullable(),
  // One without a number came with the report.
  attachments: z.array(
    z.strictObject({
      id: z.string(),
      size: z.number(),
      from: z.literal('team').optional(),
      number: z.number().optional(),
      announcedAt: z.number().optional(),
    }),
  ),
  sameAs: z.string().nullable().default(null),
  // An earlier version did not count them: a case with some is taken for one that the team had in hand.
  followUps: z.number().default(0),
});

/**
 * A case as both adapters keep it: one JSON record. Messages, events and chunks are values of their own. What a
 * record from an earlier version lacks gets the value of a fresh case, or follows from its other fields.
 */
export const caseSchema: z.ZodType<Case> = recordSchema.transform((one) => ({
  ...one,
  dismissedAt: one.dismissedAt ?? dismissedBefore(one),
}));

/** Since when it is no weak spot, or known already, where a record does not say; the first response says so of most. */
function dismissedBefore({ status, assessment, resolvedAt, respondedAt }: z.infer<typeof recordSchema>) {
  const isAssessedSo = assessment === 'rejected' || assessment === 'duplicate';
  const isClosedSo = status === 'closed' && resolvedAt === null && isAssessedSo;
  return status === 'rejected' || status === 'duplicate' || isClosedSo ? respondedAt : null;
}

/** A case as an index names it, with its record as it is kept. */
export type KeptCase = readonly [reference: string, record: string];

/** The cases in these records, in their order, and the references of those that can't be read. */
export function readCases(kept: readonly KeptCase[]): FoundCases {
  const cases: Case[] = [];
  const unreadable: string[] = [];
  for (const [reference, record] of kept) {
    const one = caseIn(record);
    if (one) cases.push(one);
    else unreadable.push(reference);
  }
  return { cases, unreadable };
}

/** The case in a record; null where that is none, be it damaged or of a version that is not known here. */
export function caseIn(record: string): Case | null {
  return recordIn(caseSchema, record);
}

/** What a record holds; null where it can't be read. */
export function recordIn<T>(schema: z.ZodType<T>, record: string): T | null {
  try {
    return schema.parse(JSON.parse(record));
  } catch {
    return null;
  }
}

/** A message as both adapters keep it; its number is its place. */
export const messageSchema: z.ZodType<Omit<SealedMessage, 'number'>> = z.strictObject({
  id: z.string(),
  from: z.enum(['reporter', 'team']),
  by: z.string().nullable().default(null),
  at: z.number(),
  sealed: z.string(),
  sameAs: z.string().nullable().default(null),
  sharedAt: z.number().optional(),
  original: z.string().optional(),
});

/** A note as both adapters keep it; its number is its place. */
export const noteSchema: z.ZodType<Omit<SealedNote, 'number'>> = z.strictObject({
  id: z.string(),
  kind: z.enum(noteKinds),
  by: z.string(),
  at: z.number(),
  sealed: z.string(),
});

/** An event as both adapters keep it. */
export const eventSchema: z.ZodType<CaseEvent> = z.strictObject({
  version: z.number(),
  at: z.number(),
  by: z.string().nullable(),
  kind: z.enum(eventKinds),
  value: z.string(),
});

export const alertSchema: z.ZodType<Alert> = z.strictObject({
  id: z.string(),
  address: z.string(),
  isConfirmed: z.boolean(),
});

export const mailKindSchema = z.enum(mailKinds);
