import type { HitLimit, Limited } from './values.ts';

/** The verbs about challenges and sessions, which end; part of `Store`, and atomic as all of them. */
export interface TokenStore {
  /** Keeps a value under a name until `endsAt`: a challenge, a session. */
  putToken(input: { name: string; value: string; endsAt: number }): Promise<void>;

  /**
   * Keeps a value under a name that has none, or one whose time is over. Gives the one that is kept then: of any number of
   * callers at once all get the same.
   */
  keepToken(input: { name: string; value: string; endsAt: number; now: number }): Promise<string>;

  /**
   * The value under a name, or null when there is none or its time is over. A name that is unknown counts a hit for each
   * of `guesses`, one that is known a hit for `own`, so that nobody who tries names keeps who has one from theirs. A
   * store that is full gives a value all the same, and counts nothing.
   */
  readToken(input: {
    name: string;
    guesses: readonly HitLimit[];
    own: HitLimit;
    now: number;
  }): Promise<{ value: string | null } | Limited>;

  /** Gives the value and removes it in one step: of any number of callers at once one gets it. */
  takeToken(input: { name: string; now: number }): Promise<string | null>;
}
