/** The common jobs of a team in its inbox. */
export const actNames = {
  triage: 'know what thirteen reports are about',
  takeOn: 'take a case on',
  confirm: 'first answer: confirmed, with a letter and a day',
  reject: 'reject with a reason, and close',
  ask: 'ask something before the first answer',
  reply: 'write in a case that was answered',
  next: 'go on with the next case',
  find: 'find the case that says a word, and open it',
  files: 'save three attachments',
  solve: 'solved: thank, reward and close',
  together: 'answer four alike, and close them',
} as const;
export type ActName = keyof typeof actNames;

/** The commit at which the figures below were counted, by the same hand doing the same jobs as `count-acts.ts` does. */
export const COUNTED_AT = '66896406';

/**
 * Clicks and keys of each job as the inbox was then: a list of codes, and a case on a page of its own. To find a word
 * cases were opened in the order of the list, until the ninth said it.
 */
export const before: Record<ActName, number> = {
  triage: 25,
  takeOn: 3,
  confirm: 6,
  reject: 9,
  ask: 3,
  reply: 2,
  next: 2,
  find: 17,
  files: 3,
  solve: 8,
  together: 43,
};
