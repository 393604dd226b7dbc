// What somebody is writing, by case and form: in the memory of the tab, and where their key is loaded also in this
// browser, sealed to their own certificate, so that neither a reload, nor signing out, nor the end of a session loses it.
import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { serverNow } from '../../api/server-time.ts';
import { askJudge } from '../../workers/judge/client.ts';
import { openSealed } from '../../workers/team/client.ts';
import {
  type DraftName,
  draftNames,
  readDraft,
  removeDraft,
  removeDrafts,
  writeDraft,
} from './draft-store.ts';
import { removeFiles } from './file-store.ts';
import { hasKey, session } from './session.ts';

/** How long after the last key a draft is sealed and kept, in ms. */
const PAUSE = 700;

/** A draft of one form. What it holds is text; a form with several fields writes them as JSON. */
export interface KeptDraft {
  /** What stands in it; empty for nothing. */
  readonly text: ReadonlySignal<string>;
  /** When what stands in it was written, ISO 8601, where it was found again; null for what was written just now. */
  readonly foundAt: ReadonlySignal<string | null>;
  /** Whether what stands in it is kept beyond this tab. */
  readonly isKept: ReadonlySignal<boolean>;
  /** Takes what is written now. Empty throws it away. */
  write(text: string): void;
  /** Throws it away, also where it is kept. */
  throwAway(): void;
}

class Draft implements KeptDraft {
  readonly text = signal('');
  readonly foundAt = signal<string | null>(null);
  readonly isKept = signal(true);
  readonly #reference: string;
  readonly #name: string;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(reference: string, name: string) {
    this.#reference = reference;
    this.#name = name;
  }

  write(text: string): void {
    if (text === this.text.peek()) return;
    this.text.value = text;
    this.foundAt.value = null;
    clearTimeout(this.#timer);
    if (text === '') {
      this.isKept.value = true;
      const of = this.#of();
      if (of) removeDraft(of);
      return;
    }
    this.isKept.value = false;
    this.#timer = setTimeout(() => void this.keep(), PAUSE);
  }

  throwAway(): void {
    this.write('');
    const of = this.#of();
    if (of) removeDraft(of);
  }

  /** Seals and keeps what stands in it now, whoever is signed in by then. Without a key nobody here could open it. */
  async keep(): Promise<void> {
    clearTimeout(this.#timer);
    const [of, text] = [this.#of(), this.text.peek()];
    if (of === null || text === '' || this.isKept.peek() || !hasKey.peek()) return;
    const now = serverNow();
    const sealed = await askJudge('sealOwn', { text, fingerprint: of.by, now }).catch(() => null);
    // What was written meanwhile is kept after it, and what was thrown away meanwhile stays away.
    if (sealed === null || this.text.peek() !== text) return;
    this.isKept.value = writeDraft(of, { at: new Date(now).toISOString(), sealed });
  }

  /** Finds again what was written before, where nothing is written now. */
  async find(): Promise<void> {
    const of = this.#of();
    const stored = of && this.text.peek() === '' ? readDraft(of) : null;
    if (stored === null) return;
    const [opened] = await openSealed([stored.sealed]).catch(() => []);
    if (!opened || opened.text === null || this.text.peek() !== '' || this.#of()?.by !== of?.by) return;
    this.text.value = opened.text.trimEnd();
    this.foundAt.value = stored.at;
    this.isKept.value = true;
  }

  #of(): DraftName | null {
    const by = session.peek()?.fingerprint;
    return by === undefined ? null : { by, reference: this.#reference, name: this.#name };
  }
}

const drafts = new Map<string, Draft>();
const forms = new Set<() => void>();

/**
 * The draft of a form in a case: what is written in it and, once the key is here, what was written before.
 * @param name of the form, the same on every visit
 */
export function keptDraft(reference: string, name: string): KeptDraft {
  const key = `${reference} ${name}`;
  const known = drafts.get(key);
  if (known) return known;
  const draft = new Draft(reference, name);
  drafts.set(key, draft);
  if (hasKey.peek()) void draft.find();
  return draft;
}

/** Whether something is written that would be lost with the tab. */
export function areDraftsLost(): boolean {
  return [...drafts.values()].some(({ text, isKept }) => text.peek() !== '' && !isKept.peek());
}

/** Seals and keeps at once what is written, as far as it can be. Begins before it returns. */
export function keepDrafts(): Promise<unknown> {
  return Promise.all([...drafts.values()].map((draft) => draft.keep()));
}

/**
 * All that is written in a case, also what is kept of it, by the name of its form; null for what is kept and can't be
 * opened here.
 */
export async function writtenIn(reference: string): Promise<Map<string, string | null>> {
  const by = session.peek()?.fingerprint;
  const kept = by === undefined ? [] : draftNames({ by, reference });
  for (const name of kept) keptDraft(reference, name);
  const before = `${reference} `;
  const here = [...drafts].filter(([key]) => key.startsWith(before));
  if (hasKey.peek()) await Promise.all(here.map(([, draft]) => draft.find()));
  const written = here.map(([key, draft]) => [key.slice(before.length), draft.text.peek() || null] as const);
  return new Map(written.filter(([name, text]) => text !== null || kept.includes(name)));
}

/**
 * Throws away whatever is written and chosen in a case that is gone, also where it is kept.
 * @param but the names of forms that there still are
 */
export function throwAwayDrafts(reference: string, but: readonly string[] = []): void {
  const stays = new Set(but.map((name) => `${reference} ${name}`));
  for (const [key, draft] of drafts)
    if (key.startsWith(`${reference} `) && !stays.has(key)) draft.throwAway();
  const by = session.peek()?.fingerprint;
  if (by !== undefined) removeDrafts({ by, reference }, but);
  void removeFiles({ reference });
}

/** Has `forget` take what stands in a form out of the memory of the tab, once, when all drafts go from it. */
export function onDraftsForgotten(forget: () => void): void {
  forms.add(forget);
}

/** Takes all drafts out of the memory of the tab; what is kept stays. */
export function forgetDrafts(): void {
  drafts.clear();
  const known = [...forms];
  forms.clear();
  for (const forget of known) forget();
}

effect(() => {
  if (hasKey.value) for (const draft of drafts.values()) void draft.find();
});
