// Where what is wrong with a reply is said.
import type { Place } from '../../../disclosure/reply-form.ts';

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
