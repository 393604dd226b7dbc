// The base metrics of a CVSS vector as answers to questions, and back.
import { baseMetrics, severityOf } from '../../../disclosure/severity.ts';

export type CvssVersion = keyof typeof baseMetrics;
/** Newest first. */
export const cvssVersions = Object.keys(baseMetrics) as CvssVersion[];

/** By metric; what is not answered yet is absent or empty. */
export type CvssAnswers = Readonly<Record<string, string>>;

/** The metrics of a version, in their order. */
export function metricsOf(version: CvssVersion): string[] {
  return Object.keys(baseMetrics[version]);
}

/** The values of a metric, in the order of the standard. */
export function valuesOf(version: CvssVersion, metric: string): string[] {
  return [...((baseMetrics[version] as Record<string, string>)[metric] ?? '')];
}

/** How many questions are not answered yet. */
export function unanswered(version: CvssVersion, answers: CvssAnswers): number {
  return metricsOf(version).filter((metric) => !answers[metric]).length;
}

/** The answers in a vector; null for what is no whole one. */
export function answersIn(vector: string): { version: CvssVersion; answers: CvssAnswers } | null {
  const severity = severityOf(vector);
  if (!severity) return null;
  const { version } = severity;
  const named = new Map(vector.split('/').map((part) => part.split(':') as [string, string]));
  return {
    version,
    answers: Object.fromEntries(metricsOf(version).map((metric) => [metric, named.get(metric) ?? ''])),
  };
}

/**
 * The vector that answers make; empty while one is missing.
 * @param before what stood in the field: what it says of the same version besides the base metrics stays
 */
export function vectorOf(version: CvssVersion, answers: CvssAnswers, before: string): string {
  if (unanswered(version, answers) > 0) return '';
  const metrics = metricsOf(version);
  const [prefix, ...parts] = before.split('/');
  const others =
    prefix === `CVSS:${version}` ? parts.filter((part) => !metrics.includes(part.split(':')[0] ?? '')) : [];
  return [`CVSS:${version}`, ...metrics.map((metric) => `${metric}:${answers[metric]}`), ...others].join('/');
}
