import { sizeOf } from '../store/quota.ts';
import type { HitLimit } from '../store/store.ts';
import type { Effort } from './proof.ts';

const QUARTER = 15 * 60;
const DAY = 24 * 60 * 60;

/** Reports from the form without a proof of work. When this is full the form is asked for one, and not refused. */
export const openLane: HitLimit = { key: 'reports:open', most: 100, windowSeconds: QUARTER };
/** From so many reports in the open lane on, a form that is opened gets a challenge to solve beforehand. */
export const BUSY_FROM = openLane.most / 2;

/** Reports from the form with a proof of work. */
const provedLane: HitLimit = { key: 'reports:proved', most: 1000, windowSeconds: QUARTER };
/**
 * Reports without scripts and from a terminal. These are never asked for a proof and never made to wait: their lane is
 * their own, so a flood through the form takes nothing from it.
 */
const plainLane: HitLimit = { key: 'reports:plain', most: 100, windowSeconds: QUARTER };

/** Reports that one visitor may send; see `perVisitor`. */
export const ofVisitor: HitLimit = { key: 'reports', most: 20, windowSeconds: QUARTER };

export type Lane = 'open' | 'proved' | 'plain';

/** A sealed report that is longer than this, in characters, is among the largest: more than 64 KiB of text. */
const LARGEST_FROM = 96 * 1024;

/** How much work a report from the form is at least, however calm it is. What comes without scripts is never any. */
export function leastEffort(sealed: string): 0 | 1 | 2 {
  if (sizeOf(sealed) === 'small') return 0;
  return sealed.length <= LARGEST_FROM ? 1 : 2;
}

/** One step more: what is asked for the same report while it is busy, or much has come in already. */
export function moreEffort(least: 0 | 1 | 2): Exclude<Effort, 0> {
  return ([1, 2, 3] as const)[least];
}

/** How many reports may come in a lane. A proof counts for one report, also when that is withdrawn again. */
export function limitsOf(lane: Lane, receiptId: string): HitLimit[] {
  if (lane === 'open') return [openLane];
  if (lane === 'plain') return [plainLane];
  return [{ key: `proof:${receiptId}`, most: 1, windowSeconds: DAY }, provedLane];
}
