// What is unfinished survives a reload: sealed in the tab's session storage, under a secret that is erased with it.
import type { Submission } from '../disclosure/wire.ts';
import draftWorker from './draft.worker.ts?worker&url';
import type { DraftTasks } from './draft-tasks.ts';
import type { Values } from './form-values.ts';
import { DRAFT, setTabItem, tabItem } from './tab-storage.ts';
import { createWorkerClient, isEnded } from './worker-client.ts';
import type { Prepared } from './worker-messages.ts';

/** A sealed report of which nobody knows whether it arrived: its receipt must not get lost. */
export interface Attempt {
  /** Its id, should it become a message of the case. */
  id: string;
  prepared: Prepared;
  submission: Submission;
  /** What stood in the form when it was sealed. */
  values: Values;
}

const TAB = 'meldpunt-tab';
const { ask } = createWorkerClient<DraftTasks>(draftWorker);
/** One thing after the other: what is sealed late must not come after what erases it. */
let last: Promise<unknown> = Promise.resolve();

function next<T>(work: () => Promise<T>): Promise<T> {
  const done = last.then(work);
  last = done.catch(() => undefined);
  return done;
}

/** The name of this tab's secret. @throws where there is no session storage, or no more room in it */
function tabName(): string {
  const name = sessionStorage.getItem(TAB) ?? crypto.randomUUID();
  sessionStorage.setItem(TAB, name);
  return name;
}

/** A value that is kept for this tab only, sealed, until it is closed. */
function tabValue<T>(key: string) {
  let version = 0;
  return {
    /** Whether something is kept, which may yet prove unreadable. */
    isThere: () => tabItem(key) !== null,
    /**
     * What is kept; null for nothing, or nothing that can be opened any more.
     * @throws WorkerTaskError where what opens it did not arrive: another try may open it
     */
    read(): Promise<T | null> {
      return next(async () => {
        const sealed = tabItem(key);
        const text = sealed === null ? null : await ask('open', { tab: tabName(), sealed });
        return text === null ? null : (JSON.parse(text) as T);
      }).catch((error: unknown) => {
        if (isEnded(error)) throw error;
        return null;
      });
    },
    /** Keeps it, unless a later one comes or it is cleared meanwhile. @throws where nothing can be kept */
    keep(value: T): Promise<void> {
      version += 1;
      const own = version;
      return next(async () => {
        if (own !== version) return;
        const tab = tabName();
        const sealed = await ask('seal', { tab, text: JSON.stringify(value) });
        if (own === version) sessionStorage.setItem(key, sealed);
      });
    },
    clear(): void {
      version += 1;
      setTabItem(key, null);
    },
  };
}

/** The unfinished report of this tab. */
export const draft = tabValue<Values>(DRAFT);

/** The versions that were sealed and sent under one receipt, until it is known which is in, or that none is. */
export const keptAttempts = tabValue<Attempt[]>('meldpunt-attempts');

/** Clears both, and makes what the browser's files still have of them useless. Never throws. */
export function eraseKept(): Promise<void> {
  draft.clear();
  keptAttempts.clear();
  const tab = tabItem(TAB);
  setTabItem(TAB, null);
  return next(async () => {
    if (tab !== null) await ask('erase', tab);
  }).catch(() => undefined);
}
