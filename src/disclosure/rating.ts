/** The words of a score, from the least; the same in CVSS 3.1 (section 5) and 4.0 (section 6). */
export const ratings = ['none', 'low', 'medium', 'high', 'critical'] as const;
export type Rating = (typeof ratings)[number];

/** The word for a score from 0 to 10, without the calculator. */
export function ratingOf(score: number): Rating {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'none';
}
