import { READY, type TaskAnswer, type TaskRequest, type TaskTable } from './client.ts';

/** What a worker can do. */
export type Tasks<Table extends TaskTable> = {
  [Task in keyof Table]: (input: Table[Task]['input']) => Promise<Table[Task]['result']>;
};

/** Has a worker that several pages share end, whoever of them says it. */
export const END = 'end';

/** What answers go to. */
interface Asker {
  postMessage(message: unknown): void;
}

/** Has this worker answer its page, or every page that shares it. `reasonOf` gives the code for an error of its own. */
export function answerTasks<Table extends TaskTable>(
  tasks: Tasks<Table>,
  reasonOf: (error: unknown) => string | undefined,
): void {
  async function answer(request: TaskRequest, asker: Asker): Promise<void> {
    let given: TaskAnswer;
    try {
      const task = tasks[request.task] as (input: unknown) => Promise<unknown>;
      given = { id: request.id, ok: true, result: await task(request.input) };
    } catch (error) {
      const name = error instanceof Error ? error.name : 'Error';
      given = { id: request.id, ok: false, reason: reasonOf(error) ?? name };
    }
    asker.postMessage(given);
  }
  if (!('onconnect' in globalThis)) {
    addEventListener('message', ({ data }: MessageEvent<TaskRequest>) => answer(data, globalThis));
    postMessage(READY);
    return;
  }
  addEventListener('connect', (event) => {
    const [port] = (event as MessageEvent).ports;
    port?.addEventListener('message', ({ data }: MessageEvent<TaskRequest | typeof END>) => {
      if (data === END) close();
      else void answer(data, port);
    });
    port?.start();
    port?.postMessage(READY);
  });
}
