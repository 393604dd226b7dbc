import * as z from 'zod/mini';
import { languageCodes } from '../i18n/languages.ts';
import { addressSchema } from './address.ts';
import { caseStatuses, credits } from './case.ts';
import { limits } from './limits.ts';
import { REFERENCE } from './reference.ts';

/** An id chosen by a browser: 16 random bytes, hexadecimal. */
export const idSchema = z.string().check(z.regex(/^[0-9a-f]{32}$/));
/** SHA-256 of an access token, hexadecimal. */
const receiptIdSchema = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const attachmentSchema = z.strictObject({
  id: idSchema,
  /** Sealed size in bytes. */
  size: z.int().check(z.minimum(1), z.maximum(limits.sealedAttachmentBytes)),
});

/** Body of `POST /api/reports` as `application/json`: a report sealed by the form. */
export const submissionSchema = z.strictObject({
  /** One armored OpenPGP message, encrypted to every team key. */
  sealedReport: z.string().check(z.minLength(1), z.maxLength(limits.sealedReport)),
  receiptId: receiptIdSchema,
  /** The private half of the reply key, locked, armored. Absent when the reporter gave a key of their own. */
  replyKey: z.optional(z.string().check(z.minLength(1), z.maxLength(limits.replyKey))),
  urgent: z.boolean(),
  language: z.enum(languageCodes),
  attachments: z.array(attachmentSchema).check(
    z.maxLength(limits.attachments),
    z.refine((list) => new Set(list.map(({ id }) => id)).size === list.length),
    z.refine((list) => list.reduce((sum, { size }) => sum + size, 0) <= limits.sealedAttachmentBytes),
  ),
  /** Gets a mail when there is news in the case, once it is confirmed. */
  notifyEmail: z.optional(addressSchema),
  /** Proof of work for this receipt id, where it was asked for (`POST /api/reports/challenge`); no part of the report. */
  proof: z.optional(z.string().check(z.maxLength(limits.proof))),
});
export type Submission = z.infer<typeof submissionSchema>;

/** Body of `POST /api/reports` as `application/x-www-form-urlencoded`: the form without scripts. */
export const plainFormSchema = z.strictObject({
  message: z.string(),
  language: z._default(z.enum(languageCodes), languageCodes[0]),
});

/** Body of `POST /api/reports/challenge`. */
export const challengeRequestSchema = z.strictObject({ receiptId: receiptIdSchema });

/** Answer to an accepted report. Times are ISO 8601 in UTC. */
export const acceptedSchema = z.strictObject({
  reference: z.string().check(z.regex(REFERENCE)),
  receivedAt: z.iso.datetime(),
  respondBy: z.iso.datetime(),
  /** The receipt code; only when the server had to make it (terminal, form without scripts). */
  receipt: z.optional(z.string()),
  /** Where an alert was asked for: whether the case has it. It can be set later, with the receipt. */
  alert: z.optional(z.enum(['set', 'not-set'])),
});
export type Accepted = z.infer<typeof acceptedSchema>;

/** Body of `POST /api/case/messages`. */
export const messageSchema = z.strictObject({
  id: idSchema,
  /** One armored OpenPGP message, encrypted to every team key (and to the reporter's own, to stay readable). */
  sealed: z.string().check(z.minLength(1), z.maxLength(limits.sealedReport)),
});

/** Body of `PUT /api/case/alert`. */
export const alertSchema = z.strictObject({ email: addressSchema });

/**
 * Answer to `GET /api/case/attachments/{id}`: the chunks that are in, counted from 0; where some came in part, how many
 * bytes of each.
 */
export const uploadSchema = z.strictObject({
  chunks: z.array(z.int()),
  isComplete: z.boolean(),
  begun: z.optional(z.array(z.strictObject({ index: z.int(), bytes: z.int() }))),
});

const moment = z.iso.datetime();
/** Answer to `GET /api/case`: what a reporter sees of the case. Times are ISO 8601 in UTC. */
export const caseViewSchema = z.strictObject({
  reference: z.string().check(z.regex(REFERENCE)),
  status: z.enum(caseStatuses),
  receivedAt: moment,
  respondBy: moment,
  respondedAt: z.nullable(moment),
  fixExpectedAt: z.nullable(moment),
  resolvedAt: z.nullable(moment),
  closedAt: z.nullable(moment),
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
    }),
  ),
  attachments: z.array(z.strictObject({ id: idSchema, size: z.int(), isComplete: z.boolean() })),
  alert: z.enum(['none', 'unconfirmed', 'confirmed']),
});
export type CaseView = z.infer<typeof caseViewSchema>;
