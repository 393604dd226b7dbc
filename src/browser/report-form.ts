// The report form: checks, preview, sealing, sending. Loaded when the form is first used.
import './no-eval.ts';

import type { TooLongError } from '../disclosure/padding.ts';
import { type Report, writeReport } from '../disclosure/report.ts';
import type { Accepted } from '../disclosure/wire.ts';
import { type LanguageCode, languageCodes } from '../i18n/languages.ts';
import { downloadFile } from './download.ts';
import { type Attempt, draft, keptAttempt } from './draft.ts';
import { findControls, readValues, type Values, writeValues } from './form-values.ts';
import { showReceipt } from './receipt-panel.ts';
import { checkValues, type Errors, showErrorsAtFields } from './report-fields.ts';
import type { ReportTexts } from './report-texts.ts';
import { ask, SealerError } from './sealer.ts';
import { isRefusal, type SendProblem, sendReport } from './send.ts';
import type { Prepared } from './worker-messages.ts';

const byId = (id: string) => document.getElementById(id) as HTMLElement;
const form = byId('report-form') as HTMLFormElement;
const fieldsets = form.querySelectorAll('fieldset');
const controls = findControls(form);
const texts = JSON.parse(form.dataset['texts'] ?? '') as ReportTexts;
const language = languageCodes.find((code) => code === form.dataset['language']) as LanguageCode;
const summary = byId('error-summary');
const summaryTitle = summary.querySelector('h2') as HTMLElement;
const summaryList = summary.querySelector('ul') as HTMLElement;
const preview = byId('preview') as HTMLDetailsElement;
const previewText = byId('preview-text');
const sendButton = byId('send') as HTMLButtonElement;
const status = byId('send-status');
const failed = byId('send-failed');
const failedReason = byId('send-failed-reason');
const downloadButton = byId('sealed-download');
const draftNote = byId('draft-note');
const discardButton = byId('draft-discard');

let prepared: Promise<Prepared> | undefined;
/** What was sealed last, while it may be sent again. */
let attempt: Attempt | null = keptAttempt.read();
let isBusy = false;
let isSent = false;
let previewRun = 0;

/** The receipt and reply key of this report, made while the reporter writes. One receipt for one report. */
function prepare(): Promise<Prepared> {
  prepared ??= ask('prepare').catch((error: unknown) => {
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
    const values = readValues(controls);
    const earlier = attempt;
    const isSame = earlier !== null && isEqual(earlier.values, values);
    const current = isSame ? earlier : await sealForm(values);
    if (current) await send(current, isSame ? null : earlier);
  } catch (error) {
    sealingFailed(error);
  } finally {
    setBusy(false);
  }
}

async function sealForm(values: Values): Promise<Attempt | null> {
  status.textContent = texts.status.preparing;
  const written = await writeForm(values);
  if (written instanceof Map) {
    showErrors(written);
    return null;
  }
  showErrors(new Map());
  status.textContent = texts.status.sealing;
  const own = await prepare();
  const { exposure } = written.report;
  return {
    prepared: own,
    values,
    submission: {
      sealedReport: await ask('seal', written.document),
      receiptId: own.receiptId,
      urgent: exposure === 'exploited' || exposure === 'public' || exposure === 'both',
      language,
      attachments: [],
      ...(written.hasOwnKey ? {} : { replyKey: own.lockedPrivateKey }),
    },
  };
}

/** The report as it will be sealed, or what is wrong with it. */
async function writeForm(
  values: Values,
): Promise<{ report: Report; document: string; hasOwnKey: boolean } | Errors> {
  const errors: Errors = new Map();
  const ownKey = String(values['ownKey']).trim();
  const replyKey = ownKey === '' ? (await prepare()).publicKey : await checkOwnKey(ownKey, errors);
  const report = checkValues(values, replyKey, language, texts);
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
 * same receipt, so a conflict tells that it did, and then it is the one that counts.
 */
async function send(current: Attempt, earlier: Attempt | null): Promise<void> {
  status.textContent = texts.status.sending;
  if (earlier === null) remember(current);
  const outcome = await sendReport(current.submission);
  if (outcome.ok) return arrived(current, outcome.accepted, earlier !== null);
  if (outcome.problem === 'receipt-conflict' && earlier) {
    const first = await sendReport(earlier.submission);
    if (first.ok) return arrived(earlier, first.accepted, true);
    return showFailure(first.problem);
  }
  if (isRefusal(outcome.problem)) forget();
  showFailure(outcome.problem);
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

function arrived(current: Attempt, accepted: Accepted, mayDiffer: boolean): void {
  const isWhole = !mayDiffer || isEqual(current.values, readValues(controls));
  isSent = true;
  keptAttempt.clear();
  if (isWhole) {
    draft.clear();
    form.reset();
    previewText.textContent = '';
  }
  form.hidden = true;
  showReceipt({ ...accepted, receipt: current.prepared.receipt }, isWhole, language, texts);
}

function sealingFailed(error: unknown): void {
  const tooLong: TooLongError['name'] = 'TooLongError';
  const isTooLong = error instanceof SealerError && error.reason === tooLong;
  if (isTooLong) showErrors(new Map([['description', texts.errors.tooLong]]));
  else showFailure('sealing');
}

function showFailure(problem: SendProblem | 'sealing'): void {
  const own: Record<string, string> = texts.failed;
  const told: Record<string, string> = texts.problems;
  failedReason.textContent = own[problem] ?? told[problem] ?? '';
  downloadButton.hidden = attempt === null;
  failed.hidden = false;
  failed.focus();
}

function showErrors(errors: Errors): void {
  showErrorsAtFields(controls, errors);
  const isOne = new Intl.PluralRules(language).select(errors.size) === 'one';
  const title = isOne ? texts.errors.summary_one : texts.errors.summary_other;
  summaryTitle.textContent = title.replace('{{count}}', String(errors.size));
  const names = Array.from(controls.keys()).filter((name) => errors.has(name));
  summaryList.replaceChildren(
    ...names.map((name) => {
      const link = document.createElement('a');
      link.href = `#field-${name}`;
      link.textContent = errors.get(name) ?? '';
      const item = document.createElement('li');
      item.append(link);
      return item;
    }),
  );
  summary.hidden = errors.size === 0;
  if (errors.size > 0) summary.focus();
}

function setBusy(busy: boolean): void {
  isBusy = busy;
  // What is being sealed and sent is what stands on the page: it can't be changed meanwhile.
  for (const fieldset of fieldsets) fieldset.disabled = busy;
  sendButton.setAttribute('aria-disabled', String(busy));
  if (!busy) status.textContent = '';
}

async function refreshPreview(): Promise<void> {
  previewRun += 1;
  const run = previewRun;
  previewText.textContent = '';
  if (!preview.open) return;
  const written = await writeForm(readValues(controls)).catch(() => null);
  if (run !== previewRun) return;
  if (written instanceof Map) {
    preview.open = false;
    showErrors(written);
  } else {
    previewText.textContent = written ? written.document : texts.failed.sealing;
  }
}

function isEqual(one: Values, other: Values): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

form.addEventListener('input', () => {
  preview.open = false;
  failed.hidden = true;
});
preview.addEventListener('toggle', refreshPreview);
downloadButton.addEventListener('click', () => {
  if (attempt) downloadFile(texts.sealedFile, attempt.submission.sealedReport, 'application/pgp-encrypted');
});
discardButton.addEventListener('click', () => {
  if (isBusy || !confirm(texts.status.discardConfirm)) return;
  forget();
  draft.clear();
  form.reset();
  showErrors(new Map());
  preview.open = false;
  failed.hidden = true;
  draftNote.hidden = true;
});

const kept = draft.read();
if (kept) {
  writeValues(controls, kept);
  draftNote.hidden = false;
}
if (attempt) prepared = Promise.resolve(attempt.prepared);
// The worker, OpenPGP and the reply key get ready while the reporter writes.
prepare().catch(() => undefined);
