import { visibleLine } from '../../../disclosure/foreign-text.ts';
import type { CaseFacts } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { dateFormat } from '../../../i18n/formatters.ts';
import { locales } from '../../../i18n/languages.ts';
import { organisation } from '../../../organisation.ts';
import { language, texts } from '../base/page.ts';
import { pressingDeadline } from './standing.ts';

interface Props {
  one: CaseFacts;
  /** What the team calls it. */
  labels?: readonly string[];
  /**
   * In the list: no word for what the title above the row says, that it is new or closed; its grave tags are elsewhere;
   * and of its labels the first, with how many more there are.
   */
  isShort?: boolean;
}

/** What must be seen whatever else there is: that a case is exploited, an incident, or urgent; the graver word alone where room is short. */
export function GraveTags({ one, isShort = false }: Pick<Props, 'one' | 'isShort'>) {
  const isExploited = one.exploitedAt !== null;
  const { incident, incidentShort } = texts.list;
  return (
    <>
      {one.urgent && !(isShort && isExploited) && <span class="tag tag-strong">{texts.list.urgent}</span>}
      {isExploited && <span class="tag tag-strong">{texts.list.exploited}</span>}
      {one.incidentAt !== null && <span class="tag tag-strong">{isShort ? incidentShort : incident}</span>}
    </>
  );
}

/** How a case stands, in a word or two; of a stub, that it is one; and the labels that the team gave it. */
export function Tags({ one, labels = [], isShort = false }: Props) {
  const isDue = pressingDeadline(one) !== undefined;
  const isWaitingToo = one.waitingSince !== null && isDue;
  const isAtRest = one.status === 'closed' && one.waitingSince === null && !isDue;
  const isSaid = isShort && (one.status === 'received' || isAtRest);
  return (
    <>
      {!isShort && <GraveTags one={one} />}
      {isWaitingToo && <span class="tag tag-notice">{texts.list.waitsToo}</span>}
      {(!isSaid || one.withdrawnAt !== null) && (
        <span class="tag">{one.withdrawnAt === null ? texts.statuses[one.status] : texts.stub.tag}</span>
      )}
      <DayTags one={one} isShort={isShort} />
      {isShort ? (
        <FirstLabel labels={labels} />
      ) : (
        labels.map((label) => (
          <bdi key={label} class="tag tag-label">
            {visibleLine(label)}
          </bdi>
        ))
      )}
      {one.sameAs !== null && (
        <span class="tag tag-notice">{fillIn(texts.list.sameAs, { reference: one.sameAs })}</span>
      )}
    </>
  );
}

/**
 * Days that are to come: when it may be published, and when it is erased. The first is far off, and in the case: in the list
 * it is a word, and none while it is only proposed.
 */
function DayTags({ one, isShort }: Pick<Props, 'one' | 'isShort'>) {
  const { publishOn, publishAgreedAt, publishedAt, eraseAt } = one;
  const { embargo, embargoShort, proposed, erasing } = texts.list;
  const isAgreed = publishAgreedAt !== null;
  return (
    <>
      {publishOn !== null && publishedAt === null && (isAgreed || !isShort) && (
        <span class="tag">
          {isShort
            ? embargoShort
            : fillIn(isAgreed ? embargo : proposed, { day: shortDay(publishOn, 'UTC') })}
        </span>
      )}
      {eraseAt !== null && (
        <span class="tag tag-notice">
          {fillIn(erasing, { day: shortDay(eraseAt, organisation.timeZone) })}
        </span>
      )}
    </>
  );
}

/** `1 mrt 2027` */
function shortDay(time: string, timeZone: string): string {
  const day = { day: 'numeric', month: 'short', year: 'numeric', timeZone } as const;
  return dateFormat(locales[language], day).format(new Date(time));
}

/** One label, and how many more there are; what the row has no room for, its title says. */
function FirstLabel({ labels: [first, ...more] }: { labels: readonly string[] }) {
  if (first === undefined) return null;
  return (
    <span class="tag tag-label">
      <bdi>{visibleLine(first)}</bdi>
      {more.length > 0 && <span class="tag-more">{` +${more.length}`}</span>}
    </span>
  );
}
