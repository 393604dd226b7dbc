import type { ReportTexts } from '../../handover/report.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import type { LanguageCode } from '../../i18n/languages.ts';
import { byId } from '../dom/by-id.ts';
import { copyTextOf } from '../dom/copy.ts';
import { downloadFile } from '../dom/download.ts';
import { momentHere } from '../dom/moment-here.ts';
import { forgetSent, keepSent, type Sent } from './kept-receipt.ts';
import { openWithCode } from './pass-code.ts';

const main = byId('content');
const title = byId('report-title');
const lead = byId('report-lead');
const panel = byId('sent');
const person = byId('person');
/** What stands beside the form, and belongs beside a receipt too. */
const beside = main.querySelectorAll('[data-stays]');
const noteText = byId('sent-note');
const keptText = byId('sent-kept');
const reference = byId('sent-reference');
const received = byId('sent-received');
const respondBy = byId('sent-respond-by');
const answer = byId('sent-answer');
const code = byId('sent-receipt');
const copyButton = byId('receipt-copy');
const downloadButton = byId('receipt-download');
const printButton = byId('receipt-print');
const statusLink = byId<HTMLAnchorElement>('receipt-status-link');
const anotherLink = byId<HTMLAnchorElement>('report-another');
const status = byId('receipt-status');

let shown: Sent | undefined;
/** Nothing is kept where the reporter asked for that in the form. */
let isKeeping = true;

/**
 * Makes the page that of a report that is in: title and heading say so, and of what stood beside the form only what
 * belongs beside a receipt is left. It shows what a reporter takes along: reference, times in the visitor's own zone, and
 * the receipt code. Leaving before the code was copied, downloaded or printed asks once.
 */
export function showSent(sent: Sent, language: LanguageCode, texts: ReportTexts, mayKeep = true): void {
  shown = sent;
  isKeeping = mayKeep;
  const { accepted, receipt } = sent;
  // Above all else: without the code nobody can follow the report.
  code.textContent = receipt;
  reference.textContent = accepted.reference;
  panel.hidden = false;
  leaveAlone(main, [title, lead, panel, ...beside]);
  person.textContent = person.dataset['after'] ?? '';
  title.textContent = texts.arrived.title;
  lead.textContent = texts.arrived.text;
  document.title = texts.arrived.pageTitle;
  noteText.textContent = sent.note;
  noteText.hidden = sent.note === '';
  scrollTo(0, 0);
  panel.focus({ preventScroll: true });
  if (!sent.isTaken) addEventListener('beforeunload', ask);
  // This page stays open beside it. Where it can't pass the code on, the link opens as any other, to paste it there.
  statusLink.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (openWithCode(statusLink.href, receipt)) event.preventDefault();
  };
  copyButton.onclick = async () => {
    if (await copyTextOf(code, status)) taken();
  };
  downloadButton.onclick = () => {
    const { name, text, proof } = texts.receiptFile;
    const { statement, checkpoint = '' } = accepted;
    const values = {
      ...{ reference: accepted.reference, receipt, statement, checkpoint },
      received: received.innerText,
      respondBy: respondBy.innerText,
    };
    const whole = statement ? text + proof : text;
    downloadFile(fillIn(name, values), fillIn(whole, values), 'text/plain;charset=utf-8');
    taken();
  };
  printButton.onclick = () => {
    print();
    taken();
  };
  anotherLink.onclick = (event) => {
    event.preventDefault();
    // Asked here, before anything is erased: who says no must find all as it was.
    if (!shown?.isTaken && !confirm(texts.arrived.letGo)) return;
    removeEventListener('beforeunload', ask);
    isKeeping = false;
    void forgetSent().then(() => location.assign(anotherLink.href));
  };
  showMoment(received, accepted.receivedAt, language);
  showMoment(respondBy, accepted.respondBy, language);
  answer.textContent = fillIn(texts.arrived.answer, { date: respondBy.innerText });
  void keep();
}

/** Says something above the receipt; with an empty text nothing. */
export function noteAtReceipt(note: string): void {
  noteText.textContent = note;
  noteText.hidden = note === '';
  changeSent({ note });
}

/** Has what changed meanwhile survive a reload too. */
export function changeSent(change: Partial<Sent>): void {
  if (shown === undefined) return;
  shown = { ...shown, ...change };
  void keep();
}

function taken(): void {
  removeEventListener('beforeunload', ask);
  changeSent({ isTaken: true });
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

async function keep(): Promise<void> {
  const isKept = isKeeping && shown !== undefined && (await keepSent(shown));
  keptText.textContent = keptText.dataset[isKept ? 'kept' : 'lost'] ?? '';
}

/** Takes all off the page but these. */
function leaveAlone(place: Element, kept: readonly Element[]): void {
  for (const child of place.children) {
    if (kept.includes(child)) continue;
    if (kept.some((one) => child.contains(one))) leaveAlone(child, kept);
    else (child as HTMLElement).hidden = true;
  }
}

function showMoment(place: HTMLElement, moment: string, language: LanguageCode): void {
  const time = document.createElement('time');
  time.dateTime = moment;
  time.textContent = momentHere(moment, language);
  place.replaceChildren(time);
}
