import replyWorker from './reply.worker.ts?worker&url';
import type { ReplyTasks } from './reply-tasks.ts';
import { createWorkerClient } from './worker-client.ts';

/** Has the worker that uses the reply key do one task. @throws WorkerTaskError */
export const askReplier = createWorkerClient<ReplyTasks>(replyWorker).ask;
