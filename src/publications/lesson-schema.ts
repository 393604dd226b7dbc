import { z } from 'zod';
import { areVersions } from './csaf.ts';
import { baseScore, type Severity } from './csaf-score.ts';

/** YAML reads `2026-03-02` as a moment; here it stays a day. */
const day = z.preprocess(
  (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : value),
  z.iso.date('must be a day as YYYY-MM-DD'),
);
const line = z.string().trim().min(1);
const versions = line.refine(
  (text) => text === '' || areVersions(text),
  'must be one version (4.2), constraints (<4.3, >=4.0|<4.3) or “all”',
);
const https = z.url({ protocol: /^https$/, error: 'must be an https address' });

/** A vector of base metrics, with the score and the word that belong to it. */
const cvss = z.string().transform((vector, context) => {
  const base = baseScore(vector);
  if (base) {
    const severity = base.severity.toLowerCase() as Lowercase<Severity>;
    return { vector, score: base.score, severity };
  }
  context.addIssue({
    code: 'custom',
    message: 'must be a CVSS 3.1 base vector, such as CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N',
  });
  return z.NEVER;
});

const revision = z.strictObject({
  number: z.number().int().min(1),
  date: day,
  /** What changed, one line. */
  summary: line,
});

/**
 * The front matter of a lesson in one language: what the page shows, and all that a CSAF 2.0 document of category
 * `csaf_security_advisory` asks for. The vendor is the organisation.
 */
export const lessonSchema = z
  .strictObject({
    /** Tracking id, the same in every language. */
    id: z
      .string()
      .regex(/^[A-Z]{2,10}-\d{4}-\d{4}$/, 'must be an id such as LES-2026-0007')
      .refine((id) => !id.endsWith('-0000'), 'is still that of a draft; give it the next number'),
    title: line,
    /** One or two sentences. */
    summary: line,
    /** Oldest first, numbered from 1: the first is the day of publication, the last that of the present text. */
    revisions: z
      .tuple([revision], revision)
      .refine((list) => list.every(({ number }, index) => number === index + 1), {
        error: 'must be numbered 1, 2, 3 …',
      })
      .refine((list) => list.every(({ date }, index) => date > (list[index - 1]?.date ?? '')), {
        error: 'must each have a later date than the one before',
      })
      .refine((list) => list.every(({ date }) => date <= new Date().toISOString().slice(0, 10)), {
        error: 'must not lie in the future',
      }),
    product: z.strictObject({
      name: line,
      /** The versions that have the weakness: one (`4.2`), or constraints as in vers (`<4.3`, `>=4.0|<4.3`). */
      affected: versions,
      /** The first version without it, or constraints in the same form. */
      fixed: versions.optional(),
    }),
    vulnerability: z.strictObject({
      cve: z
        .string()
        .regex(/^CVE-\d{4}-\d{4,}$/, 'must be an id such as CVE-2026-12345')
        .optional(),
      /** The name is MITRE's, in English. */
      cwe: z
        .strictObject({ id: z.string().regex(/^CWE-[1-9]\d*$/, 'must be an id such as CWE-79'), name: line })
        .optional(),
      cvss: cvss.optional(),
      description: line,
      remediation: z.strictObject({
        /** The words of CSAF 2.0. */
        category: z.enum(['vendor_fix', 'mitigation', 'workaround', 'no_fix_planned', 'none_available']),
        text: line,
      }),
    }),
    /** Reporters who wished to be named. */
    acknowledgments: z.array(line).default([]),
    references: z.array(z.strictObject({ url: https, text: line })).default([]),
    /** Shown in a demonstration only. */
    example: z.boolean().default(false),
  })
  .transform((lesson) => ({
    ...lesson,
    /** The day of publication. */
    date: lesson.revisions[0].date,
    /** The day of the present text. */
    updated: lesson.revisions.at(-1)?.date ?? lesson.revisions[0].date,
  }));
export type LessonData = z.output<typeof lessonSchema>;
