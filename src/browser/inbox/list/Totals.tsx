// How things stand: totals, each a button that asks for just these.
import { texts } from '../base/page.ts';
import type { CaseList } from './list.ts';
import { anyCase, type Question } from './question.ts';

const totals = {
  open: { state: 'open' },
  overdue: { due: 'overdue' },
  waiting: { due: 'waiting' },
  nobody: { state: 'open', who: 'nobody' },
} as const satisfies Record<string, Partial<Question>>;
type Total = keyof typeof totals;

export function Totals({ list }: { list: CaseList }) {
  const asked = list.question.value;
  const counts = list.totals.value;
  return (
    <fieldset class="totals">
      <legend class="unseen">{texts.list.totals.title}</legend>
      {(Object.keys(totals) as Total[]).map((name) => {
        const choices: Partial<Question> = totals[name];
        const isOn = Object.entries({ ...anyCase, ...choices, words: asked.words }).every(
          ([field, value]) => asked[field as keyof Question] === value,
        );
        const late = name === 'overdue' && counts[name] > 0 ? ' total-late' : '';
        return (
          <button
            key={name}
            type="button"
            id={`total-${name}`}
            class={`total${late}`}
            aria-pressed={isOn}
            onClick={() => list.ask({ ...anyCase, words: asked.words, ...(isOn ? {} : choices) })}
          >
            <strong>{counts[name]}</strong> <span>{texts.list.totals[name]}</span>
          </button>
        );
      })}
    </fieldset>
  );
}
