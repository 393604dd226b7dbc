import { z } from 'zod';
import { languageCodes } from '../i18n/languages.ts';
import { caseStatuses } from './case.ts';
import { limits } from './limits.ts';
import { REFERENCE } from './reference.ts';

/** An id chosen by a browser: 16 random bytes, hexadecimal. */
export const idSchema = z.string().regex(/^[0-9a-f]{32}$/);
const emailSchema = z.email().max(254);
const attachmentSchema = z.strictObject({
  id: idSchema,
  /** Sealed size in bytes. */
  size: z.int().min(1).max(limits.sealedAttachmentBytes),
});

/** Body of `POST /api/reports` as `application/json`: a report sealed by the form. */
export const submissionSchema = z.strictObject({
  /** One armored OpenPGP message, encrypted to every team key. */
  sealedReport: z.string().min(1).max(limits.sealedReport),
  /** SHA-256 of the access token, hexadecimal. */
  receiptId: z.string().regex(/^[0-9a-f]{64}$/),
  /** The private half of the reply key, locked, armored. Absent when the reporter gave a key of their own. */
  replyKey: z.string().min(1).max(limits.replyKey).optional(),
  urgent: z.boolean(),
  language: z.enum(languageCodes),
  attachments: z
    .array(attachmentSchema)
    .max(limits.attachments)
    .refine((list) => new Set(list.map(({ id }) => id)).size === list.length)
    .refine((list) => list.reduce((sum, { size }) => sum + size, 0) <= limits.sealedAttachmentBytes),
  /** Gets a mail when there is news in the case, once it is confirmed. */
  notifyEmail: emailSchema.optional(),
});
export type Submission = z.infer<typeof submissionSchema>;

/** Body of `POST /api/reports` as `application/x-www-form-urlencoded`: the form without scripts. */
export const plainFormSchema = z.strictObject({
  message: z.string(),
  language: z.enum(languageCodes).default(languageCodes[0]),
});

/** Answer to an accepted report. Times are ISO 8601 in UTC. */
export const acceptedSchema = z.strictObject({
  reference: z.string().regex(REFERENCE),
  receivedAt: z.iso.datetime(),
  respondBy: z.iso.datetime(),
  /** The receipt code; only when the server had to make it (terminal, form without scripts). */
  receipt: z.string().optional(),
});
export type Accepted = z.infer<typeof acceptedSchema>;

/** Body of `POST /api/case/messages`. */
export const messageSchema = z.strictObject({
  id: idSchema,
  /** One armored OpenPGP message, encrypted to every team key (and to the reporter's own, to stay readable). */
  sealed: z.string().min(1).max(limits.sealedReport),
});

/** Body of `PUT /api/case/alert`. */
export const alertSchema = z.strictObject({ email: emailSchema });

/** Answer to `GET /api/case/attachments/{id}`: the chunks that are in, counted from 0. */
export const uploadSchema = z.strictObject({ chunks: z.array(z.int()), isComplete: z.boolean() });

const moment = z.iso.datetime();
/** Answer to `GET /api/case`: what a reporter sees of the case. Times are ISO 8601 in UTC. */
export const caseViewSchema = z.strictObject({
  reference: z.string().regex(REFERENCE),
  status: z.enum(caseStatuses),
  receivedAt: moment,
  respondBy: moment,
  respondedAt: moment.nullable(),
  fixExpectedAt: moment.nullable(),
  resolvedAt: moment.nullable(),
  closedAt: moment.nullable(),
  /** In whole euros. */
  reward: z.int().nullable(),
  urgent: z.boolean(),
  replyKey: z.string().nullable(),
  messages: z.array(
    z.strictObject({ number: z.int(), from: z.enum(['reporter', 'team']), at: moment, sealed: z.string() }),
  ),
  attachments: z.array(z.strictObject({ id: idSchema, size: z.int(), isComplete: z.boolean() })),
  alert: z.enum(['none', 'unconfirmed', 'confirmed']),
});
export type CaseView = z.infer<typeof caseViewSchema>;
