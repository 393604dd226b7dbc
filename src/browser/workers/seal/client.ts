import { createWorkerClient } from '../client.ts';
import type { PlannedFile, WorkerTasks } from './tasks.ts';
import sealWorker from './worker.ts?worker&url';

const client = createWorkerClient<WorkerTasks>(sealWorker);
/** Answers that somebody waits for: files are sealed when there are none. */
const awaited = new Set<Promise<unknown>>();
let lastFile: Promise<unknown> = Promise.resolve();

/** Has the worker that seals do one task. @throws WorkerTaskError */
export function ask<Task extends Exclude<keyof WorkerTasks, 'sealFile'>>(
  task: Task,
  input: WorkerTasks[Task]['input'],
): Promise<WorkerTasks[Task]['result']> {
  const answer = client.ask(task, input);
  const done = () => awaited.delete(answer);
  awaited.add(answer);
  answer.then(done, done);
  return answer;
}

/**
 * Seals a planned file, one after the other and after every other task: what is asked meanwhile waits for one file
 * at most.
 * @param signal when it is aborted before the file's turn, the file is passed over
 * @throws WorkerTaskError, or the signal's reason
 */
export function sealFile({ file, plan }: PlannedFile, signal?: AbortSignal): Promise<Blob> {
  const sealed = lastFile.then(async () => {
    while (awaited.size > 0 && !signal?.aborted) await Promise.allSettled(awaited);
    signal?.throwIfAborted();
    return client.ask('sealFile', { file, plan });
  });
  // Not the outcome itself: the queue holds no file that nobody wants any more.
  const done = () => undefined;
  lastFile = sealed.then(done, done);
  return sealed;
}
