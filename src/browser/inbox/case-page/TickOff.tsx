// A report to the authorities (CRA, article 14) that was made: ticked off, with when it was and the number that it got, or
// taken back. The number is the team's alone: it goes to the notes.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { AuthorityReport } from '../../../disclosure/case.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { Button, Form } from '../base/controls.tsx';
import { focusSoon } from '../base/focus.ts';
import { texts } from '../base/page.ts';
import type { Changes } from '../case/changes.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import { NumberField } from './NumberField.tsx';
import type { ReportNumber } from './report-number.ts';

interface Props {
  name: AuthorityReport;
  opened: OpenedCase;
  /** Whether the case takes notes: one that is withdrawn doesn't. */
  hasNotes: boolean;
  number: ReportNumber;
}

/** Ticks a report off. There are as many such buttons as there are reports. */
export function TickOff({ name, opened, hasNotes, number }: Props) {
  const { actions } = texts;
  const what = texts.deadlines[name];
  const id = `reported-${name}`;
  const isOpen = useSignal(false);
  const at = useRef<HTMLInputElement>(null);
  const tick = async () => {
    const field = at.current;
    // Half a moment is none, and is not now either.
    if (!field?.reportValidity()) return;
    const moment = field.value === '' ? {} : { reportedAt: new Date(field.value).toISOString() };
    // A number in the notes says that it was reported: first it has to be.
    if (await opened.changes.save({ reported: name, ...moment })) await number.keep(opened, name);
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
        {hasNotes && <NumberField name={name} number={number} />}
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
