// The files of replies on their way, of every case: one after the other, taken up again where they stopped. They go on
// while one looks elsewhere, and after a reload once their sender is there again: this browser keeps them, sealed as they are.
import { signal } from '@preact/signals';
import { type FileState, type Going, sendFile } from '../../files/send-file.ts';
import { Progress } from '../../files/upload-parts.ts';
import { removeFiles, storedFiles, storeFile } from '../base/file-store.ts';
import { session } from '../base/session.ts';
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
  /** Whether this browser keeps it until it is in. */
  isKept: boolean;
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
  for (const { listed, sealed } of files) begin(reference, listed.id, sealed, false, done);
}

/** Goes on with what this browser keeps of a member. @param done hears of which case one is in */
export async function resumeKept(by: string, done: (reference: string) => void): Promise<void> {
  for (const { reference, id, sealed } of await storedFiles({ by, kind: 'upload' })) {
    const state = uploads.peek().get(id)?.state;
    if (state === 'failed') resumeUpload(id);
    if (state === undefined) begin(reference, id, sealed, true, () => done(reference));
  }
}

/** Stops one for good, unless somebody goes on with it here. */
export function stopUpload(id: string): void {
  const upload = known.get(id);
  if (!upload) return;
  upload.stop.abort();
  // One that waits has nobody to say it.
  if (uploads.peek().get(id)?.state === 'waiting') show(upload, 'cancelled');
  upload.isKept = false;
  void removeFiles({ id });
}

/** Stops those of a case that is gone. */
export function forgetUploads(reference: string): void {
  for (const upload of known.values()) {
    if (upload.reference !== reference) continue;
    upload.stop.abort();
    known.delete(upload.id);
  }
  void removeFiles({ reference, kind: 'upload' });
}

/** Goes on with one that stopped, or begins with it. */
export function resumeUpload(id: string): void {
  const upload = known.get(id);
  if (!upload || queue.includes(upload)) return;
  upload.stop = new AbortController();
  show(upload, 'waiting');
  queue.push(upload);
  addEventListener('beforeunload', warn);
  if (!upload.isKept) void keep(upload);
  if (!isRunning) void run();
}

/** @param isKept whether it was begun on an earlier visit: then the server knows how much of it is in */
function begin(reference: string, id: string, sealed: Blob, isKept: boolean, done: () => void): void {
  const progress = new Progress(sealed.size);
  const stop = new AbortController();
  known.set(id, { reference, id, sealed, progress, isUncertain: isKept, isKept, done, stop });
  resumeUpload(id);
}

async function keep(upload: Upload): Promise<void> {
  const { reference, id, sealed, stop } = upload;
  const by = session.peek()?.fingerprint;
  if (by === undefined) return;
  const isKept = await storeFile({ id, by, reference, kind: 'upload', at: Date.now(), sealed });
  // It may be in by now, or stopped.
  if (known.get(id) !== upload || stop.signal.aborted) return removeFiles({ id });
  upload.isKept = isKept;
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
    const destination = { path, headers: {}, signal: stop.signal };
    await alone(id, stop.signal, () => sendFile(upload, async () => sealed, destination, told));
    known.delete(id);
    void removeFiles({ id });
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

/** One that is kept in this browser is taken up in every tab: only one of them sends it, and the others see that it is in. */
async function alone(id: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return work();
  await navigator.locks.request(`meldpunt-upload ${id}`, { signal }, work);
}

function warn(event: BeforeUnloadEvent): void {
  // One that somebody stopped is no loss.
  const areLost = [...known.values()].some(({ isKept, stop }) => !isKept && !stop.signal.aborted);
  if (isRunning || areLost) event.preventDefault();
}
