import { type Report, readReport } from '../disclosure/report.ts';
import { blocksIn } from './armor.ts';

/** The reporter's keys, armored, as they stand in the report; empty where there are none. */
export function keysIn(report: Report | null, reportText: string): string {
  return report?.replyKey || blocksIn(reportText, 'PUBLIC KEY BLOCK').join('\n');
}

/** The same of a report that nobody read yet. */
export function keysInText(reportText: string): string {
  try {
    return keysIn(readReport(reportText), reportText);
  } catch {
    return keysIn(null, reportText);
  }
}
