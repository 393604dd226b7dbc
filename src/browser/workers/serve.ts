import { READY, type TaskAnswer, type TaskRequest, type TaskTable } from './client.ts';

/** What a worker can do. */
export type Tasks<Table extends TaskTable> = {
  [Task in keyof Table]: (input: Table[Task]['input']) => Promise<Table[Task]['result']>;
};

/** Has a worker that several pages share end, whoever of them says it. */
export const END = 'end';

/**
 * How long a worker that pages share waits for another page once the last is gone, in ms. Most browsers end it then; one that
 * lets it live longer has it end by itself.
 */
const WAITS = 10_000;

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
  const pages = new Set<MessagePort>();
  let ending: ReturnType<typeof setTimeout> | undefined;
  addEventListener('connect', (event) => {
    const [port] = (event as MessageEvent).ports;
    if (!port) return;
    pages.add(port);
    clearTimeout(ending);
    port.addEventListener('message', ({ data }: MessageEvent<TaskRequest | typeof END>) => {
      if (data === END) close();
      else void answer(data, port);
    });
    port.addEventListener('close', () => {
      pages.delete(port);
      if (pages.size === 0) ending = setTimeout(close, WAITS);
    });
    port.start();
    port.postMessage(READY);
  });
}
