import { fillIn } from '../../i18n/fill-in.ts';

/** The sentences of a page for what goes wrong. */
export interface FaultSentences {
  /** Its own, by the code of the problem; `internal` is for what has no other. */
  errors: Record<string, string>;
  /** The general ones, by code. */
  problems: Record<string, string>;
  /** With `{{number}}` still in it. */
  faultNumber: string;
}

/**
 * The sentence for a problem: the page's own where it has one, else the general one.
 * @param number names the request, where there is one to tell, else empty
 */
export function sentenceOf(
  problem: string,
  number: string,
  { errors, problems, faultNumber }: FaultSentences,
): string {
  const sentence = errors[problem] ?? problems[problem] ?? errors['internal'] ?? '';
  return number === '' ? sentence : `${sentence} ${fillIn(faultNumber, { number })}`;
}
