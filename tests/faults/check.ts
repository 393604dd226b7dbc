/** One thing that a long test saw. */
export interface Check {
  what: string;
  /** With its unit. */
  figure: string;
  /** Null for a figure that is told and not judged. */
  holds: boolean | null;
}

/** A figure to be told. */
export const figure = (what: string, value: string | number): Check => ({
  what,
  figure: `${value}`,
  holds: null,
});

/** A count that must be just this. */
export const exactly = (what: string, value: number, expected: number): Check => ({
  what,
  figure: value === expected ? `${value}` : `${value} instead of ${expected}`,
  holds: value === expected,
});

/** A value that must not be more than this. */
export const atMost = (what: string, value: number, most: number, unit = ''): Check => ({
  what,
  figure: `${round(value)}${unit} (≤ ${round(most)}${unit})`,
  holds: value <= most,
});

/** What does not hold, as a test shows it. */
export const broken = (checks: readonly Check[]): string[] =>
  checks.filter(({ holds }) => holds === false).map(({ what, figure: seen }) => `${what}: ${seen}`);

/** Three digits, without an exponent. */
export const round = (value: number): number =>
  Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));

export const inMib = (bytes: number): string => `${round(bytes / 1024 ** 2)} MiB`;
