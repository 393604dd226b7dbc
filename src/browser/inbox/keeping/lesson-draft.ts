// A lesson and thanks as they are being filled in: kept with the case, while one looks elsewhere.
import { signal } from '@preact/signals';
import { perLanguage } from '../../../i18n/languages.ts';
import type { InEach, LessonContent } from '../../../publications/lesson-files.ts';
import { serverNow } from '../../api/server-time.ts';
import { texts } from '../base/page.ts';
import type { SeenCase } from '../case/seen-case.ts';

const empty = (): InEach => perLanguage(() => '');

export class LessonDraft {
  readonly isOpen = signal(false);
  /** What was typed or prefilled; null for a credit that nobody touched. */
  readonly fields = signal<Omit<LessonContent, 'credit'> & { credit: string | null }>({
    ...{ id: '', day: '', product: '', affected: 'all', fixed: '', cve: '', cvss: '', credit: null },
    ...{ weakness: '', remediationCategory: 'vendor_fix' },
    ...{ title: empty(), summary: empty(), description: empty(), remediation: empty(), about: empty() },
    body: perLanguage((code) => texts.drafts[code].body.replaceAll('…', '')),
  });

  /** Takes over what the report says, once. */
  constructor({ report }: SeenCase) {
    const day = new Date(serverNow()).toISOString().slice(0, 10);
    this.change({
      ...{ day, id: `LES-${day.slice(0, 4)}-` },
      ...{ product: report?.system ?? '', cvss: report?.cvss ?? '', weakness: report?.weakness ?? '' },
    });
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
