import { attachmentView } from '../../src/disclosure/attachments.ts';
import type { Case, CaseEvent, SealedMessage, SealedNote } from '../../src/disclosure/case.ts';
import { deadlinesOf } from '../../src/disclosure/clock.ts';
import type { NoteView } from '../../src/disclosure/desk-wire.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { moment, momentOrNull } from '../../src/disclosure/moments.ts';
import { isUntouched } from '../../src/disclosure/spam.ts';
import type { CaseFacts, CaseSummary, TeamCase } from '../../src/disclosure/team-wire.ts';
import type { Marks, StoredStatement } from '../store/store.ts';

/** A case as the list of the inbox shows it. */
export function summaryOf(one: Case, marks: Marks): CaseSummary {
  return { ...factsOf(one, marks), notes: marks.notes };
}

function factsOf(one: Case, { notes, shared, seen }: Marks): CaseFacts {
  const {
    reference,
    version,
    status,
    assessment,
    reward,
    credit,
    assignee,
    urgent,
    language,
    origin,
    sameAs,
  } = one;
  return {
    reference,
    version,
    status,
    assessment,
    receivedAt: moment(one.receivedAt),
    respondedAt: momentOrNull(one.respondedAt),
    fixExpectedAt: momentOrNull(one.fixExpectedAt),
    resolvedAt: momentOrNull(one.resolvedAt),
    closedAt: momentOrNull(one.closedAt),
    reward,
    credit,
    assignee,
    waitingSince: momentOrNull(one.waitingSince),
    claimedAt: momentOrNull(one.claimedAt),
    claimAnswer: one.claimAnswer,
    claimAnsweredAt: momentOrNull(one.claimAnsweredAt),
    exploitedAt: momentOrNull(one.exploitedAt),
    incidentAt: momentOrNull(one.incidentAt),
    publishOn: momentOrNull(one.publishOn),
    publishAgreedAt: momentOrNull(one.publishAgreedAt),
    publishedAt: momentOrNull(one.publishedAt),
    eraseAt: momentOrNull(one.eraseAt),
    withdrawnAt: momentOrNull(one.withdrawnAt),
    noFixAt: momentOrNull(one.noFixAt),
    urgent,
    language,
    origin,
    sameAs,
    untouched: isUntouched(one, notes - shared),
    seen,
    deadlines: deadlinesOf(one).map(({ name, dueAt, doneAt }) => ({
      name,
      dueAt: momentOrNull(dueAt),
      doneAt: momentOrNull(doneAt),
    })),
  };
}

/** What the store has of a case beside its record, and the id of the reporter's reply key. */
interface Belongings {
  messages: readonly SealedMessage[];
  notes: readonly SealedNote[];
  seen: Marks['seen'];
  events: readonly CaseEvent[];
  chunks: Record<string, number[]>;
  statements: StoredStatement[];
  replyKeyId: string | null;
}

/** A case as the team opens it. */
export function teamCaseOf(
  one: Case,
  { messages, notes, seen, events, chunks, statements, replyKeyId }: Belongings,
): TeamCase {
  return {
    ...factsOf(one, {
      notes: notes.length,
      shared: notes.filter(({ kind }) => kind === 'sharing').length,
      seen,
    }),
    messages: messages.map(({ id, number, from, by, at, sealed, sameAs }) => ({
      id,
      number,
      from,
      by,
      at: moment(at),
      sealed,
      sameAs,
    })),
    events: events.map((event) => ({ ...event, at: moment(event.at) })),
    notes: newestNotes(notes, limits.notesInCase).map(noteViewOf),
    attachments: one.attachments.map((file) => attachmentView(file, chunks)),
    replyKeyId,
    statements,
  };
}

/** A note as the team gets it. */
export function noteViewOf({ id, number, kind, by, at, sealed }: SealedNote): NoteView {
  return { id, number, kind, by, at: moment(at), sealed };
}

/** What a note takes in an answer beside its text, in bytes. */
const NOTE_FIELDS = 512;

/** The newest of these notes, as many as come to no more than so many bytes in an answer, and one always; oldest first. */
export function newestNotes(notes: readonly SealedNote[], mostBytes: number): readonly SealedNote[] {
  let [from, bytes] = [notes.length, 0];
  for (; from > 0; from -= 1) {
    bytes += Buffer.byteLength(JSON.stringify(notes[from - 1]?.sealed)) + NOTE_FIELDS;
    if (bytes > mostBytes && from < notes.length) break;
  }
  return notes.slice(from);
}
