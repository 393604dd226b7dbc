// Fields that more than one kind of publication has.
import { z } from 'zod';
import { areVersions } from './versions.ts';

/** YAML reads `2026-03-02` as a moment; here it stays a day. */
const day = z.preprocess(
  (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : value),
  z.iso.date('must be a day as YYYY-MM-DD'),
);

export const line = z.string().trim().min(1);

export const versions = line.refine(
  (text) => text === '' || areVersions(text),
  'must be one version (4.2), constraints (<4.3, >=4.0|<4.3) or “all”',
);

export const https = z.url({ protocol: /^https$/, error: 'must be an https address' });

/** A tracking id, the same in every language. @param example of one, for the sentence */
export const trackingId = (example: string) =>
  z
    .string()
    .regex(/^[A-Z]{2,10}-\d{4}-\d{4}$/, `must be an id such as ${example}`)
    .refine((id) => !id.endsWith('-0000'), 'is still that of a draft; give it the next number');

/**
 * Oldest first, numbered from 1: the first is the day of publication, the last that of the present text.
 * @param summary what changed: a line, or one in each language
 */
export function revisionsWith<Summary extends z.ZodType>(summary: Summary) {
  const revision = z.strictObject({ number: z.number().int().min(1), date: day, summary });
  return z
    .tuple([revision], revision)
    .refine((list) => list.every(({ number }, index) => number === index + 1), {
      error: 'must be numbered 1, 2, 3 …',
    })
    .refine((list) => list.every(({ date }, index) => date > (list[index - 1]?.date ?? '')), {
      error: 'must each have a later date than the one before',
    })
    .refine((list) => list.every(({ date }) => date <= new Date().toISOString().slice(0, 10)), {
      error: 'must not lie in the future',
    });
}
