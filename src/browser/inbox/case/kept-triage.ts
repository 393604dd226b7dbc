// What can be typed and chosen in the triage of a case, and how it is read from what was kept of it on an earlier visit.
import * as z from 'zod/mini';
import type { Severity } from '../../../disclosure/severity.ts';
import { type SsvcAnswers, ssvcQuestions } from '../../../disclosure/ssvc.ts';

/** Undefined for what nobody touched: then what is saved stands there. */
export interface TriageFields {
  label?: string | undefined;
  /** `answers` by metric; those that are missing or empty are not given yet. */
  cvss?:
    | { version: Severity['version']; answers: Readonly<Record<string, string>>; vector: string }
    | undefined;
  ssvc?: Partial<SsvcAnswers> | undefined;
  ticket?: string | undefined;
  search?: string | undefined;
}

const { exploitation, automatable, technicalImpact, mission } = ssvcQuestions;
const fieldsSchema = z.object({
  label: z.optional(z.string()),
  cvss: z.optional(
    z.object({
      version: z.enum(['3.1', '4.0']),
      answers: z.record(z.string(), z.string()),
      vector: z.string(),
    }),
  ),
  ssvc: z.optional(
    z.partial(
      z.object({
        exploitation: z.enum(exploitation),
        automatable: z.enum(automatable),
        technicalImpact: z.enum(technicalImpact),
        mission: z.enum(mission),
      }),
    ),
  ),
  ticket: z.optional(z.string()),
});

/** Its fields; none of what is no such text. Never throws. */
export function keptFields(text: string): TriageFields {
  try {
    const { ssvc, ...others } = fieldsSchema.parse(JSON.parse(text));
    return ssvc === undefined ? others : { ...others, ssvc: ssvc as Partial<SsvcAnswers> };
  } catch {
    return {};
  }
}
