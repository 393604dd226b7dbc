// The draft of one form: what stands in it, and what is kept of it in this browser. What is kept is overwritten only by
// who saw it: words that were typed before it was opened, or in another tab, stay in their tab, and both are said.
import { batch, type ReadonlySignal, signal } from '@preact/signals';
import { serverNow } from '../../api/server-time.ts';
import { askJudge } from '../../workers/judge/client.ts';
import { openSealed } from '../../workers/team/client.ts';
import { type DraftName, readDraft, removeDraft, writeDraft } from './draft-store.ts';
import { hasKey, session } from './session.ts';

/** How long after the last key a draft is sealed and kept, in ms. */
const PAUSE = 700;

/** A draft that does not stand in the form; `at` as ISO 8601. */
export interface OtherDraft {
  at: string;
  /** Null for one that can't be opened here, or not yet. */
  text: string | null;
  /** As it is kept; null for one that is in the memory of this tab alone. */
  sealed: string | null;
}

/** A draft of one form. What it holds is text; a form with several fields writes them as JSON. */
export interface KeptDraft {
  /** What stands in it; empty for nothing. */
  readonly text: ReadonlySignal<string>;
  /**
   * When what stands in it was written, ISO 8601, where it was found again; null for what was written just now. With another
   * moment another text is found, which takes the place of what stands in the form.
   */
  readonly foundAt: ReadonlySignal<string | null>;
  /** Whether what stands in it is kept beyond this tab. */
  readonly isKept: ReadonlySignal<boolean>;
  /** Whether the browser did not take it: it is too long, or there is no room. */
  readonly isRefused: ReadonlySignal<boolean>;
  /** Another draft of the same form, that was kept before this one was written; null for none. */
  readonly other: ReadonlySignal<OtherDraft | null>;
  /** Takes what is written now; the very same is what was found, or written before. Empty throws it away. */
  write(text: string): void;
  /** Throws it away, also where it is kept; the other one stays. */
  throwAway(): void;
  /** Has the other one stand in the form, and what stood there be the other. */
  swap(): void;
  /** Throws the other one away, also where it is kept. */
  throwOtherAway(): void;
}

export class Draft implements KeptDraft {
  readonly text = signal('');
  readonly foundAt = signal<string | null>(null);
  readonly isKept = signal(true);
  readonly isRefused = signal(false);
  readonly other = signal<OtherDraft | null>(null);
  readonly #reference: string;
  readonly #name: string;
  /** What stood in the form of what is kept, sealed: that may be overwritten. */
  #seen: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(reference: string, name: string) {
    this.#reference = reference;
    this.#name = name;
  }

  /** Whether something would be lost with the tab. */
  get isLost(): boolean {
    return (this.text.peek() !== '' && !this.isKept.peek()) || this.#isPutAside;
  }

  /** Whether something of it can't be kept as it is. */
  get isStuck(): boolean {
    if (this.#isPutAside) return true;
    if (this.text.peek() === '' || this.isKept.peek()) return false;
    const of = this.#of();
    return of === null || !hasKey.peek() || this.isRefused.peek() || this.#isUnseen(of);
  }

  write(text: string): void {
    if (text === this.text.peek()) return;
    clearTimeout(this.#timer);
    batch(() => {
      this.text.value = text;
      this.foundAt.value = null;
      this.isKept.value = text === '';
      if (text === '') this.isRefused.value = false;
    });
    if (text === '') this.#remove(this.#seen);
    else this.#timer = setTimeout(() => void this.keep(), PAUSE);
  }

  throwAway(): void {
    this.write('');
  }

  swap(): void {
    const other = this.other.peek();
    if (other === null || other.text === null) return;
    clearTimeout(this.#timer);
    const { text, sealed, at } = other;
    const [here, seen] = [this.text.peek(), this.isKept.peek() ? this.#seen : null];
    const hereAt = this.foundAt.peek() ?? new Date(serverNow()).toISOString();
    // What is kept of either stays, until one of them is thrown away.
    if (sealed !== null || this.isKept.peek()) this.#seen = sealed;
    batch(() => {
      this.other.value = here === '' ? null : { at: hereAt, text: here, sealed: seen };
      this.text.value = text;
      this.foundAt.value = at;
      this.isKept.value = sealed !== null;
      this.isRefused.value = false;
    });
    void this.keep();
  }

  throwOtherAway(): void {
    this.#remove(this.other.peek()?.sealed ?? null);
    this.other.value = null;
    // Another tab may have kept something since.
    void this.find();
    void this.keep();
  }

  /** Nothing of it stays in the tab: what it was of is gone. */
  end(): void {
    this.throwAway();
    this.other.value = null;
  }

  /** Seals and keeps what stands in it now, whoever is signed in by then. Without a key nobody here could open it. */
  async keep(): Promise<void> {
    clearTimeout(this.#timer);
    const [of, text] = [this.#of(), this.text.peek()];
    if (of === null || text === '' || this.isKept.peek() || !hasKey.peek()) return;
    if (this.#isUnseen(of)) return this.find();
    const now = serverNow();
    const sealed = await askJudge('sealOwn', { text, fingerprint: of.by, now }).catch(() => null);
    // What was written meanwhile is kept after it, and what was thrown away meanwhile stays away.
    if (sealed === null || this.text.peek() !== text) return;
    if (this.#isUnseen(of)) return this.find();
    const isKept = writeDraft(of, { at: new Date(now).toISOString(), sealed });
    if (isKept) this.#seen = sealed;
    batch(() => {
      this.isKept.value = isKept;
      this.isRefused.value = !isKept;
    });
  }

  /** Finds what is kept and did not stand here yet; where something else is written by now it is the other. */
  async find(): Promise<void> {
    const of = this.#of();
    const stored = of && readDraft(of);
    if (of === null || stored === null || stored.sealed === this.#seen || this.#isPutAside) return;
    if (!hasKey.peek()) {
      this.other.value = { ...stored, text: null };
      return;
    }
    const [opened] = await openSealed([stored.sealed]).catch(() => []);
    // It may be found by now, put aside or thrown away.
    if (this.#of()?.by !== of.by || !this.#isUnseen(of) || this.#isPutAside) return;
    if (readDraft(of)?.sealed !== stored.sealed) return;
    const text = opened?.text?.trimEnd() ?? null;
    if (text === null || !this.isKept.peek()) {
      this.other.value = { ...stored, text };
      return;
    }
    this.#seen = stored.sealed;
    batch(() => {
      this.other.value = null;
      this.text.value = text;
      this.foundAt.value = stored.at;
    });
  }

  /** Whether something is kept that did not stand in this form. */
  #isUnseen(of: DraftName): boolean {
    const stored = readDraft(of);
    return stored !== null && stored.sealed !== this.#seen;
  }

  /** Whether the other one is in the memory of this tab alone. */
  get #isPutAside(): boolean {
    return this.other.peek()?.sealed === null;
  }

  /** Throws away what is kept, where it is this. */
  #remove(sealed: string | null): void {
    const of = this.#of();
    if (of && sealed !== null && readDraft(of)?.sealed === sealed) removeDraft(of);
  }

  #of(): DraftName | null {
    const by = session.peek()?.fingerprint;
    return by === undefined ? null : { by, reference: this.#reference, name: this.#name };
  }
}
