// What stays in view of a case: what it is about, how it stands, who has it, and the way to the next one.
import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { Button, Fault, Name } from '../base/controls.tsx';
import { LIST } from '../base/front.ts';
import { useShortcut } from '../base/keyboard.ts';
import { Person } from '../base/Person.tsx';
import { colleagueName, texts } from '../base/page.ts';
import { session } from '../base/session.ts';
import { shortSystem } from '../base/short-system.ts';
import type { Changes } from '../case/changes.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import type { Beside as Neighbours } from '../list/beside.ts';
import { DueLines } from '../list/Due.tsx';
import { heads } from '../list/heads.ts';
import { isInRowBeside } from '../list/place.ts';
import { Tags } from '../list/Tags.tsx';

export function CaseHead({ opened, beside }: { opened: OpenedCase; beside: ReadonlySignal<Neighbours> }) {
  const seen = opened.seen.value;
  const report = seen?.report;
  // As in the list: the system first, which tells cases apart where there is no room for all; or its own words.
  const title = report
    ? `${shortSystem(report.system)} · ${texts.report.weaknesses[report.weakness]}`
    : seen && heads.value.get(opened.reference)?.title;
  return (
    <header class="case-head">
      <div class="case-naming">
        <a href={LIST} id="case-back" class="case-back" aria-label={texts.case.back}>
          ←
        </a>
        <div class="case-names">
          <p class="case-reference" id="case-reference">
            {opened.reference}
          </p>
          <h2 id="case-title" tabIndex={-1}>
            {title ? <Name>{title}</Name> : opened.reference}
          </h2>
        </div>
        <Button
          id="case-refresh"
          class="step"
          aria-label={texts.case.refresh}
          title={texts.case.refresh}
          work={() => opened.refresh()}
        >
          ↻
        </Button>
        <Beside beside={beside} />
      </div>
      <div class="case-state">
        <p id="case-facts" class="tags">
          {seen && <Tags one={seen.view} />}
        </p>
        {seen && <Assignee view={seen.view} changes={opened.changes} />}
        <div id="case-due" class="case-due">
          {seen && <DueLines one={seen.view} />}
        </div>
        <p id="case-status" class="case-told" role="status">
          {opened.told}
        </p>
      </div>
    </header>
  );
}

function Assignee({
  view: { reference, assignee, withdrawnAt },
  changes,
}: {
  view: TeamCase;
  changes: Changes;
}) {
  const own = session.value?.fingerprint ?? null;
  // The key works wherever one reads, and the head is in view.
  const fault = useSignal('');
  useShortcut('a', texts.case.takeOn, () => {
    // From another row of the list it would be another case than one looks at.
    if (isInRowBeside(reference)) return;
    if (withdrawnAt !== null || own === null || own === assignee) return;
    fault.value = '';
    void changes.save({ assignee: own }, fault);
  });
  return (
    <>
      <p id="case-assignee" class="case-assignee">
        {assignee === null ? texts.list.nobody : <Person name={colleagueName(assignee)} />}
      </p>
      <Fault id="error-assignee" sentence={own === assignee ? '' : fault.value} />
    </>
  );
}

/** The way to the cases before and after this one. */
function Beside({ beside }: { beside: ReadonlySignal<Neighbours> }) {
  const { previous, next } = beside.value;
  const { previous: toPrevious, next: toNext } = texts.case;
  const go = (reference: string | null) => {
    // Who is in the list beside it goes through the list.
    if (document.activeElement?.closest('#list')) return false;
    if (reference !== null) location.hash = reference;
    return true;
  };
  useShortcut('j', toNext, () => go(next));
  useShortcut('k', toPrevious, () => go(previous));
  return (
    <nav class="case-beside" aria-label={texts.case.beside}>
      <Step id="case-previous" to={previous} words={toPrevious} sign="↑" />
      <Step id="case-next" to={next} words={toNext} sign="↓" />
    </nav>
  );
}

/** Where there is nowhere to go it stays, so that the other keeps its place. */
function Step({ id, to, words, sign }: { id: string; to: string | null; words: string; sign: string }) {
  if (to === null)
    return (
      <span id={id} class="step" aria-hidden="true">
        {sign}
      </span>
    );
  return (
    <a
      id={id}
      class="step"
      href={`#${to}`}
      aria-label={fillIn(texts.case.besideTo, { what: words, reference: to })}
      title={words}
    >
      {sign}
    </a>
  );
}
