/** A time in ms since 1970 as the wire has it: ISO 8601 in UTC. */
export function moment(time: number): string {
  return new Date(time).toISOString();
}

export function momentOrNull(time: number | null): string | null {
  return time === null ? null : moment(time);
}
