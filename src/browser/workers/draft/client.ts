import { createWorkerClient } from '../client.ts';
import type { DraftTasks } from './tasks.ts';
import draftWorker from './worker.ts?worker&url';

/** Has the worker that keeps the secrets of unfinished reports do one task. @throws WorkerTaskError */
export const askDrafts = createWorkerClient<DraftTasks>(draftWorker).ask;
