// What follows once a report is in. The receipt comes first, and by itself: whatever fails after it is told beside it.
import { isolated } from '../../disclosure/foreign-text.ts';
import { deriveReceipt } from '../../disclosure/receipt.ts';
import type { Accepted } from '../../disclosure/wire.ts';
import type { ReportTexts } from '../../handover/report.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import type { LanguageCode } from '../../i18n/languages.ts';
import { byId } from '../dom/by-id.ts';
import { sendFiles } from '../files/load-uploads.ts';
import type { PlannedFile } from '../workers/seal/tasks.ts';
import type { Sent } from './kept-receipt.ts';
import { changeSent, noteAtReceipt, showSent } from './receipt-panel.ts';
import type { Attempt } from './unfinished.ts';

/** A report that is in: `arrived` is the version that counts; `isAdded` when a newer one joined it as a message. */
export interface Arrival {
  arrived: Attempt;
  accepted: Accepted;
  isAdded: boolean;
}

/**
 * Shows the receipt, then sends what belongs to the case and says what does not. Never throws.
 * @param mayKeep whether it may be kept for a reload
 */
export async function showArrival(
  { arrived, accepted, isAdded }: Arrival,
  files: readonly PlannedFile[],
  mayKeep: boolean,
  language: LanguageCode,
  texts: ReportTexts,
): Promise<void> {
  const { receipt } = arrived.prepared;
  const note = isAdded ? texts.added : '';
  const { notifyEmail = '', attachments } = arrived.submission;
  const isAlertAsked = notifyEmail !== '' && accepted.alert === 'set';
  const announced = files.filter(({ id }) => attachments.some((one) => one.id === id));
  const waiting = new Set(announced);
  const isIn = (file: PlannedFile) => {
    waiting.delete(file);
    changeSent({ waiting: namesOf([...waiting]) });
  };
  const sent = { receipt, accepted, note, isTaken: false, isAlertAsked, waiting: namesOf(announced) };
  showSent(sent, language, texts, mayKeep);
  const accessToken = await showNews(sent, notifyEmail, texts);
  const isSending =
    announced.length > 0 &&
    accessToken !== null &&
    (await sendFiles(announced, accessToken, texts, { isIn }));
  // Files chosen after the version that had arrived do not belong to the case, and what sends them may not have come:
  // the reporter must know.
  const left = files.filter((file) => !(isSending && announced.includes(file)));
  if (!isSending) changeSent({ waiting: [] });
  noteLeft(note, namesOf(left), texts);
}

/** Says which files are not sent, behind what was said before. */
export function noteLeft(note: string, names: readonly string[], texts: ReportTexts): void {
  if (names.length === 0) return;
  const files = names.map(isolated).join(', ');
  noteAtReceipt(`${note} ${fillIn(texts.notAdded, { files })}`.trim());
}

function namesOf(files: readonly PlannedFile[]): string[] {
  return files.map(({ name }) => name);
}

/**
 * Says how news gets to the reporter by mail, or offers it. Where what offers it does not come, the status page can still
 * set the alert.
 * @param email what was given in the form; empty for nothing
 * @returns what gives access to the case
 */
export async function showNews(
  { receipt, isAlertAsked }: Sent,
  email: string,
  texts: ReportTexts,
): Promise<string | null> {
  byId('alert-asked').hidden = !isAlertAsked;
  byId('alert-again').hidden = isAlertAsked || email === '';
  const accessToken = await deriveReceipt(receipt).then(
    (secrets) => secrets.accessToken,
    () => null,
  );
  if (isAlertAsked || accessToken === null) return accessToken;
  import('./news.ts')
    .then(({ offerNews }) => offerNews(email, accessToken, texts, () => changeSent({ isAlertAsked: true })))
    .catch(() => undefined);
  return accessToken;
}
