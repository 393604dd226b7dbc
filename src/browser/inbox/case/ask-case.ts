// Asking for a case. Loaded beside it.
import { notesSchema } from '../../../disclosure/desk-wire.ts';
import { type TeamCase, teamCaseSchema } from '../../../disclosure/team-wire.ts';
import type { Outcome } from '../../api/ask.ts';
import { askTeam } from '../../api/team.ts';

/**
 * A case with all of its notes: where there are many, an answer has room for the newest alone. Never throws; see `askApi`.
 * @param ask asks the team's part of our API
 */
export async function askCase(reference: string, ask: typeof askTeam = askTeam): Promise<Outcome<TeamCase>> {
  const answer = await ask('GET', `cases/${reference}`, teamCaseSchema);
  if (!answer.ok) return answer;
  let { notes } = answer.value;
  for (let before = firstOf(notes); before > 1; ) {
    const earlier = await ask('GET', `cases/${reference}/notes?before=${before}`, notesSchema);
    if (!earlier.ok) return earlier;
    notes = [...earlier.value.notes, ...notes];
    // Whatever the server says, this comes to an end.
    before = Math.min(firstOf(earlier.value.notes), before - 1);
  }
  return { ...answer, value: { ...answer.value, notes } };
}

/** The number of the first of these notes; 1 where there is none. */
function firstOf([first]: TeamCase['notes']): number {
  return first?.number ?? 1;
}
