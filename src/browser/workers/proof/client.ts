import type { Challenge } from 'altcha-lib/types';
import { createWorkerClient } from '../client.ts';
import type { ProofTasks } from './tasks.ts';
import proofWorker from './worker.ts?worker&url';

/**
 * The proof for a challenge, worked out in a worker of its own: sealing need not wait for it.
 * @throws WorkerTaskError
 */
export async function solve(challenge: Challenge): Promise<string> {
  const { ask, stop } = createWorkerClient<ProofTasks>(proofWorker);
  try {
    return await ask('solve', challenge);
  } finally {
    stop();
  }
}
