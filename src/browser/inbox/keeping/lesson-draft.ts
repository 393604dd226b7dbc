// A lesson and thanks as they are being filled in: kept with the case, while one looks elsewhere, and over a reload.
import { signal } from '@preact/signals';
import * as z from 'zod/mini';
import { weaknesses } from '../../../disclosure/report.ts';
import { ssvcQuestions } from '../../../disclosure/ssvc.ts';
import { perLanguage } from '../../../i18n/languages.ts';
import type { InEach, LessonContent } from '../../../publications/lesson-files.ts';
import { serverNow } from '../../api/server-time.ts';
import { type KeptDraft, keptDraft } from '../base/drafts.ts';
import { keepForm, keptJson } from '../base/kept-form.ts';
import { texts } from '../base/page.ts';
import type { SeenCase } from '../case/seen-case.ts';

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
/** In the order of the schema, in which it is found again: another text would not be what was found. */
const written = (fields: Fields) => JSON.stringify(fieldsSchema.parse(fields));

export class LessonDraft {
  readonly isOpen = signal(false);
  /** What was typed or prefilled; null for a credit that nobody touched. */
  readonly fields = signal<Fields>({
    ...{
      id: '',
      day: '',
      product: '',
      affected: 'all',
      fixed: '',
      cve: '',
      cvss4: '',
      cvss: '',
      credit: null,
    },
    ...{ ssvc: null, audience: empty(), impact: empty() },
    ...{ weakness: '', remediationCategory: 'vendor_fix' },
    ...{ title: empty(), summary: empty(), description: empty(), remediation: empty(), about: empty() },
    body: perLanguage((code) => texts.drafts[code].body.replaceAll('…', '')),
  });

  /** Where it is kept. */
  readonly kept: KeptDraft;
  /** Nothing that is typed in it is kept any more. */
  readonly leave: () => void;
  /** What stands in it before anybody typed. */
  readonly #fresh: Fields;

  /** Takes over what the report says, once, and what was typed on an earlier visit. */
  constructor({ report, view }: SeenCase) {
    const day = new Date(serverNow()).toISOString().slice(0, 10);
    this.change({
      ...{ day, id: `LES-${day.slice(0, 4)}-` },
      ...{ product: report?.system ?? '', cvss4: report?.cvss ?? '', weakness: report?.weakness ?? '' },
    });
    this.#fresh = this.fields.peek();
    this.kept = keptDraft(view.reference, 'lesson');
    this.leave = keepForm(
      this.kept,
      () => this.#typed(),
      (text) => {
        const read = fieldsSchema.safeParse(keptJson(text));
        if (read.success) this.fields.value = read.data;
      },
    );
  }

  /** Empties the form, but for what the report says. */
  throwAway(): void {
    this.fields.value = this.#fresh;
  }

  #typed(): string {
    const typed = written(this.fields.value);
    return typed === written(this.#fresh) ? '' : typed;
  }

  /** What stands in the form. Nobody is named who did not wish it, and before it was agreed on. */
  contentOf({ view, report }: SeenCase): LessonContent {
    const fields = this.fields.value;
    const credit = view.credit === 'named' ? (fields.credit ?? report?.credit ?? '') : '';
    return { ...fields, credit };
  }

  change(fields: Partial<LessonContent>): void {
    this.fields.value = { ...this.fields.peek(), ...fields };
  }
}
