import { type WorkerEnd, WorkerTaskError } from './fault.ts';
import { makeLine } from './in-line.ts';
import { workerUrl } from './url.ts';

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

/** What a worker says when it has loaded. */
export const READY = 'ready';

/** What a client has of its worker. */
export interface WorkerLike {
  postMessage(message: unknown): void;
  /** Ends it. @param isAsked whether somebody asked for that; else it took too long, or broke down */
  terminate(isAsked: boolean): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  addEventListener(type: 'error' | 'messageerror', listener: () => void): void;
}

export interface WorkerOptions<Tasks extends TaskTable> {
  /** Makes it, where it is not this page's alone. */
  make?: (script: string) => WorkerLike;
  /** How long a task may take, in ms, where that is not `PATIENCE`. */
  patience?: Partial<Record<keyof Tasks, number>>;
  /** Hears that the worker was ended, and with it all that it remembered; not when `stop` did it. */
  ended?: (why: WorkerEnd) => void;
}

/** How long one task may take, in ms; sealing the longest report takes a fraction of a second. */
const PATIENCE = 60_000;
/** How long a worker may take to load, in ms; on a slow line that says nothing about the task that waits for it. */
const LOADING = 60_000;

/** A worker of this page's own. */
export function ownWorker(script: string): WorkerLike {
  return new Worker(workerUrl(script), { type: 'module' });
}

/**
 * Starts a worker when it is first needed and has it do tasks, one after the other, so that each has the whole of its
 * time. A task that takes longer ends the worker with it, whatever it is doing; the next task gets a fresh one. Every
 * task that fails throws WorkerTaskError, and takes no timer along.
 * @param script from `import script from './worker.ts?worker&url'`
 */
export function createWorkerClient<Tasks extends TaskTable>(
  script: string,
  { make = ownWorker, patience = {}, ended }: WorkerOptions<Tasks> = {},
) {
  let worker: WorkerLike | undefined;
  let hasLoaded = false;
  let lastId = 0;
  const inLine = makeLine();
  /** Tasks that wait when the worker is stopped are not meant for the next one. */
  let stops = 0;
  /** The task that is under way. */
  let current: { id: number; loaded: () => void; answer: (answer: TaskAnswer) => void } | undefined;

  function end(reason: WorkerEnd, isAsked = false): void {
    const over = worker;
    worker = undefined;
    over?.terminate(isAsked);
    hasLoaded = false;
    current?.answer({ id: current.id, ok: false, reason });
  }
  function breakDown(why: WorkerEnd): void {
    end(why);
    ended?.(why);
  }
  /** Ends the worker, and with it all that it remembers and every task that waits. */
  function stop(): void {
    stops += 1;
    end('WorkerError', true);
  }
  function start(): WorkerLike {
    const started = make(script);
    started.addEventListener('message', ({ data }: MessageEvent<TaskAnswer | typeof READY>) => {
      if (started !== worker) return;
      if (data === READY) {
        hasLoaded = true;
        current?.loaded();
      } else if (data.id === current?.id) current.answer(data);
    });
    // A worker that does not load, or breaks down, leaves nobody waiting.
    for (const type of ['error', 'messageerror'] as const) {
      started.addEventListener(type, () => {
        if (started === worker) breakDown('WorkerError');
      });
    }
    return started;
  }
  async function run(request: TaskRequest, time: number): Promise<TaskAnswer> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = (ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(breakDown, ms, 'too-slow');
    };
    try {
      return await new Promise<TaskAnswer>((resolve) => {
        worker ??= start();
        const loaded = () => wait(time);
        current = { id: request.id, loaded, answer: resolve };
        if (hasLoaded) loaded();
        else wait(LOADING);
        worker.postMessage(request);
      });
    } catch (error) {
      // There is no worker to be had, or this can't be handed to one.
      return { id: request.id, ok: false, reason: error instanceof Error ? error.name : 'Error' };
    } finally {
      clearTimeout(timer);
      current = undefined;
    }
  }
  async function ask<Task extends keyof Tasks & string>(
    task: Task,
    input: Tasks[Task]['input'],
    time = patience[task] ?? PATIENCE,
  ): Promise<Tasks[Task]['result']> {
    lastId += 1;
    const request: TaskRequest = { id: lastId, task, input };
    const own = stops;
    const answer = await inLine((): TaskAnswer | Promise<TaskAnswer> =>
      own === stops ? run(request, time) : { id: request.id, ok: false, reason: 'WorkerError' },
    );
    if (!answer.ok) throw new WorkerTaskError(answer.reason);
    return answer.result;
  }
  return { ask, stop };
}
