// A duty of CRA article 14 that was done: ticked off, with when it was and the number that it got, corrected since, or taken
// back. The number is the team's alone: it goes to the notes.
import { useSignal } from '@preact/signals';
import type { Duty } from '../../../disclosure/duties.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { Button, Form } from '../base/controls.tsx';
import { focusSoon } from '../base/focus.ts';
import { texts } from '../base/page.ts';
import type { Changes, Wanted } from '../case/changes.ts';
import { momentOf, numberOf } from '../case/cra-draft.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import { useAskedMoment } from './asked-moment.ts';
import { ChangeButton } from './ChangeButton.tsx';
import { dutyWords, hasNumber } from './duty-words.ts';
import { MomentField } from './MomentField.tsx';
import { NumberField } from './NumberField.tsx';
import type { ReportNumber } from './report-number.ts';

interface Props {
  opened: OpenedCase;
  /** Whether the case takes notes: one that is withdrawn doesn't. */
  hasNotes: boolean;
  number: ReportNumber;
}

/** Ticks a duty off, or a correction of it. There are as many such buttons as there are duties. */
export function TickOff({ opened, hasNotes, number }: Props) {
  const { name, act, draft } = number;
  const { actions } = texts;
  const what = texts.deadlines[name];
  const words = dutyWords(name, act);
  const id = `${act}-${name}`;
  const [atField, numberField] = [momentOf(name, act), numberOf(name, act)];
  const isToggled = useSignal<boolean | null>(null);
  // What was typed on an earlier visit is seen.
  const isOpen = isToggled.value ?? [atField, numberField].some((field) => draft.of(field) !== '');
  const asked = useAskedMoment(opened.reference, atField, 'deadlines-title');
  const tick = async () => {
    const at = asked.read();
    if (at === null) return;
    const wanted: Wanted =
      act === 'reported'
        ? { reported: name, ...(at && { reportedAt: at }) }
        : { corrected: name, ...(at && { correctedAt: at }) };
    // A number in the notes says that it was reported: first it has to be.
    await number.keepAfter(opened, async () => {
      const isTicked = await asked.save(opened.changes, wanted);
      // One that is done goes with its form; of a correction there may be another.
      if (isTicked) isToggled.value = false;
      return isTicked;
    });
  };
  const toggle = () => {
    isToggled.value = !isOpen;
    if (!isOpen) focusSoon(() => asked.input.current);
  };
  return (
    <>
      <Button aria-label={`${words.open}: ${what}`} aria-expanded={isOpen} aria-controls={id} work={toggle}>
        {words.open}
      </Button>
      <Form id={id} hidden={!isOpen} work={tick}>
        <MomentField id={`${id}-at`} label={words.at} help={actions.craReportedAtHelp} asked={asked} />
        {hasNotes && hasNumber(name) && <NumberField number={number} />}
        <p class="actions">
          <button type="submit" class="quiet">
            {actions.craTick}
          </button>
        </p>
      </Form>
    </>
  );
}

/** Takes back what was ticked by mistake. */
export function TakeBack({ name, changes }: { name: Duty; changes: Changes }) {
  const { craUnreportedConfirm, ...words } = texts.actions;
  const craUnreported = hasNumber(name) ? words.craUnreported : words.craUninformed;
  const what = texts.deadlines[name];
  return (
    <ChangeButton
      id={`unreported-${name}`}
      aria-label={`${craUnreported}: ${what}`}
      question={fillIn(craUnreportedConfirm, { what })}
      wanted={{ unreported: name }}
      changes={changes}
      goOn="deadlines-title"
    >
      {craUnreported}
    </ChangeButton>
  );
}
