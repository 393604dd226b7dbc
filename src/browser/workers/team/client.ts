import type { SignedHead } from '../../../disclosure/signed-text.ts';
import type { OpenedText } from '../../../openpgp/open.ts';
import { createWorkerClient } from '../client.ts';
import { reasonOf } from '../fault.ts';
import { askJudge, openBriefly, openTexts } from '../judge/client.ts';
import type { OpenedFile } from '../judge/tasks.ts';
import type { LoadedKey, TeamTasks } from './tasks.ts';
import teamWorker from './worker.ts?worker&url';

let isKeyHere = false;
let keyEnded: () => void = () => undefined;

const { ask, stop } = createWorkerClient<TeamTasks>(teamWorker, { ended: lose });

/** The key is gone with its worker, and nobody asked for that. */
function lose(): void {
  if (!isKeyHere) return;
  isKeyHere = false;
  keyEnded();
}

/** Whether the worker holds a key. A worker that was ended, or broke down, has forgotten it. */
export function hasKey(): boolean {
  return isKeyHere;
}

/** `listener` hears that the key was lost: its worker took too long over something, or broke down. */
export function onKeyEnded(listener: () => void): void {
  keyEnded = listener;
}

/** Loads a private key. @throws WorkerTaskError with a `TeamKeyFault` */
export async function unlockKey(file: File, passphrase: string): Promise<LoadedKey> {
  const loaded = await ask('unlock', { file, passphrase });
  isKeyHere = true;
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

/** Ends the worker, and with it the key. */
export function forgetKey(): void {
  isKeyHere = false;
  stop();
}
