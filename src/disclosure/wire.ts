import { z } from 'zod';
import { languageCodes } from '../i18n/languages.ts';
import { limits } from './limits.ts';
import { REFERENCE } from './reference.ts';

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
  attachments: z.tuple([]),
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
