// Takes a readable copy of a case along; it can be stopped, and signing out stops it.
import { effect, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import * as z from 'zod/mini';
import { fillIn } from '../../../i18n/fill-in.ts';
import { askTeam, TeamProblem } from '../../api/team.ts';
import { saveBlob } from '../../dom/download.ts';
import { reasonOf } from '../../workers/fault.ts';
import { Button } from '../base/controls.tsx';
import { focusOn } from '../base/focus.ts';
import { percentText, sentenceFor, texts } from '../base/page.ts';
import { hasKey, session } from '../base/session.ts';
import type { OpenedCase } from '../case/opened-case.ts';

export function ReadableExport({ opened }: { opened: OpenedCase }) {
  const { actions } = texts;
  const told = useSignal('');
  const isRunning = useSignal(false);
  const running = useRef<AbortController | null>(null);
  const keep = async () => {
    const stop = new AbortController();
    const who = session.peek();
    running.current = stop;
    isRunning.value = true;
    focusOn('readable-stop');
    told.value = await saveReadable(opened, stop, (sentence) => {
      told.value = sentence;
    });
    isRunning.value = false;
    // Nothing is said to whoever signed in meanwhile.
    if (session.peek() !== null && session.peek() !== who) return;
    if (opened.isLeft)
      opened.frame.endedElsewhere(opened.reference, told.value, told.value === actions.readableDone);
    else focusOn('readable');
  };
  if (!hasKey.value) return <p class="help">{actions.readableNoKey}</p>;
  return (
    <>
      <p class="help">{actions.readableHelp}</p>
      <p class="actions">
        <Button id="readable" disabled={isRunning.value} work={keep}>
          {actions.readable}
        </Button>
        {isRunning.value && (
          <Button id="readable-stop" work={() => running.current?.abort()}>
            {actions.readableStop}
          </Button>
        )}
        <span id="readable-status" role="status">
          {told}
        </span>
      </p>
    </>
  );
}

/** @returns the sentence that says how it went */
async function saveReadable(
  opened: OpenedCase,
  stop: AbortController,
  tell: (sentence: string) => void,
): Promise<string> {
  const { actions } = texts;
  const { reference } = opened;
  const who = session.peek();
  const watched = effect(() => {
    if (session.value !== who || !hasKey.value) stop.abort();
  });
  try {
    const { readableOf } = await import('./readable.ts');
    const progress = (part: number) => tell(fillIn(actions.readableWorking, { percent: percentText(part) }));
    const zip = await readableOf(opened.current, progress, stop.signal);
    stop.signal.throwIfAborted();
    const answer = await askTeam('POST', 'trail', z.undefined(), { act: 'exported', reference });
    stop.signal.throwIfAborted();
    // What nobody can trace afterwards is not given out.
    if (!answer.ok)
      return fillIn(actions.readableUntrailed, { why: sentenceFor(answer.problem, answer.number) });
    saveBlob(`${reference}-${actions.readableFile}.zip`, zip);
    return actions.readableDone;
  } catch (error) {
    if (stop.signal.aborted)
      return session.peek() === who ? actions.readableStopped : actions.readableSignedOut;
    if (reasonOf(error) === 'no-key') return texts.errors['no-key'];
    return error instanceof TeamProblem ? sentenceFor(error.code, error.number) : actions.exportFailed;
  } finally {
    watched();
  }
}
