// What of the triage goes in a lesson: nothing before somebody takes it over, since a triage is the team's own.
import { useSignal } from '@preact/signals';
import { decisionOf } from '../../../disclosure/ssvc.ts';
import type { Triage } from '../../../disclosure/triage.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { Button } from '../base/controls.tsx';
import { focusOn } from '../base/focus.ts';
import { texts } from '../base/page.ts';
import type { LessonDraft } from './lesson-draft.ts';

interface Props {
  /** Null while it is not open here. */
  triage: Triage | null;
  draft: LessonDraft;
}

export function LessonTriage({ triage, draft }: Props) {
  const { take, taken, with: said, drop } = texts.lesson.triage;
  const told = useSignal('');
  const { ssvc } = draft.fields.value;
  const has = triage !== null && (triage.cvss !== '' || triage.ssvc !== null);
  const takeOver = () => {
    if (triage === null) return;
    const field = triage.cvss.startsWith('CVSS:4.0/') ? 'cvss4' : 'cvss';
    draft.change({
      ...(triage.cvss === '' ? {} : { [field]: triage.cvss }),
      ...(triage.ssvc === null ? {} : { ssvc: triage.ssvc }),
    });
    told.value = taken;
  };
  const leaveOut = () => {
    draft.change({ ssvc: null });
    told.value = '';
    focusOn(has ? 'lesson-triage' : 'lesson-category');
  };
  return (
    <>
      {has && (
        <p class="actions">
          <Button id="lesson-triage" work={takeOver}>
            {take}
          </Button>
          <span role="status">{told}</span>
        </p>
      )}
      {ssvc !== null && (
        <p class="actions">
          <span id="lesson-ssvc">
            {fillIn(said, { decision: texts.triage.ssvc.decisions[decisionOf(ssvc)] })}
          </span>
          <Button id="lesson-ssvc-drop" work={leaveOut}>
            {drop}
          </Button>
        </p>
      )}
    </>
  );
}
