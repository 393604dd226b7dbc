// How what happens in a case is written down, for its timeline.
import type { CaseEvent, EventKind } from './case.ts';

/** Who does it and when; `by` is a user id. */
export interface Actor {
  by: string;
  now: number;
}

/** A day as `YYYY-MM-DD`. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** Makes events of one change. @param version the one that the case has after it */
export function eventsFor(version: number, { by, now }: Actor) {
  return (kind: EventKind, value: string): CaseEvent => ({ version, at: now, by, kind, value });
}
