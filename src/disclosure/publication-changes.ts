// What a change says about the day of publication.
import type { Case, CaseEvent } from './case.ts';
import { type Actor, dayOf, eventsFor } from './case-events.ts';
import type { Change } from './change-rules.ts';

/** Puts what is said about publishing into `changed`. @returns what happened */
export function changePublication(
  changed: Case,
  current: Case,
  wanted: Change,
  { by, now }: Actor,
): CaseEvent[] {
  const event = eventsFor(changed.version, { by, now });
  const events: CaseEvent[] = [];
  const { publishOn = current.publishOn, publishAgreed, published } = wanted;
  if (publishOn !== current.publishOn) {
    // What was published stays so, whatever day it was to be.
    const publishedAt = publishOn === null ? null : current.publishedAt;
    Object.assign(changed, { publishOn, publishAgreedAt: null, publishedAt });
    events.push(event('publication', publishOn === null ? '' : dayOf(publishOn)));
  }
  if (publishAgreed !== undefined && publishAgreed !== (changed.publishAgreedAt !== null)) {
    changed.publishAgreedAt = publishAgreed ? now : null;
    events.push(event('publication-agreed', publishAgreed ? 'yes' : 'no'));
  }
  if (published !== undefined && published !== (changed.publishedAt !== null)) {
    changed.publishedAt = published ? now : null;
    events.push(event('published', published ? 'yes' : 'no'));
  }
  return events;
}
