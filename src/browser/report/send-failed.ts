// The panel that says why a report could not be sent, with the sealed report to take along.
import type { Submission } from '../../disclosure/wire.ts';
import type { ReportTexts } from '../../handover/report.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { byId } from '../dom/by-id.ts';
import { downloadFile } from '../dom/download.ts';

const panel = byId('send-failed');
const reason = byId('send-failed-reason');
const faultNumber = byId('send-failed-number');
const advice = byId('sealed-advice');
const noFiles = byId('sealed-no-files');
const downloadButton = byId('sealed-download');

/**
 * Shows it.
 * @param number names the request, where there is one to tell, else empty
 * @param sealed what could not be sent, where something was sealed
 */
export function showFailed(
  sentence: string,
  number: string,
  sealed: Submission | undefined,
  texts: ReportTexts,
): void {
  reason.textContent = sentence;
  faultNumber.hidden = number === '';
  faultNumber.textContent = fillIn(texts.faultNumber, { number });
  // Advice to take a file along goes with the button that gives it, and says what is not in it.
  for (const part of [advice, downloadButton]) part.hidden = sealed === undefined;
  noFiles.hidden = !sealed?.attachments.length;
  downloadButton.onclick = () => {
    if (sealed) downloadFile(texts.sealedFile, sealed.sealedReport, 'application/pgp-encrypted');
  };
  panel.hidden = false;
  panel.focus();
}

/** Takes it away: something else is about to happen. */
export function hideFailed(): void {
  panel.hidden = true;
}
