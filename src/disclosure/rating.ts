/** The words of a score, from the least; the same in CVSS 3.1 (section 5) and 4.0 (section 6). */
export const ratings = ['none', 'low', 'medium', 'high', 'critical'] as const;
export type Rating = (typeof ratings)[number];

/**
 * The vector that the team may take over from a report: of CVSS 4.0 the whole, of 3.1 the base metrics, which count here
 * (`severityOf`); empty for none, and for one of 3.0.
 */
export function takenOver(reported: string): string {
  if (reported.startsWith('CVSS:4.0/')) return reported;
  return reported.startsWith('CVSS:3.1/') ? reported.split('/').slice(0, 9).join('/') : '';
}

/** The word for a score from 0 to 10, without the calculator. */
export function ratingOf(score: number): Rating {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'none';
}
