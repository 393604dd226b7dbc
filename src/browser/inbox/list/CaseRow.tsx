// One case in the list: what it is about, how severe, whose, what is due.
import { useMemo } from 'preact/hooks';
import { visibleLine } from '../../../disclosure/foreign-text.ts';
import type { CaseSummary } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { listFormat } from '../../../i18n/formatters.ts';
import { colleagueName, language, texts } from '../base/page.ts';
import { firstName, shortColleague } from '../base/short-colleague.ts';
import { shortSystem } from '../base/short-system.ts';
import { Age } from './Age.tsx';
import type { Row } from './arrange.ts';
import type { Choice } from './choice.ts';
import { DueLine } from './Due.tsx';
import { hasEvidence } from './hands.ts';
import type { Head } from './heads.ts';
import { Reference } from './Reference.tsx';
import type { Where } from './row-props.ts';
import { Severity } from './Severity.tsx';
import { isUnread } from './standing.ts';
import { GraveTags, Tags } from './Tags.tsx';
import { UnreadMark } from './UnreadMark.tsx';

interface Props {
  row: Extract<Row, { kind: 'case' }>;
  where: Where;
  choice: Choice;
  isInFront: boolean;
  /** Hears that something was chosen. */
  chosen: () => void;
}

export function CaseRow({ row: { one, head, within }, where, choice, isInFront, chosen }: Props) {
  const labels = head?.triage?.labels ?? [];
  const isChosen = one.untouched && choice.has(one);
  // What is the same is not drawn anew, wherever it stands now: other heads come in, and move it.
  const drawn = useMemo(
    () => (
      <>
        {one.untouched && <ChooseBox {...{ one, choice, chosen, isChosen }} />}
        <div class="row-one">
          <div class="row-title">
            {isUnread(one) && <UnreadMark />}
            <a
              href={`#${one.reference}`}
              title={wholeOf(one, head, labels)}
              {...(isInFront ? { 'aria-current': 'true' } : {})}
            >
              <Title one={one} head={head} />
            </a>
          </div>
          <DueLine one={one} />
        </div>
        <div class="row-two">
          <div class="row-facts">
            {head?.report && (
              <span class="row-kind-too" aria-hidden="true">
                {texts.list.kinds[head.report.weakness]}
              </span>
            )}
            <span class="row-grave">
              <Severity head={head} />
              <GraveTags one={one} isShort />
            </span>
            <span class="row-rest">
              <Tags one={one} labels={labels} isShort />
              <Evidence head={head} one={one} />
            </span>
          </div>
          <div class="row-side">
            <span class="row-who">
              {one.assignee === null ? (
                texts.list.nobody
              ) : (
                <bdi>{firstName(colleagueName(one.assignee))}</bdi>
              )}
            </span>
            {(head?.title ?? '') !== '' && <Reference>{one.reference}</Reference>}
            <Age one={one} />
          </div>
        </div>
      </>
    ),
    [one, head, isChosen, isInFront],
  );
  const kinds = ['row', within !== null && 'row-within', isUnread(one) && 'row-unread'];
  return (
    <li {...where} class={kinds.filter(Boolean).join(' ')}>
      {drawn}
    </li>
  );
}

/** What a narrow row has no room for, for who points at it: the link lies over all of the row. */
function wholeOf({ reference, assignee }: CaseSummary, head: Head | undefined, labels: readonly string[]) {
  const who = assignee === null ? '' : shortColleague(colleagueName(assignee));
  return head ? [head.title, ...labels, who, reference].filter(Boolean).map(visibleLine).join(' · ') : '';
}

/**
 * System and kind, by its short name, which on a telephone stands in the line below for the eye; what is not open here is
 * called by its reference.
 */
function Title({ one, head }: { one: CaseSummary; head: Head | undefined }) {
  if (head === undefined || head.title === '') return <span class="reference">{one.reference}</span>;
  if (head.report === null) return <bdi>{head.title}</bdi>;
  const { system, weakness } = head.report;
  return (
    <>
      <bdi>{shortSystem(system)}</bdi> <span class="row-kind">{texts.list.kinds[weakness]}</span>
    </>
  );
}

/** Why it stands before others, while nobody has answered it. */
function Evidence({ head, one }: { head: Head | undefined; one: CaseSummary }) {
  if (!head || one.respondedAt !== null || !hasEvidence(head)) return null;
  const { evidences } = texts.list;
  const named = head.evidence.flatMap((kind) => (kind === 'version' ? [] : [evidences[kind]]));
  const what = listFormat(language, { type: 'conjunction' }).format(named);
  return <span class="row-evidence">{fillIn(texts.list.evidence, { what })}</span>;
}

/** The box with which a case in the list is chosen. */
function ChooseBox({
  one: { reference },
  choice,
  chosen,
  isChosen,
}: Pick<Props, 'choice' | 'chosen'> & { one: CaseSummary; isChosen: boolean }) {
  return (
    <label class="choose">
      <input
        type="checkbox"
        value={reference}
        checked={isChosen}
        aria-label={fillIn(texts.spam.choose, { reference })}
        onClick={({ currentTarget, shiftKey }) => {
          chosen();
          choice.choose(reference, currentTarget.checked, shiftKey);
        }}
      />
    </label>
  );
}
