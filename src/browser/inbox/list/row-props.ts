import type { CaseSummary } from '../../../disclosure/team-wire.ts';

/** Where a row stands, for who looks and for who has it read. */
export interface Where {
  'data-key': string;
  'aria-setsize': number;
  'aria-posinset': number;
  style: string | { top: string };
}

/** Answers the cases of one hand together. */
export type AnswerTogether = (cases: readonly CaseSummary[]) => void;
