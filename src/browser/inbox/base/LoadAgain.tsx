import { useSignal } from '@preact/signals';
import { Button } from './controls.tsx';
import { texts } from './page.ts';
import { askSession } from './session.ts';

/**
 * Says that a part of the page did not load, and has it tried again. A browser that failed to import a module fails from
 * then on, until the page is loaded anew; that is done once the server is there, and never into nothing.
 */
export function LoadAgain() {
  const told = useSignal('');
  const tryAgain = async () => {
    const answer = await askSession();
    if (answer.ok) location.reload();
    else told.value = texts.errors.offline;
  };
  return (
    <div class="note warning" role="alert">
      <p>{texts.errors.notLoaded}</p>
      <p class="actions">
        <Button data-load-again work={tryAgain}>
          {texts.errors.loadAgain}
        </Button>
        <span role="status">{told}</span>
      </p>
    </div>
  );
}
