// The form of a lesson and of thanks, in every language. Loaded when somebody opens it.
import { useSignal } from '@preact/signals';
import { fillIn } from '../../../i18n/fill-in.ts';
import { languageCodes } from '../../../i18n/languages.ts';
import { saveBlob } from '../../dom/download.ts';
import { useBeginning } from '../base/beginning.ts';
import { Form } from '../base/controls.tsx';
import { focusSoon } from '../base/focus.ts';
import { texts } from '../base/page.ts';
import type { CaseNotes } from '../case/case-notes.ts';
import type { SeenCase } from '../case/seen-case.ts';
import { EachField, languageName, RemediationField, SingleField, WeaknessField } from './LessonFields.tsx';
import { LessonTriage } from './LessonTriage.tsx';
import type { LessonDraft } from './lesson-draft.ts';

const FACTS = ['id', 'day', 'product', 'affected', 'fixed'] as const;
const RATED = ['cve', 'cvss4', 'cvss'] as const;
const PROSE = ['title', 'summary', 'audience', 'description', 'impact', 'remediation', 'body'] as const;

interface Props {
  seen: SeenCase;
  notes: CaseNotes;
  draft: LessonDraft;
  /** Whether somebody opened it just now. */
  isByHand: boolean;
}

export function LessonForm({ seen, notes, draft, isByHand }: Props) {
  useBeginning(isByHand, 'lesson-form', 'lesson-id');
  const { lesson } = texts;
  const wrong = useSignal<ReadonlySet<string>>(new Set());
  const told = useSignal('');
  const content = draft.contentOf(seen);
  const current = notes.current.value;
  const field = {
    content,
    wrong: wrong.value,
    change: (fields: Partial<typeof content>) => draft.change(fields),
  };
  const save = async () => {
    told.value = '';
    const check = await import('./lesson-check.ts').catch(() => null);
    if (check === null) {
      told.value = texts.errors.notLoaded;
      return;
    }
    const { reference, resolvedAt } = seen.view;
    const facts = { reference, month: (resolvedAt ?? '').slice(0, 7) };
    const files = check.filesOf(content, facts, texts.drafts);
    const found = await check.wrongFields(files, texts.drafts).catch(() => null);
    if (found === null) {
      told.value = texts.errors.internal;
      return;
    }
    wrong.value = found;
    if (wrong.value.size > 0) {
      told.value = lesson.faults;
      focusSoon(() => document.querySelector<HTMLElement>('#lesson-form [aria-invalid]'));
      return;
    }
    const note = { name: lesson.noteFile, input: `${fillIn(lesson.note, { reference })}\n` };
    saveBlob(`${reference}-${lesson.file}.zip`, await check.zipOf(files, note));
    told.value = lesson.done;
  };
  return (
    <Form id="lesson-form" work={save}>
      {FACTS.map((name) => (
        <SingleField key={name} name={name} {...field} />
      ))}
      <WeaknessField {...field} />
      {RATED.map((name) => (
        <SingleField key={name} name={name} {...field} />
      ))}
      <LessonTriage triage={current === null || current === 'closed' ? null : current.triage} draft={draft} />
      <RemediationField {...field} />
      {languageCodes.map((code) => (
        <fieldset key={code}>
          <legend>{languageName(code)}</legend>
          {PROSE.map((name) => (
            <EachField key={name} name={name} code={code} {...field} />
          ))}
        </fieldset>
      ))}
      {seen.view.credit === 'named' ? (
        <SingleField name="credit" {...field} />
      ) : (
        <p class="help" id="lesson-nobody">
          {lesson.nobody}
        </p>
      )}
      {content.credit.trim() !== '' &&
        languageCodes.map((code) => <EachField key={code} name="about" code={code} {...field} />)}
      <p class="actions">
        <button type="submit" class="button" id="lesson-save">
          {lesson.save}
        </button>
      </p>
      <p id="lesson-state" role="status">
        {told}
      </p>
    </Form>
  );
}
