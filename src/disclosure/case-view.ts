// What a reporter gets to see of a case, and of its uploads. The report form needs neither until something is sent.
import * as z from 'zod/mini';
import { assessments, caseStatuses, credits } from './case.ts';
import { REFERENCE } from './reference.ts';
import { idSchema } from './wire.ts';

/**
 * Answer to `GET /api/case/attachments/{id}`: the chunks that are in, counted from 0; where some came in part, how many
 * bytes of each.
 */
export const uploadSchema = z.strictObject({
  chunks: z.array(z.int()),
  isComplete: z.boolean(),
  begun: z.optional(z.array(z.strictObject({ index: z.int(), bytes: z.int() }))),
});

/**
 * What the desk signed about a case, oldest first: its acceptance, the first response, changes of status. `position` is
 * where its entry stands in the log; null while it waits, and where none goes in.
 */
export const statementsSchema = z.array(
  z.strictObject({ note: z.string(), isLogged: z.boolean(), position: z.nullable(z.int()) }),
);

/** An attachment as both ends see it; `number` is that of the message that it came with, 1 the report. */
export const attachmentSchema = z.strictObject({
  id: idSchema,
  /** Sealed, in bytes. */
  size: z.int(),
  from: z.enum(['reporter', 'team']),
  number: z.int(),
  isComplete: z.boolean(),
});
export type AttachmentView = z.infer<typeof attachmentSchema>;

const moment = z.iso.datetime();
/** Answer to `GET /api/case`: what a reporter sees of the case. Times are ISO 8601 in UTC. */
export const caseViewSchema = z.strictObject({
  reference: z.string().check(z.regex(REFERENCE)),
  status: z.enum(caseStatuses),
  assessment: z.nullable(z.enum(assessments)),
  receivedAt: moment,
  respondBy: moment,
  respondedAt: z.nullable(moment),
  fixExpectedAt: z.nullable(moment),
  resolvedAt: z.nullable(moment),
  closedAt: z.nullable(moment),
  /** Since when the day has passed on which a fix was expected. */
  fixLateSince: z.nullable(moment),
  /** The day on which it may be published, when the reporter agreed to that, and when it was published. */
  publishOn: z.nullable(moment),
  publishAgreedAt: z.nullable(moment),
  publishedAt: z.nullable(moment),
  /** The day that was agreed, where the team gave it up since and no other is agreed. */
  publishGivenUp: z.nullable(moment),
  /** In whole euros. */
  reward: z.nullable(z.int()),
  credit: z.enum(credits),
  urgent: z.boolean(),
  replyKey: z.nullable(z.string()),
  messages: z.array(
    z.strictObject({
      number: z.int(),
      from: z.enum(['reporter', 'team']),
      at: moment,
      sealed: z.string(),
      /** Of a message of the team that its sender knew the reporter could not read. */
      withoutReporter: z.optional(z.literal(true)),
      /**
       * Where the team gave colleagues access to it since, and made its session keys anew: when last, and those that it
       * came with, sealed to the reporter; null where nobody could seal them.
       */
      shared: z.optional(z.strictObject({ at: moment, original: z.nullable(z.string()) })),
    }),
  ),
  attachments: z.array(attachmentSchema),
  alert: z.enum(['none', 'unconfirmed', 'confirmed']),
  statements: statementsSchema,
});
export type CaseView = z.infer<typeof caseViewSchema>;
