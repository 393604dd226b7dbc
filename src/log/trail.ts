import { toHex } from '../disclosure/bytes.ts';
import { REFERENCE } from '../disclosure/reference.ts';
import { sha256 } from './bytes.ts';
import { judgeNote, type Vkey } from './note.ts';

/** The first line: no statement and no checkpoint begins with it. */
export const TRAIL_HEAD = 'meldpunt trail v1';
/** An entry is shorter than this, in characters. */
const LONGEST = 2048;
const LONGEST_NAME = 300;
const NOTHING = '-';

/**
 * What members do that leaves a trail. `listed` is the list with the report at the head of each case, by which it says what
 * they are about; `opened` is the rest of a case, or a file of it. `evidence` is what auditors get, of a case or of a month. `not-erased` takes back the
 * last line that says that the case was erased: it had changed by then, or the store failed.
 */
export const trailActs = [
  'signed-in',
  'signed-out',
  'listed',
  'opened',
  'exported',
  'handed-over',
  'evidence',
  'shared',
  'erased',
  'erased-spam',
  'not-erased',
  'letters-changed',
  'dpia-changed',
  'absences-changed',
] as const;
export type TrailAct = (typeof trailActs)[number];

/** One thing that a member did. */
export interface TrailEntry {
  /** Origin of the desk's site. */
  site: string;
  /** Counts from 1, over everything that was ever done. */
  number: number;
  /** In ms since 1970, UTC. */
  at: number;
  /** Fingerprint of the member's certificate, and what it called them. */
  by: string;
  name: string;
  act: TrailAct;
  /** The case; null where it is about none. */
  reference: string | null;
  /** SHA-256 of the text of the entry before it, 64 hexadecimal characters; null for the first. */
  previous: string | null;
}

/** An entry as the store keeps it: its number, and the signed note. */
export interface TrailNote {
  number: number;
  note: string;
}

/**
 * Why an entry is not to be believed: its text is none, no key of the desk signed it as it is, it stands in another place
 * than it says, entries between it and the one before are missing, or the one before is not the one that it followed.
 */
export type TrailFault = 'unreadable' | 'forged' | 'misplaced' | 'gap' | 'other-before';

/** An entry as it may be shown, and what is wrong with it. */
export interface CheckedEntry {
  number: number;
  entry: TrailEntry | null;
  fault: TrailFault | null;
}

/**
 * The text that the desk signs: `name: value` lines in this order, each ended by LF.
 * @throws RangeError where it would not be read back as the same
 */
export function writeTrailEntry(entry: TrailEntry): string {
  if (!isRight(entry)) throw new RangeError('not an entry of the trail');
  return textOf(entry);
}

/** Reads what `writeTrailEntry` wrote, to the letter; null for anything else. */
export function readTrailEntry(text: string): TrailEntry | null {
  if (text.length > LONGEST) return null;
  const [head, ...lines] = text.split('\n');
  if (head !== TRAIL_HEAD) return null;
  const fields = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
  );
  const field = (name: string) => fields.get(name) ?? '';
  const orNull = (value: string) => (value === NOTHING ? null : value);
  const act = trailActs.find((one) => one === field('act'));
  if (!act) return null;
  const entry: TrailEntry = {
    ...{ site: field('site'), number: Number(field('number')), at: Date.parse(field('at')) },
    ...{ by: field('by'), name: field('name'), act },
    ...{ reference: orNull(field('reference')), previous: orNull(field('previous')) },
  };
  return isRight(entry) && textOf(entry) === text ? entry : null;
}

/** By which the entry after it names this one: SHA-256 of its text, 64 hexadecimal characters. */
export async function trailHash(text: string): Promise<string> {
  return toHex(await sha256(new TextEncoder().encode(text)));
}

/**
 * Checks entries that follow each other, the newest first: that a key of the desk signed each, that each stands where it
 * says, that none between them is missing, and that each follows the very one before it. A change to one is found in it,
 * one that is left out or moved in the one after it. What was taken from the newest end leaves no mark in the rest.
 * @param keys those that the desk signs and signed with
 * @throws NoEd25519Error
 */
export async function checkTrail(
  notes: readonly TrailNote[],
  keys: readonly Vkey[],
): Promise<CheckedEntry[]> {
  const opened = await Promise.all(notes.map((one) => openEntry(one, keys)));
  return Promise.all(
    opened.map(async ({ number, entry, text, fault }, index): Promise<CheckedEntry> => {
      const before = opened[index + 1];
      if (fault !== null || entry === null || !before) return { number, entry, fault };
      if (before.number !== number - 1) return { number, entry, fault: 'gap' };
      const isNext = before.text !== null && (await trailHash(before.text)) === entry.previous;
      return { number, entry, fault: isNext || text === null ? null : 'other-before' };
    }),
  );
}

async function openEntry(
  { number, note }: TrailNote,
  keys: readonly Vkey[],
): Promise<CheckedEntry & { text: string | null }> {
  const verdict = await judgeNote(note, keys);
  if (!verdict.ok)
    return { number, entry: null, text: null, fault: verdict.why === 'unreadable' ? 'unreadable' : 'forged' };
  const { text } = verdict;
  const entry = readTrailEntry(text);
  if (!entry) return { number, entry: null, text, fault: 'unreadable' };
  return { number, entry, text, fault: entry.number === number ? null : 'misplaced' };
}

function textOf({ site, number, at, by, name, act, reference, previous }: TrailEntry): string {
  const fields = {
    ...{ site, number, at: new Date(at).toISOString(), by, name, act },
    ...{ reference: reference ?? NOTHING, previous: previous ?? NOTHING },
  };
  const lines = Object.entries(fields).map(([key, value]) => `${key}: ${value}\n`);
  return `${TRAIL_HEAD}\n${lines.join('')}`;
}

function isRight({ site, number, at, by, name, reference, previous }: TrailEntry): boolean {
  return (
    URL.canParse(site) &&
    new URL(site).origin === site &&
    Number.isSafeInteger(number) &&
    number >= 1 &&
    Number.isInteger(at) &&
    at >= 0 &&
    at < Date.UTC(10_000, 0) &&
    /^(?:[0-9A-F]{40}|[0-9A-F]{64})$/.test(by) &&
    name.length <= LONGEST_NAME &&
    /^[^\p{Cc}\p{Surrogate}\u2028\u2029]+$/u.test(name) &&
    (reference === null || REFERENCE.test(reference)) &&
    (previous === null ? number === 1 : /^[0-9a-f]{64}$/.test(previous))
  );
}
