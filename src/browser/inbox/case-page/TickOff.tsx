// A report to the authorities (CRA, article 14) that was made: ticked off, with when it was and the number that it got, or
// taken back. The number is the team's alone: it goes to the notes.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Duty } from '../../../disclosure/duties.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { Button, Form } from '../base/controls.tsx';
import { focusSoon } from '../base/focus.ts';
import { texts } from '../base/page.ts';
import type { Changes } from '../case/changes.ts';
import { momentOf, numberOf } from '../case/cra-draft.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import { NumberField } from './NumberField.tsx';
import type { ReportNumber } from './report-number.ts';

interface Props {
  opened: OpenedCase;
  /** Whether the case takes notes: one that is withdrawn doesn't. */
  hasNotes: boolean;
  number: ReportNumber;
}

/** Ticks a report off. There are as many such buttons as there are reports. */
export function TickOff({ opened, hasNotes, number }: Props) {
  const { name, draft } = number;
  const { actions } = texts;
  const what = texts.deadlines[name];
  const id = `reported-${name}`;
  const isToggled = useSignal<boolean | null>(null);
  // What was typed on an earlier visit is seen.
  const isOpen = isToggled.value ?? [momentOf(name), numberOf(name)].some((field) => draft.of(field) !== '');
  const at = useRef<HTMLInputElement>(null);
  const tick = async () => {
    const field = at.current;
    // Half a moment is none, and is not now either.
    if (!field?.reportValidity()) return;
    const moment = field.value === '' ? {} : { reportedAt: new Date(field.value).toISOString() };
    // A number in the notes says that it was reported: first it has to be.
    await number.keepAfter(opened, async () => {
      const isTicked = await opened.changes.save({ reported: name, ...moment });
      if (isTicked) draft.write(momentOf(name), '');
      return isTicked;
    });
  };
  const toggle = () => {
    isToggled.value = !isOpen;
    if (!isOpen) focusSoon(() => at.current);
  };
  return (
    <>
      <Button
        aria-label={`${actions.craReported}: ${what}`}
        aria-expanded={isOpen}
        aria-controls={id}
        work={toggle}
      >
        {actions.craReported}
      </Button>
      <Form id={id} hidden={!isOpen} work={tick}>
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
            value={draft.of(momentOf(name))}
            onInput={({ currentTarget }) => draft.write(momentOf(name), currentTarget.value)}
          />
        </div>
        {hasNotes && <NumberField number={number} />}
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
export function TakeBack({ name, changes }: { name: Duty; changes: Changes }) {
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
