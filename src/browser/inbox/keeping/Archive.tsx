// Takes a case along as it is kept: sealed, with its timeline.
import { useSignal } from '@preact/signals';
import * as z from 'zod/mini';
import { fillIn } from '../../../i18n/fill-in.ts';
import { askTeam, TeamProblem } from '../../api/team.ts';
import { saveBlob } from '../../dom/download.ts';
import { Button } from '../base/controls.tsx';
import { percentText, sentenceFor, texts } from '../base/page.ts';
import { session } from '../base/session.ts';
import type { OpenedCase } from '../case/opened-case.ts';

/** @param id of the button; what tells how it went has one that follows from it */
export function Archive({ id, opened }: { id: string; opened: OpenedCase }) {
  const { actions } = texts;
  const told = useSignal('');
  const keep = async () => {
    const by = session.peek()?.fingerprint;
    const isOver = () => session.peek()?.fingerprint !== by;
    told.value = await saveArchive(
      opened,
      (sentence) => {
        told.value = sentence;
      },
      isOver,
    );
    // Who signed out has done with it: nothing is saved, and nothing said to who signs in next.
    if (isOver()) return;
    if (opened.isLeft)
      opened.frame.endedElsewhere(opened.reference, told.value, told.value === actions.exportDone);
  };
  return (
    <p class="actions">
      <Button id={id} work={keep}>
        {actions.export}
      </Button>
      <span id={`${id}-status`} role="status">
        {told}
      </span>
    </p>
  );
}

/** @returns the sentence that says how it went */
async function saveArchive(
  { reference }: OpenedCase,
  tell: (sentence: string) => void,
  isOver: () => boolean,
): Promise<string> {
  try {
    const { archiveOf } = await import('./archive.ts');
    const archive = await archiveOf(reference, (part) =>
      tell(fillIn(texts.actions.exportWorking, { percent: percentText(part) })),
    );
    if (isOver()) return texts.actions.exportDone;
    const answer = await askTeam('POST', 'trail', z.undefined(), { act: 'exported', reference });
    // What nobody can trace afterwards is not given out.
    if (!answer.ok)
      return fillIn(texts.actions.readableUntrailed, { why: sentenceFor(answer.problem, answer.number) });
    if (!isOver()) saveBlob(`${reference}.zip`, archive);
    return texts.actions.exportDone;
  } catch (cause) {
    return cause instanceof TeamProblem ? sentenceFor(cause.code, cause.number) : texts.actions.exportFailed;
  }
}
