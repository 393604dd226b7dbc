// The report form: what belongs together on the page, and the way from its fields to the server. Loaded when the form
// is first used.
import '../dom/no-eval.ts';

import { receive } from '../../handover/border.ts';
import type { ReportTexts } from '../../handover/report.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { isRefusal, type SendProblem } from '../api/ask.ts';
import { tellKeysGone } from '../api/keys-gone.ts';
import { sentenceOf } from '../api/sentences.ts';
import { byId } from '../dom/by-id.ts';
import { findControls, readValues, type Values } from '../dom/form-values.ts';
import { chooseAttachments } from '../files/choose-files.ts';
import { loadUploads } from '../files/load-uploads.ts';
import { isUnreadable } from '../files/readable-files.ts';
import { sealingFaultOf } from '../workers/fault.ts';
import type { PlannedFile } from '../workers/seal/tasks.ts';
import { type Arrival, showArrival } from './arrived.ts';
import { prepare, readTried, remember, triedSoFar } from './attempts.ts';
import { setUpCounts } from './counts.ts';
import { deliver } from './deliver.ts';
import { linksTo, showSummary } from './error-summary.ts';
import { type Errors, showErrorsAtFields } from './fields.ts';
import { setUpGroups } from './groups.ts';
import { forgetUnfinished, putBackEmptied, restored } from './keep-unfinished.ts';
import { keptFileCount } from './kept-files.ts';
import { setUpWriteOrPreview } from './modes.ts';
import { setUpPreview } from './preview.ts';
import { proveAhead } from './proof.ts';
import { sealWritten, writeForm } from './seal.ts';
import { hideFailed, showFailed } from './send-failed.ts';
import type { Attempt } from './unfinished.ts';
import { watchFields } from './watch-fields.ts';

const form = byId<HTMLFormElement>('report-form');
const fieldsets = form.querySelectorAll('fieldset');
const controls = findControls(form);
const { language, texts } = receive<ReportTexts>(form);
const sendButton = byId('send');
const status = byId('send-status');
const filesLost = byId('files-lost');
const discardButton = byId('draft-discard');
const keepChoice = byId<HTMLInputElement>('keep-draft');
let isBusy = false;
let isSent = false;
const showGroups = setUpGroups(language, texts);
const resetViews = setUpWriteOrPreview(form, texts);
const showCounts = setUpCounts(language, texts);
watchFields(form, controls, texts, () => isBusy || isSent);
const preview = setUpPreview(
  async () => writeForm(typed(), await attachments.planned(), language, texts),
  (errors) => linksTo(errors, [...controls.keys()]),
  () => String(typed()['notify']).trim(),
  texts.failed.sealing,
);
filesLost.hidden = !keptFileCount.read();
const attachments = chooseAttachments(language, texts, {
  changed: filesChanged,
  isClosed: () => isBusy || isSent,
});

/** What stands in the form, and was typed: not what the browser made of it on the way back to the page. */
function typed(): Values {
  putBackEmptied();
  return readValues(controls);
}

/** Seals and sends what stands in the form; shows what is missing instead, where something is. */
export async function submitReport(): Promise<void> {
  if (isBusy || isSent) return;
  setBusy(true);
  hideFailed();
  try {
    await Promise.all([restored, readTried()]);
    const files = await attachments.planned();
    const values = { ...typed(), files: files.map(({ id }) => id).join(' ') };
    const again = triedSoFar().find((one) => isEqual(one.values, values));
    const current = again ?? (await sealForm(values, files));
    const arrival = current && (await send(current, again !== undefined));
    if (arrival) finish(arrival, files);
  } catch (error) {
    sealingFailed(error);
  } finally {
    setBusy(false);
  }
}

async function sealForm(values: Values, files: PlannedFile[]): Promise<Attempt | null> {
  status.textContent = texts.status.preparing;
  const written = await writeForm(values, files, language, texts);
  if (written instanceof Map) {
    showErrors(written);
    return null;
  }
  showErrors(new Map());
  status.textContent = texts.status.sealing;
  return sealWritten(written, values, files, language);
}

/** Null where it did not arrive; the page then says why. */
async function send(current: Attempt, isAgain: boolean): Promise<Arrival | null> {
  const hasFiles = current.submission.attachments.length > 0;
  status.textContent = hasFiles ? texts.status.sendingFirst : texts.status.sending;
  // Before it is sent: a page that is closed meanwhile must still know its receipt.
  if (!isAgain) await remember([...triedSoFar(), current]);
  const delivery = await deliver(current, triedSoFar(), () => {
    status.textContent = texts.status.busy;
  });
  if (delivery.ok) return delivery;
  // A first try that was refused is not in; what was tried before it may be.
  if (!isAgain && isRefusal(delivery.problem)) await remember(triedSoFar().filter((one) => one !== current));
  if (delivery.problem === 'receipt-conflict') await remember([]);
  showFailure(delivery.problem, current, delivery);
  return null;
}

/** The report is in: from here on nothing may say that it is not. */
function finish(arrival: Arrival, files: PlannedFile[]): void {
  isSent = true;
  form.hidden = true;
  void showArrival(arrival, files, keepChoice.checked, language, texts);
  forgetUnfinished({ isSent: true });
  keptFileCount.clear();
  form.reset();
  resetViews();
  preview.clear();
}

function sealingFailed(error: unknown): void {
  if (isSent) return;
  const fault = sealingFaultOf(error);
  if (fault === 'too-long') showErrors(new Map([['description', texts.errors.tooLong]]));
  else if (fault === 'no-team-key') showFailure(fault);
  else if (isUnreadable(error)) showFailure('filesUnreadable');
  else showFailure('sealing');
}

function showFailure(
  problem: SendProblem | 'sealing' | 'filesUnreadable',
  sealed?: Attempt,
  { number = '', earlierIs }: { number?: string; earlierIs?: string } = {},
): void {
  const errors = { ...texts.failed, filesUnreadable: texts.errors.filesUnreadable };
  const sentence = sentenceOf(problem, '', { errors, problems: texts.problems, faultNumber: '' });
  const earlier = earlierIs === undefined ? '' : fillIn(texts.earlierIsIn, { reference: earlierIs });
  showFailed(`${earlier} ${sentence}`.trim(), number, sealed?.submission, texts);
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
  forgetUnfinished({ isSent: false });
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
void tellKeysGone();
// The worker, OpenPGP and the reply key get ready while the reporter writes.
prepare()
  .then(({ receiptId }) => proveAhead(receiptId))
  // By now the server has said what time it is, whatever this machine's clock says.
  .then(tellKeysGone)
  .catch(() => undefined);
