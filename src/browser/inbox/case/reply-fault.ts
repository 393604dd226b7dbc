import type { FormContent } from '../../../disclosure/reply-form.ts';
import type { SeenCase } from './seen-case.ts';

/** A reply can't be sealed as it is; `sentence` says why, `place` at which field. */
export class ReplyFault extends Error {
  readonly place: 'message' | 'files' | 'sealed';
  readonly sentence: string;
  constructor(place: 'message' | 'files' | 'sealed', sentence: string) {
    super(sentence);
    this.place = place;
    this.sentence = sentence;
  }
}

/** Whether a message would go that the reporter can't read, and nobody said so; without the report it does not go. */
export function isUnsaid(
  { gap, reportText }: SeenCase,
  { message, sealed, withoutReporter }: FormContent,
): boolean {
  const hasMessage = message.trim() !== '' || sealed.trim() !== '';
  return gap !== null && reportText !== null && hasMessage && withoutReporter === '';
}
