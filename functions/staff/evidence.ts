import type { Case, CaseEvent } from '../../src/disclosure/case.ts';
import { duties, tracks } from '../../src/disclosure/duties.ts';
import { visibleLine } from '../../src/disclosure/foreign-text.ts';
import type { Promised, PromiseOutcome } from '../../src/disclosure/promised.ts';
import { promisesOf } from '../../src/disclosure/promises.ts';
import { readCheckpoint } from '../../src/log/checkpoint.ts';
import {
  caseText,
  type EvidenceCase,
  type EvidenceStatement,
  type EvidenceWords,
} from '../../src/log/evidence.ts';
import { openNote } from '../../src/log/note.ts';
import { readStatement } from '../../src/log/statement.ts';
import { parseTilePath } from '../../src/log/tile-path.ts';
import { inclusionProof, remembering, type TileReader } from '../../src/log/tree.ts';
import { createLogFiles } from '../log/files.ts';
import type { Parts } from '../parts-types.ts';
import type { Store, StoredStatement } from '../store/store.ts';

/** Cases of one document, and how long their parts of it may be together, in characters. */
export const MOST_CASES = 25;
const MOST_TEXT = 320 * 1024;
/** Of one case: the newest of what happened, and of what was signed about its status; of promises those in time go first. */
const MOST_EVENTS = 300;
const MOST_PROMISES = 300;
const MOST_STATUSES = 100;
/** What happened that is told with its value: not what was paid, nor which message it was. */
const TOLD = /^[a-zA-Z0-9:. -]{1,80}$/;
const UNTOLD: readonly CaseEvent['kind'][] = ['reward', 'credit', 'assigned', 'reply', 'message'];
const IN_TIME: readonly PromiseOutcome[] = ['kept', 'done', 'moved', 'dropped', 'said', 'embargo-held'];
const TAKEN_BACK: readonly PromiseOutcome[] = [
  ...(['recalled', 'restated', 'unmarked', 'remarked', 'corrected', 'settled'] as const),
];
/** What article 14 asks, and the marks that it is asked by: one member can make lines of these without end. */
const OF_MARKS: readonly string[] = [...tracks, ...duties];
/** Cases that are looked through for those of a month, at a time and in one answer. */
const AT_A_TIME = 200;
const MOST_SEARCHED = 4000;

/** Cases of one document, and where the next one goes on; null at the end. */
export interface Found {
  cases: Case[];
  next: string | null;
}

/**
 * Cases that were received in a month (`2026-11`, UTC), in the order of their codes, which no change moves: where many are
 * to be looked through, there may be fewer in one answer than there is room for, even none.
 */
export async function casesOfMonth(store: Store, month: string, after: string | null): Promise<Found> {
  const found: Case[] = [];
  let from = after;
  for (let looked = 0; looked < MOST_SEARCHED; looked += AT_A_TIME) {
    const page = await store.searchCases({ code: '', status: null, after: from, limit: AT_A_TIME });
    for (const one of page.cases) {
      if (!new Date(one.receivedAt).toISOString().startsWith(month)) continue;
      const last = found.at(-1);
      if (found.length === MOST_CASES && last) return { cases: found, next: cursorOf(last.reference) };
      found.push(one);
    }
    from = page.next;
    if (from === null) break;
  }
  return { cases: found, next: from };
}

/** A cursor of `searchCases` that stands at a case. */
function cursorOf(reference: string): string {
  return `${reference.slice(-6)}:${reference}`;
}

type EvidenceParts = Pick<Parts, 'store' | 'desk' | 'now'>;

/** What was promised in these cases and what came of it, with the proofs of the log as it is now. */
export async function evidenceOf(
  { cases, next }: Found,
  words: Pick<EvidenceWords, 'ofCase' | 'ofPromise'>,
  parts: EvidenceParts,
): Promise<{ cases: EvidenceCase[]; next: string | null; checkpoint: string }> {
  const files = createLogFiles(parts);
  const { note: checkpoint } = await files.checkpoint();
  const tiles = remembering(async (path) => {
    const name = parseTilePath(path);
    const bytes = name && (await files.tile(name));
    if (!bytes) throw new Error('a tile that the checkpoint covers is not there');
    return bytes;
  });
  const size = readCheckpoint(openNote(checkpoint)?.text ?? '')?.size ?? 0;
  const told: EvidenceCase[] = [];
  let length = 0;
  for (const one of cases) {
    const evidence = await caseOf(one, { size, tiles }, parts);
    length += caseText(evidence, { head: [], ...words }).length;
    const last = told.at(-1);
    if (length > MOST_TEXT && last) return { cases: told, next: cursorOf(last.reference), checkpoint };
    told.push(evidence);
  }
  return { cases: told, next, checkpoint };
}

async function caseOf(
  one: Case,
  log: { size: number; tiles: TileReader },
  { store, now }: EvidenceParts,
): Promise<EvidenceCase> {
  const { reference, receivedAt, status, withdrawnAt } = one;
  const [events, stored] = await Promise.all([store.readEvents(reference), store.readStatements(reference)]);
  // What is none, because somebody changed it in the store, would make the whole document one that nobody can read.
  const readable = stored.filter(({ note }) => readStatement(openNote(note)?.text ?? '') !== null);
  const statuses = readable.filter(({ isLogged }) => !isLogged);
  const kept = [...readable.filter(({ isLogged }) => isLogged), ...statuses.slice(-MOST_STATUSES)];
  const all = promisesOf(one, events, now().getTime());
  const promises = roomFor(all);
  return {
    ...{ reference, receivedAt, status, withdrawnAt },
    promises: promises.map((promised) => ({ ...promised, by: nameIn(promised.by) })),
    events: events.slice(-MOST_EVENTS).map(({ at, kind, value, by }) => ({
      ...{ at, kind, by: nameIn(by) },
      value: UNTOLD.includes(kind) || !TOLD.test(value) ? '' : value.replaceAll(' ', '/'),
    })),
    statements: await Promise.all(kept.map((statement) => provedBy(statement, log))),
    leftOut: {
      events: Math.max(0, events.length - MOST_EVENTS),
      statements: stored.length - kept.length,
      promises: all.length - promises.length,
    },
  };
}

/**
 * The promises that there is room for, in their order: what is not done, then what was not kept, then what was taken back,
 * then what was in time. Among these what was promised to the reporter goes before what article 14 asks, and what happened
 * first stays, whatever moment is said of it: who sets a mark time and again pushes nothing out that was before.
 */
function roomFor(promises: readonly Promised[]): Promised[] {
  const groupOf = ({ name, outcome, doneAt }: Promised) => {
    // What the desk signed when it happened is held against the first response.
    if (doneAt === null || name === 'first-response') return 0;
    return IN_TIME.includes(outcome) ? 3 : TAKEN_BACK.includes(outcome) ? 2 : 1;
  };
  const ofMarks = ({ name }: Promised) => Number(OF_MARKS.includes(name));
  const happenedAt = ({ at, doneAt }: Promised) => at ?? doneAt ?? 0;
  const kept = promises
    .toSorted((a, b) => groupOf(a) - groupOf(b) || ofMarks(a) - ofMarks(b) || happenedAt(a) - happenedAt(b))
    .slice(0, MOST_PROMISES);
  return promises.filter((one) => kept.includes(one));
}

/** What somebody is called, in one line; an older store may have names as they came. */
function nameIn(name: string | null): string | null {
  return name === null ? null : visibleLine(name);
}

async function provedBy(
  { note, position }: StoredStatement,
  { size, tiles }: { size: number; tiles: TileReader },
): Promise<EvidenceStatement> {
  // What was appended since the checkpoint was read waits for the next document.
  if (position === null || position >= size) return { note, position: null, proof: [] };
  return { note, position, proof: await inclusionProof(position, size, tiles) };
}
