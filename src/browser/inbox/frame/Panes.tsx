// The list, and beside it or in its place what is in front: a case, another room, or how the desk is doing.
import { useComputed } from '@preact/signals';
import { CasePage } from '../case-page/CasePage.tsx';
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
  const beside = useComputed(() => besideOf(opened.value?.reference ?? ''));
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

/** The cases before and after one, in the order of the list; null where there is none. */
function besideOf(reference: string): { previous: string | null; next: string | null } {
  const cases = casesIn(desk.value.list);
  const at = cases.findIndex((one) => one.reference === reference);
  if (at < 0) return { previous: null, next: null };
  return { previous: cases[at - 1]?.reference ?? null, next: cases[at + 1]?.reference ?? null };
}
