import workerUrl from './seal.worker.ts?worker&url';
import type { WorkerAnswer, WorkerRequest, WorkerResults } from './worker-messages.ts';

/** The worker could not do a task; `reason` is a key fault, or the name of an error. */
export class SealerError extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(`the worker could not do it: ${reason}`);
    this.reason = reason;
  }
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): {
    createScriptURL(url: string): string;
  };
}

/** The only script address that this page ever makes; the policy's name stands in the CSP of vercel.json. */
function trustedWorkerUrl(): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  const policy = trustedTypes?.createPolicy('meldpunt-worker', {
    createScriptURL: (url) => {
      if (url !== workerUrl) throw new TypeError('not the address of our worker');
      return url;
    },
  });
  return policy ? policy.createScriptURL(workerUrl) : workerUrl;
}

const worker = new Worker(trustedWorkerUrl(), { type: 'module' });
const waiting = new Map<number, (answer: WorkerAnswer) => void>();
let lastId = 0;

worker.addEventListener('message', ({ data }: MessageEvent<WorkerAnswer>) => {
  waiting.get(data.id)?.(data);
  waiting.delete(data.id);
});
// A worker that does not load, or breaks down, must not leave anyone waiting.
worker.addEventListener('error', () => {
  for (const [id, answer] of waiting) answer({ id, ok: false, reason: 'WorkerError' });
  waiting.clear();
});

/**
 * Has the worker do one task.
 * @throws SealerError
 */
export async function ask<Task extends keyof WorkerResults>(
  task: Task,
  input = '',
): Promise<WorkerResults[Task]> {
  lastId += 1;
  const request: WorkerRequest = { id: lastId, task, input };
  const answer = await new Promise<WorkerAnswer>((resolve) => {
    waiting.set(request.id, resolve);
    worker.postMessage(request);
  });
  if (!answer.ok) throw new SealerError(answer.reason);
  return answer.result as WorkerResults[Task];
}
