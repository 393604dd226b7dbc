// Where a lesson begins, once a case is solved and its report open: in it stands who wished to be named.
import { useRef } from 'preact/hooks';
import { Block, Button } from '../base/controls.tsx';
import { focusOn } from '../base/focus.ts';
import { KeptNote } from '../base/KeptNote.tsx';
import { lazy } from '../base/lazy.tsx';
import { texts } from '../base/page.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import type { SeenCase } from '../case/seen-case.ts';
import { LessonDraft } from './lesson-draft.ts';

const LessonForm = lazy(async () => (await import('./LessonForm.tsx')).LessonForm);

export function LessonBlock({ opened, seen }: { opened: OpenedCase; seen: SeenCase }) {
  if (seen.view.resolvedAt === null || seen.reportText === null) return null;
  const { lesson } = texts;
  const draft = opened.unsent.keep('lesson', () => new LessonDraft(seen));
  const isOpen = draft.isOpen.value;
  const isByHand = useRef(false);
  const toggle = () => {
    draft.isOpen.value = !isOpen;
    isByHand.current = !isOpen;
    focusOn('lesson-open');
  };
  const throwAway = () => {
    draft.throwAway();
    focusOn('lesson-open');
  };
  return (
    <Block sectionId="lesson" id="lesson-title" title={lesson.title}>
      <p class="help">{lesson.help}</p>
      <p class="actions">
        <Button id="lesson-open" aria-expanded={isOpen} work={toggle}>
          {isOpen ? lesson.close : lesson.open}
        </Button>
      </p>
      <KeptNote name="lesson" draft={draft.kept} throwAway={throwAway} />
      {isOpen && <LessonForm seen={seen} draft={draft} isByHand={isByHand.current} />}
    </Block>
  );
}
