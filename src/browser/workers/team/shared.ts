// The worker with the key, one for all tabs of this browser: it lives as long as one of them is open, and where the browser
// lets it (HTML, extended lifetime) some seconds longer, for the same page in another language. Nobody can end a
// shared worker from outside, so that one which hangs is left behind: from then on all tabs go by another name.
import { ownWorker, READY, type WorkerLike } from '../client.ts';
import { END } from '../serve.ts';
import { workerUrl } from '../url.ts';

/** Why the key is gone: somebody had it forgotten, or its worker took too long or broke down. */
export type KeyEnd = 'forgotten' | 'lost';

/** Why a worker is left behind: also where another key takes the place of the one in it. */
export type LeftBehind = KeyEnd | 'replaced';

/** What tabs tell each other. */
type Told = { left: string; why: LeftBehind } | { loaded: true };

/** Where the name stands that the worker goes by now; it says nothing. */
const NAME = 'meldpunt-key-worker';

/** How long one may take to load before a tab does without it, in ms: blocked ones may say nothing at all. */
const PATIENCE = 5000;

/** By which tabs hear of each other, also where each has a worker of its own; null where they can't. */
const channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel(NAME) : null;

/** Whether tabs share the worker: not without such workers (Chrome on Android before 2026, say), nor where nothing is kept. */
export const isShared = channel !== null && canShare();

function canShare(): boolean {
  try {
    localStorage.getItem(NAME);
    return typeof SharedWorker === 'function';
  } catch {
    return false;
  }
}

/** A lock that every tab holds, and what says in one that the page before sent its key along. */
const TABS = 'meldpunt-key-tabs';
const ALONG = 'meldpunt-key-along';
/** For so long it may be on its way, in ms. */
const ON_ITS_WAY = 10_000;

/**
 * Comes once it is settled whether this page goes on with the worker that is there: a tab that has it is still open, or the
 * page before this one sent its key along. One that outlived its tabs is left behind.
 */
export const joined: Promise<void> = isShared ? join().catch(() => undefined) : Promise.resolve();

async function join(): Promise<void> {
  const wasSent = takeAlong();
  const { held = [] } = await navigator.locks.query();
  if (!wasSent && held.every(({ name }) => name !== TABS)) localStorage.setItem(NAME, crypto.randomUUID());
  // For as long as the page is there.
  void navigator.locks.request(TABS, { mode: 'shared' }, () => new Promise(() => undefined));
}

function takeAlong(): boolean {
  const sent = Number(sessionStorage.getItem(ALONG) ?? 0);
  sessionStorage.removeItem(ALONG);
  return Math.abs(Date.now() - sent) < ON_ITS_WAY;
}

/** Has the next page of this tab use the key, also where no other tab has it. */
export function sendKeyAlong(): void {
  if (isShared) sessionStorage.setItem(ALONG, String(Date.now()));
}

const nameNow = () => (isShared ? (localStorage.getItem(NAME) ?? 'first') : '');

/**
 * Hears what happens to the key in other tabs.
 * @param listener hears why it ended, or `loaded` when one loaded a key
 */
export function onOtherTabs(listener: (what: LeftBehind | 'loaded') => void): void {
  channel?.addEventListener('message', ({ data }: MessageEvent<Told>) => {
    listener('left' in data ? data.why : 'loaded');
  });
}

/** Tells the others that there is a key now. */
export function tellLoaded(): void {
  channel?.postMessage({ loaded: true } satisfies Told);
}

/** Has whatever key any tab loaded gone, in all of them; one that is `replaced`, only where tabs share it. */
export function leaveBehind(why: LeftBehind): void {
  const left = nameNow();
  if (isShared) localStorage.setItem(NAME, crypto.randomUUID());
  channel?.postMessage({ left, why } satisfies Told);
}

/** Whether one did not load, or never answered: this tab does without them from then on. */
let hasFailed = false;

/** The worker that tabs share; this tab's own where they can't. */
export function sharedWorker(script: string): WorkerLike {
  if (channel === null || !isShared || hasFailed) return ownWorker(script);
  try {
    return new Shared(script, channel);
  } catch {
    // It is there, and a setting of the browser forbids it.
    hasFailed = true;
    return ownWorker(script);
  }
}

class Shared implements WorkerLike {
  readonly #events = new EventTarget();
  readonly #name = nameNow();
  #port: MessagePort | null;
  /** Used instead where this browser has shared workers, but none that are modules. */
  #own: WorkerLike | null = null;
  /** What was asked of one that has not loaded. */
  #waiting: unknown[] | null = [];
  #hasAnswered = false;
  readonly #script: string;

  constructor(script: string, tabs: BroadcastChannel) {
    this.#script = script;
    const options = { type: 'module', name: `${NAME} ${this.#name}`, extendedLifetime: true } as const;
    const shared = new SharedWorker(workerUrl(script), options);
    this.#port = shared.port;
    const patience = setTimeout(() => this.#useOwn(), PATIENCE);
    shared.port.addEventListener('message', ({ data }) => {
      if (this.#port === null) return;
      if (data === READY) {
        clearTimeout(patience);
        this.#waiting = null;
      } else this.#hasAnswered = true;
      this.#events.dispatchEvent(new MessageEvent('message', { data }));
    });
    shared.port.start();
    shared.addEventListener('error', () => this.#useOwn());
    tabs.addEventListener('message', ({ data }: MessageEvent<Told>) => {
      if ('left' in data && data.left === this.#name && this.#port !== null)
        this.#events.dispatchEvent(new Event('error'));
    });
  }

  /** Does without it, unless it has loaded. One that loads later does what it was asked, and ends with it. */
  #useOwn(): void {
    if (this.#waiting === null || this.#port === null) return;
    hasFailed = true;
    this.#port.postMessage(END);
    this.#port.close();
    this.#port = null;
    const own = ownWorker(this.#script);
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
    if (isAsked || this.#own !== null) return;
    if (!this.#hasAnswered) hasFailed = true;
    if (nameNow() === this.#name) leaveBehind('lost');
  }
}
