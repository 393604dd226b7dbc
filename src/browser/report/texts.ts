import type report from '../../../locales/nl/report.json';
import type { ProblemCode } from '../../disclosure/problems.ts';

/** The sentences of the report form, as the page hands them over in `data-texts`. */
export interface ReportTexts {
  errors: typeof report.errors;
  status: typeof report.status;
  failed: Pick<typeof report.failed, 'offline' | 'sealing'>;
  /** Name of the file that a sealed report is downloaded as. */
  sealedFile: string;
  /** With `{{file}}` still in it. */
  filesRemove: string;
  filesRemoveShort: string;
  upload: typeof report.upload;
  /** Said when an earlier version had arrived and the newer one was added as a message. */
  added: string;
  /** Said where an earlier version is in, and the newer one could not be added yet. */
  earlierIsIn: string;
  /** With `{{files}}` still in it. */
  notAdded: string;
  filesCount: Pick<typeof report.form, 'filesCount_one' | 'filesCount_other'>;
  /** What is left of a long text, or too much; with `{{count}}` still in it. */
  count: typeof report.count;
  /** How much of a folded part is filled in. */
  groups: typeof report.groups;
  markdown: Pick<typeof report.markdown, 'loading' | 'shown' | 'empty' | 'failed'>;
  /** With `{{reference}}` and the like still in them; see `fillIn`. */
  receiptFile: typeof report.receiptFile;
  /** Address of the status page, for the receipt file. */
  site: string;
  problems: Record<ProblemCode, string>;
}

/** The words of the questions of CVSS, as their part of the form hands them over. */
export type CvssTexts = typeof report.cvss;
