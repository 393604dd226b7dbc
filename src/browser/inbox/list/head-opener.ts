// Opens the heads of cases in the background, a page at a time, those in view first.

import type { HeadView } from '../../../disclosure/desk-wire.ts';
import type { OpenedText } from '../../../openpgp/open.ts';
import type { Head } from './heads.ts';
import { nothing, type ReadReport } from './read-head.ts';

/** A case whose head is wanted. `notes` tells whether its triage may be another by now. */
export interface Wanted {
  reference: string;
  version: number;
  notes: number;
}

/** Where heads come from, and where they go. */
export interface HeadParts {
  /** Fetches some; null when there is no answer now. */
  fetch: (references: readonly string[]) => Promise<{ heads: readonly HeadView[] } | null>;
  /** Opens a text. Throws when there is no key (any more). */
  open: (sealed: string) => Promise<OpenedText>;
  readReport: (opened: OpenedText) => ReadReport;
  readTriage: (
    reference: string,
    triage: NonNullable<HeadView['triage']>,
    opened: OpenedText,
  ) => Head['triage'];
  /** Takes up what was opened. */
  take: (heads: readonly Head[]) => void;
  now: () => number;
}

/** Heads that are asked for at once. */
const PAGE = 50;
/** What was opened is shown after this, in ms, also before its page is through. */
const SHOW_EVERY = 150;
/** Where there was no answer, nothing is asked for so long, in ms. */
const PAUSE = 10_000;

interface Known {
  head: Head;
  notes: number;
  triageNumber: number;
}

export class HeadOpener {
  readonly #parts: HeadParts;
  readonly #known = new Map<string, Known>();
  #wanted: readonly Wanted[] = [];
  #inView: readonly string[] = [];
  #isAtWork = false;
  #restUntil = 0;
  /** Raised when everything is forgotten: what was begun before counts no more. */
  #age = 0;

  constructor(parts: HeadParts) {
    this.#parts = parts;
  }

  /** How many of some cases have been looked at. */
  lookedAt(cases: readonly { reference: string }[]): number {
    return cases.filter(({ reference }) => this.#known.has(reference)).length;
  }

  /** Sets which heads are wanted, in the order in which they are opened, and goes on. */
  want(wanted: readonly Wanted[]): Promise<void> {
    this.#wanted = wanted;
    return this.#goOn();
  }

  /** Sets which cases are in view: theirs come first. */
  look(inView: readonly string[]): Promise<void> {
    this.#inView = inView;
    return this.#goOn();
  }

  /** Forgets everything, the key is gone. */
  forget(): void {
    this.#age += 1;
    this.#known.clear();
    this.#isAtWork = false;
    this.#restUntil = 0;
  }

  async #goOn(): Promise<void> {
    if (this.#isAtWork || this.#parts.now() < this.#restUntil) return;
    this.#isAtWork = true;
    const age = this.#age;
    try {
      for (let page = this.#next(); page.length > 0; page = this.#next()) {
        const answer = await this.#parts.fetch(page.map(({ reference }) => reference));
        if (age !== this.#age) return;
        if (answer === null || answer.heads.length === 0) {
          this.#restUntil = this.#parts.now() + PAUSE;
          return;
        }
        if (!(await this.#open(page, answer.heads, age))) return;
      }
    } catch {
      // The key went while something was being opened; whoever loads it again wants them again.
    } finally {
      if (age === this.#age) this.#isAtWork = false;
    }
  }

  /** What is opened next: what is in view where that waits, else what comes first in the list. */
  #next(): Wanted[] {
    const waiting = this.#wanted.filter((one) => this.#known.get(one.reference)?.notes !== one.notes);
    const inView = new Set(this.#inView);
    const seen = waiting.filter(({ reference }) => inView.has(reference));
    return (seen.length > 0 ? seen : waiting).slice(0, PAGE);
  }

  /** Opens a page; false when everything was forgotten meanwhile. What did not come stays wanted. */
  async #open(page: readonly Wanted[], views: readonly HeadView[], age: number): Promise<boolean> {
    const { take, now } = this.#parts;
    const wanted = new Map(page.map((one) => [one.reference, one]));
    let [opened, shownAt]: [Head[], number] = [[], now()];
    for (const view of views) {
      const one = wanted.get(view.reference);
      if (one === undefined) continue;
      const known = await this.#openOne(one, view);
      if (age !== this.#age) return false;
      this.#known.set(one.reference, known);
      opened.push(known.head);
      if (now() - shownAt < SHOW_EVERY) continue;
      take(opened);
      [opened, shownAt] = [[], now()];
    }
    take(opened);
    return true;
  }

  /** A report never changes, so that one that was opened stays; a triage is opened when it is another one. */
  async #openOne({ reference, version, notes }: Wanted, { report, triage }: HeadView): Promise<Known> {
    const { open, readReport, readTriage } = this.#parts;
    const before = this.#known.get(reference);
    const triageNumber = triage?.number ?? 0;
    const read = await this.#readReport(report, before, open, readReport);
    const isSame = before?.triageNumber === triageNumber;
    const own = triage === null ? null : isSame && before ? before.head.triage : undefined;
    const opened =
      own === undefined && triage ? readTriage(reference, triage, await open(triage.sealed)) : own;
    return { head: { reference, version, ...read, triage: opened ?? null }, notes, triageNumber };
  }

  async #readReport(
    report: string | null,
    before: Known | undefined,
    open: HeadParts['open'],
    read: HeadParts['readReport'],
  ): Promise<ReadReport> {
    if (report === null) return { ...nothing, why: 'too-long' };
    return before && before.head.why === null ? before.head : read(await open(report));
  }
}
