import { severityOf } from '../disclosure/severity.ts';

const severities = ['NONE', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;
/** As CSAF writes it. */
export type Severity = (typeof severities)[number];

/**
 * The base score and its severity by the CVSS 3.1 specification, section 7.1.
 * @param vector the eight base metrics in the usual order, `CVSS:3.1/AV:N/AC:L/…`
 * @returns null for anything else, temporal and environmental metrics among them
 */
export function baseScore(vector: string): { score: number; severity: Severity } | null {
  const found = severityOf(vector);
  const severity = severities.find((one) => one.toLowerCase() === found?.rating);
  return found?.version === '3.1' && severity ? { score: found.score, severity } : null;
}
