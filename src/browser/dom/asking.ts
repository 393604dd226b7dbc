/**
 * What the status page asks the page that opened it, which has its code. By itself: either page needs no more of the
 * other's script (pass-code.ts and take-code.ts).
 */
export const ASKING = 'meldpunt: the code?';
