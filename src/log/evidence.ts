import { toBase64 } from '../disclosure/base64.ts';
import type { Promised } from '../disclosure/promised.ts';

/** The first line: no statement, no checkpoint and no entry of the trail begins with it. */
export const EVIDENCE_HEAD = 'meldpunt evidence v1';
/** What a document with its signature comes to at most, in characters: also what a receipt file may, so that the commands for those take it. */
export const LARGEST_EVIDENCE = 512 * 1024;
export const NOTHING = '-';
/** Lines that begin so are for people, and say in words what is in the others. */
export const FOR_PEOPLE = '# ';

/** A statement, and the proof that it is in the log of the document's checkpoint. */
export interface EvidenceStatement {
  note: string;
  /** From 0; null where it waits for its batch, or is none that the log has. */
  position: number | null;
  /** The neighbours on the way up (RFC 6962 section 2.1.1), 32 bytes each; empty without a position. */
  proof: readonly Uint8Array[];
}

/** One thing that happened; `value` is empty where it is nobody else’s business, `by` null for the reporter. */
export interface EvidenceEvent {
  at: number;
  kind: string;
  value: string;
  by: string | null;
}

/** What was promised in a case, and what became of it. Times in ms since 1970, UTC. */
export interface EvidenceCase {
  reference: string;
  receivedAt: number;
  status: string;
  withdrawnAt: number | null;
  promises: readonly Promised[];
  events: readonly EvidenceEvent[];
  statements: readonly EvidenceStatement[];
  /**
   * How many of the oldest events, of the oldest statements of a status, and of the promises there was no room for;
   * statements that are none count here too.
   */
  leftOut: { events: number; statements: number; promises: number };
}

/** What a document of evidence says; nothing of a finding is in it. */
export interface Evidence {
  /** Origin of the desk's site. */
  site: string;
  /** A reference, or the month in which cases were received, `2026-11`. */
  about: string;
  madeAt: number;
  /** Who had it made: fingerprint and name. */
  by: string;
  name: string;
  /** Of a month: the cursor that this part goes on behind, and that of the next one; null for the first, and the last. */
  after: string | null;
  next: string | null;
  /** Of a month: how many cases came in by the figures, those that were erased since too; null of a case. */
  received: number | null;
  /** The note of the log's checkpoint that the proofs are for. */
  checkpoint: string;
  cases: readonly EvidenceCase[];
}

/** Says in words what the other lines have, one line each without a line end. */
export interface EvidenceWords {
  head: readonly string[];
  ofCase: (one: EvidenceCase) => readonly string[];
  ofPromise: (promised: Promised) => string;
}

/** The text that the desk signs: `name: value` lines, notes as they are, and lines for people. */
export function writeEvidence(evidence: Evidence, words: EvidenceWords): string {
  const { site, about, madeAt, by, name, after, next, received, checkpoint, cases } = evidence;
  const parts = [
    `${EVIDENCE_HEAD}\nsite: ${site}\nabout: ${about}\nmade: ${isoOf(madeAt)}\nby: ${by}\nname: ${name}\n`,
    `after: ${after ?? NOTHING}\nnext: ${next ?? NOTHING}\nreceived: ${received ?? NOTHING}\n`,
    forPeople(words.head),
    `\ncheckpoint:\n${checkpoint}`,
    ...cases.map((one) => caseText(one, words)),
    // Without it the last statement would end where the signature of all begins.
    `\nend: ${cases.length}\n`,
  ];
  return parts.join('');
}

/** One case, as it stands in the text; its length is what it takes of the whole. */
export function caseText(one: EvidenceCase, words: EvidenceWords): string {
  const { reference, receivedAt, status, withdrawnAt, promises, events, statements, leftOut } = one;
  return [
    `\ncase: ${reference}\n${forPeople(words.ofCase(one))}`,
    `received: ${isoOf(receivedAt)}\nstatus: ${status}\nwithdrawn: ${isoOf(withdrawnAt)}\n`,
    ...promises.map((one) => `${promiseLine(one)}\n${forPeople([`  ${words.ofPromise(one)}`])}`),
    ...events.map(
      ({ at, kind, value, by }) => `event: ${isoOf(at)} ${kind} ${value || NOTHING} ${by ?? NOTHING}\n`,
    ),
    `left-out: ${leftOut.events} events, ${leftOut.statements} statements${promisesLeftOut(leftOut)}\n`,
    ...statements.map(({ note, position, proof }) => {
      const hashes = proof.length === 0 ? NOTHING : proof.map((hash) => toBase64(hash)).join(' ');
      return `\n${note}position: ${position ?? NOTHING}\nproof: ${hashes}\n`;
    }),
  ].join('');
}

/** Said only where there are some: readers of before know of none. */
function promisesLeftOut({ promises }: EvidenceCase['leftOut']): string {
  return promises === 0 ? '' : `, ${promises} promises`;
}

function promiseLine({ name, outcome, dueAt, doneAt, by }: Promised): string {
  return `promise: ${name} ${outcome} due ${isoOf(dueAt)} done ${isoOf(doneAt)} by ${by ?? NOTHING}`;
}

function isoOf(time: number | null): string {
  return time === null ? NOTHING : new Date(time).toISOString();
}

function forPeople(lines: readonly string[]): string {
  return lines.map((line) => `${FOR_PEOPLE}${line}\n`).join('');
}
