import { createWorkerClient } from '../client.ts';
import type { ReplyTasks } from './tasks.ts';
import replyWorker from './worker.ts?worker&url';

/** Has the worker that uses the reply key do one task. @throws WorkerTaskError */
export const askReplier = createWorkerClient<ReplyTasks>(replyWorker).ask;
