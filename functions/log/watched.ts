import { z } from 'zod';
import type { LogStore } from '../store/store.ts';

/** What can be wrong with the log, as the daily job finds it: see `watchLog`. */
export const logFindings = [
  'shorter',
  'rewritten',
  'forged',
  'other-key',
  'entries',
  'missing',
  'damaged',
] as const;
export type LogFinding = (typeof logFindings)[number];

/** What the daily job remembers of the log: kept apart from it, so that what is published can be held against it. */
export interface WatchedLog {
  /** The last published checkpoint with which all was well; null before the first. */
  checkpoint: string | null;
  /** When the job looked last, in ms, and how many entries the log in the store had then. */
  at: number;
  size: number;
  /** What was wrong; null while all is well. */
  finding: LogFinding | null;
}

const schema = z.strictObject({
  checkpoint: z.nullable(z.string()),
  at: z.number(),
  size: z.number(),
  finding: z.nullable(z.enum(logFindings)),
});

type WatchStore = Pick<LogStore, 'readSeenCheckpoint' | 'keepSeenCheckpoint'>;

/** What was kept last; null before the first time, and where it can't be read. */
export async function readWatched(store: WatchStore): Promise<WatchedLog | null> {
  const kept = await store.readSeenCheckpoint();
  try {
    return schema.parse(JSON.parse(kept ?? 'null'));
  } catch {
    return null;
  }
}

/** Keeps it in place of what was kept before. */
export function keepWatched(store: WatchStore, watched: WatchedLog): Promise<void> {
  return store.keepSeenCheckpoint(JSON.stringify(watched));
}
