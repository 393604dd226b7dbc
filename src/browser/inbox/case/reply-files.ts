// The files that go with a reply: chosen in the form, sealed to the team and the reporter when it is sent.
import { signal } from '@preact/signals';
import { limits } from '../../../disclosure/limits.ts';
import type { ListedFile } from '../../../disclosure/listed-files.ts';
import { askJudge } from '../../workers/judge/client.ts';
import type { JudgeTasks } from '../../workers/judge/tasks.ts';

/** A file that was chosen; `key` is its own on this page. */
export interface ChosenFile {
  key: number;
  file: File;
}

/** A file on its way; what a reply says of it, and its sealed bytes. */
export interface OutgoingFile {
  listed: ListedFile;
  sealed: Blob;
}

type Sealed = JudgeTasks['sealAttachment']['result'];

let lastKey = 0;

export class ReplyFiles {
  readonly list = signal<readonly ChosenFile[]>([]);
  /** What was sealed already, and for whom; another key of the reporter's makes another file of it. */
  readonly #sealed = new Map<number, { readers: string; file: Promise<Sealed> }>();

  /** Adds files. @returns why not, by the name of its sentence; null where they were added */
  add(files: readonly File[]): 'tooMany' | 'tooLarge' | null {
    const all = [...this.list.peek(), ...files.map((file) => ({ key: ++lastKey, file }))];
    if (all.length > limits.attachments) return 'tooMany';
    if (all.reduce((sum, { file }) => sum + file.size, 0) > limits.attachmentBytes) return 'tooLarge';
    this.list.value = all;
    return null;
  }

  remove(key: number): void {
    this.#sealed.delete(key);
    this.list.value = this.list.peek().filter((one) => one.key !== key);
  }

  /** Seals what was chosen, one after the other. @throws WorkerTaskError */
  async seal(chosen: readonly ChosenFile[], readers: string[], now: number): Promise<Sealed[]> {
    const sealed: Sealed[] = [];
    for (const { key, file } of chosen) {
      const basis = readers.join('\n');
      const known = this.#sealed.get(key);
      const one = known?.readers === basis ? known.file : askJudge('sealAttachment', { file, readers, now });
      this.#sealed.set(key, { readers: basis, file: one });
      try {
        sealed.push(await one);
      } catch (error) {
        // Another try seals it anew.
        this.#sealed.delete(key);
        throw error;
      }
    }
    return sealed;
  }

  /** These have gone; what was chosen since stays. */
  sent(keys: readonly number[]): void {
    for (const key of keys) this.remove(key);
  }
}
