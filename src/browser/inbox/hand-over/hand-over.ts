// Hands a case over: looks at the key, seals what was chosen, has it stand in the notes and the trail, and only then gives
// the file out.
import { signal } from '@preact/signals';
import * as z from 'zod/mini';
import { isolated } from '../../../disclosure/foreign-text.ts';
import { limits } from '../../../disclosure/limits.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatBytes } from '../../../i18n/format.ts';
import { armor } from '../../../openpgp/armor.ts';
import { freshId } from '../../api/reporter.ts';
import { serverNow } from '../../api/server-time.ts';
import { askTeam, TeamProblem } from '../../api/team.ts';
import { downloadFile } from '../../dom/download.ts';
import { isTooSlow, reasonOf } from '../../workers/fault.ts';
import { askJudge } from '../../workers/judge/client.ts';
import { focusOn } from '../base/focus.ts';
import { language, percentText, sentenceFor, texts } from '../base/page.ts';
import { session } from '../base/session.ts';
import { appendNote } from '../case/append-note.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import type { Chosen, Sealed } from './chosen.ts';
import { chosenFiles } from './files-along.ts';
import { FileFault, TooMuch, textOf, zipOf } from './make.ts';
import { noteTextOf } from './note-text.ts';

/** A file with a public key is shorter than this, in bytes. */
const LONGEST_KEY_FILE = 1024 * 1024;

/** What is wrong, at its field. */
export type Place = 'key' | 'consent' | 'parts';

export class HandOver {
  readonly #opened: OpenedCase;
  readonly chosen: Chosen;
  readonly told = signal('');
  readonly faults = signal<Partial<Record<Place, string>>>({});
  /** The text to read before it goes; null while nobody asked for it. */
  readonly preview = signal<string | null>(null);

  constructor(opened: OpenedCase, chosen: Chosen) {
    this.#opened = opened;
    this.chosen = chosen;
  }

  /** Takes a key file, armored or binary. */
  async takeFile(file: File): Promise<void> {
    if (file.size > LONGEST_KEY_FILE) return this.#fault('key', texts.handOver.keyTooLarge);
    const bytes = new Uint8Array(await file.arrayBuffer());
    // A packet begins with a bit that no character of armor has.
    const isBinary = (bytes[0] ?? 0) >= 0x80;
    this.chosen.key.value = isBinary ? armor(bytes, 'PUBLIC KEY BLOCK') : new TextDecoder().decode(bytes);
    await this.judge();
  }

  /** Looks at the key that was typed. */
  async judge(): Promise<void> {
    const { key, judged } = this.chosen;
    const typed = key.peek();
    if (typed.trim() === '') return this.#fault('key', texts.handOver.needKey);
    this.faults.value = {};
    this.told.value = texts.handOver.judging;
    try {
      const keys = await askJudge('checkOutside', { armored: typed, now: serverNow() });
      judged.value = { of: typed, keys };
      this.told.value = '';
    } catch (error) {
      const { faults } = texts.handOver;
      const fault = isTooSlow(error) ? 'beyond-limits' : reasonOf(error);
      this.#fault(
        'key',
        Object.hasOwn(faults, fault) ? faults[fault as keyof typeof faults] : faults.unreadable,
      );
    }
  }

  /** Shows what would go along. */
  async show(): Promise<void> {
    if (!this.#isWhole()) return;
    this.preview.value = await textOf(this.#opened.current, this.chosen);
    focusOn('hand-over-preview');
  }

  /** Seals what was chosen, notes it on the timeline, and saves the file. */
  async seal(): Promise<void> {
    const { keys } = this.chosen;
    if (keys === null)
      return this.#fault(
        'key',
        this.chosen.judged.peek() ? texts.handOver.keyChanged : texts.handOver.needKey,
      );
    if (!this.#isWhole()) return;
    let isDone = false;
    const who = session.peek();
    const isWanted = () => session.peek() === who;
    try {
      const sealed = await this.#sealed(keys, isWanted);
      if (!isWanted()) return this.#stopped();
      this.told.value = texts.handOver.noting;
      await this.#note(sealed);
      // What nobody can trace afterwards is not given out.
      await this.#trail();
      if (!isWanted()) return this.#stopped();
      this.chosen.sealed.value = sealed;
      this.chosen.kept.throwAway();
      downloadFile(sealed.name, sealed.armored, 'application/pgp-encrypted');
      isDone = true;
      this.told.value = fillIn(texts.handOver.done, { file: sealed.name });
      if (!this.#opened.isLeft) await this.#opened.refresh();
    } catch (error) {
      if (!isWanted()) return this.#stopped();
      this.#fault('parts', sentenceOf(error));
    }
    const { isLeft, frame, reference } = this.#opened;
    if (isLeft) frame.endedElsewhere(reference, this.#end(), isDone);
  }

  async #sealed(
    keys: readonly { armored: string }[] & Sealed['keys'],
    isWanted: () => boolean,
  ): Promise<Sealed> {
    const { reference } = this.#opened;
    const zip = await zipOf(this.#opened.current, this.chosen, (part) => {
      // Nothing more is fetched or opened for who signed out.
      if (!isWanted()) throw new Error('nobody wants it any more');
      this.told.value = fillIn(texts.handOver.opening, { percent: percentText(part) });
    });
    if (!isWanted()) throw new Error('nobody wants it any more');
    this.told.value = texts.handOver.sealing;
    const readers = keys.map(({ armored }) => armored);
    const sealing = { file: zip, name: `${reference}.zip`, readers, now: serverNow() };
    const armored = await askJudge('sealFile', sealing);
    return { name: `${reference}.zip.asc`, armored, keys, language: this.chosen.language.peek() };
  }

  /** @throws NotNoted */
  async #note(sealed: Sealed): Promise<void> {
    const { reference } = this.#opened;
    const note = { id: freshId(), text: await noteTextOf(this.#opened.current, this.chosen, sealed) };
    const appended = await appendNote(
      reference,
      'hand-over',
      this.#opened.current.view.notes,
      async () => note,
    );
    if (!appended.ok) throw new NotNoted(appended.sentence);
  }

  /** @throws NotTrailed */
  async #trail(): Promise<void> {
    const body = { act: 'handed-over', reference: this.#opened.reference };
    const answer = await askTeam('POST', 'trail', z.undefined(), body);
    if (!answer.ok) throw new NotTrailed(sentenceFor(answer.problem, answer.number));
  }

  /** Whether what was chosen can go; tells what is missing. */
  #isWhole(): boolean {
    const { parts, consent, words } = this.chosen;
    const { report, triage, messages, notes } = parts.peek();
    const seen = this.#opened.current;
    this.faults.value = {};
    const { isGiven, message } = consent.peek();
    if (isGiven && message === null) this.#fault('consent', texts.handOver.needConsent);
    const isFilled =
      (report && seen.report !== null) ||
      (triage && seen.view.notes.some(({ kind }) => kind === 'triage')) ||
      [...messages, ...notes, ...chosenFiles(seen, this.chosen)].length > 0 ||
      words.peek().trim() !== '';
    if (!isFilled) this.#fault('parts', texts.handOver.nothing);
    return Object.keys(this.faults.peek()).length === 0;
  }

  #fault(place: Place, sentence: string): void {
    this.told.value = '';
    this.faults.value = { ...this.faults.peek(), [place]: sentence };
    focusOn(`hand-over-${place}`);
  }

  /** How it ended, for who looks at something else by now. */
  #end(): string {
    return this.told.peek() || (this.faults.peek().parts ?? '');
  }

  /** Whoever signed out reads it where one signs in; whoever signed in since is told nothing. */
  #stopped(): void {
    this.told.value = texts.handOver.stopped;
    if (session.peek() === null)
      this.#opened.frame.endedElsewhere(this.#opened.reference, texts.handOver.stopped, false);
  }
}

/** It could not be put on the timeline, so it was not handed over. */
class NotNoted extends Error {}
/** Nobody could trace it. */
class NotTrailed extends Error {}

function sentenceOf(error: unknown): string {
  const { handOver } = texts;
  if (error instanceof TooMuch)
    return fillIn(handOver.tooMuch, { most: formatBytes(limits.attachmentBytes, language) });
  if (error instanceof FileFault) {
    const name = isolated(error.fileName);
    return fillIn(error.why === 'wrong' ? handOver.fileWrong : handOver.fileFailed, { name });
  }
  if (error instanceof NotNoted) return fillIn(handOver.notNoted, { why: error.message });
  if (error instanceof NotTrailed) return fillIn(handOver.notTrailed, { why: error.message });
  if (error instanceof TeamProblem) return sentenceFor(error.code, error.number);
  if (reasonOf(error) === 'no-key') return texts.errors['no-key'];
  return handOver.failed;
}
