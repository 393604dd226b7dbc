import { openNote } from '../../src/log/note.ts';
import { type TrailAct, trailHash, writeTrailEntry } from '../../src/log/trail.ts';
import type { Parts } from '../parts-types.ts';
import type { Store } from '../store/store.ts';
import type { Member } from './session.ts';

/** What recording takes. */
export type TrailPart = 'store' | 'now' | 'desk' | 'siteUrl' | 'log';
type TrailParts = Pick<Parts, TrailPart>;

/** Looking again within this counts as the same look, in ms. */
const SAME_LOOK = 60 * 60 * 1000;
const LOOKS: readonly TrailAct[] = ['listed', 'opened'];
/** Others may add entries at the same time; after so many attempts the store is at fault. */
const MOST_ATTEMPTS = 12;
/** Looks that one process remembers, and forgets all at once: one that is forgotten is told again. */
const MOST_LOOKS = 5000;

/** When members last looked, as this process remembers it. */
const looks = new WeakMap<Store, Map<string, number>>();

/**
 * Adds what a member did to the trail, for each of the cases, signed by the desk: whoever reads it later sees who did what,
 * also of a case that is gone. Looking at the list, or at a case, is told once an hour. Never throws: by now it has been
 * done, and an entry that could not be added is logged.
 * @param references the cases; null where it is about none
 */
export async function recordTrail(
  member: Member,
  act: TrailAct,
  references: string | null | readonly string[],
  parts: TrailParts,
): Promise<void> {
  const about = references === null || typeof references === 'string' ? [references] : references;
  const fresh = about.filter((reference) => !isSameLook(member, act, reference, parts));
  if (fresh.length === 0) return;
  try {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1)
      if (await append(member, act, fresh, parts)) return;
    parts.log({ event: 'trail', outcome: 'not-added', act });
  } catch {
    parts.log({ event: 'trail', outcome: 'store-unavailable', act });
  }
  // The next look is told of.
  for (const reference of fresh) looks.get(parts.store)?.delete(nameOfLook(member, act, reference));
}

/** Adds the entries behind the newest; false where somebody else was first. */
async function append(
  { fingerprint, name }: Member,
  act: TrailAct,
  references: readonly (string | null)[],
  { store, now, desk, siteUrl }: TrailParts,
): Promise<boolean> {
  const [newest] = await store.readTrail({ before: null, limit: 1 });
  const at = now().getTime();
  const first = (newest?.number ?? 0) + 1;
  let previous = newest ? await hashIn(newest.note) : null;
  const notes: string[] = [];
  for (const [index, reference] of references.entries()) {
    const place = { site: siteUrl, number: first + index, at, previous };
    const text = writeTrailEntry({ ...place, by: fingerprint, name, act, reference });
    notes.push(desk.sign(text));
    previous = await trailHash(text);
  }
  return store.appendTrail({ number: first, notes, at });
}

async function hashIn(note: string): Promise<string> {
  return trailHash(openNote(note)?.text ?? note);
}

function nameOfLook({ fingerprint }: Member, act: TrailAct, reference: string | null): string {
  return `${fingerprint} ${act} ${reference ?? ''}`;
}

function isSameLook(
  member: Member,
  act: TrailAct,
  reference: string | null,
  { store, now }: TrailParts,
): boolean {
  if (!LOOKS.includes(act)) return false;
  let seen = looks.get(store);
  if (!seen || seen.size > MOST_LOOKS) {
    seen = new Map();
    looks.set(store, seen);
  }
  const look = nameOfLook(member, act, reference);
  const time = now().getTime();
  const last = seen.get(look);
  if (last !== undefined && time - last < SAME_LOOK) return true;
  seen.set(look, time);
  return false;
}
