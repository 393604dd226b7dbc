// The list, and beside it or in its place what is in front: a case, another room, or how the desk is doing.
import { useComputed } from '@preact/signals';
import { LIST } from '../base/front.ts';
import { useShortcut } from '../base/keyboard.ts';
import { texts } from '../base/page.ts';
import { CasePage } from '../case-page/CasePage.tsx';
import { besideOf } from '../list/beside.ts';
import { CaseList } from '../list/CaseList.tsx';
import { Banners, Figures } from '../overview/Overview.tsx';
import { AnswerTogether, answerTogether } from '../together/open-together.tsx';
import { casesIn } from './counts.ts';
import { desk, forgetUnsent, isListInView, opened, room } from './desk.ts';

export function Panes() {
  const { list, overview } = desk.value;
  const one = opened.value;
  const other = room.value;
  const isListAlone = one === null && other === null;
  // Not read here: the order changes with every head that is opened, and little of the page with it.
  const beside = useComputed(() => {
    const { list: now } = desk.value;
    const asked = JSON.stringify(now.question.value);
    return besideOf(opened.value?.reference ?? '', casesIn(now), asked);
  });
  return (
    <div class="panes">
      <div id="desk" class="list-pane" hidden={!isListInView()}>
        <Banners overview={overview.seen.value} />
        <CaseList
          list={list}
          whenErased={forgetUnsent}
          inFront={one?.reference ?? null}
          answerTogether={answerTogether}
        />
        <AnswerTogether answered={() => void list.refresh()} />
      </div>
      {!isListAlone && <ToList />}
      <div class="front-pane">
        {isListAlone && <Figures overview={overview.seen.value} />}
        {other && (
          <section class="room" aria-labelledby="room-title">
            <h2 id="room-title" tabIndex={-1}>
              {other.words}
            </h2>
            <other.Part />
          </section>
        )}
        <div
          id="team-case"
          class="team-case"
          hidden={one === null}
          data-stub={one?.seen.value && one.seen.value.view.withdrawnAt !== null ? '' : undefined}
        >
          {one && (
            <CasePage
              key={one.reference}
              opened={one}
              beside={beside}
              retentionDays={overview.seen.value?.retentionDays}
            />
          )}
        </div>
      </div>
    </div>
  );
}

/** The way back to the list, by its key; drawn for its effect alone. */
function ToList() {
  useShortcut('u', texts.case.back, () => {
    location.hash = LIST;
  });
  return null;
}
