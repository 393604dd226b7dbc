import teamWorker from './team.worker.ts?worker&url';
import type { TeamTasks } from './team-tasks.ts';
import { createWorkerClient, WorkerTaskError } from './worker-client.ts';

const { ask, stop } = createWorkerClient<TeamTasks>(teamWorker);
let isKeyHere = false;

/** Whether the worker holds a key. A worker that broke down has forgotten it. */
export function hasKey(): boolean {
  return isKeyHere;
}

/** Has the worker with the private key do one task. @throws WorkerTaskError */
export const askOpener: typeof ask = async (task, input) => {
  try {
    const result = await ask(task, input);
    if (task === 'unlock') isKeyHere = true;
    return result;
  } catch (error) {
    const { reason } = error instanceof WorkerTaskError ? error : { reason: '' };
    if (reason === 'no-key' || reason === 'WorkerError') isKeyHere = false;
    throw error;
  }
};

/** Ends the worker, and with it the key. */
export function forgetKey(): void {
  isKeyHere = false;
  stop();
}
