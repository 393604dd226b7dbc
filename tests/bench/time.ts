export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** The moment at which everything is measured: about now, as Redis forgets by its own clock. */
export const NOW = Math.floor(Date.now() / HOUR) * HOUR;
