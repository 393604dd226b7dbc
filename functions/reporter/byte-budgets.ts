import { limits } from '../../src/disclosure/limits.ts';
import type { Parts } from '../parts-types.ts';
import { LARGEST, type Size, storageEntry } from '../store/quota.ts';
import type { HitLimit, Quota } from '../store/store.ts';
import { perVisitor } from './visitor-limits.ts';

/** What the budgets need. */
export type BudgetPart = 'visitorKey' | 'storageQuota';
type BudgetParts = Pick<Parts, BudgetPart>;

/** How reports and follow-ups come: by the form, without scripts or from a terminal, into a case. */
type Way = 'form' | 'plain' | 'follow-up';

const KIB = 1024;
const MIB = 1024 * KIB;
const HOUR = 60 * 60;
const DAY = 24 * HOUR;

/**
 * How much of the quota may come in within a day, each way and size on its own: none takes anything from another.
 * Reports are a tenth together, so that a flood from everywhere takes more than a week to fill the store.
 */
const DAY_SHARES = {
  form: { small: 0.035, large: 0.025 },
  plain: { small: 0.025, large: 0.015 },
  'follow-up': { small: 0.015, large: 0.03 },
} as const satisfies Record<Way, Record<Size, number>>;
/** What one visitor may send of it, by all ways of reporting together: a small part of what all may. */
const VISITOR_SHARE = 0.002;

/** What is small comes by the hour: where it is used up, there is room again soon. */
const WINDOWS = { small: HOUR, large: DAY } as const satisfies Record<Size, number>;
/** However small the quota: so many of the largest of a size fit in one window, and so many of one visitor. */
const LEAST = { all: { small: 4, large: 4 }, visitor: { small: 2, large: 4 } } as const;

/** The limits of a step, and which of them the team is told about. */
export interface Budget {
  limits: HitLimit[];
  watched: NonNullable<Quota['budget']>;
}

/**
 * What reports and follow-ups may take, in bytes as the store counts them: for the visitor, the network around them,
 * and all that come the same way in the same size.
 * @param weight what it counts for
 * @param isEasy whether the form shows no more work than its size asks for: half of the budget is for such, and who
 *   meets its end (`isForMoreWork`) is asked for more
 */
export function byteBudget(
  request: Request,
  parts: BudgetParts,
  {
    way,
    size,
    weight,
    now,
    isEasy = false,
  }: { way: Way; size: Size; weight: number; now: number; isEasy?: boolean },
): Budget {
  const all = { ...budgetOf(way, size, parts.storageQuota), weight };
  const visitor = mostOf(size, VISITOR_SHARE, LEAST.visitor[size], parts.storageQuota);
  const key = way === 'follow-up' ? `bytes:own-follow-up:${size}` : `bytes:own:${size}`;
  return {
    limits: [
      ...perVisitor(request, parts, { ...all, key, most: visitor }),
      all,
      // Counts nothing: the same bytes are counted by the one before.
      ...(isEasy ? [{ ...all, weight: 0, most: Math.floor(all.most / 2) - weight }] : []),
    ],
    watched: watch(all, LARGEST[size], now),
  };
}

/** What all attachments together, and those of one visitor, may take in a day; always room for those of one report. */
export function attachmentBudget(request: Request, parts: BudgetParts, weight: number, now: number): Budget {
  const all = { ...allAttachments(parts.storageQuota), weight };
  const most = mostAttachments(parts.storageQuota, 0.2, 150);
  return {
    limits: [...perVisitor(request, parts, { ...all, key: 'bytes:own:attachments', most }), all],
    watched: watch(all, limits.chunk, now),
  };
}

/** What all files of the team together may take in a day. @param weight bytes of this one */
export function teamFileBudget(quota: number, weight: number): HitLimit {
  return { key: 'bytes:team-files', most: mostAttachments(quota, 0.2, 1024), windowSeconds: DAY, weight };
}

/** Whether a limit ends the bytes of a visitor or of all, rather than how often somebody comes. */
export function isByteLimit({ key }: HitLimit): boolean {
  return key.startsWith('bytes:');
}

/** Whether a limit that was reached is the one for reports with no more work than their size asks for. */
export function isForMoreWork({ key, weight }: HitLimit): boolean {
  return key.startsWith('bytes:') && weight === 0;
}

/** Every budget that all visitors share, with how much may be counted before the next one may be refused. */
export function sharedBudgets(quota: number): { limit: HitLimit; warnAt: number }[] {
  const ways = Object.keys(DAY_SHARES) as Way[];
  return [
    ...ways.flatMap((way) =>
      (['small', 'large'] as const).map((size) => watch(budgetOf(way, size, quota), LARGEST[size], 0)),
    ),
    watch(allAttachments(quota), limits.chunk, 0),
  ];
}

/** What may come one way in one size. */
export function budgetOf(way: Way, size: Size, quota: number): HitLimit {
  return {
    key: `bytes:${way}:${size}`,
    most: mostOf(size, DAY_SHARES[way][size], LEAST.all[size], quota),
    windowSeconds: WINDOWS[size],
  };
}

function mostOf(size: Size, share: number, least: number, quota: number): number {
  return Math.max(least * LARGEST[size], Math.floor((quota * share * WINDOWS[size]) / DAY));
}

function allAttachments(quota: number): HitLimit {
  return { key: 'bytes:attachments', most: mostAttachments(quota, 0.4, 2048), windowSeconds: DAY };
}

function mostAttachments(quota: number, share: number, mebibytes: number): number {
  return Math.max(limits.sealedAttachmentBytes, Math.min(Math.floor(quota * share), mebibytes * MIB));
}

/** From where on the next one may be refused, the team is told. */
function watch(limit: HitLimit, largest: number, now: number): NonNullable<Quota['budget']> {
  return { limit, warnAt: limit.most - largest, warning: storageEntry('flooded', now) };
}
