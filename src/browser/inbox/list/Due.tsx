// Lines that tell how much time is left, or how long something waits, and that stay true while the page is open.
import type { ComponentChild } from 'preact';
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

/** A sentence with a span in it, of which a narrow list shows the larger part alone. */
function Span({ words, since }: { words: string; since: string }) {
  const span = spanText(since);
  const [before = '', after = ''] = fillIn(words, { span: '\n' }).split('\n');
  const [first = '', ...rest] = span.split(', ');
  return (
    <>
      {before}
      {first}
      {rest.length > 0 && <span class="due-rest">, {rest.join(', ')}</span>}
      {after}
    </>
  );
}

/** How long it is until a deadline, or how late it is. */
export function Due({ at, as: Line, label = '' }: { at: string; as: 'p' | 'span'; label?: ComponentChild }) {
  const isLate = Date.parse(at) < nowOnPage();
  return (
    <Line class={isLate ? 'due due-late' : 'due'}>
      {label}
      <Span words={isLate ? texts.list.late : texts.list.left} since={at} />
    </Line>
  );
}

function Waits({ since }: { since: string }) {
  return (
    <p class="due">
      <Span words={texts.list.waits} since={since} />
    </p>
  );
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

/** The same in one short line: the deadline, named where it is not the first response, or else what waits. */
export function DueLine({ one }: { one: CaseFacts }) {
  const [deadline] = runningDeadlines(one);
  if (deadline) {
    const label = deadline.name === 'first-response' ? '' : `${texts.deadlines[deadline.name]}: `;
    return (
      <Due as="p" at={deadline.dueAt} label={label === '' ? '' : <span class="due-name">{label}</span>} />
    );
  }
  return one.status !== 'closed' && one.waitingSince !== null ? <Waits since={one.waitingSince} /> : null;
}
