import { z } from 'zod';
import { perLanguage } from '../i18n/languages.ts';

const line = z
  .string()
  .trim()
  .min(1)
  .regex(/^[^\n]*$/, 'must be one line');

/** One person who helped, and wished to be named. */
export const thanksSchema = z.strictObject({
  /** A name or a handle. */
  name: line,
  link: z.url({ protocol: /^https$/, error: 'must be an https address' }).optional(),
  /** The month in which it was solved. */
  month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month as YYYY-MM'),
  /** What it was about: one line in each language. */
  about: z.strictObject(perLanguage(() => line)),
  /** Shown in a demonstration only. */
  example: z.boolean().default(false),
});
