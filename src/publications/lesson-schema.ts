import { z } from 'zod';
import { ssvcQuestions } from '../disclosure/ssvc.ts';
import { remediationCategories } from './csaf.ts';
import { type Severity, scoreOf } from './csaf-score.ts';
import { https, line, revisionsWith, trackingId, versions } from './fields.ts';

/** A vector, with the score and the word that belong to it. @param what it must be */
const vectorOf = (version: '3.1' | '4.0', what: string) =>
  z.string().transform((vector, context) => {
    const found = scoreOf(vector, version);
    if (found) {
      const severity = found.severity.toLowerCase() as Lowercase<Severity>;
      return { vector, score: found.score, severity };
    }
    context.addIssue({ code: 'custom', message: `must be ${what}` });
    return z.NEVER;
  });

const cvss31 = 'a CVSS 3.1 base vector, such as CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N';
const cvss40 = 'a CVSS 4.0 vector, such as CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N';

/**
 * The front matter of a lesson in one language: what the page shows, and all that a CSAF 2.0 document of category
 * `csaf_security_advisory` asks for. The vendor is the organisation.
 */
export const lessonSchema = z
  .strictObject({
    id: trackingId('LES-2026-0007'),
    title: line,
    /** One or two sentences. */
    summary: line,
    /** Whom it is written for: who has to do something. */
    audience: line.optional(),
    revisions: revisionsWith(line),
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
      cvss: vectorOf('3.1', cvss31).optional(),
      cvss4: vectorOf('4.0', cvss40).optional(),
      /** What follows from it is not written down: see `decisionOf`. */
      ssvc: z
        .strictObject({
          exploitation: z.enum(ssvcQuestions.exploitation),
          automatable: z.enum(ssvcQuestions.automatable),
          technicalImpact: z.enum(ssvcQuestions.technicalImpact),
          mission: z.enum(ssvcQuestions.mission),
        })
        .optional(),
      description: line,
      /** What somebody could do with it, and to whom. */
      impact: line.optional(),
      remediation: z.strictObject({
        category: z.enum(remediationCategories),
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
