// What became of a duty of CRA article 14: when it was done, under which number, in time or how late, and how it was
// corrected since.
import type { Duty } from '../../../disclosure/duties.ts';
import { stageOf } from '../../../disclosure/duties.ts';
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatSpan } from '../../../i18n/format.ts';
import { Name } from '../base/controls.tsx';
import { language, momentText, texts } from '../base/page.ts';
import type { DutyAct } from '../case/cra-draft.ts';
import type { OpenedNote } from '../case/open-notes.ts';
import { lastSaid, numberIn } from './duty-numbers.ts';

interface Props {
  duty: Duty;
  dueAt: string | null;
  doneAt: string;
  view: TeamCase;
  notes: readonly OpenedNote[];
}

export function DutyDone({ duty, dueAt, doneAt, view, notes }: Props) {
  const { duty: words } = texts;
  const late = dueAt === null ? 0 : Date.parse(doneAt) - Date.parse(dueAt);
  const done = stageOf(duty) === null ? words.informed : words.reported;
  const correction = lastSaid(view, duty, 'corrected');
  return (
    <>
      <span class={late > 0 ? 'due-late' : 'when'}>
        {fillIn(done, { moment: momentText(doneAt) })}
        <Under duty={duty} act="reported" view={view} notes={notes} />
        {dueAt !== null &&
          `, ${late > 0 ? fillIn(words.late, { span: formatSpan(late, language) }) : words.inTime}`}
      </span>
      {correction && (
        <span class="when">
          {fillIn(words.corrected, { moment: momentText(correction.value.split(' ')[1] ?? correction.at) })}
          <Under duty={duty} act="corrected" view={view} notes={notes} />
        </span>
      )}
    </>
  );
}

/** The number, as somebody of the team typed it; nothing where there is none. */
function Under({ duty, act, view, notes }: Pick<Props, 'duty' | 'view' | 'notes'> & { act: DutyAct }) {
  const number = numberIn(notes, view, duty, act);
  if (number === null) return null;
  return (
    <>
      {` ${texts.duty.under} `}
      <Name>{number}</Name>
    </>
  );
}
