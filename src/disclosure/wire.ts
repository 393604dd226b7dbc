import * as z from 'zod/mini';
import { languageCodes } from '../i18n/languages.ts';
import { addressSchema } from './address.ts';
import { limits } from './limits.ts';
import { REFERENCE } from './reference.ts';

/** An id chosen by a browser: 16 random bytes, hexadecimal. */
export const idSchema = z.string().check(z.regex(/^[0-9a-f]{32}$/));
/** SHA-256 of an access token, hexadecimal. */
const receiptIdSchema = z.string().check(z.regex(/^[0-9a-f]{64}$/));
/** What a report or message announces: files that are uploaded after it. */
const attachmentsSchema = z
  .array(
    z.strictObject({
      id: idSchema,
      /** Sealed size in bytes. */
      size: z.int().check(z.minimum(1), z.maximum(limits.sealedAttachmentBytes)),
    }),
  )
  .check(
    z.maxLength(limits.attachments),
    z.refine((list) => new Set(list.map(({ id }) => id)).size === list.length),
    z.refine((list) => list.reduce((sum, { size }) => sum + size, 0) <= limits.sealedAttachmentBytes),
  );

/** Body of `POST /api/reports` as `application/json`: a report sealed by the form. */
export const submissionSchema = z.strictObject({
  /** One armored OpenPGP message, encrypted to every team key. */
  sealedReport: z.string().check(z.minLength(1), z.maxLength(limits.sealedReport)),
  receiptId: receiptIdSchema,
  /** The private half of the reply key, locked, armored. Absent when the reporter gave a key of their own. */
  replyKey: z.optional(z.string().check(z.minLength(1), z.maxLength(limits.replyKey))),
  /** It is being exploited, or public: somebody should look at it now. */
  urgent: z.boolean(),
  /** It is being exploited, as far as the reporter knows: the team looks whether that is so within 24 hours. */
  exploited: z.optional(z.boolean()),
  language: z.enum(languageCodes),
  attachments: attachmentsSchema,
  /** Gets a mail when there is news in the case, once it is confirmed. */
  notifyEmail: z.optional(addressSchema),
  /** Proof of work for this receipt id, where it was asked for (`POST /api/reports/challenge`); no part of the report. */
  proof: z.optional(z.string().check(z.maxLength(limits.proof))),
});
export type Submission = z.infer<typeof submissionSchema>;

/**
 * The header of `POST /api/reports` by which a report that no form of ours sealed says that the weak spot is being exploited:
 * `exploited` of a submission. Its one value is `yes`.
 */
export const URGENT_HEADER = 'Meldpunt-Urgent';

/** Body of `POST /api/reports` as `application/x-www-form-urlencoded`: the form without scripts. */
export const plainFormSchema = z.strictObject({
  message: z.string(),
  language: z._default(z.enum(languageCodes), languageCodes[0]),
  /** What the header says elsewhere; absent without a tick. */
  urgent: z.optional(z.literal('yes')),
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
  /** Goes with it: whether the report was taken as urgent. */
  urgent: z.optional(z.boolean()),
  /** Where an alert was asked for: whether the case has it. It can be set later, with the receipt. */
  alert: z.optional(z.enum(['set', 'not-set'])),
  /** What the desk signed about it: a statement of acceptance, as a signed note. It proves what came in when. */
  statement: z.optional(z.string()),
  /** The checkpoint that the log had by then, a signed note; none before its first. */
  checkpoint: z.optional(z.string()),
  /** To who is at a terminal: the pages where they follow it, and that say what is done with data. */
  status: z.optional(z.string()),
  privacy: z.optional(z.string()),
});
export type Accepted = z.infer<typeof acceptedSchema>;

/** A sealed message, whoever sends it. */
export const messageBodySchema = z.strictObject({
  id: idSchema,
  /** One armored OpenPGP message, encrypted to every team key (and to the reporter's own, to stay readable). */
  sealed: z.string().check(z.minLength(1), z.maxLength(limits.sealedReport)),
  /** The place in the case that is signed inside it: where it would get another, it is refused. The report has 1. */
  number: z.optional(z.int().check(z.minimum(2))),
  /** Files that follow; with them the message says its number, so that each file has its place. */
  attachments: z.optional(attachmentsSchema),
});

/** Body of `POST /api/case/messages`; `agreesTo` is the day of publication that the reporter agrees to. */
export const followUpSchema = z.extend(messageBodySchema, { agreesTo: z.optional(z.iso.date()) });

/** Body of `PUT /api/case/alert`. */
export const alertBodySchema = z.strictObject({ email: addressSchema });
