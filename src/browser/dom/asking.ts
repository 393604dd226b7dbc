/**
 * What the status page asks the page that opened it, which has its code. By itself: either page needs no more of the
 * other's script (pass-code.ts and take-code.ts).
 */
export const ASKING = 'meldpunt: the code?';

/** What it says once it needs no code any more: it remembers the one it got, or was made to forget it. */
export const ENOUGH = 'meldpunt: enough';
