import { TeamProblem } from '../../api/team.ts';
import { sentenceFor, texts } from '../base/page.ts';
import { hasKey } from '../base/session.ts';

/** The sentence for what went wrong with a file: the server refused, the key is gone, or it can't be opened. */
export function whyNot(error: unknown): string {
  if (error instanceof TeamProblem) return sentenceFor(error.code, error.number);
  return hasKey.peek() ? texts.case.fileFailed : texts.errors['no-key'];
}
