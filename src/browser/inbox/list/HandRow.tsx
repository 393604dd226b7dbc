// Reports from one hand as one row, that unfolds.
import { visibleLine } from '../../../disclosure/foreign-text.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { Button } from '../base/controls.tsx';
import { texts } from '../base/page.ts';
import type { Row } from './arrange.ts';
import { RowDue } from './Due.tsx';
import { heads } from './heads.ts';
import type { CaseList } from './list.ts';
import type { AnswerTogether, Where } from './row-props.ts';
import { firstDue, isUnread } from './standing.ts';
import { UnreadMark } from './UnreadMark.tsx';

interface Props {
  row: Extract<Row, { kind: 'hand' }>;
  where: Where;
  list: CaseList;
  /** Hears that something was chosen. */
  chosen: () => void;
  answerTogether?: AnswerTogether;
}

export function HandRow({
  row: { hand: name, tie, cases, isUnfolded },
  where,
  list,
  chosen,
  answerTogether,
}: Props) {
  const { hand } = texts.list;
  const { choice } = list;
  const count = cases.length;
  const untouched = cases.filter((one) => one.untouched);
  const chosenHere = untouched.filter((one) => choice.has(one)).length;
  const [first] = cases;
  const system = visibleLine(heads.value.get(first?.reference ?? '')?.report?.system ?? '');
  const due = firstDue(cases);
  const urgent = cases.filter((one) => one.urgent).length;
  return (
    <li {...where} class="row row-hand">
      {untouched.length > 0 && (
        <label class="choose">
          <input
            type="checkbox"
            checked={chosenHere === untouched.length}
            indeterminate={chosenHere > 0 && chosenHere < untouched.length}
            aria-label={fillIn(hand.choose, { count: untouched.length })}
            onChange={({ currentTarget }) => {
              chosen();
              choice.chooseThese(untouched, currentTarget.checked);
            }}
          />
        </label>
      )}
      <div class="row-one">
        <button
          type="button"
          class="hand-fold"
          aria-expanded={isUnfolded}
          title={[hand.noEvidence, hand.ties[tie], system].filter(Boolean).join(' · ')}
          onClick={() => list.fold(name, !isUnfolded)}
        >
          {cases.some(isUnread) && <UnreadMark />}
          {fillIn(hand.title, { count })}
        </button>
        {due && <RowDue at={due.dueAt} name={due.name} />}
      </div>
      <div class="row-two">
        <p class="row-facts">
          <span class="row-grave">
            {urgent > 0 && <span class="tag tag-strong">{fillIn(hand.urgent, { count: urgent })}</span>}
            <strong>{hand.noEvidence}</strong>
          </span>
          <span class="row-rest">
            <span>{hand.ties[tie]}</span>
            {system !== '' && <bdi>{system}</bdi>}
          </span>
        </p>
        {answerTogether && (
          <Button class="quiet hand-answer" work={() => answerTogether(cases)}>
            {hand.answer}
          </Button>
        )}
      </div>
    </li>
  );
}
