/** Somebody of the team is away: on these days their cases are their stand-in's as well. */
export interface Absence {
  /** Of the certificate of who is away, and of who stands in. */
  fingerprint: string;
  standIn: string;
  /** First and last day, `YYYY-MM-DD`, both in. */
  from: string;
  until: string;
}

/** The day that it is at a moment in a time zone, `YYYY-MM-DD`. */
export function dayIn(timeZone: string, time: number): string {
  const format = new Intl.DateTimeFormat('en', {
    ...({ year: 'numeric', month: '2-digit', day: '2-digit' } as const),
    ...({ timeZone, calendar: 'iso8601', numberingSystem: 'latn' } as const),
  });
  const parts = format.formatToParts(time);
  const part = (wanted: string) => parts.find(({ type }) => type === wanted)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** Whether somebody is away on a day. */
export function isAway(fingerprint: string, absences: readonly Absence[], today: string): boolean {
  return absences.some((one) => one.fingerprint === fingerprint && isOn(one, today));
}

/**
 * Who stands in for somebody on a day: nobody while they are there. Where a stand-in is away too, theirs as well, so that
 * a case never waits for the return of the one or the other. Each once, and never who is stood in for.
 */
export function standInsOf(fingerprint: string, absences: readonly Absence[], today: string): string[] {
  const found = new Set([fingerprint]);
  for (const one of found) {
    for (const absence of absences)
      if (absence.fingerprint === one && isOn(absence, today)) found.add(absence.standIn);
  }
  return [...found].slice(1);
}

/** Whether a case is somebody's to handle on a day: assigned to them, or to somebody that they stand in for. */
export function isMine(
  assignee: string | null,
  me: string,
  absences: readonly Absence[],
  today: string,
): boolean {
  if (assignee === null) return false;
  return assignee === me || standInsOf(assignee, absences, today).includes(me);
}

function isOn({ from, until }: Absence, day: string): boolean {
  return from <= day && day <= until;
}
