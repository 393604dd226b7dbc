// What follows once a report is in. The receipt comes first, and by itself: whatever fails after it is told beside it.
import { deriveReceipt } from '../../disclosure/receipt.ts';
import type { Accepted } from '../../disclosure/wire.ts';
import type { ReportTexts } from '../../handover/report.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import type { LanguageCode } from '../../i18n/languages.ts';
import { byId } from '../dom/by-id.ts';
import { sendFiles } from '../files/load-uploads.ts';
import type { PlannedFile } from '../workers/seal/tasks.ts';
import { noteAtReceipt, showReceipt } from './receipt-panel.ts';
import type { Attempt } from './unfinished.ts';

/** A report that is in: `arrived` is the version that counts; `isAdded` when a newer one joined it as a message. */
export interface Arrival {
  arrived: Attempt;
  accepted: Accepted;
  isAdded: boolean;
}

/** Shows the receipt, then sends what belongs to the case and says what does not. Never throws. */
export async function showArrival(
  { arrived, accepted, isAdded }: Arrival,
  files: readonly PlannedFile[],
  language: LanguageCode,
  texts: ReportTexts,
): Promise<void> {
  const { receipt } = arrived.prepared;
  const note = isAdded ? texts.added : '';
  showReceipt({ ...accepted, receipt }, note, language, texts);
  const accessToken = await deriveReceipt(receipt).then(
    (secrets) => secrets.accessToken,
    () => null,
  );
  const { notifyEmail, attachments } = arrived.submission;
  if (notifyEmail !== undefined && accepted.alert === 'not-set') offerAlert(notifyEmail, accessToken, texts);
  const announced = files.filter(({ id }) => attachments.some((one) => one.id === id));
  const isSending =
    announced.length > 0 && accessToken !== null && (await sendFiles(announced, accessToken, texts));
  // Files chosen after the version that had arrived do not belong to the case, and what sends them may not have come:
  // the reporter must know.
  const left = files.filter((file) => !(isSending && announced.includes(file))).map(({ name }) => name);
  if (left.length > 0) noteAtReceipt(`${note} ${fillIn(texts.notAdded, { files: left.join(', ') })}`.trim());
}

/** Few need it. Where it does not come, the page says what there is to know, and the status page can set the alert. */
function offerAlert(email: string, accessToken: string | null, texts: ReportTexts): void {
  byId('alert-again').hidden = false;
  if (accessToken === null) return;
  import('./alert-again.ts')
    .then(({ offerAlertAgain }) => offerAlertAgain(email, accessToken, texts))
    .catch(() => undefined);
}
