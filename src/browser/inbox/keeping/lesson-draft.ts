// A lesson and thanks as they are being filled in: kept with the case, while one looks elsewhere, and over a reload.
import * as z from 'zod/mini';
import { takenOver } from '../../../disclosure/rating.ts';
import { weaknesses } from '../../../disclosure/report.ts';
import { ssvcQuestions } from '../../../disclosure/ssvc.ts';
import { perLanguage } from '../../../i18n/languages.ts';
import type { InEach, LessonContent } from '../../../publications/lesson-files.ts';
import { serverNow } from '../../api/server-time.ts';
import { keptDraft } from '../base/drafts.ts';
import { KeptFields } from '../base/kept-fields.ts';
import { texts } from '../base/page.ts';
import type { SeenCase } from '../case/seen-case.ts';

/** A credit that nobody touched is null. */
type Fields = Omit<LessonContent, 'credit'> & { credit: string | null };

const empty = (): InEach => perLanguage(() => '');
const inEach = z.object(perLanguage(() => z.string()));
const { exploitation, automatable, technicalImpact, mission } = ssvcQuestions;
const ssvc = z.object({
  ...{ exploitation: z.enum(exploitation), automatable: z.enum(automatable) },
  ...{ technicalImpact: z.enum(technicalImpact), mission: z.enum(mission) },
});
const fieldsSchema = z.object({
  ...{ id: z.string(), day: z.string(), product: z.string(), affected: z.string(), fixed: z.string() },
  ...{ cve: z.string(), cvss: z.string(), credit: z.nullable(z.string()) },
  ...{ weakness: z.enum(['', ...weaknesses]), remediationCategory: z.string() },
  ...{
    title: inEach,
    summary: inEach,
    description: inEach,
    remediation: inEach,
    about: inEach,
    body: inEach,
  },
  // What drafts from before did not have.
  ...{ cvss4: z._default(z.string(), ''), ssvc: z._default(z.nullable(ssvc), null) },
  ...{ audience: z._default(inEach, empty()), impact: z._default(inEach, empty()) },
});

export class LessonDraft extends KeptFields<Fields> {
  /** Begins with what the report says. */
  constructor({ report, view }: SeenCase) {
    const day = new Date(serverNow()).toISOString().slice(0, 10);
    super(keptDraft(view.reference, 'lesson'), fieldsSchema, {
      ...{ id: `LES-${day.slice(0, 4)}-`, day, product: report?.system ?? '', affected: 'all', fixed: '' },
      ...{ cve: '', ...scoresOf(report?.cvss ?? ''), credit: null, ssvc: null },
      ...{ weakness: report?.weakness ?? '', remediationCategory: 'vendor_fix' },
      ...{ title: empty(), summary: empty(), audience: empty(), description: empty(), impact: empty() },
      ...{ remediation: empty(), about: empty() },
      body: perLanguage((code) => texts.drafts[code].body.replaceAll('…', '')),
    });
  }

  /** What stands in the form. Nobody is named who did not wish it, and before it was agreed on. */
  contentOf({ view, report }: SeenCase): LessonContent {
    const fields = this.fields.value;
    const credit = view.credit === 'named' ? (fields.credit ?? report?.credit ?? '') : '';
    return { ...fields, credit };
  }
}

/** The reporter's vector, in the field of its version. */
function scoresOf(reported: string): { cvss4: string; cvss: string } {
  const vector = takenOver(reported);
  return vector.startsWith('CVSS:4.0/') ? { cvss4: vector, cvss: '' } : { cvss4: '', cvss: vector };
}
