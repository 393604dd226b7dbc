// Sharing, by the worker with the key and the judge. The one takes session keys out and seals them anew; what strangers
// sent is opened by the other, and what that can't do is not shared.
import type { Verdict } from '../../../disclosure/left-out.ts';
import type { ListedFile } from '../../../disclosure/listed-files.ts';
import {
  filesListedIn,
  type SharedHead,
  type SharedText,
  type SharedThing,
  type SharingSteps,
  shareOpened,
} from '../../../openpgp/share-opened.ts';
import type { createWorkerClient } from '../client.ts';
import { isEnded } from '../fault.ts';
import { askJudge } from '../judge/client.ts';
import type { TeamTasks } from './tasks.ts';

/** Each throws WorkerTaskError when there is no key (any more). */
export interface Sharing {
  /** Makes session keys anew for the whole team, of something that belongs where it stands; see `shareOpened`. */
  share: (thing: SharedThing, head: Uint8Array, lookedAt: string | null) => Promise<SharedHead>;
  /** See `filesListedIn`. */
  filesListed: (thing: SharedText) => Promise<readonly ListedFile[]>;
  /** Whether both heads of each pair hold the same session key. */
  holdSame: (pairs: readonly (readonly [Uint8Array, Uint8Array])[]) => Promise<boolean[]>;
  /** SHA-256 of what each text holds, null where one does not open; the judge opens them. */
  digests: (texts: readonly string[]) => Promise<(string | null)[]>;
}

/** How many pairs one task does: whoever else needs the key waits for no more than that. */
const STEP = 16;

/** @param ask has the worker with the key do a task */
export function sharingBy(ask: ReturnType<typeof createWorkerClient<TeamTasks>>['ask']): Sharing {
  const steps: SharingSteps = {
    keyOf: (head) => ask('sessionKeyOfHead', head),
    judge: (sessionKey, thing) =>
      ('at' in thing
        ? askJudge('judgeSharedText', { sessionKey, thing })
        : askJudge('judgeSharedFile', { sessionKey, thing })
      ).catch((error: unknown): Verdict => {
        // A judge that did not load or was too slow says nothing of what it was given.
        if (isEnded(error)) throw error;
        return { why: 'unopened', sha256: null, beginning: '' };
      }),
    anew: (head, opened) => ask('shareHead', { head, opened }),
  };
  return {
    share: (thing, head, lookedAt) => shareOpened(steps, thing, head, lookedAt),
    filesListed: (thing) => filesListedIn(steps, thing),
    async holdSame(pairs) {
      const same: boolean[] = [];
      for (let start = 0; start < pairs.length; start += STEP)
        same.push(...(await ask('holdSame', pairs.slice(start, start + STEP))));
      return same;
    },
    async digests(texts) {
      const digests: (string | null)[] = [];
      for (const sealed of texts) {
        const sessionKeys = await ask('sessionKeys', sealed);
        digests.push(sessionKeys.length === 0 ? null : await askJudge('digest', { sealed, sessionKeys }));
      }
      return digests;
    },
  };
}
