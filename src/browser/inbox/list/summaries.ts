// What the server says of the cases: all that are not closed, or are and wait, fetched
// page by page; closed ones at rest when they are asked for.
import { signal } from '@preact/signals';
import type * as z from 'zod/mini';
import { groupOf } from '../../../disclosure/case-groups.ts';
import { limits } from '../../../disclosure/limits.ts';
import type { CaseSummary, casePageSchema, TeamCase } from '../../../disclosure/team-wire.ts';
import type { Failure, Outcome } from '../../api/ask.ts';
import { Latest } from '../base/latest.ts';

type Page = z.infer<typeof casePageSchema>;

/** Fetches a page; null for the first. */
export type FetchPage = (after: string | null) => Promise<Outcome<Page>>;

/** What came of fetching: `left` where something else was begun meanwhile. */
export type Fetched = Failure | { ok: true } | 'left';

export class Summaries {
  /** In the order of the inbox, as it was when they were fetched. */
  readonly cases = signal<readonly CaseSummary[]>([]);
  /** Whether something is being fetched that somebody waits for. */
  readonly areComing = signal(false);
  /** Whether the closed ones are all here too. */
  readonly hasClosed = signal(false);
  readonly #fetchPage: FetchPage;
  readonly #fetching = new Latest();
  /** Where the closed ones go on. */
  #after: string | null = null;
  #isAtWork = false;
  /** Cases as somebody saw them while the list was being fetched: what was on its way by then may be older. */
  readonly #sawMeanwhile = new Map<string, CaseSummary>();
  /** Cases that are gone for good: no reference is given out twice. */
  readonly #gone = new Set<string>();

  constructor(fetchPage: FetchPage) {
    this.#fetchPage = fetchPage;
  }

  /**
   * Fetches all of it anew. The first time every page is there as it comes; later what was there stays until all is here.
   * @param isQuiet not while something is being fetched already
   */
  async load(withClosed: boolean, isQuiet = false): Promise<Fetched> {
    if (isQuiet && this.#isAtWork) return 'left';
    const isFirst = this.cases.peek().length === 0;
    const found = new Map<string, CaseSummary>();
    return this.#walk(null, found, withClosed, isFirst, isQuiet);
  }

  /** Fetches the closed ones that are not here yet. */
  async loadClosed(): Promise<Fetched> {
    if (this.hasClosed.peek()) return { ok: true };
    const found = new Map(this.cases.peek().map((one) => [one.reference, one]));
    return this.#walk(this.#after, found, true, true, false);
  }

  /** Takes up a case as somebody sees it now. */
  saw(view: TeamCase): void {
    const { messages, events, notes, attachments, replyKeyId, statements, ...facts } = view;
    const own = { version: view.version, notes: notes.length };
    const one: CaseSummary = { ...facts, notes: notes.length, seen: own };
    this.#sawMeanwhile.set(one.reference, one);
    const before = this.cases.peek();
    const isKnown = before.some(({ reference }) => reference === one.reference);
    if (isKnown) this.#set(before.map((other) => (other.reference === one.reference ? one : other)));
  }

  /** Takes out cases that are gone. */
  drop(references: readonly string[]): void {
    for (const reference of references) this.#gone.add(reference);
    this.#set(this.cases.peek().filter(({ reference }) => !references.includes(reference)));
  }

  async #walk(
    from: string | null,
    found: Map<string, CaseSummary>,
    withClosed: boolean,
    isShownAsItComes: boolean,
    isQuiet: boolean,
  ): Promise<Fetched> {
    const fetching = this.#fetching.begin();
    this.#isAtWork = true;
    this.#sawMeanwhile.clear();
    this.areComing.value = !isQuiet;
    const known = byReference(this.cases.peek());
    let after = from;
    do {
      const answer = await this.#fetchPage(after);
      if (fetching.aborted) return 'left';
      if (!answer.ok) {
        this.#end();
        return answer;
      }
      // Compared a page at a time: with thousands of cases, all at once takes long.
      for (const one of answer.value.cases)
        found.set(one.reference, unlessSame(known.get(one.reference), one));
      after = answer.value.next;
      if (isShownAsItComes) this.#set(this.#upToNow(found));
      const last = answer.value.cases.at(-1);
      // A closed one in which something waits, or is to come, stands before those that are at rest.
      if (!withClosed && last && groupOf(last) === 4) break;
    } while (after !== null);
    this.#after = after;
    this.hasClosed.value = after === null;
    this.#set(this.#upToNow(found));
    this.#end();
    return { ok: true };
  }

  /** What was fetched, with what happened here meanwhile. */
  #upToNow(found: ReadonlyMap<string, CaseSummary>): CaseSummary[] {
    const there = [...found.values()].filter(({ reference }) => !this.#gone.has(reference));
    return there.map((one) => newerOf(one, this.#sawMeanwhile.get(one.reference)));
  }

  #end(): void {
    this.#isAtWork = false;
    this.areComing.value = false;
  }

  /** A case that is as it was stays the same object: what is drawn of it need not be drawn anew. */
  #set(cases: readonly CaseSummary[]): void {
    const before = this.cases.peek();
    const known = byReference(before);
    const next = cases.map((one) => unlessSame(known.get(one.reference), one));
    const isChanged = next.length !== before.length || next.some((one, index) => one !== before[index]);
    if (isChanged) this.cases.value = next;
  }
}

const byReference = (cases: readonly CaseSummary[]) => new Map(cases.map((one) => [one.reference, one]));

/** A case as it is now: the one from before, where nothing of it is another. */
function unlessSame(before: CaseSummary | undefined, now: CaseSummary): CaseSummary {
  if (before === undefined || before === now) return now;
  return JSON.stringify(before) === JSON.stringify(now) ? before : now;
}

/** A case as it was fetched or as it was seen, whichever is later; what one has seen of it stays seen. */
function newerOf(fetched: CaseSummary, saw: CaseSummary | undefined): CaseSummary {
  if (saw === undefined) return fetched;
  const isSawNewer =
    saw.version > fetched.version || (saw.version === fetched.version && saw.notes >= fetched.notes);
  return isSawNewer ? saw : { ...fetched, seen: laterOf(fetched.seen, saw.seen) };
}

function laterOf(one: CaseSummary['seen'], other: CaseSummary['seen']): CaseSummary['seen'] {
  if (one === null || other === null) return one ?? other;
  return {
    version: Math.max(one.version, other.version),
    notes: Math.max(one.notes, other.notes),
  };
}

/** The query of a page of the list. */
export function pageQuery(after: string | null): string {
  const query = new URLSearchParams({ limit: String(limits.longestPage) });
  if (after !== null) query.set('after', after);
  return String(query);
}
