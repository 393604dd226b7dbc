import { READY, type TaskAnswer, type TaskRequest, type TaskTable } from './client.ts';

/** What a worker can do. */
export type Tasks<Table extends TaskTable> = {
  [Task in keyof Table]: (input: Table[Task]['input']) => Promise<Table[Task]['result']>;
};

/** Has this worker answer its page. `reasonOf` gives the code for an error of its own. */
export function answerTasks<Table extends TaskTable>(
  tasks: Tasks<Table>,
  reasonOf: (error: unknown) => string | undefined,
): void {
  addEventListener('message', async ({ data }: MessageEvent<TaskRequest>) => {
    let answer: TaskAnswer;
    try {
      const task = tasks[data.task] as (input: unknown) => Promise<unknown>;
      answer = { id: data.id, ok: true, result: await task(data.input) };
    } catch (error) {
      const name = error instanceof Error ? error.name : 'Error';
      answer = { id: data.id, ok: false, reason: reasonOf(error) ?? name };
    }
    postMessage(answer);
  });
  postMessage(READY);
}
