// Which cases a question finds, on this machine: by what the server says of them, and by what was opened of each.
import { type Absence, isMine } from '../../../disclosure/absence.ts';
import type { CaseSummary } from '../../../disclosure/team-wire.ts';
import type { Head } from './heads.ts';
import { asksForClosed, type Question } from './question.ts';
import { isAtRest, isFixLate, isLate, isOpen, isSolved, isWaiting, severityIn } from './standing.ts';

/** Who asks, and when. */
export interface Asking {
  /** Fingerprint. */
  me: string;
  absences: readonly Absence[];
  /** `YYYY-MM-DD`. */
  today: string;
  /** By the server, in ms. */
  now: number;
}

/** Tells whether a case is found; `head` is undefined where it is not open yet. */
export type Finds = (one: CaseSummary, head: Head | undefined) => boolean;

/**
 * Makes of a question what tells whether a case is found.
 * @param hasWords tells whether the words that are searched for are in it
 */
export function matcher(question: Question, asking: Asking, hasWords = searcher(question.words)): Finds {
  return (one, head) =>
    isOfState(one, question) &&
    (!question.isUntouched || one.untouched) &&
    isOf(one, question, asking) &&
    isDue(one, question, asking.now) &&
    isSevere(head, question) &&
    (question.label === '' || (head?.triage?.labels ?? []).includes(question.label)) &&
    hasWords(one, head);
}

/** Makes of words what tells whether all of them are in a case; each head is looked through once, and remembered. */
export function searcher(typed: string): Finds {
  const words = wordsIn(typed);
  const known = new WeakMap<Head, boolean>();
  return (one, head) => {
    const before = head && known.get(head);
    if (before !== undefined) return before;
    const isThere = words.every((word) => isIn(one, head, word));
    if (head) known.set(head, isThere);
    return isThere;
  };
}

/** What is searched for: each of these has to be there. */
export function wordsIn(typed: string): string[] {
  return typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

function isOfState(one: CaseSummary, question: Question): boolean {
  const { state } = question;
  switch (state) {
    case '':
      return asksForClosed(question) || !isAtRest(one);
    case 'all':
      return true;
    case 'open':
      return isOpen(one);
    case 'to-close':
      return isSolved(one);
    default:
      return one.status === state;
  }
}

function isOf({ assignee }: CaseSummary, { who }: Question, { me, absences, today }: Asking): boolean {
  if (who === 'nobody') return assignee === null;
  return who === '' || isMine(assignee, me, absences, today);
}

function isDue(one: CaseSummary, { due }: Question, now: number): boolean {
  switch (due) {
    case '':
      return true;
    case 'waiting':
      return isWaiting(one);
    case 'erasing':
      return one.eraseAt !== null;
    case 'fix-late':
      return isFixLate(one, now);
    case 'overdue':
      return isLate(one, now);
  }
}

function isSevere(head: Head | undefined, { severity }: Question): boolean {
  return severity === '' || (severityIn(head)?.rating ?? 'unknown') === severity;
}

/** Whether a word is somewhere in what is known of a case. */
function isIn({ reference }: CaseSummary, head: Head | undefined, word: string): boolean {
  if (reference.toLowerCase().includes(word)) return true;
  if (head === undefined) return false;
  const labels = head.triage?.labels ?? [];
  return head.words.includes(word) || labels.some((label) => label.toLowerCase().includes(word));
}
