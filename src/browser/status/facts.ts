// What is known about a case, at a glance: where it stands, the facts beside it, the timeline.
import type { CaseView } from '../../disclosure/case-view.ts';
import type { StatusTexts } from '../../handover/status.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { formatDate, formatEuros } from '../../i18n/format.ts';
import type { LanguageCode } from '../../i18n/languages.ts';
import { byId } from '../dom/by-id.ts';
import { assessmentOf, nextOf, promiseOf, standingText } from './standing.ts';
import { timelineOf } from './timeline.ts';
import { dayOf, momentOf, withTime } from './times.ts';

const reference = byId('case-reference');
const standing = byId('case-standing');
const next = byId('case-outcome');
const promise = byId('case-promise');
const timeline = byId('case-timeline');
const fixLate = byId('case-fix-late');
const resolved = byId('case-resolved');
const part = byId('case-facts');
const lost = byId('code-lost');
/** The facts, each in a row of its own. */
const rows = {
  received: byId('case-received'),
  assessment: byId('case-assessment'),
  fix: byId('case-fix'),
  reward: byId('case-reward'),
  credit: byId('case-credit'),
  attachments: byId('case-attachments'),
};

/** Shows a case; times in the visitor's own zone, which is named with them. */
export function showFacts(view: CaseView, language: LanguageCode, texts: StatusTexts): void {
  const { reward, credit, fixExpectedAt, fixLateSince } = view;
  part.hidden = false;
  lost.hidden = true;
  reference.textContent = view.urgent ? `${view.reference} · ${texts.urgent}` : view.reference;
  standing.textContent = standingText(view, language, texts);
  say(next, nextOf(view, language, texts));
  promise.replaceChildren(...promiseOf(view, language, texts));
  timeline.replaceChildren(...timelineOf(view, language, texts));
  const late = { day: formatDate(new Date(fixExpectedAt ?? 0), language) };
  say(fixLate, fixLateSince === null || fixExpectedAt === null ? [] : [fillIn(texts.fixLate, late)]);
  fact('received', withTime(texts.times.done, momentOf(view.receivedAt, language)));
  fact('assessment', assessmentOf(view, language, texts));
  fact('fix', fixOf(view, language, texts));
  fact('reward', reward === null ? [] : [formatEuros(reward, language)]);
  fact('credit', credit === 'undecided' ? [] : [texts.credits[credit]]);
  const own = view.attachments.filter(({ from }) => from === 'reporter');
  const complete = own.filter(({ isComplete }) => isComplete).length;
  const arrived = fillIn(texts.attachmentsState, { complete, count: own.length });
  fact('attachments', own.length === 0 ? [] : [arrived]);
  resolved.hidden = view.resolvedAt === null;
}

/** Takes everything off the screen again. */
export function clearFacts(): void {
  part.hidden = true;
  lost.hidden = false;
  for (const place of [reference, standing, next, promise, timeline, fixLate, ...Object.values(rows)])
    place.replaceChildren();
}

/** When it was fixed, or is expected to be; nothing where there is nothing to fix. */
function fixOf(
  { assessment, fixExpectedAt, resolvedAt }: CaseView,
  language: LanguageCode,
  { times, fixUnknown }: StatusTexts,
): (string | HTMLElement)[] {
  if (resolvedAt !== null) return withTime(times.fixed, momentOf(resolvedAt, language));
  if (fixExpectedAt !== null) return withTime(times.expected, dayOf(fixExpectedAt, language));
  return assessment === 'confirmed' ? [fixUnknown] : [];
}

/** Fills in a row, or hides it. */
function fact(name: keyof typeof rows, value: (string | HTMLElement)[]): void {
  const row = rows[name].parentElement;
  say(rows[name], value);
  if (row) row.hidden = value.length === 0;
}

function say(place: HTMLElement, words: (string | HTMLElement)[]): void {
  place.replaceChildren(...words);
  place.hidden = words.length === 0;
}
