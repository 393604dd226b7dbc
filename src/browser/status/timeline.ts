// The steps of a case: what is done, what is being done, and when the rest is expected.
import type { CaseView } from '../../disclosure/case-view.ts';
import type { StatusTexts } from '../../handover/status.ts';
import type { LanguageCode } from '../../i18n/languages.ts';
import { serverNow } from '../api/server-time.ts';
import { dayOf, momentOf, withTime } from './times.ts';

type StepName = 'received' | 'response' | 'fix' | 'publication' | 'closed';

/** A step as it is shown. */
interface Step {
  name: string;
  /** Of how it is drawn: `current` is the first that is not done, as far as somebody is to do it. */
  state: 'done' | 'current' | 'upcoming';
  word: string;
  /** When it was, is due, or expected. */
  when: (string | HTMLElement)[];
}

/** The steps of a case, in their order. */
export function timelineOf(view: CaseView, language: LanguageCode, texts: StatusTexts): HTMLElement[] {
  const names = stepsOf(view);
  const current = names.find((name) => !isDone(name, view) && (name === 'response' || name === 'fix'));
  return names.map((name) => itemOf(stepOf(name, name === current, view, language, texts)));
}

/** A report that was rejected, or known already, has nothing to fix. */
function isNothingToFix({ status, assessment, fixExpectedAt, resolvedAt }: CaseView): boolean {
  const outcome = status === 'closed' ? assessment : status;
  const isNone = outcome === 'rejected' || outcome === 'duplicate';
  return isNone && fixExpectedAt === null && resolvedAt === null;
}

function stepsOf(view: CaseView): StepName[] {
  const fix: StepName[] = isNothingToFix(view) ? [] : ['fix'];
  const isToCome = view.publishedAt === null && view.closedAt !== null;
  const publication: StepName[] = view.publishOn === null ? [] : ['publication'];
  const end: StepName[] = isToCome ? ['closed', ...publication] : [...publication, 'closed'];
  return ['received', 'response', ...fix, ...end];
}

/** When it was done; null while it is not. */
function doneAt(name: StepName, view: CaseView): string | null {
  const { receivedAt, respondedAt, resolvedAt, publishedAt, closedAt } = view;
  const times = { received: receivedAt, response: respondedAt, fix: resolvedAt };
  return { ...times, publication: publishedAt, closed: closedAt }[name];
}

const isDone = (name: StepName, view: CaseView) => doneAt(name, view) !== null;

function stepOf(
  name: StepName,
  isCurrent: boolean,
  view: CaseView,
  language: LanguageCode,
  texts: StatusTexts,
): Step {
  const { steps, states, times, assessments } = texts;
  const at = doneAt(name, view);
  if (at !== null) {
    const title = name === 'fix' ? steps.resolved : steps[name];
    const sentence = name === 'response' && view.assessment ? assessments[view.assessment] : times.done;
    return {
      name: title,
      state: 'done',
      word: states.done,
      when: withTime(sentence, momentOf(at, language)),
    };
  }
  const title = steps[name];
  const state = isCurrent ? 'current' : 'upcoming';
  if (name === 'response') {
    const isLate = serverNow() > Date.parse(view.respondBy);
    const when = withTime(times.by, momentOf(view.respondBy, language));
    return { name: title, state, word: isLate ? states.late : states.busy, when };
  }
  if (name === 'fix') {
    const { fixExpectedAt, fixLateSince, status } = view;
    const isBusy = isCurrent && status === 'fixing';
    const word = fixLateSince !== null ? states.late : isBusy ? states.busy : states.upcoming;
    const when =
      fixExpectedAt === null ? [texts.fixUnknown] : withTime(times.expected, dayOf(fixExpectedAt, language));
    return { name: title, state, word, when };
  }
  if (name === 'publication' && view.publishOn !== null) {
    // A day that the reporter has not agreed to is only that of a proposal.
    const word = view.publishAgreedAt === null ? states.proposed : states.upcoming;
    return { name: title, state, word, when: withTime(times.from, dayOf(view.publishOn, language)) };
  }
  return { name: title, state, word: states.upcoming, when: name === 'closed' ? [texts.closesLater] : [] };
}

function itemOf({ name, state, word, when }: Step): HTMLElement {
  const item = document.createElement('li');
  item.dataset['state'] = state;
  if (state === 'current') item.setAttribute('aria-current', 'step');
  const title = document.createElement('strong');
  title.textContent = name;
  const said = document.createElement('span');
  said.className = 'state';
  said.textContent = word;
  const line = document.createElement('span');
  line.className = 'when';
  line.append(...when);
  item.append(title, ' ', said, line);
  return item;
}
