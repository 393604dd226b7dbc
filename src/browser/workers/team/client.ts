import type { SignedHead } from '../../../disclosure/signed-text.ts';
import type { OpenedText } from '../../../openpgp/open.ts';
import { createWorkerClient } from '../client.ts';
import { reasonOf } from '../fault.ts';
import { askJudge, openBriefly, openTexts } from '../judge/client.ts';
import type { OpenedFile } from '../judge/tasks.ts';
import {
  isShared,
  joined,
  type KeyEnd,
  type LeftBehind,
  leaveBehind,
  onOtherTabs,
  sharedWorker,
  tellLoaded,
} from './shared.ts';
import type { Sharing } from './sharing.ts';
import type { LoadedKey, TeamTasks } from './tasks.ts';
import teamWorker from './worker.ts?worker&url';

let isKeyHere = false;
let keyEnded: (why: KeyEnd) => void = () => undefined;
/** What other tabs said last of the key. */
let saidElsewhere: KeyEnd | null = null;

const { ask, stop } = createWorkerClient<TeamTasks>(teamWorker, { make: sharedWorker, ended: lose });

// Before the worker hears of it, so that it is known why that ended.
onOtherTabs((what) => {
  saidElsewhere = isKeyHere ? endBy(what) : null;
  // What is to be forgotten in one tab is so in those that have a worker of their own.
  if (what !== 'forgotten' || !isKeyHere) return;
  stop();
  lose();
});

/** Why the key of this tab ends with what another one did; null where it doesn't. */
function endBy(what: LeftBehind | 'loaded'): KeyEnd | null {
  if (what === 'replaced') return isShared ? 'forgotten' : null;
  return what === 'loaded' ? null : what;
}

/** The key is gone with its worker, and nobody here asked for that. */
function lose(): void {
  if (!isKeyHere) return;
  isKeyHere = false;
  const why = saidElsewhere ?? 'lost';
  saidElsewhere = null;
  keyEnded(why);
}

/** Whether the worker holds a key. A worker that was ended, or broke down, has forgotten it. */
export function hasKey(): boolean {
  return isKeyHere;
}

/** `listener` hears that the key is gone: forgotten in another tab, or its worker took too long, or broke down. */
export function onKeyEnded(listener: (why: KeyEnd) => void): void {
  keyEnded = listener;
}

/** `listener` hears that another tab loaded a key. */
export function onKeyLoaded(listener: () => void): void {
  onOtherTabs((what) => {
    if (what === 'loaded') listener();
  });
}

/** The key of this certificate, where another tab has it loaded; null where none has. Never throws. */
export async function takeKey(fingerprint: string): Promise<LoadedKey | null> {
  if (!isShared) return null;
  await joined;
  const loaded = await ask('loaded', undefined).catch(() => null);
  isKeyHere = loaded?.fingerprint === fingerprint;
  return isKeyHere ? loaded : null;
}

/** Loads a private key. @throws WorkerTaskError with a `TeamKeyFault` */
export async function unlockKey(file: File, passphrase: string): Promise<LoadedKey> {
  await joined;
  // One that is somebody else's opens nothing any more, in no tab.
  end('replaced');
  const loaded = await ask('unlock', { file, passphrase });
  isKeyHere = true;
  tellLoaded();
  return loaded;
}

/**
 * Signs a text for its place, for the judge to seal; null where the key that is here signs nothing.
 * @throws WorkerTaskError, also when there is no key (any more)
 */
export const signText = (text: string, head: SignedHead): Promise<Uint8Array | null> =>
  ask('sign', { text, head });

/**
 * Opens texts: the worker with the key takes out what opens each, the judge opens it.
 * @param isWanted whether somebody still waits for it
 * @param reporterKeys as for `openTexts`
 * @throws WorkerTaskError when there is no key (any more)
 */
export function openSealed(
  texts: readonly string[],
  isWanted = () => true,
  reporterKeys = '',
): Promise<OpenedText[]> {
  return openTexts(texts, sessionKeys, isWanted, reporterKeys);
}

/** Opens a text for a list, in the background. @throws WorkerTaskError when there is no key (any more) */
export async function openHead(sealed: string): Promise<OpenedText> {
  return openBriefly(sealed, await sessionKeys(sealed));
}

/** Whether a message says that it is for the key that is here. @throws WorkerTaskError when there is none (any more) */
export const isForKey = (sealed: string): Promise<boolean> => ask('isFor', sealed);

/** Opens an attachment; null when it can't be, or is too large. @throws WorkerTaskError */
export async function openSealedFile(sealed: Blob): Promise<OpenedFile | null> {
  const opened = await askJudge('openFile', { sealed, sessionKeys: await sessionKeys(sealed) });
  return typeof opened === 'string' ? null : opened;
}

async function sessionKeys(sealed: string | Blob): Promise<TeamTasks['sessionKeys']['result']> {
  try {
    return await ask('sessionKeys', sealed);
  } catch (error) {
    if (reasonOf(error) === 'no-key') lose();
    throw error;
  }
}

/** Ends the worker, and with it the key, in all tabs. */
export function forgetKey(): void {
  end('forgotten');
}

function end(why: LeftBehind): void {
  isKeyHere = false;
  leaveBehind(why);
  stop();
}

/** What it takes to share a case; few do, and it loads then. Nothing else on the page gets session keys made anew. */
export const loadSharing = async (): Promise<Sharing> => (await import('./sharing.ts')).sharingBy(ask);
