// A report to the authorities (CRA, article 14) that was made: ticked off, with when it was and the number that it got, or
// taken back. The number is the team's alone: it goes to the notes.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { AuthorityReport } from '../../../disclosure/case.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { freshId } from '../../api/reporter.ts';
import { Button, Fault, Form, invalid } from '../base/controls.tsx';
import { focusOn, focusSoon } from '../base/focus.ts';
import { texts } from '../base/page.ts';
import { ownWords } from '../base/typed-fields.ts';
import { appendNote, type Unsealed } from '../case/append-note.ts';
import type { Changes } from '../case/changes.ts';
import type { OpenedCase } from '../case/opened-case.ts';

interface Props {
  name: AuthorityReport;
  opened: OpenedCase;
  /** Whether the case takes notes: one that is withdrawn doesn't. */
  hasNotes: boolean;
}

/** Ticks a report off. There are as many such buttons as there are reports. */
export function TickOff({ name, opened, hasNotes }: Props) {
  const { actions } = texts;
  const what = texts.deadlines[name];
  const id = `reported-${name}`;
  const isOpen = useSignal(false);
  const fault = useSignal('');
  const at = useRef<HTMLInputElement>(null);
  const number = useRef<HTMLInputElement>(null);
  /** What was noted last: the number is there once, however often the rest has to be tried. */
  const noted = useRef<Unsealed & { isThere: boolean }>(undefined);

  /** Gives what is wrong; empty where there is no number, or it stands in the notes. */
  const keepNumber = async (): Promise<string> => {
    const given = number.current?.value.trim() ?? '';
    if (given === '') return '';
    const text = fillIn(actions.craNumberNote, { what, number: given });
    if (noted.current?.text !== text) noted.current = { id: freshId(), text, isThere: false };
    const note = noted.current;
    if (note.isThere) return '';
    const done = await appendNote(opened.reference, 'note', opened.current.view.notes, async () => note);
    note.isThere = done.ok;
    return done.ok ? '' : done.sentence;
  };
  const tick = async () => {
    const field = at.current;
    // Half a moment is none, and is not now either.
    if (!field?.reportValidity()) return;
    fault.value = await keepNumber();
    if (opened.isLeft) return;
    if (fault.value !== '') return focusOn(`${id}-number`);
    const moment = field.value === '' ? {} : { reportedAt: new Date(field.value).toISOString() };
    await opened.changes.save({ reported: name, ...moment });
  };
  const toggle = () => {
    isOpen.value = !isOpen.value;
    if (isOpen.value) focusSoon(() => at.current);
  };
  return (
    <>
      <Button
        aria-label={`${actions.craReported}: ${what}`}
        aria-expanded={isOpen.value}
        aria-controls={id}
        work={toggle}
      >
        {actions.craReported}
      </Button>
      <Form id={id} hidden={!isOpen.value} work={tick}>
        <div class="field">
          <label for={`${id}-at`}>{actions.craReportedAt}</label>
          <p class="help" id={`help-${id}-at`}>
            {actions.craReportedAtHelp}
          </p>
          <input
            ref={at}
            id={`${id}-at`}
            type="datetime-local"
            autocomplete="off"
            aria-describedby={`help-${id}-at`}
          />
        </div>
        {hasNotes && (
          <div class="field">
            <label for={`${id}-number`}>{actions.craNumber}</label>
            <p class="help" id={`help-${id}-number`}>
              {actions.craNumberHelp}
            </p>
            <Fault id={`error-${id}-number`} sentence={fault.value} />
            <input
              ref={number}
              id={`${id}-number`}
              type="text"
              maxLength={200}
              {...ownWords}
              {...invalid(fault.value)}
              aria-describedby={`help-${id}-number error-${id}-number`}
            />
          </div>
        )}
        <p class="actions">
          <button type="submit" class="quiet">
            {actions.craTick}
          </button>
        </p>
      </Form>
    </>
  );
}

/** Takes a report back that was ticked by mistake. */
export function TakeBack({ name, changes }: { name: AuthorityReport; changes: Changes }) {
  const { craUnreported, craUnreportedConfirm } = texts.actions;
  const what = texts.deadlines[name];
  const takeBack = async () => {
    if (confirm(fillIn(craUnreportedConfirm, { what }))) await changes.save({ unreported: name });
  };
  return (
    <Button aria-label={`${craUnreported}: ${what}`} work={takeBack}>
      {craUnreported}
    </Button>
  );
}
