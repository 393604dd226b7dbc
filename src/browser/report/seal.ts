// What stands in the form, as the document that is sealed, and sealed to be sent.
import { type Report, writeReport } from '../../disclosure/report.ts';
import type { ReportTexts } from '../../handover/report.ts';
import type { LanguageCode } from '../../i18n/languages.ts';
import { freshId } from '../api/reporter.ts';
import type { Values } from '../dom/form-values.ts';
import { ask } from '../workers/seal/client.ts';
import type { PlannedFile } from '../workers/seal/tasks.ts';
import { prepare } from './attempts.ts';
import { checkValues, type Errors } from './fields.ts';
import { checkOwnKey, sealToOwnKey } from './own-key.ts';
import type { Attempt } from './unfinished.ts';

/** A report as it will be sealed. */
export interface Written {
  report: Report;
  document: string;
  /** Whether answers are sealed to a key of the reporter's own. */
  hasOwnKey: boolean;
}

/**
 * The report as it will be sealed, or what is wrong with it.
 * @throws WorkerTaskError where its reply key can't be made
 */
export async function writeForm(
  values: Values,
  files: readonly PlannedFile[],
  language: LanguageCode,
  texts: ReportTexts,
): Promise<Written | Errors> {
  const errors: Errors = new Map();
  const ownKey = String(values['ownKey']).trim();
  const replyKey = ownKey === '' ? (await prepare()).publicKey : await checkOwnKey(ownKey, texts, errors);
  const listed = files.map(({ id, name, size, sha256 }) => ({ id, name, size, sha256 }));
  const report = checkValues(values, { replyKey, attachments: listed, language }, texts);
  if (report instanceof Map) return new Map([...report, ...errors]);
  if (errors.size > 0) return errors;
  return { report, document: writeReport(report), hasOwnKey: ownKey !== '' };
}

/** What the server is told beside the report: that it is being exploited, and that somebody should look now. */
export function isExploited({ exposure }: Report): boolean {
  return exposure === 'exploited' || exposure === 'both';
}
export function isUrgent(report: Report): boolean {
  return isExploited(report) || report.exposure === 'public';
}

/**
 * Seals what was written, under this report's receipt.
 * @param values what stood in the form; `files` the attachments that it names
 * @throws WorkerTaskError where it can't be sealed
 */
export async function sealWritten(
  { report, document: text, hasOwnKey }: Written,
  values: Values,
  files: readonly PlannedFile[],
  language: LanguageCode,
): Promise<Attempt> {
  const own = await prepare();
  const { replyKey } = report;
  const notifyEmail = String(values['notify']).trim();
  return {
    id: freshId(),
    prepared: own,
    values,
    submission: {
      // Sealed to the reporter as well: one's own words stay readable with the receipt.
      sealedReport: await (hasOwnKey ? sealToOwnKey(text, replyKey) : ask('seal', { text, replyKey })),
      receiptId: own.receiptId,
      urgent: isUrgent(report),
      exploited: isExploited(report),
      language,
      attachments: files.map(({ id, sealedSize }) => ({ id, size: sealedSize })),
      ...(hasOwnKey ? {} : { replyKey: own.lockedPrivateKey }),
      ...(notifyEmail === '' ? {} : { notifyEmail }),
    },
  };
}
