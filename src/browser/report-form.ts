// The report form: draft, checks, preview, sealing, sending. Loaded when the form is first used.
import './no-eval.ts';

import type { TooLongError } from '../disclosure/padding.ts';
import { type Report, writeReport } from '../disclosure/report.ts';
import type { Submission } from '../disclosure/wire.ts';
import { type LanguageCode, languageCodes } from '../i18n/languages.ts';
import { downloadFile } from './download.ts';
import { clearDraft, keepDraft, readDraft } from './draft.ts';
import { showReceipt } from './receipt-panel.ts';
import {
  checkValues,
  type Errors,
  findControls,
  readValues,
  showError,
  writeValues,
} from './report-fields.ts';
import type { ReportTexts } from './report-texts.ts';
import { ask, SealerError } from './sealer.ts';
import { sendReport } from './send.ts';
import type { Prepared } from './worker-messages.ts';

const byId = (id: string) => document.getElementById(id) as HTMLElement;
const form = byId('report-form') as HTMLFormElement;
const controls = findControls(form);
const texts = JSON.parse(form.dataset['texts'] ?? '') as ReportTexts;
const language = languageCodes.find((code) => code === form.dataset['language']) as LanguageCode;
const summary = byId('error-summary');
const preview = byId('preview') as HTMLDetailsElement;
const previewText = byId('preview-text');
const sendButton = byId('send') as HTMLButtonElement;
const status = byId('send-status');
const failed = byId('send-failed');
const failedReason = byId('send-failed-reason');
const retryButton = byId('send-retry');
const downloadButton = byId('sealed-download');
const draftNote = byId('draft-note');
const discardButton = byId('draft-discard');

/** A report that is sealed and waits to be accepted; sending the same one again is safe. */
interface SealedReport {
  submission: Submission;
  receipt: string;
}

let prepared: Promise<Prepared> | undefined;
let sealed: SealedReport | undefined;
let isBusy = false;
let isSent = false;
/** Counts edits: what was sealed before an edit is not what stands on the page. */
let edition = 0;

/** The receipt and reply key of this report, made while the reporter writes. */
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
  isBusy = true;
  sendButton.setAttribute('aria-disabled', 'true');
  failed.hidden = true;
  try {
    sealed ??= await sealForm();
    if (sealed) await send(sealed);
  } catch (error) {
    sealingFailed(error);
  } finally {
    isBusy = false;
    status.textContent = '';
    sendButton.removeAttribute('aria-disabled');
  }
}

async function sealForm(): Promise<SealedReport | undefined> {
  const sealedEdition = edition;
  status.textContent = texts.status.preparing;
  const written = await writeForm();
  if (written instanceof Map) {
    showErrors(written);
    return undefined;
  }
  showErrors(new Map());
  status.textContent = texts.status.sealing;
  const { receipt, receiptId, lockedPrivateKey } = await prepare();
  const sealedReport = await ask('seal', written.document);
  if (sealedEdition !== edition) return sealForm();
  const { exposure } = written.report;
  return {
    receipt,
    submission: {
      sealedReport,
      receiptId,
      urgent: exposure === 'exploited' || exposure === 'public' || exposure === 'both',
      language,
      attachments: [],
      ...(written.hasOwnKey ? {} : { replyKey: lockedPrivateKey }),
    },
  };
}

/** The report as it will be sealed, or what is wrong with it. */
async function writeForm(): Promise<{ report: Report; document: string; hasOwnKey: boolean } | Errors> {
  const values = readValues(controls);
  const checked = checkValues(values, language, texts);
  const errors: Errors = checked instanceof Map ? checked : new Map();
  const ownKey = String(values['ownKey']).trim();
  const replyKey = ownKey === '' ? (await prepare()).publicKey : await checkOwnKey(ownKey, errors);
  if (checked instanceof Map || errors.size > 0) return errors;
  const report = { ...checked, replyKey: replyKey.trim() };
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

async function send(report: SealedReport): Promise<void> {
  status.textContent = texts.status.sending;
  const outcome = await sendReport(report.submission);
  if (outcome.ok) {
    isSent = true;
    clearDraft();
    form.hidden = true;
    showReceipt({ ...outcome.accepted, receipt: report.receipt }, language, texts);
    return;
  }
  // Under this receipt another report was accepted: the next try gets a receipt of its own.
  if (outcome.problem === 'receipt-conflict') forgetSealed();
  showFailure(outcome.problem === 'offline' ? texts.failed.offline : texts.problems[outcome.problem]);
}

function sealingFailed(error: unknown): void {
  const tooLong: TooLongError['name'] = 'TooLongError';
  const isTooLong = error instanceof SealerError && error.reason === tooLong;
  if (isTooLong) showErrors(new Map([['description', texts.errors.tooLong]]));
  else showFailure(texts.failed.sealing);
}

function showFailure(sentence: string): void {
  failedReason.textContent = sentence;
  downloadButton.hidden = sealed === undefined;
  failed.hidden = false;
  failed.focus();
}

function showErrors(errors: Errors): void {
  for (const name of controls.keys()) showError(controls, name, errors.get(name));
  const [title, list] = [summary.querySelector('h2'), summary.querySelector('ul')];
  const plural =
    new Intl.PluralRules(language).select(errors.size) === 'one' ? 'summary_one' : 'summary_other';
  if (title) title.textContent = texts.errors[plural].replace('{{count}}', String(errors.size));
  const items = Array.from(controls.keys())
    .filter((name) => errors.has(name))
    .map((name) => {
      const link = document.createElement('a');
      link.href = `#field-${name}`;
      link.textContent = errors.get(name) ?? '';
      const item = document.createElement('li');
      item.append(link);
      return item;
    });
  list?.replaceChildren(...items);
  summary.hidden = errors.size === 0;
  if (errors.size > 0) summary.focus();
}

/** After an edit, what was sealed is another report: it gets a receipt and a reply key of its own. */
function forgetSealed(): void {
  edition += 1;
  if (!sealed) return;
  sealed = undefined;
  prepared = undefined;
}

async function refreshPreview(): Promise<void> {
  if (!preview.open) return;
  const written = await writeForm().catch(() => undefined);
  if (!written) return;
  if (written instanceof Map) {
    preview.open = false;
    showErrors(written);
  } else {
    previewText.textContent = written.document;
  }
}

form.addEventListener('input', () => {
  forgetSealed();
  keepDraft(readValues(controls));
  if (preview.open) preview.open = false;
});
preview.addEventListener('toggle', refreshPreview);
retryButton.addEventListener('click', submitReport);
downloadButton.addEventListener('click', () => {
  if (sealed) downloadFile(texts.sealedFile, sealed.submission.sealedReport, 'application/pgp-encrypted');
});
discardButton.addEventListener('click', () => {
  if (!confirm(texts.status.discardConfirm)) return;
  clearDraft();
  form.reset();
  draftNote.hidden = true;
});

const draft = readDraft();
if (draft) {
  writeValues(controls, { ...readValues(controls), ...draft });
  draftNote.hidden = false;
}
// The worker, OpenPGP and the reply key get ready while the reporter writes.
prepare().catch(() => undefined);
