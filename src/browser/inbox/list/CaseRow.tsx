import type { CaseSummary } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { colleagueName, dayText, momentText, texts } from '../base/page.ts';
import type { Choice } from './choice.ts';
import { DueLines } from './Due.tsx';
import { Tags } from './Tags.tsx';

interface Props {
  one: CaseSummary;
  choice: Choice;
  /** Hears that something was chosen. */
  chosen: () => void;
}

export function CaseRow({ one, choice, chosen }: Props) {
  return (
    <li>
      <div class="name">
        {one.untouched && <ChooseBox one={one} choice={choice} chosen={chosen} />}
        <a class="reference" href={`#${one.reference}`}>
          {one.reference}
        </a>
      </div>
      <p class="tags">
        <Tags one={one} />
        {one.sameAs !== null && (
          <span class="tag tag-notice">{fillIn(texts.list.sameAs, { reference: one.sameAs })}</span>
        )}
      </p>
      <DueLines one={one} />
      <p class="help">{detailsOf(one).join(' · ')}</p>
    </li>
  );
}

/** The box with which a case in the list is chosen. */
function ChooseBox({ one, choice, chosen }: Props) {
  const { reference } = one;
  return (
    <label class="choose">
      <input
        type="checkbox"
        value={reference}
        checked={choice.has(one)}
        aria-label={fillIn(texts.spam.choose, { reference })}
        onClick={({ currentTarget, shiftKey }) => {
          chosen();
          choice.choose(reference, currentTarget.checked, shiftKey);
        }}
      />
    </label>
  );
}

function detailsOf(one: CaseSummary): string[] {
  const { received, nobody, of, closed, fix } = texts.list;
  const details = [
    fillIn(received, { moment: momentText(one.receivedAt) }),
    one.assignee === null ? nobody : fillIn(of, { who: colleagueName(one.assignee) }),
  ];
  if (one.closedAt !== null) details.push(fillIn(closed, { moment: momentText(one.closedAt) }));
  else if (one.fixExpectedAt !== null && one.resolvedAt === null)
    details.push(fillIn(fix, { date: dayText(one.fixExpectedAt) }));
  return details;
}
