// Which untouched reports of the list are chosen, to be erased as spam in one go.
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { CaseSummary } from '../../../disclosure/team-wire.ts';

/** A case as far as choosing goes. */
export type Choosable = Pick<CaseSummary, 'reference' | 'version' | 'untouched' | 'urgent'>;

export class Choice {
  /** Cases as they were chosen, by reference: one that has changed since was not chosen as it is now. */
  readonly #chosen = signal<ReadonlyMap<string, Choosable>>(new Map());
  /** The case at which a stretch that is chosen with Shift begins. */
  #last = '';
  /** The cases on the screen that can be chosen, in their order there. */
  readonly offered: ReadonlySignal<readonly Choosable[]>;
  /** Those that are chosen. */
  readonly chosen: ReadonlySignal<readonly Choosable[]>;

  /** @param shown the cases on the screen, in their order there */
  constructor(shown: ReadonlySignal<readonly Choosable[]>) {
    this.offered = computed(() => shown.value.filter(({ untouched }) => untouched));
    this.chosen = computed(() => this.offered.value.filter((one) => this.has(one)));
  }

  /** Whether a case is chosen as it stands there. */
  has({ reference, version }: Choosable): boolean {
    return this.#chosen.value.get(reference)?.version === version;
  }

  /** Chooses a case or takes it out again; with Shift, all from the one that was clicked last, whichever comes first. */
  choose(reference: string, isChosen: boolean, withStretch: boolean): void {
    const names = this.offered.peek().map((one) => one.reference);
    const [here, there] = [names.indexOf(reference), names.indexOf(this.#last)];
    const isStretch = withStretch && there >= 0;
    const [from, to] = isStretch ? [Math.min(here, there), Math.max(here, there)] : [here, here];
    this.#set(this.offered.peek().slice(from, to + 1), isChosen);
    this.#last = reference;
  }

  /** Chooses all that are offered, or none. */
  chooseAll(isChosen: boolean): void {
    this.#set(this.offered.peek(), isChosen);
  }

  /** Chooses some of those that are offered, or takes them out again. */
  chooseThese(cases: readonly Choosable[], isChosen: boolean): void {
    this.#set(cases, isChosen);
  }

  /** Forgets what was chosen. */
  clear(): void {
    this.#chosen.value = new Map();
  }

  /** Forgets what was chosen and is not on the screen any more, or not as it was. */
  keepOffered(): void {
    this.#chosen.value = new Map(this.chosen.peek().map((one) => [one.reference, one]));
  }

  #set(cases: readonly Choosable[], isChosen: boolean): void {
    const chosen = new Map(this.#chosen.peek());
    for (const one of cases) {
      if (isChosen) chosen.set(one.reference, one);
      else chosen.delete(one.reference);
    }
    this.#chosen.value = chosen;
  }
}
