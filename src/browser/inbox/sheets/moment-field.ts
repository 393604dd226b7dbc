// A moment in a field of the browser, which counts in the zone of whoever sits here.

/** What the field shows of a moment, ISO 8601; empty for none. */
export function fieldOfMoment(moment: string): string {
  const at = new Date(moment);
  if (Number.isNaN(at.getTime())) return '';
  const two = (number: number) => String(number).padStart(2, '0');
  const day = [String(at.getFullYear()).padStart(4, '0'), two(at.getMonth() + 1), two(at.getDate())].join(
    '-',
  );
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The moment that a field shows, ISO 8601 in UTC; empty for none, and for half a one. */
export function momentOfField(shown: string): string {
  const at = new Date(shown);
  return shown === '' || Number.isNaN(at.getTime()) ? '' : at.toISOString();
}
