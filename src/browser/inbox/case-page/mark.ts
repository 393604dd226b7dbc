// Marks a case on one of the tracks of CRA article 14, so that its clocks run.
import type { Track } from '../../../disclosure/duties.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { momentText, texts } from '../base/page.ts';
import type { Changes, Wanted } from '../case/changes.ts';
import type { AskedMoment } from './asked-moment.ts';

/** The field in which the moment is typed. */
export const sinceOf = (track: Track) => (track === 'exploited' ? 'since' : 'incident-since');

/** What is said of each track. */
export function wordsOf(track: Track) {
  const { actions } = texts;
  return track === 'exploited'
    ? {
        ...{ start: actions.craStart, stop: actions.craStop, stopConfirm: actions.craStopConfirm },
        ...{ confirm: actions.craConfirm, sinceConfirm: actions.craSinceConfirm },
      }
    : {
        ...{
          start: actions.incidentStart,
          stop: actions.incidentStop,
          stopConfirm: actions.incidentStopConfirm,
        },
        ...{ confirm: actions.incidentConfirm, sinceConfirm: actions.incidentSinceConfirm },
      };
}

/**
 * Marks it, once somebody is sure: the clocks run from now, or from the moment that is filled in, in the zone of whoever
 * sits here.
 */
export async function mark(track: Track, asked: AskedMoment, changes: Changes): Promise<void> {
  const since = asked.read();
  if (since === null) return;
  const { confirm: fromNow, sinceConfirm } = wordsOf(track);
  const question = since === undefined ? fromNow : fillIn(sinceConfirm, { moment: momentText(since) });
  if (confirm(question)) await asked.save(changes, markAt(track, since));
}

/** The change that takes it back. */
export const unmarked = (track: Track): Wanted =>
  track === 'exploited' ? { exploited: false } : { incident: false };

function markAt(track: Track, since: string | undefined): Wanted {
  if (track === 'exploited') return { exploited: true, ...(since && { exploitedSince: since }) };
  return { incident: true, ...(since && { incidentSince: since }) };
}
