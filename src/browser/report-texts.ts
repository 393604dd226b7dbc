import type report from '../../locales/nl/report.json';
import type { ProblemCode } from '../disclosure/problems.ts';

/** The sentences of the report form, as the page hands them over in `data-texts`. */
export interface ReportTexts {
  errors: typeof report.errors;
  status: typeof report.status;
  failed: Pick<typeof report.failed, 'offline' | 'sealing'>;
  /** Name of the file that a sealed report is downloaded as. */
  sealedFile: string;
  /** With `{{reference}}` and the like still in them; see `fillIn`. */
  receiptFile: typeof report.receiptFile;
  /** Address of the page, for the receipt file. */
  site: string;
  problems: Record<ProblemCode, string>;
}

/** Puts values in the place of `{{name}}`. */
export function fillIn(text: string, values: Record<string, string>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole);
}
