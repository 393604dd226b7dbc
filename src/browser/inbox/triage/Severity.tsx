import { useSignal } from '@preact/signals';
import { Fragment } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { type Rating, ratingOf } from '../../../disclosure/rating.ts';
import type { Triage } from '../../../disclosure/triage.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { lazy } from '../base/lazy.tsx';
import { texts } from '../base/page.ts';
import type { TriageDraft } from '../case/triage-drafts.ts';
import type { CaseTriage } from './case-triage.ts';
import { closeFold } from './close-fold.ts';
import { scoreText } from './score-text.ts';

const Calculator = lazy(async () => (await import('./Calculator.tsx')).Calculator);

interface Props {
  triage: Triage;
  /** The vector of the reporter; empty for none. */
  theirs: string;
  work: CaseTriage;
  draft: TriageDraft;
}

/** How severe the team finds it, beside what its reporter says. */
export function Severity({ triage, theirs, work, draft }: Props) {
  const words = texts.triage.severity;
  const isOpen = useSignal(false);
  const fold = useRef<HTMLDetailsElement>(null);
  const score = useScore(theirs);
  return (
    <div class="triage-part">
      <h4>{words.title}</h4>
      <dl class="severities">
        <div>
          <dt>{words.ours}</dt>
          <dd id="severity-ours">
            <Score score={triage.score} none={words.none} />
          </dd>
        </div>
        <div>
          <dt>{words.theirs}</dt>
          <dd id="severity-theirs">
            <Score score={score} none={theirs === '' ? words.noneTheirs : words.unknown} />
          </dd>
        </div>
      </dl>
      {triage.cvss !== '' && (
        <code class="vector">
          {triage.cvss.split('/').map((part, index) => (
            // Broken between its values, and not within them.
            <Fragment key={part}>
              {index > 0 && '/'}
              <wbr />
              {part}
            </Fragment>
          ))}
        </code>
      )}
      <details
        id="severity-edit"
        ref={fold}
        open={draft.fields.value.cvss !== undefined}
        onToggle={({ currentTarget }) => {
          isOpen.value = currentTarget.open;
        }}
      >
        <summary>{triage.cvss === '' ? words.edit : words.change}</summary>
        {isOpen.value && (
          <Calculator
            triage={triage}
            theirs={theirs}
            work={work}
            draft={draft}
            done={() => closeFold(fold.current)}
          />
        )}
      </details>
    </div>
  );
}

/** A score with its word. @param score null for none; undefined while it is not known yet */
function Score({ score, none }: { score: number | null | undefined; none: string }) {
  if (score === undefined) return null;
  if (score === null) return <span class="help">{none}</span>;
  const rating: Rating = ratingOf(score);
  const { value, ratings } = texts.triage.severity;
  return (
    <strong class="score" data-rating={rating}>
      {fillIn(value, { score: scoreText(score), rating: ratings[rating] })}
    </strong>
  );
}

/** The score of a vector: the calculator is loaded for it, where there is one. */
function useScore(vector: string): number | null | undefined {
  const score = useSignal<number | null | undefined>(vector === '' ? null : undefined);
  useEffect(() => {
    let isWanted = true;
    score.value = vector === '' ? null : undefined;
    if (vector !== '')
      import('../../../disclosure/severity.ts').then(
        ({ severityAsReported }) => {
          if (isWanted) score.value = severityAsReported(vector)?.score ?? null;
        },
        // The vector stands in the report; without the calculator nothing is said of it here.
        () => undefined,
      );
    return () => {
      isWanted = false;
    };
  }, [vector, score]);
  return score.value;
}
