import type { HitLimit } from '../store/store.ts';

const QUARTER = 15 * 60;
const DAY = 24 * 60 * 60;
const MIB = 1024 * 1024;

/** Reports from the form without a proof of work. When this is full the form is asked for one, and not refused. */
export const openLane: HitLimit = { key: 'reports:open', most: 100, windowSeconds: QUARTER };
/** From so many reports in the open lane on, a form that is opened gets a challenge to solve beforehand. */
export const BUSY_FROM = openLane.most / 2;

const lanes = {
  open: openLane,
  /** Reports from the form with a proof of work. */
  proved: { key: 'reports:proved', most: 1000, windowSeconds: QUARTER },
  /**
   * Reports without scripts and from a terminal. These are never asked for a proof and never made to wait: their
   * lane is their own, so a flood through the form takes nothing from it.
   */
  plain: { key: 'reports:plain', most: 100, windowSeconds: QUARTER },
} satisfies Record<string, HitLimit>;

export type Lane = keyof typeof lanes;

/**
 * Reports, and bytes of attachments, that one visitor and all together may send. The lane is the last: it is the
 * one that is reached only where no other limit is.
 */
export function limitsOn(visitor: string, bytes: number, lane: Lane): HitLimit[] {
  return [
    { key: `reports:${visitor}`, most: 20, windowSeconds: QUARTER },
    { key: `bytes:${visitor}`, weight: bytes, most: 150 * MIB, windowSeconds: DAY },
    { key: 'bytes', weight: bytes, most: 2048 * MIB, windowSeconds: DAY },
    lanes[lane],
  ];
}
