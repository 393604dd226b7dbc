// The files that go with a reply: chosen in the form, kept until it is sent, and then sealed to the team and the reporter.
import { effect, signal, untracked } from '@preact/signals';
import { limits } from '../../../disclosure/limits.ts';
import type { ListedFile } from '../../../disclosure/listed-files.ts';
import { freshId } from '../../api/reporter.ts';
import { askJudge } from '../../workers/judge/client.ts';
import type { JudgeTasks } from '../../workers/judge/tasks.ts';
import { hasKey } from '../base/session.ts';
import type { FileKeeping } from './kept-files.ts';

/** A file that was chosen; `key` is its own on this page, `id` where it is kept. */
export interface ChosenFile {
  key: number;
  id: string;
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
  /** When the newest was chosen, ISO 8601, where they were found again; null for what was chosen just now. */
  readonly foundAt = signal<string | null>(null);
  /** How many of them found no room beside what is chosen now. */
  readonly without = signal(0);
  /** Ids of those that could not be kept beyond this tab. */
  readonly onlyHere = signal<ReadonlySet<string>>(new Set());
  readonly #kept = new Set<string>();
  /** Ids of those that were taken away: the store may still be at it. */
  readonly #gone = new Set<string>();
  readonly #keeping: FileKeeping | null;
  /** Nothing that is chosen in it is kept or found any more. */
  readonly leave: () => void;

  /** @param keeping where they are kept; null for nowhere */
  constructor(keeping: FileKeeping | null = null) {
    this.#keeping = keeping;
    this.leave = effect(() => {
      if (keeping === null || !hasKey.value) return;
      untracked(() => void this.#find(keeping));
      untracked(() => this.#keep(this.list.peek()));
    });
  }

  /** Whether some would be lost with the page. */
  get areLost(): boolean {
    return this.list.peek().some(({ id }) => !this.#kept.has(id));
  }

  /** Adds files. @returns why not, by the name of its sentence; null where they were added */
  add(files: readonly File[]): 'tooMany' | 'tooLarge' | null {
    const added = files.map((file) => ({ key: ++lastKey, id: freshId(), file }));
    const all = [...this.list.peek(), ...added];
    const why = whyNot(all);
    if (why !== null) return why;
    this.list.value = all;
    this.foundAt.value = null;
    this.#keep(added);
    return null;
  }

  remove(key: number): void {
    this.#sealed.delete(key);
    const gone = this.list.peek().filter((one) => one.key === key);
    this.list.value = this.list.peek().filter((one) => one.key !== key);
    for (const { id } of gone) {
      this.#gone.add(id);
      this.#keeping?.drop(id);
    }
    if (this.#keeping !== null && this.without.peek() > 0) void this.#find(this.#keeping);
  }

  #keep(files: readonly ChosenFile[]): void {
    for (const one of files) if (!this.#kept.has(one.id)) void this.#keepOne(one);
  }

  async #keepOne({ key, id, file }: ChosenFile): Promise<void> {
    const isKept = (await this.#keeping?.keep(id, file)) === true;
    // It may have gone meanwhile.
    if (!this.list.peek().some((one) => one.key === key)) return this.#keeping?.drop(id);
    if (isKept) this.#kept.add(id);
    const others = [...this.onlyHere.peek()].filter((one) => one !== id);
    this.onlyHere.value = new Set(isKept ? others : [...others, id]);
  }

  /**
   * Finds again what was chosen before: all of it, or nothing where that would be too much with what is chosen now. Then it
   * waits until something of that is gone.
   */
  async #find(keeping: FileKeeping): Promise<void> {
    const found = await keeping.find();
    const known = new Set([...this.#gone, ...this.list.peek().map(({ id }) => id)]);
    const fresh = found.filter(({ id }) => !known.has(id));
    const all = [...fresh.map(({ id, file }) => ({ key: ++lastKey, id, file })), ...this.list.peek()];
    this.without.value = whyNot(all) === null ? 0 : fresh.length;
    if (fresh.length === 0 || this.without.peek() > 0) return;
    for (const { id } of fresh) this.#kept.add(id);
    this.list.value = all;
    this.foundAt.value = new Date(Math.max(...fresh.map(({ at }) => at))).toISOString();
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

/** What is wrong with so many files, or so large ones; null for nothing. */
function whyNot(files: readonly ChosenFile[]): 'tooMany' | 'tooLarge' | null {
  if (files.length > limits.attachments) return 'tooMany';
  return files.reduce((sum, { file }) => sum + file.size, 0) > limits.attachmentBytes ? 'tooLarge' : null;
}
