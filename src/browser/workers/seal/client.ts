import { createWorkerClient } from '../client.ts';
import { makeLine } from '../in-line.ts';
import type { PlannedFile, SealTasks } from './tasks.ts';
import sealWorker from './worker.ts?worker&url';

const client = createWorkerClient<SealTasks>(sealWorker);
/** Answers that somebody waits for: files are sealed when there are none. */
const awaited = new Set<Promise<unknown>>();
const fileInLine = makeLine();

/** Has the worker that seals do one task. @throws WorkerTaskError */
export function ask<Task extends Exclude<keyof SealTasks, 'sealFile'>>(
  task: Task,
  input: SealTasks[Task]['input'],
): Promise<SealTasks[Task]['result']> {
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
  return fileInLine(async () => {
    while (awaited.size > 0 && !signal?.aborted) await Promise.allSettled(awaited);
    signal?.throwIfAborted();
    return client.ask('sealFile', { file, plan });
  });
}
