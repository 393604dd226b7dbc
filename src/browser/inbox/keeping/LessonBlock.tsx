// Where a lesson begins, once a case is solved and its report open: in it stands who wished to be named.
import { FormBlock } from '../base/FormBlock.tsx';
import { lazy } from '../base/lazy.tsx';
import { texts } from '../base/page.ts';
import type { CaseNotes } from '../case/case-notes.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import type { SeenCase } from '../case/seen-case.ts';
import { LessonDraft } from './lesson-draft.ts';

const LessonForm = lazy(async () => (await import('./LessonForm.tsx')).LessonForm);

interface Props {
  opened: OpenedCase;
  seen: SeenCase;
  notes: CaseNotes;
}

export function LessonBlock({ opened, seen, notes }: Props) {
  if (seen.view.resolvedAt === null || seen.reportText === null) return null;
  const draft = opened.unsent.keep('lesson', () => new LessonDraft(seen));
  return (
    <FormBlock name="lesson" words={texts.lesson} draft={draft}>
      {(isByHand) => <LessonForm seen={seen} notes={notes} draft={draft} isByHand={isByHand} />}
    </FormBlock>
  );
}
