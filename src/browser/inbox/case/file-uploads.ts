// The files of replies on their way, of every case: one after the other, taken up again where they stopped. They go on
// while one looks elsewhere.
import { signal } from '@preact/signals';
import { type FileState, type Going, sendFile } from '../../files/send-file.ts';
import { Progress } from '../../files/upload-parts.ts';
import type { OutgoingFile } from './reply-files.ts';

/** How far a file is; `part` from 0 to 1. */
export interface UploadView {
  state: FileState | 'waiting' | 'done';
  part: number;
}

interface Upload extends Going {
  reference: string;
  id: string;
  sealed: Blob;
  stop: AbortController;
  /** Called when it is in. */
  done: () => void;
}

/** By the id of the file. */
export const uploads = signal<ReadonlyMap<string, UploadView>>(new Map());

const known = new Map<string, Upload>();
const queue: Upload[] = [];
let isRunning = false;

/** Sends the files of a reply that has arrived. @param done called whenever one of them is in */
export function uploadFiles(reference: string, files: readonly OutgoingFile[], done: () => void): void {
  for (const { listed, sealed } of files) {
    const progress = new Progress(sealed.size);
    const upload = { reference, id: listed.id, sealed, progress, isUncertain: false, done };
    known.set(listed.id, { ...upload, stop: new AbortController() });
    resumeUpload(listed.id);
  }
}

/** Stops one. */
export function stopUpload(id: string): void {
  const upload = known.get(id);
  upload?.stop.abort();
  // One that waits has nobody to say it.
  if (upload && queue.includes(upload)) show(upload, 'cancelled');
}

/** Goes on with one that stopped, or begins with it. */
export function resumeUpload(id: string): void {
  const upload = known.get(id);
  if (!upload || queue.includes(upload)) return;
  upload.stop = new AbortController();
  show(upload, 'waiting');
  queue.push(upload);
  addEventListener('beforeunload', warn);
  if (!isRunning) void run();
}

async function run(): Promise<void> {
  isRunning = true;
  for (let upload = queue.shift(); upload; upload = queue.shift()) await send(upload);
  isRunning = false;
}

async function send(upload: Upload): Promise<void> {
  const { reference, id, sealed, stop } = upload;
  let state: UploadView['state'] = 'waiting';
  const path = `/api/staff/cases/${reference}/attachments/${id}`;
  const told = {
    state(next: FileState) {
      state = next;
      show(upload, state);
    },
    moved: () => show(upload, state),
    goesOn: () => undefined,
  };
  try {
    await sendFile(upload, async () => sealed, { path, headers: {}, signal: stop.signal }, told);
    known.delete(id);
    show(upload, 'done');
    upload.done();
  } catch {
    // It has been said, and stays until somebody goes on with it.
  }
  if (known.size === 0) removeEventListener('beforeunload', warn);
}

function show({ id, progress }: Upload, state: UploadView['state']): void {
  const part = progress.size === 0 ? 1 : progress.bytes / progress.size;
  uploads.value = new Map(uploads.peek()).set(id, { state, part });
}

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
