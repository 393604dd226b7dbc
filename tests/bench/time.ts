export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** The moment at which everything is measured. */
export const NOW = Date.UTC(2026, 10, 23, 9, 0);
