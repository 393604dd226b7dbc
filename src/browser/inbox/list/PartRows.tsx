// The rows of one part of the list: all of them, or of a long list those in view.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Part, Row } from './arrange.ts';
import { CaseRow } from './CaseRow.tsx';
import { HandRow } from './HandRow.tsx';
import type { CaseList } from './list.ts';
import type { AnswerTogether } from './row-props.ts';
import { useStretch } from './use-stretch.ts';
import { inView } from './window.ts';

interface Props {
  part: Part;
  list: CaseList;
  /** Whether the whole list is drawn. */
  isWhole: boolean;
  inFront: string | null;
  /** Hears that something was chosen. */
  chosen: () => void;
  answerTogether?: AnswerTogether;
}

export function PartRows({ part, list, isWhole, inFront, chosen, answerTogether }: Props) {
  const place = useRef<HTMLUListElement>(null);
  const { rows } = part;
  const { stretch, rowHeight } = useStretch(place, rows.length, isWhole);
  /** The row that has the keyboard stays drawn, wherever one scrolls. */
  const [held, setHeld] = useState<string | null>(null);
  const seen = isWhole ? stretch : inView(stretch);
  const namesInView = rows.slice(seen.from, seen.to).flatMap(namesOf).join();
  useEffect(() => list.look(part.section, namesInView === '' ? [] : namesInView.split(',')), [namesInView]);
  const heldAt = held === null ? -1 : rows.findIndex(({ key }) => key === held);
  const drawn = rows.slice(stretch.from, stretch.to).map((row, index) => ({ row, at: stretch.from + index }));
  const heldRow = rows[heldAt];
  if (heldRow && heldAt < stretch.from) drawn.unshift({ row: heldRow, at: heldAt });
  if (heldRow && heldAt >= stretch.to) drawn.push({ row: heldRow, at: heldAt });
  return (
    <ul
      ref={place}
      class="cases"
      {...(isWhole ? {} : { style: { height: `${rows.length * rowHeight}px` } })}
      onFocusIn={({ target }) => setHeld((target as Element).closest('li')?.dataset['key'] ?? null)}
      onFocusOut={() => setHeld(null)}
    >
      {drawn.map(({ row, at }) => {
        const where = {
          ...{ 'data-key': row.key, 'aria-setsize': rows.length, 'aria-posinset': at + 1 },
          style: isWhole ? '' : { top: `${at * rowHeight}px` },
        };
        return row.kind === 'case' ? (
          <CaseRow
            key={row.key}
            {...{ row, where, chosen }}
            choice={list.choice}
            isInFront={row.one.reference === inFront}
          />
        ) : (
          <HandRow
            key={row.key}
            {...{ row, where, list, chosen }}
            {...(answerTogether ? { answerTogether } : {})}
          />
        );
      })}
    </ul>
  );
}

const namesOf = (row: Row) =>
  row.kind === 'case' ? [row.one.reference] : row.cases.map(({ reference }) => reference);
