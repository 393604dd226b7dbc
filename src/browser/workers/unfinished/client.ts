import { createWorkerClient } from '../client.ts';
import type { UnfinishedTasks } from './tasks.ts';
import unfinishedWorker from './worker.ts?worker&url';

/** Has the worker that keeps the secrets of unfinished reports do one task. @throws WorkerTaskError */
export const askUnfinished = createWorkerClient<UnfinishedTasks>(unfinishedWorker).ask;
