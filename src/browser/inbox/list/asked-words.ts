// What the list is asked for, in words.
import { texts } from '../base/page.ts';
import type { Question } from './question.ts';

/** The words of its choices; never what somebody searches for, nor a label, which are theirs alone. */
export function askedWords({ who, due, severity, state, isUntouched }: Question): string[] {
  const { whose, urgencies, severities, states, severity: how } = texts.list;
  const stateWords = state === 'open' || state === 'to-close' || state === 'all' ? states : texts.statuses;
  return [
    ...(who === '' ? [] : [whose[who]]),
    ...(due === '' ? [] : [urgencies[due]]),
    ...(severity === '' ? [] : [`${how}: ${severities[severity]}`]),
    ...(state === '' ? [] : [stateWords[state as keyof typeof stateWords]]),
    ...(isUntouched ? [texts.spam.filter] : []),
  ];
}
