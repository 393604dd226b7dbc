import type { Accepted } from '../disclosure/wire.ts';
import { formatMoment } from '../i18n/format.ts';
import type { LanguageCode } from '../i18n/languages.ts';
import { copyTextOf } from './copy.ts';
import { downloadFile } from './download.ts';
import { fillIn, type ReportTexts } from './report-texts.ts';

const byId = (id: string) => document.getElementById(id) as HTMLElement;
const panel = byId('sent');
const reference = byId('sent-reference');
const received = byId('sent-received') as HTMLTimeElement;
const respondBy = byId('sent-respond-by') as HTMLTimeElement;
const earlierNote = byId('sent-earlier');
const code = byId('sent-receipt');
const copyButton = byId('receipt-copy');
const download = byId('receipt-download');
const status = byId('receipt-status');

let isKept = false;

/**
 * Shows what a reporter takes along: reference, times in the visitor's own zone, and the receipt code.
 * @param isWhole false when what arrived is an earlier version of what stands in the form
 */
export function showReceipt(
  accepted: Accepted & { receipt: string },
  isWhole: boolean,
  language: LanguageCode,
  texts: ReportTexts,
): void {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  reference.textContent = accepted.reference;
  for (const [place, moment] of [
    [received, accepted.receivedAt],
    [respondBy, accepted.respondBy],
  ] as const) {
    place.dateTime = moment;
    place.textContent = formatMoment(new Date(moment), language, zone);
  }
  code.textContent = accepted.receipt;
  const values = {
    ...accepted,
    received: received.textContent ?? '',
    respondBy: respondBy.textContent ?? '',
    site: texts.site,
  };
  download.addEventListener('click', () => {
    const name = fillIn(texts.receiptFile.name, values);
    downloadFile(name, fillIn(texts.receiptFile.text, values), 'text/plain;charset=utf-8');
    isKept = true;
  });
  copyButton.addEventListener('click', async () => {
    if (await copyTextOf(code, status)) isKept = true;
  });
  addEventListener('beforeunload', (event) => {
    if (!isKept) event.preventDefault();
  });
  earlierNote.hidden = isWhole;
  panel.hidden = false;
  panel.scrollIntoView();
  panel.focus({ preventScroll: true });
}
