/** How a page is to send: as it is, with sealing that takes no time, or with uploads that take none. */
export type Way = 'both' | 'upload alone' | 'sealing alone';

/** Moments in the page, in ms, and what its worker took. */
export interface Probe {
  /** The report was accepted; the attachments begin. */
  acceptedAt: number;
  /** The last chunk was answered. */
  sentAt: number;
  /** Each task of a worker: its name, and ms from question to answer. */
  tasks: { task: string; took: number }[];
  /** Questions that a worker has not answered yet. */
  waiting: number;
  /** Files that were sealed ahead of time, for `upload alone`. */
  ahead: number;
}

type Asked = { id: number; task: string; input: { file: File; plan: unknown } };
type Answer = { id: number; result: unknown };

/**
 * Runs in the page before its own scripts, which it leaves as they are: it listens at the worker's door and at `fetch`,
 * and for one of the two halves alone answers in the place of the other. Self-contained, since it is sent as text.
 */
export function installProbe(way: Way): void {
  // Each worker numbers its questions for itself.
  const workers: Worker[] = [];
  const begun = new Map<string, { asked: Asked; at: number }>();
  const keyOf = (worker: Worker, id: number) => `${workers.indexOf(worker)} ${id}`;
  const probe: Probe = {
    acceptedAt: 0,
    sentAt: 0,
    tasks: [],
    ahead: 0,
    get waiting() {
      return begun.size;
    },
  };
  Object.assign(globalThis, { probe });

  const sealedAhead = new Map<string, unknown>();
  const post = Worker.prototype.postMessage as (this: Worker, message: unknown) => void;
  // Under ids that the page does not use, and so does not hear of.
  let lastAhead = 0;

  function listen(worker: Worker, { data }: MessageEvent<Answer>): void {
    const key = keyOf(worker, data.id);
    const question = begun.get(key);
    if (!question) return;
    begun.delete(key);
    const { asked, at } = question;
    if (data.id < 0) {
      sealedAhead.set(asked.input.file.name, data.result);
      probe.ahead += 1;
      return;
    }
    probe.tasks.push({ task: asked.task, took: performance.now() - at });
    if (way !== 'upload alone' || asked.task !== 'planFile') return;
    lastAhead -= 1;
    const ahead = { id: lastAhead, task: 'sealFile', input: data.result } as Asked;
    begun.set(keyOf(worker, lastAhead), { asked: ahead, at: performance.now() });
    post.call(worker, ahead);
  }

  Worker.prototype.postMessage = function (this: Worker, message: unknown): void {
    const asked = message as Asked;
    if (!workers.includes(this)) {
      workers.push(this);
      this.addEventListener('message', (event) => listen(this, event));
    }
    const ready = asked.task === 'sealFile' ? sealedAhead.get(asked.input.file.name) : undefined;
    if (ready !== undefined) {
      const data = { id: asked.id, ok: true, result: ready };
      queueMicrotask(() => this.dispatchEvent(new MessageEvent('message', { data })));
      return;
    }
    begun.set(keyOf(this, asked.id), { asked, at: performance.now() });
    post.call(this, message);
  };

  const { open, send } = XMLHttpRequest.prototype;
  const chunks = new WeakSet<XMLHttpRequest>();
  XMLHttpRequest.prototype.open = function (this: XMLHttpRequest, method: string, url: string | URL): void {
    const isChunk = method === 'PUT' && String(url).includes('/attachments/');
    if (isChunk) chunks.add(this);
    this.addEventListener('load', () => {
      if (isChunk) probe.sentAt = performance.now();
      if (String(url) === '/api/reports') probe.acceptedAt = performance.now();
    });
    open.call(this, method, url, true);
  };
  XMLHttpRequest.prototype.send = function (this: XMLHttpRequest, body): void {
    if (way === 'sealing alone' && chunks.has(this)) {
      Object.defineProperty(this, 'status', { value: 204 });
      queueMicrotask(() => this.dispatchEvent(new ProgressEvent('load')));
    } else send.call(this, body);
  };
}
