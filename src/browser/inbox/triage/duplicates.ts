// Which case told the same before: both cases name each other, for the team alone.
import { signal } from '@preact/signals';
import { isFull } from '../../../disclosure/triage-change.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { sentenceFor, texts } from '../base/page.ts';
import { askCase } from '../case/ask-case.ts';
import { NoteOpener } from '../case/open-notes.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import type { CaseTriage } from './case-triage.ts';
import { fullSentence, saveTriage } from './save-triage.ts';

/** What has to be written into another case still; `why` is empty where nobody tried yet. */
interface Half {
  kind: 'duplicate' | 'no-duplicate';
  reference: string;
  why: string;
}

export class Duplicates {
  readonly #opened: OpenedCase;
  readonly #work: CaseTriage;
  readonly half = signal<Half | null>(null);
  readonly fault = signal('');
  /** The original that was looked at last. */
  #looked: string | null = null;

  constructor(opened: OpenedCase, work: CaseTriage) {
    this.#opened = opened;
    this.#work = work;
  }

  /** Finds out since when the original is known, and whether it names this case too. */
  async look(original: string | null): Promise<void> {
    const opened = this.#opened;
    if (this.#looked === original) return;
    this.#looked = original;
    opened.knownSince.value = null;
    if (original === null) return;
    const found = await find(original);
    if (opened.isLeft || this.#looked !== original || !found.ok) return;
    const { receivedAt, triage } = found;
    this.#know(receivedAt);
    const isNamed = triage === 'closed' || triage.duplicates.includes(opened.reference);
    if (!isNamed && this.half.peek() === null)
      this.half.value = { kind: 'duplicate', reference: original, why: '' };
  }

  /** Names the original of this case, in both; true when this case names it. */
  async name(original: string, before: string | null): Promise<boolean> {
    const { reference } = this.#opened;
    const { itself, loop } = texts.triage.duplicates;
    this.fault.value = '';
    const found = original === reference ? null : await find(original);
    if (found?.ok === false || found === null) {
      this.fault.value = found?.sentence ?? itself;
      return false;
    }
    if (found.triage !== 'closed' && found.triage.duplicateOf === reference) {
      this.fault.value = fillIn(loop, { reference: original });
      return false;
    }
    const named = { kind: 'duplicate', reference } as const;
    if (found.triage !== 'closed' && isFull(found.triage, named)) {
      this.fault.value = fullSentence(original, named);
      return false;
    }
    if (!(await this.#work.save({ kind: 'duplicate-of', reference: original }))) return false;
    this.#looked = original;
    this.#know(found.receivedAt);
    if (before !== null && before !== original) await this.#write('no-duplicate', before);
    await this.#write('duplicate', original);
    return true;
  }

  /** Takes it back, in both. */
  async takeBack(original: string): Promise<void> {
    this.fault.value = '';
    if (await this.#work.save({ kind: 'duplicate-of', reference: null })) {
      this.#know(null);
      await this.#write('no-duplicate', original);
    }
  }

  /** Tries once more to write into the other case. */
  async again(): Promise<void> {
    const half = this.half.peek();
    if (half) await this.#write(half.kind, half.reference);
  }

  /** A letter that stands in the form, and that nobody changed, says it too. */
  #know(receivedAt: string | null): void {
    this.#opened.knownSince.value = receivedAt;
    this.#opened.reply.writing.change({});
  }

  async #write(kind: Half['kind'], reference: string): Promise<void> {
    const saved = await saveTriage(reference, { kind, reference: this.#opened.reference });
    this.half.value = saved.ok ? null : { kind, reference, why: saved.sentence };
    const { isLeft, frame } = this.#opened;
    if (!saved.ok && isLeft)
      frame.endedElsewhere(
        this.#opened.reference,
        fillIn(texts.triage.duplicates.half, { reference, why: saved.sentence }),
        false,
      );
  }
}

/** A case that may be the original. */
async function find(reference: string) {
  const answer = await askCase(reference);
  if (!answer.ok) return { ok: false as const, sentence: sentenceFor(answer.problem, answer.number) };
  const { receivedAt, notes } = answer.value;
  const current = await new NoteOpener(reference).currentTriage(notes);
  const triage = current === 'closed' ? current : current.triage;
  return { ok: true as const, receivedAt, triage };
}
