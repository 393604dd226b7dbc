import * as z from 'zod/mini';
import { languageCodes } from '../i18n/languages.ts';
import { assessments, caseStatuses, claimAnswers, credits, eventKinds, origins } from './case.ts';
import { attachmentSchema, statementsSchema } from './case-view.ts';
import { deadlineNames } from './clock.ts';
import { noteSchema, seenSchema } from './desk-wire.ts';
import { duties } from './duties.ts';
import { limits } from './limits.ts';
import { spamFaults } from './spam.ts';
import { idSchema, messageBodySchema } from './wire.ts';
import {
  fingerprintSchema as fingerprint,
  momentSchema as moment,
  referenceSchema as reference,
  versionSchema as version,
} from './wire-parts.ts';

// What the inbox and the functions tell each other. Times are ISO 8601 in UTC, days `YYYY-MM-DD`.

const deadlineSchema = z.strictObject({
  name: z.enum(deadlineNames),
  dueAt: z.nullable(moment),
  doneAt: z.nullable(moment),
});

const summaryFields = {
  reference,
  version,
  status: z.enum(caseStatuses),
  assessment: z.nullable(z.enum(assessments)),
  receivedAt: moment,
  respondedAt: z.nullable(moment),
  fixExpectedAt: z.nullable(moment),
  resolvedAt: z.nullable(moment),
  closedAt: z.nullable(moment),
  /** In whole euros. */
  reward: z.nullable(z.int()),
  credit: z.enum(credits),
  /** Fingerprint. */
  assignee: z.nullable(z.string()),
  waitingSince: z.nullable(moment),
  claimedAt: z.nullable(moment),
  claimAnswer: z.nullable(z.enum(claimAnswers)),
  claimAnsweredAt: z.nullable(moment),
  exploitedAt: z.nullable(moment),
  incidentAt: z.nullable(moment),
  publishOn: z.nullable(moment),
  publishAgreedAt: z.nullable(moment),
  publishedAt: z.nullable(moment),
  /** When it is erased, as was announced; null while it was not. */
  eraseAt: z.nullable(moment),
  /** Of a stub: when the reporter withdrew it, and when the team said that no fix will come. */
  withdrawnAt: z.nullable(moment),
  noFixAt: z.nullable(moment),
  urgent: z.boolean(),
  language: z.enum(languageCodes),
  origin: z.enum(origins),
  /** The case in which the very same sealed report came in before. */
  sameAs: z.nullable(reference),
  /** Whether nobody of the team has written or changed anything: then it can be erased as spam. */
  untouched: z.boolean(),
  /** What the member who asks saw of it last; null for nothing. */
  seen: z.nullable(seenSchema),
  deadlines: z.array(deadlineSchema),
};

/** A case as the list shows it; `notes` says how many there are. */
export const summarySchema = z.strictObject({ ...summaryFields, notes: z.int() });
export type CaseSummary = z.infer<typeof summarySchema>;
/** What a case has alike in the list and opened. */
export type CaseFacts = Omit<CaseSummary, 'notes'>;

/** Answer to `GET /api/staff/cases`; `next` is the `after` of the next page. */
export const casePageSchema = z.strictObject({
  cases: z.array(summarySchema),
  next: z.nullable(z.string()),
});

/** Answer to `GET /api/staff/cases/{reference}`. */
export const teamCaseSchema = z.strictObject({
  ...summaryFields,
  messages: z.array(
    z.strictObject({
      id: idSchema,
      number: z.int(),
      from: z.enum(['reporter', 'team']),
      by: z.nullable(z.string()),
      at: moment,
      sealed: z.string(),
      /** The case in which the very same message was before. */
      sameAs: z.nullable(reference),
    }),
  ),
  events: z.array(
    z.strictObject({
      version,
      at: moment,
      by: z.nullable(z.string()),
      kind: z.enum(eventKinds),
      value: z.string(),
    }),
  ),
  /** What the team wrote for itself, oldest first; of many the newest, see `notesSchema`. */
  notes: z.array(noteSchema),
  attachments: z.array(attachmentSchema),
  /**
   * The id of the reply key that the server keeps, 16 hexadecimal characters: with it the reporter reads by the receipt
   * code. Nobody seals to it for that: the key to seal to stands in the report.
   */
  replyKeyId: z.nullable(z.string()),
  statements: statementsSchema,
});
export type TeamCase = z.infer<typeof teamCaseSchema>;

/** A message of the team; `withoutReporter`: its sender knows that the reporter can't read it by the receipt code. */
const teamMessageSchema = z.extend(messageBodySchema, { withoutReporter: z.optional(z.literal(true)) });

/** Body of `POST …/{reference}/response`: the first response, whole. */
export const responseSchema = z.strictObject({
  version,
  assessment: z.enum(assessments),
  fixExpectedAt: z.nullable(z.iso.date()),
  message: teamMessageSchema,
  /** Closes the case with it: of what is rejected, or known already. */
  close: z.optional(z.literal(true)),
});

/** Body of `POST …/{reference}/messages`. */
export const replySchema = z.strictObject({ version, message: teamMessageSchema });

/** Body of `PATCH …/{reference}`; what is absent stays as it is. */
export const changeSchema = z
  .strictObject({
    version,
    status: z.optional(z.enum(caseStatuses)),
    /** Closes the case once it has that status; goes with `status`. */
    close: z.optional(z.literal(true)),
    fixExpectedAt: z.optional(z.nullable(z.iso.date())),
    reward: z.optional(z.nullable(z.int().check(z.minimum(1), z.maximum(1_000_000)))),
    credit: z.optional(z.enum(credits)),
    assignee: z.optional(z.nullable(fingerprint)),
    /** The opened report says that it is exploited. */
    claimed: z.optional(z.literal(true)),
    /** What the team found about that; "true" is `exploited`. */
    claimAnswer: z.optional(z.enum(['not-true', 'unclear'])),
    exploited: z.optional(z.boolean()),
    /** Since when it is known, where that is not now; goes with `exploited`. */
    exploitedSince: z.optional(moment),
    incident: z.optional(z.boolean()),
    /** As `exploitedSince`, with `incident`. */
    incidentSince: z.optional(moment),
    reported: z.optional(z.enum(duties)),
    /** When it was done, where that is not now; goes with `reported`. */
    reportedAt: z.optional(moment),
    /** Takes back what was ticked by mistake. */
    unreported: z.optional(z.enum(duties)),
    /** What was done was corrected since; when, where that is not now. */
    corrected: z.optional(z.enum(duties)),
    correctedAt: z.optional(moment),
    /** The day on which it may be published; null takes it away. */
    publishOn: z.optional(z.nullable(z.iso.date())),
    publishAgreed: z.optional(z.boolean()),
    published: z.optional(z.boolean()),
    /** What the reporter wrote needs no answer. */
    settled: z.optional(z.literal(true)),
    /** Of a stub: since when a fix is available; null when none will come. */
    fixAvailableAt: z.optional(z.nullable(moment)),
    message: z.optional(teamMessageSchema),
  })
  .check(
    z.refine((body) => Object.keys(body).length > 1),
    z.refine((body) => body.close === undefined || body.status !== undefined),
    z.refine((body) => body.exploitedSince === undefined || body.exploited === true),
    z.refine((body) => body.incidentSince === undefined || body.incident === true),
    z.refine((body) => body.claimAnswer === undefined || body.exploited !== true),
    z.refine((body) => body.reportedAt === undefined || body.reported !== undefined),
    z.refine((body) => body.correctedAt === undefined || body.corrected !== undefined),
    // One thing is said of one duty at a time.
    z.refine(
      ({ reported, unreported, corrected }) =>
        [reported, unreported, corrected].filter((duty) => duty !== undefined).length <= 1,
    ),
  );
export type ChangeBody = z.infer<typeof changeSchema>;

/** Body of `DELETE …/{reference}`. */
export const eraseSchema = z.strictObject({ version });

/** Body of `POST /api/staff/cases/spam`: the cases, each as it was seen. */
export const spamSchema = z.strictObject({
  cases: z.array(z.strictObject({ reference, version })).check(
    z.minLength(1),
    z.maxLength(limits.spam),
    z.refine((list) => new Set(list.map((one) => one.reference)).size === list.length),
  ),
});

/** Answer to it: which were erased, and what kept the others. */
export const spamOutcomeSchema = z.strictObject({
  erased: z.array(reference),
  kept: z.array(z.strictObject({ reference, fault: z.enum(spamFaults) })),
});
export type SpamOutcome = z.infer<typeof spamOutcomeSchema>;

/** Answer to every change: the version that the case has now. */
export const changedSchema = z.strictObject({ version });

/** Answer to `GET /api/staff/overview`: what the banner and the chart show. */
export const overviewSchema = z.strictObject({
  /** `oldestAt`: since when the oldest mail waits, where mail is delayed. */
  mail: z.strictObject({
    waiting: z.int(),
    failing: z.int() /** Since when mail waits that should have gone; null when all is well. */,
    oldestAt: z.nullable(moment),
  }),
  /** What the webhook did not take yet, and since when the oldest of it waits; null when all is well, or there is none. */
  webhook: z.nullable(z.strictObject({ failing: z.int(), oldestAt: moment })),
  /** Team keys that run out soon, or have: new reports don't go to those any more. */
  keys: z.array(
    z.strictObject({ fingerprint, name: z.string(), expiresAt: moment, hasExpired: z.boolean() }),
  ),
  /** Whether there is nobody left to whom reports can be sealed. */
  noTeamKey: z.boolean(),
  /** Whether something was wrong with the published log when the daily job looked last. */
  logFails: z.boolean(),
  /** When the site was built that is served, where the newest build failed; null where all is well. */
  oldSite: z.nullable(moment),
  /** Cases in no list, as their record in the store can't be read. */
  unreadable: z.array(reference),
  /** The last twelve months, oldest first; times in ms. */
  figures: z.array(
    z.strictObject({
      month: z.string(),
      received: z.int(),
      answered: z.int(),
      late: z.int(),
      totalMs: z.number(),
      slowestMs: z.number(),
      leaves: z.int(),
    }),
  ),
  /** After so many days a closed case is erased. */
  retentionDays: z.int(),
});
export type Overview = z.infer<typeof overviewSchema>;
