// What the public figures count of a case, each once, in the month in which it was received.
import type { Case } from './case.ts';
import { monthOf } from './clock.ts';
import { SPAN_STEPS, stepOf } from './spans.ts';

/** What is kept of the cases that were received in a month, also when they are erased. */
export interface Tallies {
  /** `2026-11`, UTC. */
  month: string;
  received: number;
  /** First responses that kept the promise; and reports that were not answered when it was due, whenever they were. */
  inTime: number;
  overdue: number;
  /** How many were answered, and how many fixed, after a span in each step of `spans.ts`. */
  answers: number[];
  fixes: number[];
}

/**
 * Something to count. Of what has the same `once` a case counts the first alone: it keeps the promise or does not, and
 * is fixed once, also where that was taken back.
 */
export interface Tally {
  month: string;
  /** `received`, `in-time`, `overdue`, or `answer-` or `fix-` with a step behind it. */
  name: string;
  once: 'promise' | 'answer' | 'fix';
}

/** Of a first response that is given now. */
export function talliesOfResponse(one: Case, now: number): Tally[] {
  const month = monthOf(one.receivedAt);
  const name = now > one.respondBy ? 'overdue' : 'in-time';
  return [
    { month, name, once: 'promise' },
    { month, name: `answer-${spanOf(one, now)}`, once: 'answer' },
  ];
}

/** Of a fix that is there now. */
export function talliesOfFix(one: Case, now: number): Tally[] {
  return [{ month: monthOf(one.receivedAt), name: `fix-${spanOf(one, now)}`, once: 'fix' }];
}

/** Of what the clock finds: a report that nobody answered in time. Who withdrew it waits for nothing. */
export function talliesOfClock(one: Case, now: number): Tally[] {
  const isOverdue = one.respondedAt === null && one.withdrawnAt === null && now >= one.respondBy;
  return isOverdue ? [{ month: monthOf(one.receivedAt), name: 'overdue', once: 'promise' }] : [];
}

/** The tallies of a month from the counts that are kept under their names. */
export function talliesFrom(month: string, counts: ReadonlyMap<string, number>): Tallies {
  const spans = (kind: string) =>
    Array.from({ length: SPAN_STEPS }, (_, step) => counts.get(`${kind}-${step}`) ?? 0);
  return {
    month,
    received: counts.get('received') ?? 0,
    inTime: counts.get('in-time') ?? 0,
    overdue: counts.get('overdue') ?? 0,
    answers: spans('answer'),
    fixes: spans('fix'),
  };
}

function spanOf(one: Case, now: number): number {
  return stepOf(Math.max(0, now - one.receivedAt));
}
