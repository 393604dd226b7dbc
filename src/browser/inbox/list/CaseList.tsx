// The list of cases: what is due first, then what waits, then the rest.

import { Button } from '../base/controls.tsx';
import { useShortcut } from '../base/keyboard.ts';
import { texts } from '../base/page.ts';
import { ChooseBar, ErasedSpam } from './ChooseBar.tsx';
import { FilterForm } from './FilterForm.tsx';
import { Looked } from './Looked.tsx';
import type { CaseList as State } from './list.ts';
import { focusSearch, moveInList, openHere } from './moves.ts';
import { PartRows } from './PartRows.tsx';
import type { AnswerTogether } from './row-props.ts';
import { Totals } from './Totals.tsx';
import { DRAWN_WHOLE } from './window.ts';

interface Props {
  list: State;
  /** Hears which cases were erased. */
  whenErased: (references: readonly string[]) => void;
  /** The case that is in front beside the list. */
  inFront?: string | null;
  /** Answers the cases of one hand together; without it nobody is offered to. */
  answerTogether?: AnswerTogether;
}

export function CaseList({ list, whenErased, inFront = null, answerTogether }: Props) {
  const { parts, choice, erased } = list;
  const chosen = () => {
    erased.value = '';
  };
  useShortcut('j', texts.list.keys.next, () => moveInList(list, 1));
  useShortcut('k', texts.list.keys.previous, () => moveInList(list, -1));
  useShortcut('enter', texts.list.keys.open, openHere);
  useShortcut('/', texts.list.keys.search, focusSearch);
  const count = parts.value.reduce((sum, { rows }) => sum + rows.length, 0);
  const isWhole = count <= DRAWN_WHOLE;
  return (
    <section id="list" class="list" aria-labelledby="list-title">
      <div class="list-head">
        <h2 id="list-title" tabIndex={-1}>
          {texts.list.title}
        </h2>
        <p id="list-status" role="status" class={count === 0 ? 'is-sentence' : undefined}>
          {list.told}
        </p>
        <Button id="list-refresh" work={() => list.show()}>
          {texts.list.refresh}
        </Button>
      </div>
      <Totals list={list} />
      <FilterForm list={list} />
      <Looked list={list} />
      {!isWhole && <p class="help list-windowed">{texts.list.windowed}</p>}
      <ChooseBar choice={choice} chosen={chosen} erase={() => list.eraseChosen(whenErased)} />
      <div id="choose-result" class="choose-result" role="status" tabIndex={-1}>
        <ErasedSpam erased={erased.value} />
      </div>
      <div id="list-cases" class={isWhole ? 'list-cases' : 'list-cases is-windowed'}>
        {parts.value.map((part) => (
          <section key={part.section} class={`case-group group-${part.section}`}>
            <h3>
              {texts.list.groups[part.section]} <span class="group-count">{part.count}</span>
            </h3>
            <PartRows
              part={part}
              isWhole={isWhole}
              {...{ list, chosen, inFront }}
              {...(answerTogether ? { answerTogether } : {})}
            />
          </section>
        ))}
      </div>
    </section>
  );
}
