// The walk over all cases, in the order of the inbox: looks who can open what, and shares where that is asked for. It
// goes on while one does other things here, and takes up where it was after a reload.
import { signal } from '@preact/signals';
import { casePageSchema } from '../../../disclosure/team-wire.ts';
import type { SendProblem } from '../../api/ask.ts';
import { isTooSlow } from '../../workers/fault.ts';
import type { CaseAccess, Person } from './access.ts';
import { inOneTab, whenNoTab } from './one-tab.ts';
import { forgetPlace, keepPlace, keptPlace, type Place, startOf } from './place.ts';
import type { ShareResult } from './share-case.ts';
import type { SharingTools } from './tools.ts';

export type WalkState =
  | { kind: 'idle' }
  /** It `rests` where it made all requests that it may for now, and goes on by itself. */
  | { kind: 'walking'; rests?: true }
  | { kind: 'paused' }
  | { kind: 'done' }
  /** Another tab of this browser is at it. */
  | { kind: 'elsewhere' }
  /** It stopped by itself; it can go on. */
  | { kind: 'stopped'; problem: SendProblem | 'no-key'; number: string };

/** A worker was not through with it in its time, as happens where somebody sent what is made for that. */
interface TooSlow {
  state: 'too-slow';
}

/** How it is done with one case: what was found there, and what came of sharing it. */
export interface Step {
  access: CaseAccess | null;
  result: ShareResult | TooSlow | null;
}

/** What does the work with a case. @throws Error where the key is not here any more */
export type Work = (reference: string, mode: Place['mode'], tools: SharingTools) => Promise<Step>;

const waitFor = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

const PAGE = 50;
/** While it rests it looks so often whether it is still wanted, in ms. */
const LOOK = 1000;
/** So long it waits where the server asks for patience or does not answer, in ms, and so often in a row. */
const PATIENCE = 60_000;
const MOST_WAITS = 3;
const PASSING: readonly SendProblem[] = [
  'offline',
  'too-many-requests',
  'too-many-refused',
  'store-unavailable',
  'server-busy',
  'internal',
];

/** These are of one case: the walk goes on without it, and says so. */
const OF_ONE_CASE: readonly SendProblem[] = ['too-many-messages', 'version-conflict', 'number-taken'];

/** What the walk needs beside its tools. */
export interface WalkOptions {
  /** Waits so many ms. */
  wait?: (ms: number) => Promise<void>;
  /** Does this where no other tab of the browser does it; whether it did. */
  alone?: (work: () => Promise<void>) => Promise<boolean>;
  /** Comes once no other tab does it any more. */
  free?: () => Promise<void>;
  /** In how many ms there is room for the requests of another case; 0 where there is. */
  room?: () => number;
}

export class Walk {
  readonly state = signal<WalkState>({ kind: 'idle' });
  readonly place = signal<Place | null>(keptPlace());
  readonly people = signal<readonly Person[]>([]);
  readonly #tools: SharingTools;
  readonly #work: Work;
  readonly #wait: (ms: number) => Promise<void>;
  readonly #alone: (work: () => Promise<void>) => Promise<boolean>;
  readonly #free: () => Promise<void>;
  readonly #room: () => number;
  #run = 0;

  constructor(
    tools: SharingTools,
    work: Work,
    { wait = waitFor, alone = inOneTab, free = whenNoTab, room = () => 0 }: WalkOptions = {},
  ) {
    this.#tools = tools;
    this.#work = work;
    this.#wait = wait;
    this.#alone = alone;
    this.#free = free;
    this.#room = room;
  }

  /** Begins anew. */
  begin(mode: Place['mode']): Promise<void> {
    this.pause();
    return this.#go(startOf(mode));
  }

  pause(): void {
    this.#run += 1;
    if (this.state.peek().kind === 'walking') this.state.value = { kind: 'paused' };
  }

  /** Goes on from where it was: also where a tab that is closed by now came further than this one. */
  async goOn(): Promise<void> {
    const place = keptPlace() ?? this.place.peek();
    if (place === null || this.state.peek().kind === 'walking') return;
    await this.#go(place);
  }

  async #go(place: Place): Promise<void> {
    this.#run += 1;
    const mine = this.#run;
    const isWanted = () => mine === this.#run;
    this.state.value = { kind: 'walking' };
    const isOurs = await this.#alone(async () => {
      if (!isWanted()) return;
      try {
        this.#put(place);
        this.people.value = await this.#tools.people();
        await this.#pages(isWanted);
      } catch {
        if (isWanted()) this.state.value = { kind: 'stopped', problem: 'no-key', number: '' };
      }
    });
    if (isOurs || !isWanted()) return;
    this.state.value = { kind: 'elsewhere' };
    void this.#free().then(() => {
      if (!isWanted()) return;
      // Where that tab is done there is no place any more.
      this.place.value = keptPlace();
      this.state.value = { kind: 'idle' };
    });
  }

  async #pages(isWanted: () => boolean): Promise<void> {
    for (;;) {
      const { after, mode } = this.#here();
      const query = `cases?limit=${PAGE}${after === null ? '' : `&after=${encodeURIComponent(after)}`}`;
      const page = await this.#ask(() => this.#tools.ask('GET', query, casePageSchema), isWanted);
      if (page === null) return;
      for (const { reference, withdrawnAt } of page.cases) {
        if (!isWanted()) return;
        if (withdrawnAt !== null || this.#here().done.includes(reference)) continue;
        if (!(await this.#hasRoom(isWanted))) return;
        const step = await this.#case(reference, mode, isWanted);
        if (step === null) return;
        this.#take(reference, step);
      }
      if (page.next === null) break;
      this.#put({ ...this.#here(), after: page.next, done: [] });
    }
    forgetPlace();
    this.state.value = { kind: 'done' };
  }

  /** Rests between two cases until there is room. @returns whether it is still wanted */
  async #hasRoom(isWanted: () => boolean): Promise<boolean> {
    for (let ms = this.#room(); ms > 0; ms = this.#room()) {
      this.state.value = { kind: 'walking', rests: true };
      await this.#wait(Math.min(ms, LOOK));
      if (!isWanted()) return false;
    }
    if (this.state.peek().kind === 'walking') this.state.value = { kind: 'walking' };
    return true;
  }

  /** Null where it is not wanted any more, or stopped. */
  async #case(reference: string, mode: Place['mode'], isWanted: () => boolean): Promise<Step | null> {
    for (let waits = 0; ; waits += 1) {
      const step = await this.#work(reference, mode, this.#tools).catch((error: unknown): Step => {
        // Of this case: the others are not to wait for it. Without the key nothing is of any of them.
        if (isTooSlow(error)) return { access: null, result: { state: 'too-slow' } };
        throw error;
      });
      const { result } = step;
      if (!isWanted()) return null;
      if (result?.state !== 'failed' || OF_ONE_CASE.includes(result.problem)) return step;
      if (!(await this.#isPassing(result, waits, isWanted))) return null;
    }
  }

  async #ask<T>(
    ask: () => Promise<{ ok: true; value: T } | { ok: false; problem: SendProblem; number: string }>,
    isWanted: () => boolean,
  ): Promise<T | null> {
    for (let waits = 0; ; waits += 1) {
      const answer = await ask();
      if (!isWanted()) return null;
      if (answer.ok) return answer.value;
      if (!(await this.#isPassing(answer, waits, isWanted))) return null;
    }
  }

  /** Waits where a problem passes by itself; else, or after a while, says what it is and stops. */
  async #isPassing(
    { problem, number }: { problem: SendProblem; number: string },
    waits: number,
    isWanted: () => boolean,
  ): Promise<boolean> {
    if (PASSING.includes(problem) && waits < MOST_WAITS) {
      await this.#wait(PATIENCE);
      return isWanted();
    }
    this.#run += 1;
    this.state.value = { kind: 'stopped', problem, number };
    return false;
  }

  #here(): Place {
    const place = this.place.peek();
    if (place === null) throw new Error('the walk has no place');
    return place;
  }

  #put(place: Place): void {
    this.place.value = place;
    keepPlace(place);
  }

  #take(reference: string, { access, result }: Step): void {
    const place = this.#here();
    const isGone = result?.state === 'gone';
    const opens = { ...place.opens };
    const left = { ...place.left };
    for (const { person, opens: count } of access?.members ?? [])
      opens[person.fingerprint] = (opens[person.fingerprint] ?? 0) + (count === access?.all ? 1 : 0);
    for (const { person } of access?.left ?? [])
      left[person.fingerprint] = (left[person.fingerprint] ?? 0) + 1;
    const { closed, left: things } =
      result?.state === 'unshared' || result?.state === 'shared' ? result : { closed: 0, left: [] };
    const whys = [...new Set(things.map(({ why }) => why))];
    const isRefused = result?.state === 'failed' || result?.state === 'too-slow';
    this.#put({
      ...place,
      done: [...place.done, reference],
      looked: place.looked + (isGone ? 0 : 1),
      shared: place.shared + (result?.state === 'shared' ? 1 : 0),
      closed: closed > 0 ? [...place.closed, reference] : place.closed,
      leftOut:
        things.length > 0 ? [...place.leftOut, { reference, things: things.length, whys }] : place.leftOut,
      unlike: result?.state === 'unlike' ? [...place.unlike, reference] : place.unlike,
      refused: isRefused ? [...place.refused, reference] : place.refused,
      ...{ opens, left },
    });
  }
}
