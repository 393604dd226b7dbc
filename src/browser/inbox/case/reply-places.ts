// Where what is wrong with a reply is said, and mended.
import { gapIn, type Place } from '../../../disclosure/reply-form.ts';

/** The place of what the server refuses, by its code. */
export const placeOfCode: Record<string, Place> = {
  'fix-date-needed': 'date',
  'fix-date-past': 'date',
  'reward-too-low': 'reward',
  'message-waits': 'close',
  'claim-unanswered': 'close',
};

/** The field of each place, by id; for closing the button that every form has. */
export const fieldOf: Record<Place, string> = {
  assessment: 'assessment-confirmed',
  date: 'compose-date',
  reward: 'compose-reward',
  message: 'compose-message',
  files: 'compose-files',
  sealed: 'compose-sealed',
  withoutReporter: 'compose-without',
  close: 'compose-submit',
};

/**
 * Goes to the field in which a fault is mended, with what is said of it whole in view: that stands above, where a high field
 * alone would hide it. In the message the caret goes to the first gap of a letter.
 * @param openEnds see `openEndsOf`
 */
export function goToMend(place: Place, openEnds: readonly string[]): void {
  const field = document.getElementById(fieldOf[place]);
  // It may be the button beside that was pressed: the keyboard stays there.
  if (field === null || (place === 'close' && field.parentElement?.contains(document.activeElement))) return;
  field.focus({ preventScroll: true });
  if (field instanceof HTMLTextAreaElement && place === 'message') {
    const gap = gapIn(field.value, openEnds);
    if (gap !== null) field.setSelectionRange(gap.start, gap.end);
  }
  const said = field.getAttribute('aria-describedby')?.split(' ') ?? [];
  const fault = said.find((id) => id.startsWith('error-'));
  document.getElementById(fault ?? '')?.scrollIntoView({ block: 'start' });
}
