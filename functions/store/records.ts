import { z } from 'zod';
import type { Case } from '../../src/disclosure/case.ts';
import { languageCodes } from '../../src/i18n/languages.ts';

/** A case as both adapters keep it: one JSON record. Messages are values of their own. */
export const caseSchema: z.ZodType<Case> = z.strictObject({
  reference: z.string(),
  receiptId: z.string(),
  bodyHash: z.string(),
  status: z.literal('received'),
  version: z.number(),
  receivedAt: z.number(),
  respondBy: z.number(),
  urgent: z.boolean(),
  language: z.enum(languageCodes),
  origin: z.enum(['form', 'plain-form', 'terminal']),
  replyKey: z.string().nullable(),
});
