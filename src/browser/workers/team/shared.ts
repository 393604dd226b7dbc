// The worker with the key, one for all tabs of this browser: it lives as long as one of them is open. Nobody can end a
// shared worker from outside, so that one which hangs is left behind: from then on all tabs go by another name.
import { ownWorker, READY, type WorkerLike } from '../client.ts';
import { END } from '../serve.ts';
import { workerUrl } from '../url.ts';

/** Why the key is gone: somebody had it forgotten, or its worker took too long or broke down. */
export type KeyEnd = 'forgotten' | 'lost';

/** What tabs tell each other. */
type Told = { left: string; why: KeyEnd } | { loaded: true };

/** Where the name stands that the worker goes by now; it says nothing. */
const NAME = 'meldpunt-key-worker';

/** Null where tabs can't share: no such workers (Chrome on Android before 2026, say), or nothing that is kept. */
const channel = canShare() ? new BroadcastChannel(NAME) : null;

function canShare(): boolean {
  try {
    localStorage.getItem(NAME);
    return typeof SharedWorker === 'function' && typeof BroadcastChannel === 'function';
  } catch {
    return false;
  }
}

const nameNow = () => localStorage.getItem(NAME) ?? 'first';

/** Whether tabs share the worker. */
export const isShared = channel !== null;

/**
 * Hears what happens to the key in other tabs.
 * @param listener hears why it ended, or `loaded` when one loaded a key
 */
export function onOtherTabs(listener: (what: KeyEnd | 'loaded') => void): void {
  channel?.addEventListener('message', ({ data }: MessageEvent<Told>) => {
    listener('left' in data ? data.why : 'loaded');
  });
}

/** Tells the others that there is a key now. */
export function tellLoaded(): void {
  channel?.postMessage({ loaded: true } satisfies Told);
}

/** Has whatever key any tab loaded gone, in all of them. */
export function leaveBehind(why: KeyEnd): void {
  if (channel === null) return;
  const left = nameNow();
  localStorage.setItem(NAME, crypto.randomUUID());
  channel.postMessage({ left, why } satisfies Told);
}

/** The worker that tabs share; this tab's own where they can't. */
export function sharedWorker(script: string): WorkerLike {
  return channel === null ? ownWorker(script) : new Shared(script, channel);
}

class Shared implements WorkerLike {
  readonly #events = new EventTarget();
  readonly #name = nameNow();
  #port: MessagePort | null;
  /** Used instead where this browser has shared workers, but none that are modules. */
  #own: WorkerLike | null = null;
  /** What was asked of one that has not loaded. */
  #waiting: unknown[] | null = [];

  constructor(script: string, tabs: BroadcastChannel) {
    const shared = new SharedWorker(workerUrl(script), { type: 'module', name: `${NAME} ${this.#name}` });
    this.#port = shared.port;
    shared.port.addEventListener('message', ({ data }) => {
      if (data === READY) this.#waiting = null;
      this.#events.dispatchEvent(new MessageEvent('message', { data }));
    });
    shared.port.start();
    shared.addEventListener('error', () => {
      if (this.#waiting !== null && this.#port !== null) this.#useOwn(ownWorker(script));
    });
    tabs.addEventListener('message', ({ data }: MessageEvent<Told>) => {
      if ('left' in data && data.left === this.#name && this.#port !== null)
        this.#events.dispatchEvent(new Event('error'));
    });
  }

  #useOwn(own: WorkerLike): void {
    this.#port = null;
    this.#own = own;
    own.addEventListener('message', ({ data }) =>
      this.#events.dispatchEvent(new MessageEvent('message', { data })),
    );
    for (const type of ['error', 'messageerror'] as const)
      own.addEventListener(type, () => this.#events.dispatchEvent(new Event(type)));
    for (const message of this.#waiting ?? []) own.postMessage(message);
    this.#waiting = null;
  }

  addEventListener(type: string, listener: (event: MessageEvent) => void): void {
    this.#events.addEventListener(type, (event) => listener(event as MessageEvent));
  }

  postMessage(message: unknown): void {
    this.#waiting?.push(message);
    (this.#own ?? this.#port)?.postMessage(message);
  }

  /** Whoever hangs hears it when it goes on; whoever shares it is told at once. */
  terminate(isAsked: boolean): void {
    this.#own?.terminate(isAsked);
    this.#port?.postMessage(END);
    this.#port?.close();
    this.#port = null;
    if (!isAsked && this.#own === null && nameNow() === this.#name) leaveBehind('lost');
  }
}
