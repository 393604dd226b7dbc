// The list of cases as it was asked for last.
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type * as z from 'zod/mini';
import { caseGroups, groupOf } from '../../../disclosure/case-groups.ts';
import { type CaseSummary, casePageSchema } from '../../../disclosure/team-wire.ts';
import { askTeam } from '../../api/team.ts';
import { focusOn, focusSoon } from '../base/focus.ts';
import { Latest } from '../base/latest.ts';
import { plural, sentenceFor, texts } from '../base/page.ts';
import { Choice } from './choice.ts';
import { anyCase, codeIn, type Filter, isFiltered, isSameQuestion, queryFor } from './question.ts';
import { type Erased, eraseAsSpam, isSureOfSpam } from './spam.ts';

type Page = z.infer<typeof casePageSchema>;

/** What is on the screen, and what it is the answer to. */
type Answer = Page & { filter: Filter };

export class CaseList {
  readonly filter = signal(anyCase);
  /** What is wrong with the code that was typed. */
  readonly codeFault = signal('');
  /** What is said above the list. */
  readonly told = signal('');
  readonly #answer = signal<Answer>({ cases: [], next: null, filter: anyCase });
  /** The cases by group, in the order of the groups, whatever comes first in what was found. */
  readonly groups = computed(() => {
    const found = Map.groupBy(this.#answer.value.cases, groupOf);
    return caseGroups.flatMap((group) => {
      const cases = found.get(group);
      return cases ? [{ group, cases }] : [];
    });
  });
  readonly hasMore: ReadonlySignal<boolean> = computed(() => this.#answer.value.next !== null);
  readonly choice = new Choice(computed(() => this.groups.value.flatMap(({ cases }) => cases)));
  /** What came of erasing what was chosen: a sentence, or the whole outcome. */
  readonly erased = signal<Erased | string>('');
  /** What was asked last, while no answer is there. */
  readonly #asking = new Latest();
  #isAsking = false;
  #asked = anyCase;

  /** Changes what the filter asks for. */
  ask(fields: Partial<Filter>): void {
    this.filter.value = { ...this.filter.peek(), ...fields };
  }

  /** Fetches the first page and shows it. */
  async show(): Promise<void> {
    const code = codeIn(this.filter.peek().code);
    this.codeFault.value = code === null ? texts.list.wrongCode : '';
    if (code === null) return focusOn('filter-code');
    this.told.value = texts.list.loading;
    let page = await this.#fetch(code, null);
    // A search looks at so many at a time; one that has found nothing yet goes on by itself.
    while (page?.cases.length === 0 && page.next !== null) page = await this.#fetch(code, page.next);
    if (page) this.#show(page);
  }

  /** Fetches the next page and shows it behind what is there. */
  async showMore(): Promise<void> {
    const { cases, next, filter } = this.#answer.peek();
    // The place to go on from is one of the list on the screen: another question begins at the beginning.
    if (!isSameQuestion(filter, this.filter.peek())) return this.show();
    const code = codeIn(filter.code);
    if (code === null || next === null) return;
    const page = await this.#fetch(code, next);
    if (!page) return;
    this.#show({ cases: [...cases, ...page.cases], next: page.next });
    // Who asked for more goes on where the list went on.
    const [first] = page.cases;
    if (first) focusSoon(() => linkTo(first.reference));
  }

  /**
   * Fetches again what is on the screen, and shows it if something changed. Disturbs nobody: nothing is told unless there
   * is something new, what has the focus keeps it, and nothing is fetched while a search is being typed, or an answer is
   * under way.
   */
  async refresh(): Promise<void> {
    if (this.#isAsking || !isSameQuestion(this.#asked, this.filter.peek())) return;
    const { cases, next } = this.#answer.peek();
    const code = codeIn(this.filter.peek().code) ?? '';
    const found: CaseSummary[] = [];
    let following: string | null = null;
    do {
      const page: Page | null = await this.#fetch(code, following, true);
      if (!page) return;
      found.push(...page.cases);
      following = page.next;
    } while (following !== null && found.length < Math.max(1, cases.length));
    const isChanged = JSON.stringify([found, following]) !== JSON.stringify([cases, next]);
    if (!isChanged || !isSameQuestion(this.#asked, this.filter.peek())) return;
    const focused = placeInList();
    this.#show({ cases: found, next: following });
    // A case that moved was drawn anew.
    if (focused) focusSoon(() => focused() ?? titleOfList(), { preventScroll: true });
  }

  /** Erases what is chosen, once somebody is sure. @param whenErased hears which were */
  async eraseChosen(whenErased: (references: readonly string[]) => void): Promise<void> {
    const cases = this.choice.chosen.peek();
    if (cases.length === 0) {
      this.erased.value = texts.spam.none;
      return;
    }
    if (!isSureOfSpam(cases.length, cases.filter(({ urgent }) => urgent).length)) return;
    this.erased.value = texts.spam.working;
    const done = await eraseAsSpam(cases);
    whenErased(done.erased);
    this.choice.clear();
    await this.show();
    this.erased.value = done;
    // The box or button that had the focus may be gone.
    focusOn('choose-result');
  }

  /** Null when something else was asked meanwhile, or there is no answer, which is told. */
  async #fetch(code: string, after: string | null, isQuiet = false): Promise<Page | null> {
    const asking = this.#asking.begin();
    this.#asked = this.filter.peek();
    this.#isAsking = true;
    const answer = await askTeam('GET', `cases?${queryFor(this.#asked, code, after)}`, casePageSchema);
    if (asking.aborted) return null;
    this.#isAsking = false;
    if (!answer.ok && !isQuiet) this.told.value = sentenceFor(answer.problem, answer.number);
    return answer.ok ? answer.value : null;
  }

  #show(page: Page): void {
    this.#answer.value = { ...page, filter: this.#asked };
    this.choice.keepOffered();
    const { length } = page.cases;
    const nothing = isFiltered(this.filter.peek()) ? texts.list.nothing : texts.list.empty;
    this.told.value = length === 0 ? nothing : plural(texts.list, 'count', length);
  }
}

/** Goes on in the list where somebody left it for a case, or at its beginning. */
export function focusInList(reference: string | null): void {
  focusSoon(() => (reference === null ? null : linkTo(reference)) ?? titleOfList());
}

const list = () => document.getElementById('list-cases');
const titleOfList = () => document.getElementById('list-title');

function linkTo(reference: string): HTMLElement | null | undefined {
  return list()?.querySelector<HTMLElement>(`a[href="#${reference}"]`);
}

/** Finds what stands then where the link or box stands that has the keyboard now; null where none has. */
function placeInList(): (() => HTMLElement | null | undefined) | null {
  const { activeElement } = document;
  if (!list()?.contains(activeElement)) return null;
  if (!(activeElement instanceof HTMLInputElement)) return () => linkTo(activeElement?.textContent ?? '');
  const { value } = activeElement;
  return () => list()?.querySelector<HTMLElement>(`input[value="${value}"]`);
}
