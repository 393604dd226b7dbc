import { isEqual } from '../../src/log/bytes.ts';
import { type Checkpoint, readCheckpoint, verifyCheckpoint } from '../../src/log/checkpoint.ts';
import { readDeskKeys } from '../../src/log/desk-keys.ts';
import { rootOf } from '../../src/log/hashes.ts';
import { openNote, parseVkey, type Vkey } from '../../src/log/note.ts';
import { isKeyPublished } from '../../src/settings/desk-key.ts';
import { checkGrowth } from '../log/check-growth.ts';
import { areStatementsIn } from '../log/check-statements.ts';
import { keepWatched, type LogFinding, readWatched, type WatchedLog } from '../log/watched.ts';
import type { Parts, Published, PublishedFault, PublishedLog } from '../parts-types.ts';
import { unreadableWarning } from './expiry.ts';

/**
 * The job looks no sooner than this after the last look, in ms. By then nobody is given an older log than the one that it
 * saw: answers are kept for a minute, and by servers for some seconds on top.
 */
const LEAST_APART = 60 * 60 * 1000;

/** What the look at the log needs. */
export type WatchLogPart = 'store' | 'now' | 'desk' | 'deskKeys' | 'fetchPublished' | 'publishedLog';
type WatchParts = Pick<Parts, WatchLogPart>;

/** What came of a look. */
type Look =
  /** All is well, with this published checkpoint. */
  | { state: 'well'; checkpoint: string }
  /** `sizes`: how many entries are published, and how many there were before. */
  | { state: 'found'; finding: LogFinding; sizes?: [now: number, before: number] }
  /** One of the files can't be had, or is none. */
  | { state: 'faulty'; file: 'log' | 'desk-key'; fault: PublishedFault }
  /** What is published was signed by the key before: the next look will tell. */
  | { state: 'early' };

/** A published tile can't be had. */
class TileError extends Error {}

/**
 * Looks at the log as it is published, as an outsider does: whether the published key is the desk's, and has signed the
 * checkpoint; whether the log holds all that it held when the job looked before, and grew by the entries that it
 * publishes and by nothing else; and whether the entries of cases are in it. Announces what is wrong, once for as long as
 * it lasts, and keeps it for the inbox and for health. A file that can't be had is told of as others are. Throws only
 * when the store fails.
 * @param isSound whether the log in the store is fit to be appended to, see `appendBatches`
 */
export async function watchLog(parts: WatchParts, isSound: boolean): Promise<void> {
  const { store } = parts;
  const now = parts.now().getTime();
  const before = await readWatched(store);
  if (before && Math.abs(now - before.at) < LEAST_APART) return;
  const look: Look = isSound ? await lookAt(before, parts) : { state: 'found', finding: 'damaged' };
  if (look.state === 'early') return;
  if (look.state === 'faulty') return tellOfFault(look, now, parts);
  const finding = look.state === 'found' ? look.finding : null;
  if (look.state === 'found' && before?.finding !== finding) await tellOf(look, now, parts);
  const { size } = await store.readLog({ before: 0, most: 0 });
  const checkpoint = look.state === 'well' ? look.checkpoint : (before?.checkpoint ?? null);
  await keepWatched(store, { checkpoint, at: now, size, finding });
}

async function lookAt(before: WatchedLog | null, parts: WatchParts): Promise<Look> {
  const { desk } = parts;
  const published = await parts.publishedLog();
  const own = parseVkey(desk.vkey);
  if (!own) throw new Error('the desk has no key');
  const keys = await keysOf(published, own, parts);
  if ('state' in keys) return keys;
  const file = await twice(published.checkpoint);
  if ('fault' in file) return { state: 'faulty', file: 'log', fault: file.fault };
  const verified = await verifyCheckpoint(file.text, [own]);
  if (!verified) {
    const isOfBefore = await verifyCheckpoint(file.text, keys.former);
    return isOfBefore ? { state: 'early' } : { state: 'found', finding: 'forged' };
  }
  try {
    const { finding, before: least } = await compare(verified.checkpoint, before, published, parts);
    if (finding === null) return { state: 'well', checkpoint: file.text };
    return { state: 'found', finding, sizes: [verified.checkpoint.size, least] };
  } catch (error) {
    if (!(error instanceof TileError)) throw error;
    return { state: 'faulty', file: 'log', fault: 'invalid' };
  }
}

/** The keys that the desk had before, as published; or what is wrong where its own is not the first. */
async function keysOf(
  published: PublishedLog,
  own: Vkey,
  parts: WatchParts,
): Promise<{ former: Vkey[] } | Look> {
  // What the build publishes is told of by `watchDeskKey`.
  if (!isKeyPublished(parts)) return { former: [] };
  const file = await twice(published.deskKeys);
  if ('fault' in file) return { state: 'faulty', file: 'desk-key', fault: file.fault };
  const [first, ...former] = readDeskKeys(file.text) ?? [];
  if (!first) return { state: 'faulty', file: 'desk-key', fault: 'invalid' };
  const isOwn = first.vkey.name === own.name && isEqual(first.vkey.publicKey, own.publicKey);
  return isOwn ? { former: former.map(({ vkey }) => vkey) } : { state: 'found', finding: 'other-key' };
}

/** Holds the published log against what was seen before, against that in the store and against the cases. */
async function compare(
  checkpoint: Checkpoint,
  watched: WatchedLog | null,
  published: PublishedLog,
  { store, now }: WatchParts,
): Promise<{ finding: LogFinding | null; before: number }> {
  const read = (path: string) =>
    published.tile(path).catch((cause: unknown) => {
      throw new TileError(path, { cause });
    });
  const seen = await checkpointIn(watched?.checkpoint ?? null);
  const before = Math.max(seen.size, watched?.size ?? 0);
  if (checkpoint.size < before) return { finding: 'shorter', before };
  const changed = await checkGrowth(seen, checkpoint, read);
  if (changed) return { finding: changed, before };
  const stored = await store.readLog({ before: 0, most: 0 });
  const own = await checkpointIn(stored.checkpoint);
  if (own.size === checkpoint.size && !isEqual(own.root, checkpoint.root)) {
    return { finding: 'rewritten', before };
  }
  const areIn = await areStatementsIn(checkpoint, { store, now: now().getTime(), read });
  return { finding: areIn ? null : 'missing', before };
}

/** Size and root in a note that was verified when it came; those of an empty log where there is none. */
async function checkpointIn(note: string | null): Promise<Pick<Checkpoint, 'size' | 'root'>> {
  const read = note === null ? null : readCheckpoint(openNote(note)?.text ?? '');
  return read ?? { size: 0, root: await rootOf([]) };
}

/** A single failure is no news. */
async function twice(get: () => Promise<Published>): Promise<Published> {
  const first = await get();
  return 'fault' in first ? get() : first;
}

async function tellOf(
  { finding, sizes }: Extract<Look, { state: 'found' }>,
  now: number,
  { store }: WatchParts,
): Promise<void> {
  // What comes and goes is told of once a day.
  const id = `log.${finding}.${new Date(now).toISOString().slice(0, 10)}`;
  const about = [finding, ...(sizes ?? [])].join(':');
  await store.announce({ mails: [{ id, kind: 'log-warning', reference: '', about }], now });
}

/** A site that is down altogether is told of once, by `watchExpiry`. */
async function tellOfFault(
  { file, fault }: Extract<Look, { state: 'faulty' }>,
  now: number,
  { store, fetchPublished }: WatchParts,
): Promise<void> {
  if ('fault' in (await fetchPublished('/.well-known/security.txt'))) return;
  await store.announce({ mails: [unreadableWarning(file, fault, now)], now });
}
