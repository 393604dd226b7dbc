import { openNote } from '../../src/log/note.ts';
import { type TrailAct, trailHash, writeTrailEntry } from '../../src/log/trail.ts';
import { ProblemError } from '../http/problem.ts';
import type { Parts } from '../parts-types.ts';
import type { Store } from '../store/store.ts';
import type { Member } from './session.ts';

/** What recording takes. */
export type TrailPart = 'store' | 'now' | 'desk' | 'siteUrl' | 'log';
type TrailParts = Pick<Parts, TrailPart>;

/** One line of the trail that is to be added. */
interface Line {
  member: Member;
  act: TrailAct;
  /** Null where it is about no case. */
  reference: string | null;
  /** In ms since 1970. */
  at: number;
}

const NO_CASES = { cases: [], unreadable: [] };
/** Looking again within this counts as the same look, in ms. */
const SAME_LOOK = 60 * 60 * 1000;
const LOOKS: readonly TrailAct[] = ['listed', 'opened'];
/** Other processes may add lines at the same time; after so many attempts the store is at fault. */
const MOST_ATTEMPTS = 12;
/** How much longer each attempt waits than the one before it, at most, in ms. */
const WAIT = 25;
/** Looks that one process remembers, and forgets all at once: one that is forgotten is told again. */
const MOST_LOOKS = 5000;

/** When members last looked, as this process remembers it. */
const looks = new WeakMap<Store, Map<string, number>>();

/** What waits for the lines before it: of one process no two are added at once, so that none pushes another out. */
const queues = new WeakMap<Store, { lines: readonly Line[]; end: (isAdded: boolean) => void }[]>();

/**
 * Adds what a member did to the trail, for each of the cases, signed by the desk: whoever reads it later sees who did what,
 * also of a case that is gone. Looking at the list, or at a case, is told once an hour. Never throws: by now it has been
 * done. A line that could not be added is logged.
 * @param about the cases; null where it is about none
 * @returns whether it is there
 */
export async function recordTrail(
  member: Member,
  act: TrailAct,
  about: string | null | readonly string[],
  parts: TrailParts,
): Promise<boolean> {
  const references = about === null || typeof about === 'string' ? [about] : about;
  const at = parts.now().getTime();
  const lines = references
    .map((reference): Line => ({ member, act, reference, at }))
    .filter((line) => !isSameLook(line, parts.store));
  if (lines.length === 0) return true;
  const isAdded = await add(lines, parts);
  // The next look is told of.
  if (!isAdded) for (const line of lines) looks.get(parts.store)?.delete(nameOfLook(line));
  return isAdded;
}

/**
 * The same, before it is done: what nobody could trace afterwards is not done at all.
 * @throws ProblemError `store-unavailable` where no line could be added
 */
export async function requireTrail(...what: Parameters<typeof recordTrail>): Promise<void> {
  if (!(await recordTrail(...what))) throw new ProblemError('store-unavailable');
}

/**
 * Erases cases, of which the trail says so already; where that fails it takes back what it says of those that are still
 * there. Where nobody can tell, because the store does not answer, the line stays: better one too many than one too few.
 * @throws whatever `erase` does
 */
export async function orNotErased<T>(
  references: readonly string[],
  member: Member,
  parts: TrailParts,
  erase: () => Promise<T>,
): Promise<T> {
  try {
    return await erase();
  } catch (error) {
    const { cases, unreadable } = await parts.store.findCases(references).catch(() => NO_CASES);
    const there = [...cases.map(({ reference }) => reference), ...unreadable];
    if (there.length > 0) await recordTrail(member, 'not-erased', there, parts);
    throw error;
  }
}

/** Adds lines behind those that wait already. */
function add(lines: readonly Line[], parts: TrailParts): Promise<boolean> {
  const { promise, resolve: end } = Promise.withResolvers<boolean>();
  const waiting = queues.get(parts.store);
  if (waiting) waiting.push({ lines, end });
  else void addAll([{ lines, end }], parts);
  return promise;
}

/** Adds what waits, and what comes meanwhile, all that is there in one step. */
async function addAll(
  first: { lines: readonly Line[]; end: (isAdded: boolean) => void }[],
  parts: TrailParts,
): Promise<void> {
  for (let batch = first; batch.length > 0; batch = queues.get(parts.store) ?? []) {
    queues.set(parts.store, []);
    const isAdded = await tryToAdd(
      batch.flatMap(({ lines }) => lines),
      parts,
    );
    for (const { end } of batch) end(isAdded);
  }
  queues.delete(parts.store);
}

async function tryToAdd(lines: readonly Line[], parts: TrailParts): Promise<boolean> {
  const acts = [...new Set(lines.map(({ act }) => act))].join(' ');
  try {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      // At random: those who stood in each other's way once would do it again.
      if (attempt > 0) await new Promise((done) => setTimeout(done, Math.random() * attempt * WAIT));
      if (await append(lines, parts)) return true;
    }
    parts.log({ event: 'trail', outcome: 'not-added', act: acts });
  } catch (error) {
    const outcome = error instanceof RangeError ? 'no-entry' : 'store-unavailable';
    parts.log({ event: 'trail', outcome, act: acts });
  }
  return false;
}

/** Adds the entries behind the newest; false where somebody else was first. */
async function append(lines: readonly Line[], { store, now, desk, siteUrl }: TrailParts): Promise<boolean> {
  const [newest] = await store.readTrail({ before: null, limit: 1 });
  const first = (newest?.number ?? 0) + 1;
  let previous = newest ? await hashIn(newest.note) : null;
  const notes: string[] = [];
  for (const [index, { member, act, reference, at }] of lines.entries()) {
    const { fingerprint: by, name } = member;
    const place = { site: siteUrl, number: first + index, at, previous };
    const text = writeTrailEntry({ ...place, by, name, act, reference });
    notes.push(desk.sign(text));
    previous = await trailHash(text);
  }
  return store.appendTrail({ number: first, notes, at: now().getTime() });
}

async function hashIn(note: string): Promise<string> {
  return trailHash(openNote(note)?.text ?? note);
}

function nameOfLook({ member, act, reference }: Line): string {
  return `${member.fingerprint} ${act} ${reference ?? ''}`;
}

function isSameLook(line: Line, store: Store): boolean {
  if (!LOOKS.includes(line.act)) return false;
  let seen = looks.get(store);
  if (!seen || seen.size > MOST_LOOKS) {
    seen = new Map();
    looks.set(store, seen);
  }
  const look = nameOfLook(line);
  const last = seen.get(look);
  if (last !== undefined && line.at - last < SAME_LOOK) return true;
  seen.set(look, line.at);
  return false;
}
