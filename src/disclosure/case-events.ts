// How what happens in a case is written down, for its timeline.
import type { CaseEvent, EventKind } from './case.ts';

/** Who does it and when; `by` is a user id. */
export interface Actor {
  by: string;
  now: number;
  /** False where the reporter can't read the reply that goes along: then it tells and answers nothing. */
  isForReporter?: boolean;
}

/** A day as `YYYY-MM-DD`. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** What happened that a reporter waits for news of. */
const NEWS: ReadonlySet<EventKind> = new Set([
  ...([
    'response',
    'status',
    'fix-expected',
    'reward',
    'credit',
    'reply',
    'publication',
    'published',
  ] as const),
]);

/** Those of the events that are news for the reporter: a reply that they can't read is none. */
export function newsIn(events: readonly CaseEvent[]): CaseEvent[] {
  return events.filter(
    (event) => NEWS.has(event.kind) && !(event.kind === 'reply' && isUnread(event, events)),
  );
}

/** Whether the reporter can't read the message that went along with what happened. */
export function isUnread({ version }: CaseEvent, events: readonly CaseEvent[]): boolean {
  return events.some((other) => other.kind === 'without-reporter' && other.version === version);
}

/** Makes events of one change. @param version the one that the case has after it */
export function eventsFor(version: number, { by, now }: Actor) {
  return (kind: EventKind, value: string): CaseEvent => ({ version, at: now, by, kind, value });
}
