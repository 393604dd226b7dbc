// The form for a message to the team, with files or without.
import type { MessageFileTexts } from '../../handover/files.ts';
import type { StatusTexts } from '../../handover/status.ts';
import type { LanguageCode } from '../../i18n/languages.ts';
import type { Failure, Outcome } from '../api/ask.ts';
import { byId } from '../dom/by-id.ts';
import { tell } from '../dom/tell.ts';
import { chooseAttachments } from '../files/choose-files.ts';
import { loadUploads, sendFiles } from '../files/load-uploads.ts';
import { isUnreadable } from '../files/readable-files.ts';
import { sealingFaultOf } from '../workers/fault.ts';
import type { PlannedFile } from '../workers/seal/tasks.ts';
import type { SendFollowUp } from './follow-up.ts';
import { keepFileCount } from './kept-case.ts';

const field = byId<HTMLTextAreaElement>('field-message');
const error = byId('error-message');
const status = byId('message-status');
const filesField = byId<HTMLDetailsElement>('files-field');
const filesLost = byId('files-lost');

/** The case that is written in. */
export interface MessageDesk {
  accessToken: string;
  send: SendFollowUp;
  /** Fetches the case anew. */
  refresh: () => Promise<unknown>;
  sentenceFor: (failure: Failure) => string;
}

let current: MessageDesk | null = null;
let isSending = false;
let hasSent = false;
let files: ReturnType<typeof chooseAttachments> | undefined;

/** Has the form write in this case. */
export function writeIn(desk: MessageDesk, language: LanguageCode, texts: MessageFileTexts): void {
  current = desk;
  files ??= chooseAttachments(language, texts, {
    changed(count) {
      if (count > 0) void loadUploads();
      haveFiles(count);
    },
    isClosed: () => isSending || current === null,
  });
}

/** So many are chosen. */
function haveFiles(count: number): void {
  filesLost.hidden = true;
  void keepFileCount(count);
}

/** Says that what was chosen before is not chosen any more. */
export function tellFilesLost(): void {
  filesLost.hidden = false;
  filesField.open = true;
}

/** Empties the form, and stops what is still being sent: nothing of it may stay on the screen. */
export function leaveForm(): void {
  current = null;
  field.value = '';
  status.textContent = '';
  tell(error, field, '');
  files?.clear();
  filesLost.hidden = true;
  // Where none were sent there is nothing to stop.
  if (hasSent) void loadUploads().then((uploads) => uploads?.forgetUploads());
  hasSent = false;
}

/** Begins a message with words, where none stand there yet, and goes to it. */
export function beginMessage(words: string): void {
  if (field.value.trim() === '') {
    field.value = words;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}

/** Seals and sends what stands in the form. What could not be sent stays there, files included. */
export async function sendMessage(texts: StatusTexts): Promise<void> {
  const desk = current;
  const text = field.value.trim();
  tell(error, field, text === '' ? texts.empty : '');
  if (text === '') return field.focus();
  if (!desk || !files) return;
  status.textContent = texts.sending;
  isSending = true;
  let planned: PlannedFile[];
  let answer: Outcome<unknown>;
  try {
    planned = await files.planned();
    answer = await desk.send(text, planned);
  } catch (fault) {
    status.textContent = '';
    isSending = false;
    // Said at the files.
    if (isUnreadable(fault)) return;
    return tell(error, field, notSealed(fault, texts));
  }
  isSending = false;
  status.textContent = answer.ok ? texts.sent : '';
  if (!answer.ok) return tell(error, field, `${texts.notSent} ${desk.sentenceFor(answer)}`);
  // What was typed meanwhile stays.
  if (field.value.trim() === text) field.value = '';
  files.sent();
  haveFiles(0);
  await desk.refresh();
  if (planned.length === 0 || current !== desk) return;
  hasSent = true;
  const isUnderWay = await sendFiles(planned, desk.accessToken, texts.files, {
    done: () => void desk.refresh(),
  });
  if (!isUnderWay) tell(error, field, texts.files.notLoaded);
}

/** Why nothing could be sealed, in a sentence. */
export function notSealed(fault: unknown, texts: StatusTexts): string {
  const sentences = { 'too-long': texts.tooLong, 'no-team-key': texts.problems['no-team-key'] };
  const known = sealingFaultOf(fault);
  return known === null || known === 'reader-key' ? texts.notSealed : sentences[known];
}
