/** What one run gave: the thing that is measured, and its baseline, in the same unit. */
export interface Pair {
  measured: number;
  baseline: number;
}

/** What the median must be, of the ratio or of the measured value: at least, or at most, this. */
export interface Target {
  of: 'ratio' | 'measured';
  least?: number;
  most?: number;
}

/** One line of the table. */
export interface Row {
  what: string;
  /** What it is compared with, measured in the same run. */
  baseline: string;
  unit: string;
  /** One pair for each run. */
  runs: readonly Pair[];
  target?: Target;
}

export interface Options {
  /** Runs of everything; each gives one pair per row. */
  runs: number;
  /** Shorter runs, to see that everything works; the figures mean little. */
  isQuick: boolean;
  /** Cases in the large store of the section `size`. */
  cases: number;
  /** Tells whoever waits what is being done. */
  tell(line: string): void;
}

/** A part of the bench that can run by itself. */
export interface Section {
  name: string;
  /** What one must know to read its rows. */
  notes: readonly string[];
  run(options: Options): Promise<Row[]>;
}

/** Does `one` and `other` as often as there are runs, who goes first changing with every run; gives the pairs. */
export async function takeTurns<T>(
  runs: number,
  one: () => Promise<T>,
  other: () => Promise<T>,
): Promise<{ one: T; other: T }[]> {
  const all: { one: T; other: T }[] = [];
  for (let run = 0; run < runs; run += 1) {
    if (run % 2 === 0) {
      const first = await one();
      all.push({ one: first, other: await other() });
    } else {
      const first = await other();
      all.push({ one: await one(), other: first });
    }
  }
  return all;
}

/** The value below which this share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (high - low) * (at - Math.floor(at));
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
