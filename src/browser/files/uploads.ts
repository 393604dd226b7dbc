// Sends sealed attachments, with progress for each and for all, cancel, retry and resume. What was not sealed yet is
// sealed while others are being sent.
import { isolated } from '../../disclosure/foreign-text.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { byId } from '../dom/by-id.ts';
import { fileNameElement } from '../dom/foreign-names.ts';
import { sealFile } from '../workers/seal/client.ts';
import type { PlannedFile } from '../workers/seal/tasks.ts';
import type { FileTexts } from './file-texts.ts';
import { sendFile } from './send-file.ts';
import { Progress } from './upload-parts.ts';

const panel = byId('uploads');
const list = byId('uploads-list');
const overall = byId<HTMLProgressElement>('uploads-overall');
const status = byId('uploads-status');
const cancelButton = byId('uploads-cancel');
const resumeButton = byId('uploads-resume');

/** Who hears what arrived. */
export interface Heard {
  isIn?: (file: PlannedFile) => void;
  done?: () => void;
}

interface Upload {
  file: PlannedFile;
  progress: Progress;
  /** After a failure nobody knows what arrived: the server does. */
  isUncertain: boolean;
  bar: HTMLProgressElement;
  state: HTMLElement;
}

/** What was given to be sent, on one page. */
let uploads: Upload[] = [];
let isRunning = false;
let stop = new AbortController();

/**
 * Shows the panel and sends everything, behind what is being sent already.
 * @param isIn called with each that is in, `done` whenever all of it is
 */
export function sendAttachments(
  files: readonly PlannedFile[],
  accessToken: string,
  texts: FileTexts,
  { isIn = () => undefined, done = () => undefined }: Heard = {},
): void {
  if (files.length === 0) return;
  if (uploads.every(({ progress }) => progress.isComplete)) forgetUploads();
  uploads.push(...files.map((file) => prepare(file, texts)));
  list.replaceChildren(...uploads.map(({ state }) => state.closest('li') as HTMLElement));
  overall.max = uploads.reduce((sum, { file }) => sum + file.sealedSize, 0);
  showProgress(uploads);

  async function run(): Promise<void> {
    stop = new AbortController();
    isRunning = true;
    const given = uploads;
    setRunning(true);
    status.textContent = texts.upload.text;
    let failures = 0;
    // Also what is given meanwhile.
    for (let index = 0; index < given.length; index += 1) {
      const upload = given[index];
      // One that fails does not hold up the others.
      const isSent = upload && (await send(upload, stop.signal).then(yes, no));
      if (isSent) {
        isIn(upload.file);
        tellDone(index + 1);
      } else failures += 1;
    }
    // Forgotten meanwhile: the screen is somebody else's.
    if (given !== uploads) return;
    isRunning = false;
    if (failures > 0) {
      status.textContent = stop.signal.aborted ? texts.upload.stopped : texts.upload.paused;
      setRunning(false);
      return;
    }
    status.textContent = texts.upload.allDone;
    if (document.activeElement === cancelButton) panel.focus();
    cancelButton.hidden = true;
    removeEventListener('beforeunload', warn);
    done();
  }
  function tellDone(number: number): void {
    status.textContent = fillIn(texts.upload.progress, { number, count: uploads.length });
  }
  async function send(upload: Upload, signal: AbortSignal): Promise<void> {
    const { file, state } = upload;
    const headers = { Authorization: `Bearer ${accessToken}` };
    const destination = { path: `/api/case/attachments/${file.id}`, headers, signal };
    await sendFile(upload, () => file.sealed ?? sealFile(file), destination, {
      state(name) {
        state.textContent = texts.upload[name];
        const isPaused = name === 'retrying' || name === 'busy';
        if (isPaused) status.textContent = `${isolated(file.name)}: ${state.textContent}`;
      },
      moved: () => showProgress(uploads),
      // Nothing is tried again any more.
      goesOn() {
        status.textContent = texts.upload.text;
      },
    });
    delete file.sealed;
    state.textContent = texts.upload.done;
  }
  /** Shows the button that makes sense; who had just used the other one finds the focus on it. */
  function setRunning(isNow: boolean): void {
    const [shown, hidden] = isNow ? [cancelButton, resumeButton] : [resumeButton, cancelButton];
    const hadFocus = document.activeElement === hidden;
    shown.hidden = false;
    hidden.hidden = true;
    if (hadFocus) shown.focus();
  }

  cancelButton.onclick = () => stop.abort();
  resumeButton.onclick = () => {
    for (const { file, progress } of uploads) if (!progress.isComplete) sealAgain(file);
    void run();
  };
  addEventListener('beforeunload', warn);
  panel.hidden = false;
  if (!isRunning) void run();
}

/** Stops what is being sent, and takes it off the screen. */
export function forgetUploads(): void {
  stop.abort();
  isRunning = false;
  uploads = [];
  list.replaceChildren();
  panel.hidden = true;
  removeEventListener('beforeunload', warn);
}

const yes = () => true;
const no = () => false;

function prepare(file: PlannedFile, texts: FileTexts): Upload {
  const item = document.createElement('li');
  const label = document.createElement('label');
  const bar = document.createElement('progress');
  const state = document.createElement('span');
  bar.id = `upload-${file.id}`;
  bar.max = file.sealedSize;
  bar.value = 0;
  label.htmlFor = bar.id;
  label.append(fileNameElement(file.name));
  state.className = 'help';
  state.textContent = texts.upload.waiting;
  item.append(label, bar, state);
  sealAgain(file);
  return { file, progress: new Progress(file.sealedSize), isUncertain: false, bar, state };
}

/** Seals a file that is not being sealed, or could not be. */
function sealAgain(file: PlannedFile): void {
  file.sealed = file.sealed?.catch(() => sealFile(file)) ?? sealFile(file);
  // What goes wrong is told when it is its turn to be sent.
  file.sealed.catch(() => undefined);
}

function showProgress(uploads: Upload[]): void {
  for (const { bar, progress } of uploads) bar.value = progress.bytes;
  overall.value = uploads.reduce((sum, { bar }) => sum + bar.value, 0);
}

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
