// Choosing untouched reports in the list, to erase them as spam in one go, and what came of it.

import { Button } from '../base/controls.tsx';
import { plural, texts } from '../base/page.ts';
import type { Choice } from './choice.ts';
import type { Erased } from './spam.ts';

interface Props {
  choice: Choice;
  /** Hears that something was chosen. */
  chosen: () => void;
  erase: () => Promise<void>;
}

export function ChooseBar({ choice, chosen, erase }: Props) {
  const [offered, count] = [choice.offered.value.length, choice.chosen.value.length];
  return (
    <div id="choose" class={count > 0 ? 'choose-bar has-chosen' : 'choose-bar'} hidden={offered === 0}>
      <div class="check">
        <input
          type="checkbox"
          id="choose-all"
          checked={count > 0 && count === offered}
          indeterminate={count > 0 && count < offered}
          onChange={({ currentTarget }) => {
            chosen();
            choice.chooseAll(currentTarget.checked);
          }}
        />
        <label for="choose-all" id="choose-all-label">
          {plural(texts.spam, 'all', offered)}
        </label>
      </div>
      <Button id="choose-erase" class="quiet danger" work={erase}>
        {count === 0 ? texts.spam.erase : plural(texts.spam, 'eraseCount', count)}
      </Button>
    </div>
  );
}

/** What came of erasing: a sentence, or how many went, and what kept the others. */
export function ErasedSpam({ erased: done }: { erased: Erased | string }) {
  if (typeof done === 'string') return done === '' ? null : <p>{done}</p>;
  const { erased, kept, problem } = done;
  return (
    <>
      {(erased.length > 0 || problem === '') && <p>{plural(texts.spam, 'erased', erased.length)}</p>}
      {kept.length > 0 && (
        <>
          <p>{plural(texts.spam, 'kept', kept.length)}</p>
          <ul>
            {kept.map(({ reference, fault }) => (
              <li key={reference}>
                <span class="reference">{reference}</span> {texts.spam.faults[fault]}
              </li>
            ))}
          </ul>
        </>
      )}
      {problem !== '' && <p class="error">{problem}</p>}
    </>
  );
}
