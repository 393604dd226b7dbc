import type { Accepted } from '../../disclosure/wire.ts';
import type { ReportTexts } from '../../handover/report.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import type { LanguageCode } from '../../i18n/languages.ts';
import { byId } from '../dom/by-id.ts';
import { copyTextOf } from '../dom/copy.ts';
import { downloadFile } from '../dom/download.ts';
import { momentHere } from '../dom/moment-here.ts';
import { openWithCode } from './pass-code.ts';

const panel = byId('sent');
const noteText = byId('sent-note');
const reference = byId('sent-reference');
const received = byId('sent-received');
const respondBy = byId('sent-respond-by');
const code = byId('sent-receipt');
const copyButton = byId('receipt-copy');
const downloadButton = byId('receipt-download');
const printButton = byId('receipt-print');
const statusLink = byId<HTMLAnchorElement>('receipt-status-link');
const status = byId('receipt-status');

/**
 * Shows what a reporter takes along: reference, times in the visitor's own zone, and the receipt code. Leaving
 * before the code was copied, downloaded or printed asks once.
 * @param note said above it; empty for none
 */
export function showReceipt(
  accepted: Omit<Accepted, 'alert'> & { receipt: string },
  note: string,
  language: LanguageCode,
  texts: ReportTexts,
): void {
  // Above all else: without the code nobody can follow the report.
  code.textContent = accepted.receipt;
  reference.textContent = accepted.reference;
  panel.hidden = false;
  noteAtReceipt(note);
  panel.scrollIntoView();
  panel.focus({ preventScroll: true });
  const ask = (event: BeforeUnloadEvent) => event.preventDefault();
  const kept = () => removeEventListener('beforeunload', ask);
  addEventListener('beforeunload', ask);
  // This page stays open beside it. Where it can't pass the code on, the link opens as any other, to paste it there.
  statusLink.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (openWithCode(statusLink.href, accepted.receipt)) event.preventDefault();
  };
  copyButton.onclick = async () => {
    if (await copyTextOf(code, status)) kept();
  };
  downloadButton.onclick = () => {
    const { name, text, proof } = texts.receiptFile;
    const { receipt, statement, checkpoint = '' } = accepted;
    const values = {
      ...{ reference: accepted.reference, receipt, statement, checkpoint },
      received: received.innerText,
      respondBy: respondBy.innerText,
    };
    const whole = statement ? text + proof : text;
    downloadFile(fillIn(name, values), fillIn(whole, values), 'text/plain;charset=utf-8');
    kept();
  };
  printButton.onclick = () => {
    print();
    kept();
  };
  showMoment(received, accepted.receivedAt, language);
  showMoment(respondBy, accepted.respondBy, language);
}

function showMoment(place: HTMLElement, moment: string, language: LanguageCode): void {
  const time = document.createElement('time');
  time.dateTime = moment;
  time.textContent = momentHere(moment, language);
  place.replaceChildren(time);
}

/** Says something above the receipt; with an empty text nothing. */
export function noteAtReceipt(note: string): void {
  noteText.textContent = note;
  noteText.hidden = note === '';
}
