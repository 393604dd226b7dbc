import { createWorkerClient } from '../client.ts';
import type { PublicationTasks } from './tasks.ts';
import publicationWorker from './worker.ts?worker&url';

/** Has the worker that knows the rules of the build look at files. @throws WorkerTaskError */
export const askPublication = createWorkerClient<PublicationTasks>(publicationWorker).ask;
