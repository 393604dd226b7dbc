import type { OpenedText, SessionKey } from '../../../openpgp/open.ts';
import { createWorkerClient } from '../client.ts';
import { isTooSlow } from '../fault.ts';
import type { JudgeTasks } from './tasks.ts';
import judgeWorker from './worker.ts?worker&url';

/** How long a key or a text may take, in ms; an honest one takes a fraction of a second. */
const PATIENCE = 10_000;
/** How long an attachment may take, in ms. */
const FILE_PATIENCE = 60_000;
/** How long a text may take that nobody asked for by itself, in ms: for a list, in the background. */
const BRIEFLY = 3_000;
/** After so many texts of one case that were ended, the rest of it waits for another try. */
const MOST_SLOW = 2;

/**
 * Has the worker that judges what strangers send do one task. One that takes too long is ended, and fails alone: the
 * next task gets a fresh worker.
 * @throws WorkerTaskError
 */
export const askJudge = createWorkerClient<JudgeTasks>(judgeWorker, {
  // Every task has its time: nothing a stranger sends is waited for as long as our own work.
  patience: {
    checkKey: PATIENCE,
    checkReader: PATIENCE,
    checkSealed: PATIENCE,
    checkOutside: PATIENCE,
    sealFile: FILE_PATIENCE,
    seal: PATIENCE,
    sealOwn: PATIENCE,
    openText: PATIENCE,
    digest: PATIENCE,
    judgeSharedText: PATIENCE,
    judgeSharedFile: FILE_PATIENCE,
    people: PATIENCE,
    openFile: FILE_PATIENCE,
    sealAttachment: FILE_PATIENCE,
  } satisfies Record<keyof JudgeTasks, number>,
}).ask;

/** Opens what is opened in the background: nobody waits in line behind it. */
const askBackgroundJudge = createWorkerClient<JudgeTasks>(judgeWorker, {
  patience: { openText: BRIEFLY },
}).ask;

/** Opens a text that nobody asked for by itself, by a judge of its own and within a short time. Never throws. */
export async function openBriefly(sealed: string, sessionKeys: SessionKey[]): Promise<OpenedText> {
  if (sessionKeys.length === 0) return { text: null, why: 'closed' };
  return askBackgroundJudge('openText', { sealed, sessionKeys }).catch(refused);
}

/**
 * Opens texts one after the other, so that one that is made to take long costs its own time and no other's.
 * @param sessionKeysOf gives what opens a text; its failure ends the whole
 * @param isWanted whether somebody still waits for it; what nobody waits for stays closed
 * @param reporterKeys certificates of the reporter's, armored, with which signatures are verified besides the team's
 */
export async function openTexts(
  texts: readonly string[],
  sessionKeysOf: (sealed: string, index: number) => Promise<SessionKey[]> | SessionKey[],
  isWanted: () => boolean,
  reporterKeys = '',
): Promise<OpenedText[]> {
  const opened: OpenedText[] = [];
  let slow = 0;
  for (const [index, sealed] of texts.entries()) {
    if (!isWanted()) opened.push({ text: null, why: 'closed' });
    else if (slow === MOST_SLOW) opened.push({ text: null, why: 'too-slow' });
    else {
      const one = await openText(sealed, await sessionKeysOf(sealed, index), reporterKeys);
      if (one.text === null && one.why === 'too-slow') slow += 1;
      opened.push(one);
    }
  }
  return opened;
}

/** Opens the contents of a text with its session keys. Never throws. */
async function openText(
  sealed: string,
  sessionKeys: SessionKey[],
  reporterKeys: string,
): Promise<OpenedText> {
  if (sessionKeys.length === 0) return { text: null, why: 'closed' };
  const ask = (isPlain: boolean) =>
    askJudge('openText', { sealed, sessionKeys, reporterKeys, isPlain }).catch(refused);
  const opened = await ask(false);
  // What takes long may be the form that it has, a mail say: as it came it is still to be read.
  return opened.text === null && opened.why === 'too-slow' ? ask(true) : opened;
}

const refused = (error: unknown): OpenedText => ({
  text: null,
  why: isTooSlow(error) ? 'too-slow' : 'closed',
});
