/**
 * Work of which only what was begun last counts: when another begins, or all of it is left, the signal of the one before
 * is aborted, and whoever holds it writes nothing any more.
 */
export class Latest {
  #current: AbortController | null = null;

  /** Begins anew. The signal tells, after each step that took time, whether this still is wanted. */
  begin(): AbortSignal {
    this.leave();
    this.#current = new AbortController();
    return this.#current.signal;
  }

  /** The signal of what was begun last; of something left already where nothing was begun. */
  get signal(): AbortSignal {
    return this.#current?.signal ?? AbortSignal.abort();
  }

  /** Nothing that was begun is wanted any more. */
  leave(): void {
    this.#current?.abort();
    this.#current = null;
  }
}
