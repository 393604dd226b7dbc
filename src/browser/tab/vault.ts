// What a tab keeps until it is closed survives a reload: sealed in its session storage, under secrets that are erased with it.
import { isEnded } from '../workers/fault.ts';
import { makeLine } from '../workers/in-line.ts';
import { askUnfinished } from '../workers/unfinished/client.ts';
import { claimTab, releaseTab } from './claim.ts';
import { FOLLOWED, SENT, setTabItem, tabItem, UNFINISHED } from './storage.ts';

/** What is kept and erased together, under a secret of its own. */
export type Room = 'draft' | 'sent' | 'case';

/**
 * All that is kept, by its item in the session storage. Only the text of an unfinished report goes along where a tab is
 * duplicated (`isCopied`): what is sent from there may be another report, and must not join the case of a try that may have
 * arrived; and a code that is forgotten in one tab must not be left in another.
 */
const ITEMS = {
  [UNFINISHED]: { room: 'draft', isCopied: true },
  'meldpunt-attempts': { room: 'draft', isCopied: false },
  /** The receipt of a report that was sent in this tab. */
  [SENT]: { room: 'sent', isCopied: false },
  /** The case that is followed in this tab. */
  [FOLLOWED]: { room: 'case', isCopied: false },
} as const satisfies Record<string, { room: Room; isCopied: boolean }>;
export type TabItem = keyof typeof ITEMS;
const items = Object.keys(ITEMS) as TabItem[];

const TAB = 'meldpunt-tab';
/** One thing after the other: what is sealed late must not come after what erases it. */
const inLine = makeLine();

let claimed: Promise<string> | undefined;

/**
 * The name of this tab, under which its secrets are.
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
  if (kept !== null) await takeCopies(kept, name);
  sessionStorage.setItem(TAB, name);
  await claimTab(name);
  return name;
}

/** Makes this tab's own what it has a copy of and may have. */
async function takeCopies(from: string, to: string): Promise<void> {
  for (const key of items) {
    const { room, isCopied } = ITEMS[key];
    if (!isCopied) setTabItem(key, null);
    const sealed = tabItem(key);
    if (sealed === null) continue;
    const text = await askUnfinished('open', { tab: secretOf(from, room), sealed });
    if (text !== null)
      sessionStorage.setItem(key, await askUnfinished('seal', { tab: secretOf(to, room), text }));
  }
}

const secretOf = (tab: string, room: Room) => `${tab}.${room}`;

// A page that goes into memory lets go: holding on would keep it from going there.
addEventListener('pagehide', () => {
  claimed = undefined;
  releaseTab();
});
addEventListener('pageshow', ({ persisted }) => {
  if (persisted && tabItem(TAB) !== null) inLine(tabName).catch(() => undefined);
});

/** A value that is kept for this tab only, sealed, until it is closed. Made once for each key, at the top of a module. */
export function tabValue<T>(key: TabItem) {
  const { room } = ITEMS[key];
  let version = 0;
  let clearings = 0;
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
        const tab = secretOf(await tabName(), room);
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
      const clearingsBefore = clearings;
      return inLine(async () => {
        if (own !== version) return;
        const tab = secretOf(await tabName(), room);
        const sealed = await askUnfinished('seal', { tab, text: JSON.stringify(value) });
        // Also where a later one waits: while nothing lies here, the tab's name may go, and its secret would stay.
        if (clearingsBefore === clearings) sessionStorage.setItem(key, sealed);
      });
    },
    clear(): void {
      version += 1;
      clearings += 1;
      setTabItem(key, null);
    },
  };
}

/**
 * Erases the secret of a room: what the browser's files still have of its values is useless then. Clear those first.
 * Never throws.
 */
export function eraseRoom(room: Room): Promise<void> {
  return inLine(async () => {
    if (tabItem(TAB) === null) return;
    const tab = await tabName();
    if (items.every((key) => tabItem(key) === null)) {
      claimed = undefined;
      setTabItem(TAB, null);
      releaseTab();
    }
    await askUnfinished('erase', secretOf(tab, room));
  }).catch(() => undefined);
}
