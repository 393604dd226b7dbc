import { runningDeadlines } from '../../../disclosure/case-groups.ts';
import { visibleLine } from '../../../disclosure/foreign-text.ts';
import type { CaseFacts } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { texts } from '../base/page.ts';

interface Props {
  one: CaseFacts;
  /** What the team calls it. */
  labels?: readonly string[];
  /** Whether a new one needs no word for that: where it stands says it. */
  isShort?: boolean;
}

/** How a case stands, in a word or two; of a stub, that it is one; and the labels that the team gave it. */
export function Tags({ one, labels = [], isShort = false }: Props) {
  const isWaitingToo =
    one.waitingSince !== null && one.status !== 'closed' && runningDeadlines(one).length > 0;
  return (
    <>
      {one.urgent && <span class="tag tag-strong">{texts.list.urgent}</span>}
      {one.exploitedAt !== null && <span class="tag tag-strong">{texts.list.exploited}</span>}
      {isWaitingToo && <span class="tag tag-notice">{texts.list.waitsToo}</span>}
      {(!isShort || one.status !== 'received' || one.withdrawnAt !== null) && (
        <span class="tag">{one.withdrawnAt === null ? texts.statuses[one.status] : texts.stub.tag}</span>
      )}
      {labels.map((label) => (
        <bdi key={label} class="tag tag-label">
          {visibleLine(label)}
        </bdi>
      ))}
      {one.sameAs !== null && (
        <span class="tag tag-notice">{fillIn(texts.list.sameAs, { reference: one.sameAs })}</span>
      )}
    </>
  );
}
