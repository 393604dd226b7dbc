// The report form: checks, preview, sealing, sending. Loaded when the form is first used.
import './no-eval.ts';

import type { TooLongError } from '../disclosure/padding.ts';
import { deriveReceipt } from '../disclosure/receipt.ts';
import { type Report, writeReport } from '../disclosure/report.ts';
import type { Accepted } from '../disclosure/wire.ts';
import { fillIn } from '../i18n/fill-in.ts';
import { type LanguageCode, languageCodes } from '../i18n/languages.ts';
import { chooseAttachments } from './attachments.ts';
import { deliver } from './deliver.ts';
import { type Attempt, keptAttempts } from './draft.ts';
import { linksTo, showSummary } from './error-summary.ts';
import { findControls, readValues, type Values } from './form-values.ts';
import { loadUploads } from './load-uploads.ts';
import { checkOwnKey, sealToOwnKey } from './own-key.ts';
import { byId } from './page.ts';
import { proveAhead } from './proof.ts';
import { showReceipt } from './receipt-panel.ts';
import { setUpCounts } from './report-counts.ts';
import { forgetDraft, keepAttempts, restored } from './report-draft.ts';
import { checkValues, type Errors, showErrorsAtFields } from './report-fields.ts';
import { setUpGroups } from './report-groups.ts';
import { setUpWriteOrPreview } from './report-modes.ts';
import { setUpPreview } from './report-preview.ts';
import type { ReportTexts } from './report-texts.ts';
import { ask } from './sealer.ts';
import { freshId, isRefusal, type SendProblem } from './send.ts';
import { hideFailed, showFailed } from './send-failed.ts';
import { keptFileCount } from './tab-storage.ts';
import { watchFields } from './watch-fields.ts';
import { WorkerTaskError } from './worker-client.ts';
import type { PlannedFile, Prepared } from './worker-messages.ts';

const form = byId<HTMLFormElement>('report-form');
const fieldsets = form.querySelectorAll('fieldset');
const controls = findControls(form);
const texts = JSON.parse(form.dataset['texts'] ?? '') as ReportTexts;
const language = languageCodes.find((code) => code === form.dataset['language']) as LanguageCode;
const sendButton = byId('send');
const status = byId('send-status');
const filesLost = byId('files-lost');
const discardButton = byId('draft-discard');
let prepared: Promise<Prepared> | undefined;
/** Versions that were sealed under one receipt and may have arrived, oldest first. */
let tried: Attempt[] = [];
let triedRead: Promise<void> | undefined;
let isBusy = false;
let isSent = false;
const showGroups = setUpGroups(language, texts);
const resetViews = setUpWriteOrPreview(form, texts);
const showCounts = setUpCounts(language, texts);
watchFields(form, controls, texts, () => isBusy || isSent);
const preview = setUpPreview(
  async () => writeForm(readValues(controls), await attachments.planned()),
  (errors) => linksTo(errors, [...controls.keys()]),
  texts.failed.sealing,
);
filesLost.hidden = !keptFileCount.read();
const attachments = chooseAttachments(language, texts, filesChanged, () => isBusy || isSent);

/** Resolves once those of before a reload are known. @throws WorkerTaskError where they can't be read now */
function readTried(): Promise<void> {
  triedRead ??= keptAttempts.read().then(
    (kept) => {
      tried = kept ?? [];
      if (tried[0]) prepared = Promise.resolve(tried[0].prepared);
    },
    (error: unknown) => {
      triedRead = undefined;
      throw error;
    },
  );
  return triedRead;
}

/** The receipt and reply key of this report, made while the reporter writes. One receipt for one report. */
async function prepare(): Promise<Prepared> {
  await readTried();
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
  hideFailed();
  try {
    await Promise.all([restored, readTried()]);
    const files = await attachments.planned();
    const values = { ...readValues(controls), files: files.map(({ id }) => id).join(' ') };
    const again = tried.find((one) => isEqual(one.values, values));
    const current = again ?? (await sealForm(values, files));
    if (current) await send(current, again !== undefined);
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
  const { document: text, hasOwnKey } = written;
  const { exposure, replyKey } = written.report;
  const notifyEmail = String(values['notify']).trim();
  return {
    id: freshId(),
    prepared: own,
    values,
    submission: {
      // Sealed to the reporter as well: one's own words stay readable with the receipt.
      sealedReport: await (hasOwnKey ? sealToOwnKey(text, replyKey) : ask('seal', { text, replyKey })),
      receiptId: own.receiptId,
      urgent: exposure === 'exploited' || exposure === 'public' || exposure === 'both',
      language,
      attachments: files.map(({ id, sealedSize }) => ({ id, size: sealedSize })),
      ...(hasOwnKey ? {} : { replyKey: own.lockedPrivateKey }),
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
  const replyKey = ownKey === '' ? (await prepare()).publicKey : await checkOwnKey(ownKey, texts, errors);
  const listed = files.map(({ id, name, size, sha256 }) => ({ id, name, size, sha256 }));
  const report = checkValues(values, { replyKey, attachments: listed, language }, texts);
  if (report instanceof Map) return new Map([...report, ...errors]);
  if (errors.size > 0) return errors;
  return { report, document: writeReport(report), hasOwnKey: ownKey !== '' };
}

async function send(current: Attempt, isAgain: boolean): Promise<void> {
  const hasFiles = current.submission.attachments.length > 0;
  status.textContent = hasFiles ? texts.status.sendingFirst : texts.status.sending;
  // Before it is sent: a page that is closed meanwhile must still know its receipt.
  if (!isAgain) await remember([...tried, current]);
  const delivery = await deliver(current, tried, () => {
    status.textContent = texts.status.busy;
  });
  if (delivery.ok) {
    const { arrived: counts, accepted, isAdded } = delivery;
    return arrived(counts, accepted, isAdded ? texts.added : '');
  }
  // A first try that was refused is not in; what was tried before it may be.
  if (!isAgain && isRefusal(delivery.problem)) await remember(tried.filter((one) => one !== current));
  if (delivery.problem === 'receipt-conflict') await remember([]);
  showFailure(delivery.problem, current, delivery.number);
}

/** Keeps what may have arrived; with nothing left to keep, the next try gets a receipt of its own. */
async function remember(attempts: Attempt[]): Promise<void> {
  tried = attempts;
  if (attempts.length > 0) {
    await keepAttempts(attempts);
  } else {
    keptAttempts.clear();
    prepared = undefined;
  }
}

async function arrived(current: Attempt, accepted: Accepted, note: string): Promise<void> {
  isSent = true;
  forgetDraft({ isSent: true });
  keptFileCount.clear();
  form.hidden = true;
  const files = await attachments.planned().catch(() => []);
  const isAnnounced = ({ id }: PlannedFile) => current.submission.attachments.some((one) => one.id === id);
  const announced = files.filter(isAnnounced);
  const uploads = announced.length > 0 ? await loadUploads() : null;
  // Files chosen after the version that had arrived do not belong to the case, and what sends them may not have come:
  // the reporter must know.
  const left = files.filter((file) => !(uploads && isAnnounced(file))).map(({ name }) => name);
  const told = left.length > 0 ? `${note} ${fillIn(texts.notAdded, { files: left.join(', ') })}` : note;
  const { receipt } = current.prepared;
  const { accessToken } = await deriveReceipt(receipt);
  showReceipt({ ...accepted, receipt }, told, language, texts);
  const { notifyEmail } = current.submission;
  if (notifyEmail !== undefined && accepted.alert === 'not-set') {
    byId('alert-again').hidden = false;
    // Few need it. Without it the page says what there is to know, and the status page can set the alert.
    import('./alert-again.ts')
      .then(({ offerAlertAgain }) => offerAlertAgain(notifyEmail, accessToken, texts))
      .catch(() => undefined);
  }
  uploads?.sendAttachments(announced, accessToken, texts);
  form.reset();
  resetViews();
  preview.clear();
}

function sealingFailed(error: unknown): void {
  const tooLong: TooLongError['name'] = 'TooLongError';
  const reason = error instanceof WorkerTaskError ? error.reason : '';
  if (reason === tooLong) showErrors(new Map([['description', texts.errors.tooLong]]));
  else if (reason === 'NotReadableError') showFailure('filesUnreadable');
  else showFailure('sealing');
}

function showFailure(
  problem: SendProblem | 'sealing' | 'filesUnreadable',
  sealed?: Attempt,
  number = '',
): void {
  const own: Record<string, string> = { ...texts.failed, filesUnreadable: texts.errors.filesUnreadable };
  const told: Record<string, string> = texts.problems;
  showFailed(own[problem] ?? told[problem] ?? '', number, sealed?.submission, texts);
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
  hideFailed();
  showGroups();
}

function filesChanged(count: number): void {
  if (count > 0) void loadUploads();
  keptFileCount.keep(count);
  filesLost.hidden = true;
  edited();
}

form.addEventListener('input', edited);
discardButton.addEventListener('click', () => {
  if (isBusy || !confirm(texts.status.discardConfirm)) return;
  void remember([]);
  forgetDraft({ isSent: false });
  attachments.clear();
  keptFileCount.clear();
  filesLost.hidden = true;
  form.reset();
  showErrors(new Map());
  resetViews();
  showCounts();
  edited();
});

byId<HTMLDetailsElement>('files-field').open ||= !filesLost.hidden;
showGroups({ open: true });
void restored.then((isRestored) => {
  if (!isRestored) return;
  showCounts();
  showGroups({ open: true });
});
// The worker, OpenPGP and the reply key get ready while the reporter writes.
prepare()
  .then(({ receiptId }) => proveAhead(receiptId))
  .catch(() => undefined);
