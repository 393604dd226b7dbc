// What is known about a case, at a glance: the timeline, the promise, reward and attachments.
import type { CaseView } from '../../disclosure/case-view.ts';
import type { StatusTexts } from '../../handover/status.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { formatDate, formatEuros } from '../../i18n/format.ts';
import type { LanguageCode } from '../../i18n/languages.ts';
import { serverNow } from '../api/server-time.ts';
import { byId } from '../dom/by-id.ts';
import { momentHere } from '../dom/moment-here.ts';

const reference = byId('case-reference');
const promise = byId('case-promise');
const timeline = byId('case-timeline');
const outcome = byId('case-outcome');
const fixLate = byId('case-fix-late');
const rewardRow = byId('case-reward-row');
const reward = byId('case-reward');
const creditRow = byId('case-credit-row');
const credit = byId('case-credit');
const attachmentsRow = byId('case-attachments-row');
const attachments = byId('case-attachments');
const resolved = byId('case-resolved');

/** Shows a case; times in the visitor's own zone, which is named with them. */
export function showFacts(view: CaseView, language: LanguageCode, texts: StatusTexts): void {
  const moment = (time: string) => momentHere(time, language);
  reference.textContent = view.urgent ? `${view.reference} · ${texts.urgent}` : view.reference;
  promise.replaceChildren(...withTime(promiseOf(view, texts), view.respondBy, moment(view.respondBy)));
  timeline.replaceChildren(...stepsOf(view).map((step) => stepItem(step, view, language, texts, moment)));
  outcome.textContent = outcomeOf(view, texts);
  outcome.hidden = outcome.textContent === '';
  const { fixLateSince, fixExpectedAt } = view;
  fixLate.hidden = fixLateSince === null || fixExpectedAt === null;
  fixLate.textContent = fixLate.hidden
    ? ''
    : fillIn(texts.fixLate, { day: formatDate(new Date(fixExpectedAt ?? ''), language) });
  rewardRow.hidden = view.reward === null;
  reward.textContent = view.reward === null ? '' : formatEuros(view.reward, language);
  creditRow.hidden = view.credit === 'undecided';
  credit.textContent = view.credit === 'undecided' ? '' : texts.credits[view.credit];
  const own = view.attachments.filter(({ from }) => from === 'reporter');
  attachmentsRow.hidden = own.length === 0;
  const complete = own.filter(({ isComplete }) => isComplete).length;
  attachments.textContent = fillIn(texts.attachmentsState, { complete, count: own.length });
  resolved.hidden = view.resolvedAt === null;
}

/** Takes everything off the screen again. */
export function clearFacts(): void {
  for (const place of [reference, promise, timeline, outcome, fixLate, reward, credit, attachments])
    place.replaceChildren();
}

type Step = 'received' | 'response' | 'fix' | 'resolved' | 'publication' | 'closed';

/** What came of a report that is no weak spot, or was known already, and what its reporter can still do. */
function outcomeOf({ status, assessment }: CaseView, texts: StatusTexts): string {
  const said: Record<string, string> = status === 'closed' ? texts.closedOutcomes : texts.outcomes;
  return said[(status === 'closed' ? assessment : status) ?? ''] ?? '';
}

/** A report that was rejected, or known already, has nothing to fix. */
function isNothingToFix({ status, assessment, fixExpectedAt, resolvedAt }: CaseView): boolean {
  const outcome = status === 'closed' ? assessment : status;
  const isNone = outcome === 'rejected' || outcome === 'duplicate';
  return isNone && fixExpectedAt === null && resolvedAt === null;
}

function stepsOf(view: CaseView): Step[] {
  const fix: Step[] = isNothingToFix(view) ? [] : ['fix', 'resolved'];
  const isToCome = view.publishedAt === null && view.closedAt !== null;
  const publication: Step[] = view.publishOn === null ? [] : ['publication'];
  const end: Step[] = isToCome ? ['closed', ...publication] : [...publication, 'closed'];
  return ['received', 'response', ...fix, ...end];
}

function stepItem(
  step: Step,
  view: CaseView,
  language: LanguageCode,
  texts: StatusTexts,
  moment: (time: string) => string,
): HTMLElement {
  const times: Record<Step, string | null> = {
    received: view.receivedAt,
    response: view.respondedAt,
    fix: view.fixExpectedAt,
    resolved: view.resolvedAt,
    publication: view.publishedAt ?? view.publishOn,
    closed: view.closedAt,
  };
  const days: Partial<Record<Step, string | null>> = { fix: view.resolvedAt, publication: view.publishedAt };
  const isDone = (one: Step) => (one in days ? days[one] : times[one]) !== null;
  // Such a case closes when nothing is left to say: that nothing else follows doesn't mean that it is closed now.
  const isOpenEnd = (one: Step) => one === 'closed' && isNothingToFix(view);
  // A day on which something may happen is nobody's turn.
  const current = stepsOf(view).find((one) => !isDone(one) && !isOpenEnd(one) && one !== 'publication');
  const state = isDone(step) ? 'done' : step === current ? 'current' : 'upcoming';
  const isLate = step === 'fix' && view.fixLateSince !== null;
  const item = document.createElement('li');
  item.dataset['state'] = state;
  if (state === 'current') item.setAttribute('aria-current', 'step');
  const name = document.createElement('strong');
  name.textContent = texts.steps[step];
  const word = document.createElement('span');
  word.className = 'state';
  // A day that the reporter has not agreed to is only that of a proposal.
  const isProposed = step === 'publication' && state !== 'done' && view.publishAgreedAt === null;
  word.textContent = texts.states[isLate ? 'late' : isProposed ? 'proposed' : state];
  item.append(name, ' ', word);
  const time = times[step];
  const line = document.createElement('span');
  line.className = 'when';
  if (time !== null) {
    const isDay = step === 'fix' || (step === 'publication' && view.publishedAt === null);
    const shown = isDay ? formatDate(new Date(time), language) : moment(time);
    line.append(...withTime('{{moment}}', time, shown));
  } else if (step === 'fix') {
    line.textContent = texts.fixUnknown;
  } else if (isOpenEnd(step)) {
    line.textContent = texts.closesLater;
  }
  item.append(line);
  return item;
}

function promiseOf({ respondBy, respondedAt }: CaseView, texts: StatusTexts): string {
  const due = Date.parse(respondBy);
  if (respondedAt === null) return serverNow() > due ? texts.promise.late : texts.promise.open;
  return Date.parse(respondedAt) > due ? texts.promise.missed : texts.promise.kept;
}

/** A sentence with `{{moment}}` in it, as nodes with a `<time>` in that place. */
function withTime(sentence: string, time: string, shown: string): (string | HTMLElement)[] {
  const [before = '', after = ''] = sentence.split('{{moment}}');
  const element = document.createElement('time');
  element.dateTime = time;
  element.textContent = shown;
  return [before, element, after];
}
