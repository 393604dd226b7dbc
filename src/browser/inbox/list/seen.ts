// What the list asks the server besides the cases: who is away, and that somebody saw a case.
import type { Signal } from '@preact/signals';
import * as z from 'zod/mini';
import type { Absence } from '../../../disclosure/absence.ts';
import { absencesSchema, type SeenView } from '../../../disclosure/desk-wire.ts';
import { askTeam } from '../../api/team.ts';

/** Fetches who is away; without an answer nobody is. */
export async function fetchAbsences(absences: Signal<readonly Absence[]>): Promise<void> {
  const answer = await askTeam('GET', 'absences', absencesSchema);
  if (answer.ok) absences.value = answer.value.absences;
}

/** Tells that who is signed in saw a case as it is; where that fails it stays unread, and is told the next time. */
export function tellSeen(reference: string, seen: SeenView): void {
  void askTeam('PUT', `cases/${reference}/seen`, z.undefined(), seen);
}
