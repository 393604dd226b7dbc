// Lines that tell how much time is left, or how long something waits, and that stay true while the page is open.
import { runningDeadlines } from '../../../disclosure/case-groups.ts';
import type { CaseFacts } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatSpan } from '../../../i18n/format.ts';
import { nowOnPage } from '../base/now.ts';
import { language, texts } from '../base/page.ts';

/** How long it is from now until `time`, or since. */
function spanText(time: string): string {
  return formatSpan(Math.abs(Date.parse(time) - nowOnPage()), language);
}

/** How long it is until a deadline, or how late it is. */
export function Due({ at, as: Line, label = '' }: { at: string; as: 'p' | 'span'; label?: string }) {
  const isLate = Date.parse(at) < nowOnPage();
  const sentence = fillIn(isLate ? texts.list.late : texts.list.left, { span: spanText(at) });
  return <Line class={isLate ? 'due due-late' : 'due'}>{label + sentence}</Line>;
}

function Waits({ since }: { since: string }) {
  return <p class="due">{fillIn(texts.list.waits, { span: spanText(since) })}</p>;
}

/** What waits in a case: the deadline that comes first, and a message without an answer. */
export function DueLines({ one }: { one: CaseFacts }) {
  const [deadline] = runningDeadlines(one);
  const isWaiting = one.status !== 'closed' && one.waitingSince !== null;
  return (
    <>
      {deadline && <Due as="p" at={deadline.dueAt} label={`${texts.deadlines[deadline.name]}: `} />}
      {isWaiting && <Waits since={one.waitingSince ?? ''} />}
    </>
  );
}
