import { useMemo } from 'preact/hooks';
import { duties } from '../../../disclosure/duties.ts';
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { Block } from '../base/controls.tsx';
import { KeptNote } from '../base/KeptNote.tsx';
import { nowOnPage } from '../base/now.ts';
import { dayText, momentText, texts } from '../base/page.ts';
import type { CaseNotes } from '../case/case-notes.ts';
import { craDraftOf } from '../case/cra-draft.ts';
import type { OpenedNote } from '../case/open-notes.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import { Due } from '../list/Due.tsx';
import { SheetButton, SheetUnsaved } from '../sheets/SheetButton.tsx';
import { NewDate, NoAnswer } from './DeadlineActs.tsx';
import { DutyDone } from './DutyDone.tsx';
import { lateLook } from './late-look.ts';
import { NumberLeft } from './NumberField.tsx';
import { ReportNumber } from './report-number.ts';
import { TakeBack, TickOff } from './TickOff.tsx';

/** What is due in a case, and what was done in time or not. */
export function Deadlines({ view, opened, notes }: { view: TeamCase; opened: OpenedCase; notes: CaseNotes }) {
  const { kept } = craDraftOf(opened.reference);
  return (
    <Block id="deadlines-title" title={texts.case.deadlines} told={opened.changes.toldAt('deadlines-title')}>
      <KeptNote name="cra" draft={kept} throwAway={() => kept.throwAway()} />
      <ul id="deadlines" class="deadlines">
        {view.deadlines.map((one) => (
          <Deadline key={one.name} one={one} view={view} opened={opened} notes={notes.shown.value} />
        ))}
      </ul>
    </Block>
  );
}

type Name = TeamCase['deadlines'][number]['name'];

interface Props {
  one: TeamCase['deadlines'][number];
  view: TeamCase;
  opened: OpenedCase;
  notes: readonly OpenedNote[];
}

function Deadline({ one: { name, dueAt, doneAt }, view, opened, notes }: Props) {
  const title = <strong>{texts.deadlines[name]}</strong>;
  const duty = duties.find((one) => one === name);
  const isStub = view.withdrawnAt !== null;
  // Here, as the form goes once the report is ticked off, and the number may be noted only then.
  const numbers = useMemo(
    () =>
      duty && {
        reported: new ReportNumber(opened.reference, duty, 'reported'),
        corrected: new ReportNumber(opened.reference, duty, 'corrected'),
      },
    [opened, duty],
  );
  const sheet = duty && (
    <>
      <SheetUnsaved opened={opened} duty={duty} />
      <SheetButton opened={opened} duty={duty} />
    </>
  );
  if (doneAt !== null)
    return (
      <li class="met">
        {title}
        {duty ? (
          <DutyDone {...{ duty, dueAt, doneAt, view, notes }} />
        ) : (
          <Done name={name} dueAt={dueAt} doneAt={doneAt} view={view} />
        )}
        {name === 'exploitation-check' && <LateLook view={view} />}
        {sheet}
        {duty && (isStub || view.status !== 'closed') && <TakeBack name={duty} changes={opened.changes} />}
        {numbers && !isStub && <NumberLeft number={numbers.reported} opened={opened} />}
        {numbers && <Correct number={numbers.corrected} hasNotes={!isStub} opened={opened} />}
      </li>
    );
  return (
    <li>
      {title}
      {dueAt === null ? (
        <span class="when">
          {name === 'incident-final-report' ? texts.case.deadlineUnknownMonth : texts.case.deadlineUnknown}
        </span>
      ) : (
        <>
          <Due as="span" at={dueAt} name={name} />
          <span class="when">{whenOf(name, dueAt, view)}</span>
        </>
      )}
      {name === 'exploitation-check' && <LateLook view={view} />}
      {sheet}
      {name === 'message' && <NoAnswer changes={opened.changes} />}
      {name === 'fix-date' && dueAt !== null && Date.parse(dueAt) < nowOnPage() && (
        <NewDate view={view} opened={opened} />
      )}
      {numbers && dueAt !== null && <TickOff opened={opened} hasNotes={!isStub} number={numbers.reported} />}
    </li>
  );
}

/** By when something is due: a day that was agreed on, or a moment. */
function whenOf(name: Name, dueAt: string, { fixExpectedAt, publishOn }: TeamCase): string {
  const { deadlineDay, deadlineOpen } = texts.case;
  const day = name === 'fix-date' ? fixExpectedAt : name === 'publication' ? publishOn : null;
  return day === null
    ? fillIn(deadlineOpen, { moment: momentText(dueAt) })
    : fillIn(deadlineDay, { day: dayText(day) });
}

/** Tells of a correction; or what is left of telling it, its number. */
function Correct(props: { number: ReportNumber; hasNotes: boolean; opened: OpenedCase }) {
  const { number, opened } = props;
  return number.fault.value === '' ? <TickOff {...props} /> : <NumberLeft number={number} opened={opened} />;
}

/** When something was done, and by when it had to be where that was too late. Nothing is published too late. */
function Done(props: { name: Name; dueAt: string | null; doneAt: string; view: TeamCase }) {
  const { name, dueAt, doneAt, view } = props;
  const { deadlineLate, done } = texts.case;
  const deadlineDone = name in done ? done[name as keyof typeof done] : texts.case.deadlineDone;
  const isLate = name !== 'publication' && dueAt !== null && doneAt > dueAt;
  const found = name === 'exploitation-check' ? foundOf(view) : '';
  return isLate ? (
    <span class="due-late">
      {fillIn(deadlineLate, { moment: momentText(doneAt), due: momentText(dueAt) }) + found}
    </span>
  ) : (
    <span class="when">{fillIn(deadlineDone, { moment: momentText(doneAt) }) + found}</span>
  );
}

/** That a look before the last one came too late, which the deadline itself does not say. */
function LateLook({ view }: { view: TeamCase }) {
  const late = lateLook(view);
  if (late === null) return null;
  const { dueAt, doneAt } = late;
  const moments = { due: momentText(dueAt), moment: momentText(doneAt) };
  return <span class="due-late">{fillIn(texts.case.lateLook, moments)}</span>;
}

/** What was found of a claim, behind when that was; empty where nobody had to say so. */
function foundOf({ claimAnswer }: TeamCase): string {
  const { outcomes } = texts.claim;
  return claimAnswer === 'true' || claimAnswer === 'not-true' ? `: ${outcomes[claimAnswer]}` : '';
}
