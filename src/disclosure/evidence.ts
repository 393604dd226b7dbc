import type { Report } from './report.ts';

/** Kinds of evidence that a report may come with, the strongest first. */
export const evidences = ['proof', 'steps', 'seen', 'files', 'version'] as const;
export type Evidence = (typeof evidences)[number];

/** What of a report helps to see it for oneself, in the order of `evidences`. Which tools were used is none. */
export function evidenceOf(report: Report): Evidence[] {
  return evidences.filter((one) =>
    one === 'files' ? report.attachments.length > 0 : report[one].trim() !== '',
  );
}
