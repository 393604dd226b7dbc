import { z } from 'zod';
import {
  type Alert,
  type Case,
  caseStatuses,
  origins,
  type SealedMessage,
} from '../../src/disclosure/case.ts';
import { languageCodes } from '../../src/i18n/languages.ts';
import { mailKinds } from './store.ts';

/** A case as both adapters keep it: one JSON record. Messages and chunks are values of their own. */
export const caseSchema: z.ZodType<Case> = z.strictObject({
  reference: z.string(),
  receiptId: z.string(),
  bodyHash: z.string(),
  status: z.enum(caseStatuses),
  version: z.number(),
  receivedAt: z.number(),
  respondBy: z.number(),
  respondedAt: z.number().nullable(),
  fixExpectedAt: z.number().nullable(),
  resolvedAt: z.number().nullable(),
  closedAt: z.number().nullable(),
  reward: z.number().nullable(),
  urgent: z.boolean(),
  language: z.enum(languageCodes),
  origin: z.enum(origins),
  replyKey: z.string().nullable(),
  attachments: z.array(z.strictObject({ id: z.string(), size: z.number() })),
});

/** A message as both adapters keep it; its number is its place. */
export const messageSchema: z.ZodType<Omit<SealedMessage, 'number'>> = z.strictObject({
  id: z.string(),
  from: z.enum(['reporter', 'team']),
  at: z.number(),
  sealed: z.string(),
});

export const alertSchema: z.ZodType<Alert> = z.strictObject({
  id: z.string(),
  address: z.string(),
  isConfirmed: z.boolean(),
});

export const mailKindSchema = z.enum(mailKinds);
