// What is unfinished survives a reload: sealed in the tab's session storage, under a secret that is erased with it.
import type { Submission } from '../../disclosure/wire.ts';
import type { Values } from '../dom/form-values.ts';
import { isEnded } from '../workers/fault.ts';
import { makeLine } from '../workers/in-line.ts';
import type { Prepared } from '../workers/seal/tasks.ts';
import { askUnfinished } from '../workers/unfinished/client.ts';
import { claimTab, releaseTab } from './tab-claim.ts';
import { setTabItem, tabItem, UNFINISHED } from './tab-storage.ts';

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
const ATTEMPTS = 'meldpunt-attempts';
/** One thing after the other: what is sealed late must not come after what erases it. */
const inLine = makeLine();

let claimed: Promise<string> | undefined;

/**
 * The name of this tab's secret.
 * @throws where there is no session storage, or no more room in it; WorkerTaskError where a copy can't be taken now
 */
function tabName(): Promise<string> {
  claimed ??= claimName().catch((error: unknown) => {
    claimed = undefined;
    throw error;
  });
  return claimed;
}

async function claimName(): Promise<string> {
  const kept = sessionStorage.getItem(TAB);
  if (kept !== null && (await claimTab(kept))) return kept;
  const name = crypto.randomUUID();
  if (kept !== null) await takeCopy(kept, name);
  sessionStorage.setItem(TAB, name);
  await claimTab(name);
  return name;
}

/**
 * Makes this tab's own what it has a copy of: the text. Not the receipt of a try that may have arrived: what is
 * written here from now on may be another report, and must not join that case.
 */
async function takeCopy(from: string, to: string): Promise<void> {
  setTabItem(ATTEMPTS, null);
  const sealed = tabItem(UNFINISHED);
  const text = sealed === null ? null : await askUnfinished('open', { tab: from, sealed });
  if (text !== null) sessionStorage.setItem(UNFINISHED, await askUnfinished('seal', { tab: to, text }));
}

// A page that goes into memory lets go: holding on would keep it from going there.
addEventListener('pagehide', () => {
  claimed = undefined;
  releaseTab();
});
addEventListener('pageshow', ({ persisted }) => {
  if (persisted && tabItem(TAB) !== null) inLine(tabName).catch(() => undefined);
});

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
      return inLine(async () => {
        if (tabItem(key) === null) return null;
        const tab = await tabName();
        const sealed = tabItem(key);
        const text = sealed === null ? null : await askUnfinished('open', { tab, sealed });
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
      return inLine(async () => {
        if (own !== version) return;
        const tab = await tabName();
        const sealed = await askUnfinished('seal', { tab, text: JSON.stringify(value) });
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
export const unfinished = tabValue<Values>(UNFINISHED);

/** The versions that were sealed and sent under one receipt, until it is known which is in, or that none is. */
export const keptAttempts = tabValue<Attempt[]>(ATTEMPTS);

/** Clears both, and makes what the browser's files still have of them useless. Never throws. */
export function eraseKept(): Promise<void> {
  unfinished.clear();
  keptAttempts.clear();
  return inLine(async () => {
    if (tabItem(TAB) === null) return;
    const tab = await tabName();
    claimed = undefined;
    setTabItem(TAB, null);
    releaseTab();
    await askUnfinished('erase', tab);
  }).catch(() => undefined);
}
