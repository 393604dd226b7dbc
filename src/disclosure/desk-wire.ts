// What the inbox and the functions tell each other of what the team keeps for itself: sealed to the team, but for who
// is away when. Times are ISO 8601 in UTC, days `YYYY-MM-DD`.
import * as z from 'zod/mini';
import { type NoteKind, noteKinds } from './case.ts';
import { limits } from './limits.ts';
import { idSchema } from './wire.ts';
import { fingerprintSchema, momentSchema, referenceSchema, versionSchema } from './wire-parts.ts';

/** Of a record of the desk; 0 before the first. */
const recordVersion = z.int().check(z.minimum(0));
const sealed = z.string().check(z.minLength(1), z.maxLength(limits.sealedReport));
const noteNumber = z.int().check(z.minimum(1));

/**
 * Body of `POST /api/staff/cases/{reference}/notes`; `number` is the place that is signed inside it. A note of the kind
 * `sharing` comes with what was shared, and never alone.
 */
export const noteBodySchema = z.strictObject({
  id: idSchema,
  kind: z.enum(['note', 'triage', 'hand-over', 'sheet'] as const satisfies readonly NoteKind[]),
  number: noteNumber,
  sealed,
});

/** Answer to it. */
export const notedSchema = z.strictObject({ number: noteNumber });

/** A note as `GET /api/staff/cases/{reference}` gives it; `by` is a name. */
export const noteSchema = z.strictObject({
  id: idSchema,
  number: noteNumber,
  kind: z.enum(noteKinds),
  by: z.string(),
  at: momentSchema,
  sealed: z.string(),
});
export type NoteView = z.infer<typeof noteSchema>;

/** Answer to `GET /api/staff/cases/{reference}/notes?before=N`: the newest before the Nth, oldest first; none before the first. */
export const notesSchema = z.strictObject({ notes: z.array(noteSchema) });
export type NotesView = z.infer<typeof notesSchema>;

/**
 * Body of `PUT /api/staff/cases/{reference}/seen`: the version that a member saw of a case, and how many notes. Also what
 * the list says of what the member who asks saw last.
 */
export const seenSchema = z.strictObject({
  version: versionSchema,
  notes: z.int().check(z.minimum(0), z.maximum(limits.allNotes)),
});
export type SeenView = z.infer<typeof seenSchema>;

/** What a list needs of a case to say what it is about: its report, and the newest triage. */
const headSchema = z.strictObject({
  reference: referenceSchema,
  /** Armored; null where it is longer than `limits.headReport`, or gone. */
  report: z.nullable(z.string()),
  triage: z.nullable(
    z.strictObject({ number: noteNumber, by: z.string(), at: momentSchema, sealed: z.string() }),
  ),
});
export type HeadView = z.infer<typeof headSchema>;

/**
 * Answer to `GET /api/staff/heads?references=R1,R2,…`: the heads of those cases that are there, in the order asked, and
 * `left` those that did not fit in this answer any more.
 */
export const headsSchema = z.strictObject({ heads: z.array(headSchema), left: z.array(referenceSchema) });
export type HeadsView = z.infer<typeof headsSchema>;

/** Documents that the team keeps for itself, each sealed: its own letters, and its answers on the DPIA sheet. */
export const sealedRecords = ['letters', 'dpia'] as const;
export type SealedRecordName = (typeof sealedRecords)[number];

/** Answer to `GET /api/staff/records/{name}`: the document, sealed; version 0 and nothing else where there is none. */
export const recordSchema = z.strictObject({
  version: recordVersion,
  sealed: z.nullable(z.string()),
  by: z.nullable(z.string()),
  at: z.nullable(momentSchema),
});
export type RecordView = z.infer<typeof recordSchema>;

/** Body of `PUT /api/staff/records/{name}`; `version` is the one that was seen, and the one after it is signed inside. */
export const recordBodySchema = z.strictObject({ version: recordVersion, sealed });

/** While `fingerprint` is away, from the first day through the last, `standIn` does what they would. */
const absenceSchema = z
  .strictObject({
    fingerprint: fingerprintSchema,
    standIn: fingerprintSchema,
    from: z.iso.date(),
    until: z.iso.date(),
  })
  .check(
    z.refine(({ from, until }) => from <= until),
    z.refine(({ fingerprint, standIn }) => fingerprint !== standIn),
  );
export type Absence = z.infer<typeof absenceSchema>;

/** Answer to `GET /api/staff/absences`, and body of its `PUT`, where `version` is the one that was seen. */
export const absencesSchema = z.strictObject({
  version: recordVersion,
  absences: z.array(absenceSchema).check(z.maxLength(limits.absences)),
});
export type AbsencesView = z.infer<typeof absencesSchema>;

/** Answer to the `PUT` of these documents and of absences: the version that there is now. */
export const recordedSchema = z.strictObject({ version: versionSchema });
