// Lines that tell how much time is left, or how long something waits, and that stay true while the page is open.
import type { ComponentChild } from 'preact';
import type { CaseFacts } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatSpan } from '../../../i18n/format.ts';
import { nowOnPage } from '../base/now.ts';
import { language, texts } from '../base/page.ts';
import { shortSpan } from './short-span.ts';
import { isDay, lateFrom, pressingDeadline } from './standing.ts';

/** How long it is from now until `time`, or since. */
function spanText(time: string): string {
  return formatSpan(Math.abs(Date.parse(time) - nowOnPage()), language);
}

/** A sentence with a span in it, of which a narrow list shows the larger part alone. */
function Span({ words, since }: { words: string; since: string }) {
  if (!words.includes('{{span}}')) return words;
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

type Name = CaseFacts['deadlines'][number]['name'];

interface DueProps {
  at: string;
  as: 'p' | 'span';
  label?: ComponentChild;
  /** What is due; without it a promise. */
  name?: Name;
}

/** How long it is until a deadline, or how late it is. */
export function Due({ at, as: Line, label = '', name }: DueProps) {
  const { isLate, words } = lateness(at, name);
  return (
    <Line class={isLate ? 'due due-late' : 'due'}>
      {label}
      <Span words={words} since={at} />
    </Line>
  );
}

/** A day that was agreed on comes and passes; anything else is late. */
function lateness(at: string, name: Name = 'first-response') {
  const { late, left, passed, comes, today } = texts.list;
  const now = nowOnPage();
  const isLate = lateFrom({ name, dueAt: at }) < now;
  const words = isDay({ name }) ? { after: passed, before: comes } : { after: late, before: left };
  if (!isLate && Date.parse(at) < now) return { isLate, words: today };
  return { isLate, words: isLate ? words.after : words.before };
}

/** The same in a row of the list, which has a form of few letters as well: the eye meets it where the row is narrow. */
export function RowDue({ at, name }: Pick<DueProps, 'at' | 'name'>) {
  const { isLate, words } = lateness(at, name);
  const label = name === undefined ? '' : rowLabel(name);
  const kinds = ['due', isLate && 'due-late', label !== '' && 'due-named'];
  return (
    <p class={kinds.filter(Boolean).join(' ')}>
      <span class="due-whole">
        {label}
        <Span words={words} since={at} />
      </span>
      <Short label={label} words={words} since={at} />
    </p>
  );
}

/** What is due, in a word or two, apart from when that is; nothing for the first response, which most rows wait for. */
function rowLabel(name: Name): string {
  const { dueNames } = texts.list;
  return name in dueNames ? `${dueNames[name as keyof typeof dueNames]} · ` : '';
}

/** For the eye alone: whoever listens hears the whole. */
function Short({ label = '', words, since }: { label?: string; words: string; since: string }) {
  const span = shortSpan(Math.abs(Date.parse(since) - nowOnPage()));
  return (
    <span class="due-short" aria-hidden="true">
      {label !== '' && <span class="due-label">{label}</span>}
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
      {deadline && (
        <Due as="p" at={deadline.dueAt} name={deadline.name} label={`${texts.deadlines[deadline.name]}: `} />
      )}
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
  if (deadline) return <RowDue at={deadline.dueAt} name={deadline.name} />;
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
