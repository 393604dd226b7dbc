// Where a case stands, and what comes next: the first that its reporter reads.
import type { CaseView } from '../../disclosure/case-view.ts';
import { standingOf } from '../../disclosure/standing.ts';
import type { StatusTexts } from '../../handover/status.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { formatEuros } from '../../i18n/format.ts';
import type { LanguageCode } from '../../i18n/languages.ts';
import { serverNow } from '../api/server-time.ts';
import { dayOf, momentOf, type Time, withTime } from './times.ts';

/** The heading of a case: `Opgelost · beloning € 50`. */
export function standingText(view: CaseView, language: LanguageCode, texts: StatusTexts): string {
  const words = texts.standing[standingOf(view, serverNow())];
  if (view.reward === null) return words;
  return fillIn(texts.standingWithReward, { standing: words, reward: formatEuros(view.reward, language) });
}

/** What comes next, in sentences; empty where nothing does. */
export function nextOf(
  view: CaseView,
  language: LanguageCode,
  { next, outcomes, closedOutcomes }: StatusTexts,
): (string | HTMLElement)[] {
  const { status, assessment, fixExpectedAt, fixLateSince } = view;
  const said: Record<string, string> = status === 'closed' ? closedOutcomes : outcomes;
  const outcome = said[(status === 'closed' ? assessment : status) ?? ''];
  if (outcome !== undefined) return [outcome];
  if (status === 'resolved' || status === 'closed') return [next[status]];
  // Said above it that it is late; when it was to come, the promise below says.
  if (status === 'received') return [next.received];
  // A note of its own says that the day has passed.
  if (fixLateSince !== null) return [];
  return fixExpectedAt === null ? [next.fixUnknown] : withTime(next.fix, dayOf(fixExpectedAt, language));
}

/** How the promise of an answer in time was kept, or stands. */
export function promiseOf(
  { respondBy, respondedAt }: CaseView,
  language: LanguageCode,
  { promise }: StatusTexts,
): (string | HTMLElement)[] {
  const due = momentOf(respondBy, language);
  return withTime(promise[promiseState(respondBy, respondedAt)], due);
}

/** The assessment that the first response gave; what is due where there is none. */
export function assessmentOf(
  { assessment, respondedAt, respondBy, status }: CaseView,
  language: LanguageCode,
  { assessments }: StatusTexts,
): (string | HTMLElement)[] {
  if (respondedAt !== null && assessment !== null) {
    const given: Time = momentOf(respondedAt, language);
    return withTime(assessments[assessment], given);
  }
  // Closed before there was an answer: withdrawn from the desk, or no report at all.
  if (status === 'closed') return [assessments.none];
  const isLate = serverNow() > Date.parse(respondBy);
  return withTime(isLate ? assessments.late : assessments.open, momentOf(respondBy, language));
}

function promiseState(respondBy: string, respondedAt: string | null): keyof StatusTexts['promise'] {
  const due = Date.parse(respondBy);
  if (respondedAt === null) return serverNow() > due ? 'late' : 'open';
  return Date.parse(respondedAt) > due ? 'missed' : 'kept';
}
