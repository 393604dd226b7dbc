import { CVSS31 } from '@pandatix/js-cvss';

/** The eight base metrics, in the order in which they stand in a vector. */
const BASE_VECTOR = /^CVSS:3\.1\/AV:[NALP]\/AC:[LH]\/PR:[NLH]\/UI:[NR]\/S:[UC]\/C:[HLN]\/I:[HLN]\/A:[HLN]$/;

export type Severity = ReturnType<typeof CVSS31.Rating>;

/**
 * The base score and its severity by the CVSS 3.1 specification, section 7.1.
 * @param vector the eight base metrics in the usual order, `CVSS:3.1/AV:N/AC:L/…`
 * @returns null for anything else, temporal and environmental metrics among them
 */
export function baseScore(vector: string): { score: number; severity: Severity } | null {
  if (!BASE_VECTOR.test(vector)) return null;
  const score = roundUp(new CVSS31(vector).BaseScore());
  return { score, severity: CVSS31.Rating(score) };
}

/**
 * One decimal, upwards, by the integer arithmetic of the specification's appendix A: js-cvss 0.4.4 leaves a score of
 * two decimals as it is. What it has rounded stays.
 */
function roundUp(value: number): number {
  const whole = Math.round(value * 100_000);
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10;
}
