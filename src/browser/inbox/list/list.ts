// The list of cases: what the server says of them and what was opened of each, as it is asked for now.
import { batch, computed, effect, signal } from '@preact/signals';
import { type Absence, dayIn } from '../../../disclosure/absence.ts';
import { type CaseSummary, casePageSchema, type TeamCase } from '../../../disclosure/team-wire.ts';
import { organisation } from '../../../organisation.ts';
import { askTeam } from '../../api/team.ts';
import { focusOn, focusSoon, onceDrawn } from '../base/focus.ts';
import { inSlices } from '../base/in-slices.ts';
import { Latest } from '../base/latest.ts';
import { nowOnPage } from '../base/now.ts';
import { plural, sentenceFor, texts } from '../base/page.ts';
import { hasKey, session } from '../base/session.ts';
import { keepInAddress, questionInAddress } from './address.ts';
import { arrange, casesOf } from './arrange.ts';
import { Choice } from './choice.ts';
import { canBeInHand, Hands } from './hands.ts';
import { forgetHeads, heads } from './heads.ts';
import { matcher, searcher } from './matching.ts';
import { openHeads } from './open-heads.ts';
import { linkTo, placeInList, reveal, titleOfList } from './place.ts';
import { anyCase, asksForClosed, isFiltered, type Question } from './question.ts';
import { fetchAbsences, tellSeen } from './seen.ts';
import { type Erased, eraseAsSpam, isSureOfSpam } from './spam.ts';
import { isAtRest, isLate, isOpen, isUnread, isWaiting, type Section } from './standing.ts';
import { type Fetched, pageQuery, Summaries } from './summaries.ts';

/** What is due within this comes first, evidence or not, in ms. */
const SOON = 24 * 60 * 60 * 1000;

export class CaseList {
  readonly question = signal(anyCase);
  /** What the list shows: what is asked for, as soon as its words have been searched for. */
  readonly #shown = signal({ question: anyCase, hasWords: searcher('') });
  readonly #searching = new Latest();
  readonly #summaries = new Summaries((after) => askTeam('GET', `cases?${pageQuery(after)}`, casePageSchema));
  readonly #opener = openHeads();
  readonly #absences = signal<readonly Absence[]>([]);
  /** Hands that are unfolded. */
  readonly #unfolded = signal<ReadonlySet<string>>(new Set());
  /** What kept the list from being fetched, in a sentence. */
  readonly #fault = signal('');
  #hands = new Hands();
  readonly #inView = new Map<Section, readonly string[]>();
  readonly #end: () => void;

  /** Those of whom is known who they are, closed ones where they are here. */
  readonly all = computed(() => this.#summaries.cases.value);
  readonly found = computed(() => {
    const { question, hasWords } = this.#shown.value;
    const isFound = matcher(question, this.#asking(), hasWords);
    const known = heads.value;
    return this.all.value.filter((one) => isFound(one, known.get(one.reference)));
  });
  readonly parts = computed(() => {
    const known = heads.value;
    return arrange(this.found.value, {
      heads: known,
      hands: this.#handsOf(known),
      unfolded: this.#unfolded.value,
      soon: nowOnPage() + SOON,
      isNewestFirst: this.#shown.value.question.isUntouched,
    });
  });
  /** The cases in the order of the list, those of folded hands as well. */
  readonly order = computed(() => this.parts.value.flatMap(({ rows }) => rows.flatMap(casesOf)));
  /** What the rows are called. */
  readonly rows = computed(() => this.parts.value.flatMap(({ rows }) => rows.map(({ key }) => key)));
  readonly totals = computed(() => {
    const { all } = this;
    const now = nowOnPage();
    const count = (is: (one: (typeof all.value)[number]) => boolean) => all.value.filter(is).length;
    return {
      open: count(isOpen),
      overdue: count((one) => isLate(one, now)),
      waiting: count(isWaiting),
      nobody: count((one) => isOpen(one) && one.assignee === null),
    };
  });
  /** All labels that somebody gave. */
  readonly labels = computed(() => {
    const found = [...heads.value.values()].flatMap(({ triage }) => triage?.labels ?? []);
    return [...new Set(found)].sort((one, other) => one.localeCompare(other));
  });
  /** How many of the cases that are asked for have been looked into, and of how many. */
  readonly looked = computed(() => {
    const known = heads.value;
    const isClosedToo = asksForClosed(this.question.value);
    const asked = this.all.value.filter((one) => isClosedToo || !isAtRest(one));
    const wanted = asked.filter(({ withdrawnAt }) => withdrawnAt === null);
    return { of: wanted.length, opened: wanted.filter(({ reference }) => known.has(reference)).length };
  });
  readonly choice = new Choice(this.order);
  /** What came of erasing what was chosen: a sentence, or the whole outcome. */
  readonly erased = signal<Erased | string>('');
  /** What is said above the list. */
  readonly told = computed(() => {
    if (this.#fault.value !== '') return this.#fault.value;
    const { length } = this.found.value;
    if (this.#summaries.areComing.value && this.all.value.length === 0) return texts.list.loading;
    if (length > 0) return plural(texts.list, 'count', length);
    return isFiltered(this.#shown.value.question) ? texts.list.nothing : texts.list.empty;
  });
  /** Whether closed ones are left out of what was found. */
  readonly isWithoutClosed = computed(
    () => !asksForClosed(this.question.value) && this.question.value.words.trim() !== '',
  );

  constructor() {
    // What is asked for first is opened first; what was withdrawn has nothing to open.
    this.#end = effect(() => {
      const cases = this.all.value;
      if (!hasKey.value) return;
      const gone = cases.filter(({ withdrawnAt }) => withdrawnAt !== null).map(({ reference }) => reference);
      forgetHeads(gone);
      void this.#opener.want(cases.filter(({ withdrawnAt }) => withdrawnAt === null));
    });
  }

  /** Nobody looks at it any more. */
  end(): void {
    this.#end();
    this.#searching.leave();
    this.#opener.forget();
  }

  /** Changes what is asked for. */
  ask(fields: Partial<Question>): void {
    const question = { ...this.question.peek(), ...fields };
    this.question.value = question;
    keepInAddress(question);
    void this.#search(question);
    if (asksForClosed(question)) void this.#told(this.#summaries.loadClosed());
  }

  /** Shows what is asked for; where there is much to search through, a little later. */
  async #search(question: Question): Promise<void> {
    const searching = this.#searching.begin();
    const before = this.#shown.peek();
    const isSame = before.question.words === question.words;
    const hasWords = isSame ? before.hasWords : searcher(question.words);
    const known = heads.peek();
    const look = (one: CaseSummary) => void hasWords(one, known.get(one.reference));
    const isDone = await inSlices(isSame ? [] : this.all.peek(), look, () => !searching.aborted);
    if (isDone) this.#shown.value = { question, hasWords };
  }

  /** Takes over what the address asks for. */
  followAddress(): void {
    this.ask(questionInAddress() ?? {});
  }

  /** Fetches it and shows it. */
  async show(): Promise<void> {
    void fetchAbsences(this.#absences);
    await this.#told(this.#summaries.load(asksForClosed(this.question.peek())));
    this.choice.keepOffered();
  }

  /**
   * Fetches it again, and shows what changed. Disturbs nobody: nothing is told unless there is something new, and what has
   * the focus keeps it.
   */
  async refresh(): Promise<void> {
    const before = this.all.peek();
    const focused = placeInList();
    const fetched = await this.#summaries.load(asksForClosed(this.question.peek()), true);
    if (fetched !== 'left' && fetched.ok) this.#fault.value = '';
    if (before === this.all.peek()) return;
    this.choice.keepOffered();
    // A case that moved was drawn anew.
    if (focused)
      onceDrawn(() => {
        const same = focused();
        if (same) same.focus({ preventScroll: true });
        else titleOfList()?.focus();
      });
  }

  /** Takes up a case that is in front as it is seen now, and tells the server that it was. */
  saw(view: TeamCase): void {
    const before = this.all.peek().find(({ reference }) => reference === view.reference);
    this.#summaries.saw(view);
    const now = { version: view.version, notes: view.notes.length };
    if (isUnread(before ? { ...before, ...now } : { ...view, ...now })) tellSeen(view.reference, now);
  }

  /** Sets which cases of a part are in view: they are opened first. */
  look(section: Section, inView: readonly string[]): void {
    this.#inView.set(section, inView);
    if (hasKey.peek()) void this.#opener.look([...this.#inView.values()].flat());
  }

  /** Folds a hand, or unfolds it. */
  fold(hand: string, isUnfolded: boolean): void {
    const next = new Set(this.#unfolded.peek());
    if (isUnfolded) next.add(hand);
    else next.delete(hand);
    this.#unfolded.value = next;
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
    batch(() => {
      this.choice.clear();
      this.#summaries.drop(done.erased);
      forgetHeads(done.erased);
    });
    await this.show();
    this.erased.value = done;
    // The box or button that had the focus may be gone.
    focusOn('choose-result');
  }

  async #told(fetching: Promise<Fetched>): Promise<void> {
    const fetched = await fetching;
    if (fetched === 'left') return;
    this.#fault.value = fetched.ok ? '' : sentenceFor(fetched.problem, fetched.number);
  }

  #asking() {
    const now = nowOnPage();
    const today = dayIn(organisation.timeZone, now);
    return { me: session.value?.fingerprint ?? '', absences: this.#absences.value, today, now };
  }

  /** Grows with the heads that are opened, and begins anew when they are gone. */
  #handsOf(known: typeof heads.value): Hands {
    if (known.size === 0) this.#hands = new Hands();
    for (const one of this.all.value) {
      const head = known.get(one.reference);
      if (head && canBeInHand(one, head)) this.#hands.add(head);
    }
    return this.#hands;
  }
}

/** Goes on in the list where somebody left it for a case, or at its beginning. */
export function focusInList(list: CaseList, reference: string | null): void {
  if (reference !== null) reveal(list.parts.peek(), reference);
  focusSoon(() => (reference === null ? null : linkTo(reference)) ?? titleOfList());
}
