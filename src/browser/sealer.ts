import workerUrl from './seal.worker.ts?worker&url';
import type { TaskName, WorkerAnswer, WorkerRequest, WorkerTasks } from './worker-messages.ts';

/** The worker could not do a task; `reason` is a key fault, or the name of an error. */
export class SealerError extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(`the worker could not do it: ${reason}`);
    this.reason = reason;
  }
}

/** How long one task may take, in ms; sealing the longest report takes a fraction of a second. */
const PATIENCE = 60_000;

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string };
}

/** The only script address that this page ever makes; the policy's name stands in the CSP of vercel.json. */
const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('meldpunt-worker', {
  createScriptURL: (url) => {
    if (url !== workerUrl) throw new TypeError('not the address of our worker');
    return url;
  },
});

let worker: Worker | undefined;
const waiting = new Map<number, (answer: WorkerAnswer) => void>();
let lastId = 0;

function startWorker(): Worker {
  const started = new Worker(policy ? policy.createScriptURL(workerUrl) : workerUrl, { type: 'module' });
  started.addEventListener('message', ({ data }: MessageEvent<WorkerAnswer>) => {
    waiting.get(data.id)?.(data);
    waiting.delete(data.id);
  });
  // A worker that does not load, or breaks down, leaves nobody waiting; the next task gets a fresh one.
  const giveUp = () => {
    started.terminate();
    worker = undefined;
    for (const [id, answer] of waiting) answer({ id, ok: false, reason: 'WorkerError' });
    waiting.clear();
  };
  started.addEventListener('error', giveUp);
  started.addEventListener('messageerror', giveUp);
  return started;
}

/**
 * Has the worker do one task.
 * @throws SealerError
 */
export async function ask<Task extends TaskName>(
  task: Task,
  input: WorkerTasks[Task]['input'],
): Promise<WorkerTasks[Task]['result']> {
  lastId += 1;
  const request: WorkerRequest = { id: lastId, task, input };
  worker ??= startWorker();
  const asked = worker;
  const answer = await new Promise<WorkerAnswer>((resolve) => {
    waiting.set(request.id, resolve);
    asked.postMessage(request);
    setTimeout(() => resolve({ id: request.id, ok: false, reason: 'TimeoutError' }), PATIENCE);
  });
  if (!answer.ok) throw new SealerError(answer.reason);
  return answer.result as WorkerTasks[Task]['result'];
}
