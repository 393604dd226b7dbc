// The files that were chosen for a reply and not sent yet: kept in this browser, sealed to the team with their names, where
// a key is here that opens them again.
import { serverNow } from '../../api/server-time.ts';
import { askJudge } from '../../workers/judge/client.ts';
import { openSealedFile } from '../../workers/team/client.ts';
import { removeFiles, storedFiles, storeFile } from '../base/file-store.ts';
import { hasKey, session } from '../base/session.ts';

/** A file that was chosen on an earlier visit; `at` in ms since 1970. */
export interface FoundFile {
  id: string;
  at: number;
  file: File;
}

/** Where the files of a reply are kept beyond this tab. */
export interface FileKeeping {
  /** Keeps one; false where that can't be. Never throws. */
  keep(id: string, file: File): Promise<boolean>;
  /** Keeps one no more. */
  drop(id: string): void;
  /** Those that are kept, in the order in which they were chosen; none without a key. Never throws. */
  find(): Promise<FoundFile[]>;
}

/** When the last one was chosen, in ms. */
let latest = 0;

/** Those of a case. */
export function keptFiles(reference: string): FileKeeping {
  const writer = () => (hasKey.peek() ? session.peek()?.fingerprint : undefined);
  return {
    async keep(id, file) {
      const by = writer();
      if (by === undefined) return false;
      // Of files that are chosen at once each is later than the one before it.
      latest = Math.max(Date.now(), latest + 1);
      const at = latest;
      const sealing = askJudge('sealAttachment', { file, readers: [], now: serverNow() });
      const sealed = (await sealing.catch(() => null))?.sealed;
      return sealed !== undefined && storeFile({ id, by, reference, kind: 'chosen', at, sealed });
    },
    drop: (id) => void removeFiles({ id }),
    async find() {
      const by = writer();
      if (by === undefined) return [];
      const found: FoundFile[] = [];
      for (const { id, at, sealed } of await storedFiles({ by, reference, kind: 'chosen' })) {
        const opened = await openSealedFile(sealed).catch(() => null);
        if (opened) found.push({ id, at, file: new File([opened.content], opened.name) });
      }
      return writer() === by ? found : [];
    },
  };
}
