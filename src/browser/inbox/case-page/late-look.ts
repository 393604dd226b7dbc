import { checks } from '../../../disclosure/past-checks.ts';
import type { TeamCase } from '../../../disclosure/team-wire.ts';

/**
 * The first look, whether a case is exploited, that "can't tell yet" put off only after its time: by when it had to be, and
 * when that was said. The deadline of the case has the last look alone. Null where none was late.
 */
export function lateLook({ claimedAt, events }: Pick<TeamCase, 'claimedAt' | 'events'>) {
  const since = claimedAt === null ? null : Date.parse(claimedAt);
  const happened = events.map((event) => ({ ...event, at: Date.parse(event.at) }));
  const late = checks({ claimedAt: since }, happened, null).find(({ outcome }) => outcome === 'moved-late');
  return late ? { dueAt: isoOf(late.dueAt), doneAt: isoOf(late.doneAt) } : null;
}

function isoOf(time: number | null): string {
  return new Date(time ?? 0).toISOString();
}
