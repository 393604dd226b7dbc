// What can be done about a deadline where it stands: a message that needs no answer, a day that has passed.
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import { Button } from '../base/controls.tsx';
import { focusOn } from '../base/focus.ts';
import { texts } from '../base/page.ts';
import type { Changes } from '../case/changes.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import { ChangeButton } from './ChangeButton.tsx';

/** Says that what the reporter wrote needs no answer. */
export function NoAnswer({ changes }: { changes: Changes }) {
  const { settled, settledConfirm } = texts.actions;
  return (
    <ChangeButton
      id="settle"
      question={settledConfirm}
      wanted={{ settled: true }}
      changes={changes}
      goOn="deadlines-title"
    >
      {settled}
    </ChangeButton>
  );
}

/** Begins the reply with which a reporter gets another day: the letter for it, and the day left to be chosen. */
export function NewDate({ view, opened }: { view: TeamCase; opened: OpenedCase }) {
  const { newDate, newDateHelp } = texts.actions;
  const begin = () => {
    const { reply, unsent, writing } = opened;
    // A day that somebody chose already stays.
    const isOld = unsent.content.peek().date === view.fixExpectedAt?.slice(0, 10);
    reply.writing.begin('fixSlips', isOld ? { date: '' } : {});
    writing.value = 'reply';
    focusOn('compose-date');
  };
  return (
    <>
      <span class="help">{newDateHelp}</span>
      <Button id="new-date" work={begin}>
        {newDate}
      </Button>
    </>
  );
}
