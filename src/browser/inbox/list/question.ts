// What the list is asked for. In the address behind the # stand its choices alone: never a word or a label.
import { caseStatuses } from '../../../disclosure/case.ts';
import { ratings } from '../../../disclosure/rating.ts';

/** Whose cases: mine and those that I stand in for, or nobody's. */
export const whose = ['mine', 'nobody'] as const;
/** What is late, or waits for an answer of ours; of what is late the fix dates alone; what is erased within two weeks. */
export const urgencies = ['overdue', 'fix-late', 'waiting', 'erasing'] as const;
/** `unknown`: nobody said how severe it is. */
export const severities = [...ratings.toReversed(), 'unknown'] as const;
/** `open`: not solved; `to-close`: nothing left to do but closing it; `all`: closed ones as well. */
export const states = ['open', 'to-close', ...caseStatuses, 'all'] as const;

/** Empty for any; of states, for all but closed ones. */
export interface Question {
  /** As they were typed. */
  words: string;
  who: (typeof whose)[number] | '';
  due: (typeof urgencies)[number] | '';
  severity: (typeof severities)[number] | '';
  label: string;
  state: (typeof states)[number] | '';
  /** Only what nobody of the team has touched, the newest first. */
  isUntouched: boolean;
}

export const anyCase: Question = {
  words: '',
  who: '',
  due: '',
  severity: '',
  label: '',
  state: '',
  isUntouched: false,
};

/** What of a question may stand in an address, and what it can be there. */
const choices = { who: whose, due: urgencies, severity: severities, state: states } as const;

/** Whether something is asked for. */
export function isFiltered(question: Question): boolean {
  return countOf(question) > 0 || question.words.trim() !== '';
}

/** How many choices are made, words left aside. */
export function countOf({ who, due, severity, label, state, isUntouched }: Question): number {
  return [who, due, severity, label, state].filter((one) => one !== '').length + (isUntouched ? 1 : 0);
}

/** Whether closed cases at rest are asked for too. */
export function asksForClosed({ state, due }: Question): boolean {
  return state === 'closed' || state === 'all' || (state === '' && due === 'erasing');
}

/** Whether what stands in reports matters for what is found. */
export function needsHeads({ words, severity, label }: Question): boolean {
  return words.trim() !== '' || severity !== '' || label !== '';
}

/** What of a question stands in an address: `who=mine&due=overdue`; empty for nothing. */
export function inAddress(question: Question): string {
  const query = new URLSearchParams();
  for (const name of ['who', 'due', 'severity', 'state'] as const)
    if (question[name] !== '') query.set(name, question[name]);
  if (question.isUntouched) query.set('untouched', 'yes');
  return String(query);
}

/** Reads it again; what is none of the choices is left out. */
export function fromAddress(address: string): Partial<Question> {
  const query = new URLSearchParams(address);
  const found = Object.entries(choices).map(([name, values]) => {
    const value = query.get(name);
    return [name, values.find((one) => one === value) ?? ''];
  });
  return { ...Object.fromEntries(found), isUntouched: query.get('untouched') === 'yes' };
}
