import { workerUrl } from './worker-url.ts';

/** The tasks of a worker: what each takes and what it gives back. */
export type TaskTable = Record<string, { input: unknown; result: unknown }>;

export interface TaskRequest {
  id: number;
  task: string;
  input: unknown;
}

/** `reason` is a code of the task's own (a key fault, say), or the name of an error. */
export type TaskAnswer =
  | { id: number; ok: true; result: unknown }
  | { id: number; ok: false; reason: string };

/** The worker could not do a task. */
export class WorkerTaskError extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(`the worker could not do it: ${reason}`);
    this.reason = reason;
  }
}

/** How long one task may take, in ms; sealing the longest report takes a fraction of a second. */
const PATIENCE = 60_000;

/**
 * Starts a worker when it is first needed and has it do tasks; every task that fails throws WorkerTaskError.
 * @param script from `import script from './….worker.ts?worker&url'`
 */
export function createWorkerClient<Tasks extends TaskTable>(script: string) {
  let worker: Worker | undefined;
  let lastId = 0;
  const waiting = new Map<number, (answer: TaskAnswer) => void>();

  /** Ends the worker, and with it all that it remembers; the next task gets a fresh one. */
  function stop(): void {
    worker?.terminate();
    worker = undefined;
    for (const [id, answer] of waiting) answer({ id, ok: false, reason: 'WorkerError' });
    waiting.clear();
  }
  function start(): Worker {
    const started = new Worker(workerUrl(script), { type: 'module' });
    started.addEventListener('message', ({ data }: MessageEvent<TaskAnswer>) => {
      waiting.get(data.id)?.(data);
      waiting.delete(data.id);
    });
    // A worker that does not load, or breaks down, leaves nobody waiting.
    started.addEventListener('error', stop);
    started.addEventListener('messageerror', stop);
    return started;
  }
  async function ask<Task extends keyof Tasks & string>(
    task: Task,
    input: Tasks[Task]['input'],
  ): Promise<Tasks[Task]['result']> {
    lastId += 1;
    const request: TaskRequest = { id: lastId, task, input };
    worker ??= start();
    const asked = worker;
    const answer = await new Promise<TaskAnswer>((resolve) => {
      waiting.set(request.id, resolve);
      asked.postMessage(request);
      setTimeout(() => resolve({ id: request.id, ok: false, reason: 'TimeoutError' }), PATIENCE);
    });
    if (!answer.ok) throw new WorkerTaskError(answer.reason);
    return answer.result;
  }
  return { ask, stop };
}
