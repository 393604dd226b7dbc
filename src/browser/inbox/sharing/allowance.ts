// How many requests the walk over all cases may make. A session may make 1200 in a quarter of an hour: the walk makes them
// as fast as it can and stops short of that, so that the member has room for their own work. Counted by minutes, and kept
// in this browser: a page that is loaded anew does not begin again.
import * as z from 'zod/mini';

const NAME = 'meldpunt-sharing-requests';
const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
/** A case that is begun is done: what one takes comes on top. Where nothing can be kept, a page may come several times. */
const MOST = 900;
const MOST_UNKEPT = 300;

/** Requests of a minute, which is counted from the epoch. */
const countsSchema = z.array(z.object({ minute: z.int(), count: z.int() }));
type Counts = z.infer<typeof countsSchema>;

export class Allowance {
  /** Where nothing can be kept. */
  #own: Counts = [];
  #isKept = true;

  /** Those of all tabs of this browser, where they are kept. */
  get #counts(): Counts {
    return this.#isKept ? keptCounts() : this.#own;
  }

  /** Counts a request. */
  readonly take = (): void => {
    const now = Date.now();
    const minute = Math.floor(now / MINUTE);
    const counts = within(this.#counts, now);
    const before = counts.find((one) => one.minute === minute)?.count ?? 0;
    this.#own = [...counts.filter((one) => one.minute !== minute), { minute, count: before + 1 }];
    this.#isKept = keep(this.#own);
  };

  /** In how many ms there is room for another case; 0 where there is. */
  readonly wait = (): number => {
    const now = Date.now();
    const counts = within(this.#counts, now);
    const made = counts.reduce((sum, { count }) => sum + count, 0);
    if (made < (this.#isKept ? MOST : MOST_UNKEPT)) return 0;
    const first = Math.min(...counts.map(({ minute }) => minute));
    return endOf(first) - now;
  };
}

/** When requests of a minute no longer count. */
const endOf = (minute: number) => (minute + 1) * MINUTE + QUARTER;

/** Those that count now. Of minutes to come there are some where the clock was set back. */
const within = (counts: Counts, now: number): Counts =>
  counts.filter(({ minute }) => minute * MINUTE <= now && endOf(minute) > now);

function keptCounts(): Counts {
  try {
    const parsed = countsSchema.safeParse(JSON.parse(localStorage.getItem(NAME) ?? ''));
    return parsed.success ? parsed.data : [];
  } catch {
    return [];
  }
}

function keep(counts: Counts): boolean {
  try {
    localStorage.setItem(NAME, JSON.stringify(counts));
    return true;
  } catch {
    return false;
  }
}
