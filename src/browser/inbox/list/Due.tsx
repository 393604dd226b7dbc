// Lines that tell how much time is left, or how long something waits, and that stay true while the page is open.
import type { ComponentChild } from 'preact';
import type { CaseFacts } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatSpan } from '../../../i18n/format.ts';
import { nowOnPage } from '../base/now.ts';
import { language, texts } from '../base/page.ts';
import { shortSpan } from './short-span.ts';
import { pressingDeadline } from './standing.ts';

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

interface DueProps {
  at: string;
  as: 'p' | 'span';
  label?: ComponentChild;
}

/** How long it is until a deadline, or how late it is. */
export function Due({ at, as: Line, label = '' }: DueProps) {
  const { isLate, words } = lateness(at);
  return (
    <Line class={isLate ? 'due due-late' : 'due'}>
      {label}
      <Span words={words} since={at} />
    </Line>
  );
}

function lateness(at: string) {
  const isLate = Date.parse(at) < nowOnPage();
  return { isLate, words: isLate ? texts.list.late : texts.list.left };
}

/** The same in a row of the list, which has a form of few letters as well: the eye meets it where the row is narrow. */
export function RowDue({ at, label = '' }: Omit<DueProps, 'as'>) {
  const { isLate, words } = lateness(at);
  return (
    <p class={isLate ? 'due due-late' : 'due'}>
      <span class="due-whole">
        {label}
        <Span words={words} since={at} />
      </span>
      <Short words={words} since={at} />
    </p>
  );
}

/** For the eye alone: whoever listens hears the whole. */
function Short({ words, since }: { words: string; since: string }) {
  const span = shortSpan(Math.abs(Date.parse(since) - nowOnPage()));
  return (
    <span class="due-short" aria-hidden="true">
      {fillIn(words, { span })}
    </span>
  );
}

/** What waits in a case: the deadline that comes first, and a message without an answer. */
export function DueLines({ one }: { one: CaseFacts }) {
  const deadline = pressingDeadline(one);
  const isWaiting = one.waitingSince !== null;
  return (
    <>
      {deadline && <Due as="p" at={deadline.dueAt} label={`${texts.deadlines[deadline.name]}: `} />}
      {isWaiting && (
        <p class="due">
          <Span words={texts.list.waits} since={one.waitingSince ?? ''} />
        </p>
      )}
    </>
  );
}

/** The same in one line of a row: the deadline, named where it is not the first response, or else what waits. */
export function DueLine({ one }: { one: CaseFacts }) {
  const deadline = pressingDeadline(one);
  if (deadline) {
    const label = deadline.name === 'first-response' ? '' : `${texts.deadlines[deadline.name]}: `;
    return <RowDue at={deadline.dueAt} label={label === '' ? '' : <span class="due-name">{label}</span>} />;
  }
  const since = one.waitingSince;
  if (since === null) return null;
  return (
    <p class="due due-waits">
      <span class="due-whole">
        <Span words={texts.list.waits} since={since} />
      </span>
      <Short words={texts.list.waitsShort} since={since} />
    </p>
  );
}
