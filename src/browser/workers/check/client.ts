import { createWorkerClient } from '../client.ts';
import type { CheckTasks } from './tasks.ts';
import checkWorker from './worker.ts?worker&url';

/** How long a check may take, in ms: the log may have to come over a slow line. */
const PATIENCE = 120_000;

/** Has the worker check files that anybody may have made. @throws WorkerTaskError */
export const askChecker = createWorkerClient<CheckTasks>(checkWorker, { patience: { check: PATIENCE } }).ask;
