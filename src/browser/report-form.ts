// The report form: checks, preview, sealing, sending. Loaded when the form is first used.
import './no-eval.ts';

import type { TooLongError } from '../disclosure/padding.ts';
import { deriveReceipt } from '../disclosure/receipt.ts';
import { type Report, writeReport } from '../disclosure/report.ts';
import type { Accepted } from '../disclosure/wire.ts';
import { type LanguageCode, languageCodes } from '../i18n/languages.ts';
import { chooseAttachments } from './attachments.ts';
import { downloadFile } from './download.ts';
import { type Attempt, draft, keptAttempt } from './draft.ts';
import { showSummary } from './error-summary.ts';
import { findControls, readValues, type Values, writeValues } from './form-values.ts';
import { byId, fillIn } from './page.ts';
import { showReceipt } from './receipt-panel.ts';
import { checkValues, type Errors, showErrorsAtFields } from './report-fields.ts';
import { setUpPreview } from './report-preview.ts';
import type { ReportTexts } from './report-texts.ts';
import { ask, SealerError } from './sealer.ts';
import { freshId, isRefusal, type SendProblem, sendMessage, sendReport } from './send.ts';
import { sendAttachments } from './uploads.ts';
import type { PlannedFile, Prepared } from './worker-messages.ts';

const form = byId<HTMLFormElement>('report-form');
const fieldsets = form.querySelectorAll('fieldset');
const controls = findControls(form);
const texts = JSON.parse(form.dataset['texts'] ?? '') as ReportTexts;
const language = languageCodes.find((code) => code === form.dataset['language']) as LanguageCode;
const sendButton = byId('send');
const status = byId('send-status');
const failed = byId('send-failed');
const failedReason = byId('send-failed-reason');
const downloadButton = byId('sealed-download');
const draftNote = byId('draft-note');
const filesLost = byId('files-lost');
const discardButton = byId('draft-discard');
let prepared: Promise<Prepared> | undefined;
/** What was sealed last, while it may be sent again. */
let attempt: Attempt | null = keptAttempt.read();
let isBusy = false;
let isSent = false;
const preview = setUpPreview(
  async () => writeForm(readValues(controls), await attachments.planned()),
  showErrors,
  texts.failed.sealing,
);
const attachments = chooseAttachments(language, texts, edited, () => isBusy || isSent);

/** The receipt and reply key of this report, made while the reporter writes. One receipt for one report. */
function prepare(): Promise<Prepared> {
  prepared ??= ask('prepare', null).catch((error: unknown) => {
    prepared = undefined;
    throw error;
  });
  return prepared;
}

/** Seals and sends what stands in the form; shows what is missing instead, where something is. */
export async function submitReport(): Promise<void> {
  if (isBusy || isSent) return;
  setBusy(true);
  failed.hidden = true;
  try {
    const files = await attachments.planned();
    const values = { ...readValues(controls), files: files.map(({ id }) => id).join(' ') };
    const earlier = attempt;
    const isSame = earlier !== null && isEqual(earlier.values, values);
    const current = isSame ? earlier : await sealForm(values, files);
    if (current) await send(current, isSame ? null : earlier);
  } catch (error) {
    sealingFailed(error);
  } finally {
    setBusy(false);
  }
}

async function sealForm(values: Values, files: PlannedFile[]): Promise<Attempt | null> {
  status.textContent = texts.status.preparing;
  const written = await writeForm(values, files);
  if (written instanceof Map) {
    showErrors(written);
    return null;
  }
  showErrors(new Map());
  status.textContent = texts.status.sealing;
  const own = await prepare();
  const { exposure, replyKey } = written.report;
  const notifyEmail = String(values['notify']).trim();
  return {
    prepared: own,
    values,
    submission: {
      // Sealed to the reporter as well: one's own words stay readable with the receipt.
      sealedReport: await ask('seal', { text: written.document, readers: [replyKey] }),
      receiptId: own.receiptId,
      urgent: exposure === 'exploited' || exposure === 'public' || exposure === 'both',
      language,
      attachments: files.map(({ id, sealedSize }) => ({ id, size: sealedSize })),
      ...(written.hasOwnKey ? {} : { replyKey: own.lockedPrivateKey }),
      ...(notifyEmail === '' ? {} : { notifyEmail }),
    },
  };
}

/** The report as it will be sealed, or what is wrong with it. */
async function writeForm(
  values: Values,
  files: PlannedFile[],
): Promise<{ report: Report; document: string; hasOwnKey: boolean } | Errors> {
  const errors: Errors = new Map();
  const ownKey = String(values['ownKey']).trim();
  const replyKey = ownKey === '' ? (await prepare()).publicKey : await checkOwnKey(ownKey, errors);
  const listed = files.map(({ id, name, size, sha256 }) => ({ id, name, size, sha256 }));
  const report = checkValues(values, { replyKey, attachments: listed, language }, texts);
  if (report instanceof Map) return new Map([...report, ...errors]);
  if (errors.size > 0) return errors;
  return { report, document: writeReport(report), hasOwnKey: ownKey !== '' };
}

async function checkOwnKey(armored: string, errors: Errors): Promise<string> {
  const sentences: Record<string, string> = {
    private: texts.errors.ownKeyPrivate,
    unreadable: texts.errors.ownKeyUnreadable,
    expired: texts.errors.ownKeyExpired,
    revoked: texts.errors.ownKeyRevoked,
    'no-encryption': texts.errors.ownKeyNoEncryption,
  };
  try {
    return await ask('checkKey', armored);
  } catch (error) {
    const sentence = error instanceof SealerError ? sentences[error.reason] : undefined;
    if (sentence === undefined) throw error;
    errors.set('ownKey', sentence);
    return '';
  }
}

/**
 * Sends a sealed report. `earlier` is one that was sealed before an edit and may have arrived: both carry the
 * same receipt, so a conflict tells that it did; then the newer one goes to the same case as a message.
 */
async function send(current: Attempt, earlier: Attempt | null): Promise<void> {
  status.textContent = texts.status.sending;
  if (earlier === null) remember(current);
  const outcome = await sendReport(current.submission);
  if (outcome.ok) return arrived(current, outcome.value, '');
  if (outcome.problem === 'receipt-conflict' && earlier) return addToEarlier(current, earlier);
  if (isRefusal(outcome.problem)) forget();
  showFailure(outcome.problem);
}

async function addToEarlier(current: Attempt, earlier: Attempt): Promise<void> {
  const first = await sendReport(earlier.submission);
  if (!first.ok) return showFailure(first.problem);
  const { accessToken } = await deriveReceipt(earlier.prepared.receipt);
  const added = await sendMessage(freshId(), current.submission.sealedReport, accessToken);
  if (!added.ok) return showFailure(added.problem);
  await arrived(earlier, first.value, texts.added);
}

function remember(current: Attempt): void {
  attempt = current;
  keptAttempt.keep(current);
}

/** Lets go of what was sealed: it was refused, or the reporter threw it away. */
function forget(): void {
  attempt = null;
  prepared = undefined;
  keptAttempt.clear();
}

async function arrived(current: Attempt, accepted: Accepted, note: string): Promise<void> {
  isSent = true;
  keptAttempt.clear();
  draft.clear();
  form.hidden = true;
  const files = await attachments.planned().catch(() => []);
  const isAnnounced = ({ id }: PlannedFile) => current.submission.attachments.some((one) => one.id === id);
  const announced = files.filter(isAnnounced);
  // Files chosen after the version that had arrived do not belong to the case: the reporter must know.
  const left = files.filter((file) => !isAnnounced(file)).map(({ name }) => name);
  const told = left.length > 0 ? `${note} ${fillIn(texts.notAdded, { files: left.join(', ') })}` : note;
  const { receipt } = current.prepared;
  const { accessToken } = await deriveReceipt(receipt);
  showReceipt({ ...accepted, receipt }, told, language, texts);
  sendAttachments(announced, accessToken, texts);
  form.reset();
  preview.clear();
}

function sealingFailed(error: unknown): void {
  const tooLong: TooLongError['name'] = 'TooLongError';
  const reason = error instanceof SealerError ? error.reason : '';
  if (reason === tooLong) showErrors(new Map([['description', texts.errors.tooLong]]));
  else if (reason === 'NotReadableError') showFailure('filesUnreadable');
  else showFailure('sealing');
}

function showFailure(problem: SendProblem | 'sealing' | 'filesUnreadable'): void {
  const own: Record<string, string> = { ...texts.failed, filesUnreadable: texts.errors.filesUnreadable };
  const told: Record<string, string> = texts.problems;
  failedReason.textContent = own[problem] ?? told[problem] ?? '';
  downloadButton.hidden = attempt === null;
  failed.hidden = false;
  failed.focus();
}

function showErrors(errors: Errors): void {
  showErrorsAtFields(controls, errors);
  showSummary(errors, [...controls.keys()], language, texts);
}

function setBusy(busy: boolean): void {
  isBusy = busy;
  // What is being sealed and sent is what stands on the page: it can't be changed meanwhile.
  for (const fieldset of fieldsets) fieldset.disabled = busy;
  sendButton.setAttribute('aria-disabled', String(busy));
  if (!busy) status.textContent = '';
}

function isEqual(one: Values, other: Values): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function edited(): void {
  preview.close();
  failed.hidden = true;
}

form.addEventListener('input', edited);
downloadButton.addEventListener('click', () => {
  if (attempt) downloadFile(texts.sealedFile, attempt.submission.sealedReport, 'application/pgp-encrypted');
});
discardButton.addEventListener('click', () => {
  if (isBusy || !confirm(texts.status.discardConfirm)) return;
  forget();
  draft.clear();
  attachments.clear();
  form.reset();
  showErrors(new Map());
  preview.close();
  failed.hidden = true;
  draftNote.hidden = true;
});

const kept = draft.read();
if (kept) {
  writeValues(controls, kept);
  draftNote.hidden = false;
}
if (attempt) {
  prepared = Promise.resolve(attempt.prepared);
  filesLost.hidden = attempt.submission.attachments.length === 0;
}
// The worker, OpenPGP and the reply key get ready while the reporter writes.
prepare().catch(() => undefined);
