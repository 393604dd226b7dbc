import type { z } from 'zod';
import type { SealedNote } from '../../../src/disclosure/case.ts';
import type { NewSealedNote, NoteStore } from '../contract/notes.ts';
import { bytesOfMessage, noteRecord } from '../quota.ts';
import { messageSchema, noteSchema, recordIn } from '../records.ts';
import type { Database } from './database.ts';
import { countHits } from './hits.ts';
import { hasCase, isWithReporter, readRecord } from './rows.ts';
import { addStored, isStorageFull, refuse } from './stored.ts';

/** Notes of the sqlite adapter, and who saw what. */
export function sqliteNotes(database: Database): NoteStore {
  const { all, run, atomically } = database;
  return {
    async appendNote({ reference, note, number, most, mostBytes, quota, limits, now }) {
      const added = bytesOfMessage(noteRecord(note));
      return atomically(() => {
        if (!isWithReporter(database, reference)) return { outcome: 'gone' };
        const known = placeOfNote(database, reference, note.id);
        if (known !== null) return { outcome: 'repeated', number: known };
        const fault = noteFault(database, reference, { note, number, most, mostBytes });
        if (fault) return { outcome: fault };
        if (isStorageFull(database, quota, added)) return refuse(database, quota, now);
        const retryAfterSeconds = countHits(database, limits, now);
        if (retryAfterSeconds !== null) return { outcome: 'limited', retryAfterSeconds };
        addNote(database, reference, note, number);
        addStored(database, { reference, added, quota, now });
        return { outcome: 'appended' };
      });
    },
    async readNotes(reference) {
      const rows = all('SELECT number, record FROM notes WHERE reference = ? ORDER BY number', reference);
      return rows.flatMap((row) => noteIn([row]) ?? []);
    },
    async readHeads({ references, mostReport, mostBytes }) {
      const reports = `SELECT record FROM messages
        WHERE reference = ? AND number = 1 AND octet_length(record) <= ?`;
      const triages = `SELECT number, record FROM notes
        WHERE reference = ? AND kind = 'triage' ORDER BY number DESC LIMIT 1`;
      const heads: Awaited<ReturnType<NoteStore['readHeads']>>['heads'] = [];
      let bytes = 0;
      for (const [at, reference] of references.entries()) {
        if (!hasCase(database, reference)) continue;
        const [report, triage] = [all(reports, reference, mostReport), all(triages, reference)];
        for (const row of [...report, ...triage]) bytes += Buffer.byteLength(String(row['record']));
        if (heads.length > 0 && bytes > mostBytes) return { heads, left: references.slice(at) };
        const sealed = readable(report, messageSchema)?.sealed ?? null;
        const note = readable(triage, noteSchema);
        const number = Number(triage[0]?.['number']);
        heads.push({ reference, report: sealed, triage: note && { ...note, number } });
      }
      return { heads, left: [] };
    },
    async markSeen({ reference, member, version, notes }) {
      // A statement of its own is a transaction of its own.
      const marked = run(
        `INSERT INTO seen (reference, member, version, notes)
         SELECT reference, ?, min(?, version), min(?, notes) FROM cases WHERE reference = ?
         ON CONFLICT DO UPDATE SET version = max(version, excluded.version), notes = max(notes, excluded.notes)`,
        ...[member, version, notes, reference],
      );
      return marked > 0;
    },
    async readMarks({ references, member }) {
      const rows = all(
        `SELECT cases.reference, cases.notes, coalesce(sharing.version, 0) AS shared,
           seen.version, seen.notes AS seenNotes
         FROM cases LEFT JOIN seen ON seen.reference = cases.reference AND seen.member = ?
         LEFT JOIN sharing ON sharing.reference = cases.reference
         WHERE cases.reference IN (SELECT value FROM json_each(?))`,
        member,
        JSON.stringify(references),
      );
      const found = new Map(rows.map((row) => [row['reference'], row]));
      return references.map((reference) => {
        const { notes = 0, shared = 0, version = null, seenNotes } = found.get(reference) ?? {};
        const seen = version === null ? null : { version: Number(version), notes: Number(seenNotes) };
        return { notes: Number(notes), shared: Number(shared), seen };
      });
    },
  };
}

/** The place of a note with this id in a case; null where none is. */
export function placeOfNote({ all }: Database, reference: string, id: string): number | null {
  const [known] = all('SELECT number FROM notes WHERE reference = ? AND id = ?', reference, id);
  return known ? Number(known['number']) : null;
}

/**
 * Why a note can't come after those that are in; null where it can.
 * @param grown by how much those that are in become longer in the same step, in bytes
 */
export function noteFault(
  { all }: Database,
  reference: string,
  { note, number, most, mostBytes }: { note: NewSealedNote; number: number; most: number; mostBytes: number },
  grown = 0,
): 'other-number' | 'full' | null {
  const [row] = all('SELECT count(*) AS count, sum(size) AS size FROM notes WHERE reference = ?', reference);
  const place = Number(row?.['count']) + 1;
  if (number !== place) return 'other-number';
  const bytes = Number(row?.['size'] ?? 0) + grown + Buffer.byteLength(noteRecord(note));
  return place > most || bytes > mostBytes ? 'full' : null;
}

/** Adds a note in its place, behind all that are in. */
export function addNote({ run }: Database, reference: string, note: NewSealedNote, number: number): void {
  const record = noteRecord(note);
  run(
    'INSERT INTO notes (reference, number, id, kind, size, record) VALUES (?, ?, ?, ?, ?, ?)',
    ...[reference, number, note.id, note.kind, Buffer.byteLength(record), record],
  );
  run('UPDATE cases SET notes = ? WHERE reference = ?', number, reference);
}

/** Whether the team wrote a note in a case; one that only says that it was shared is none. */
export function hasNotes({ all }: Database, reference: string): boolean {
  const sql = `SELECT 1 FROM cases LEFT JOIN sharing ON sharing.reference = cases.reference
    WHERE cases.reference = ? AND notes > coalesce(sharing.version, 0)`;
  return all(sql, reference).length > 0;
}

/** The record in the first row; null where there is none, or none that can be read: other heads do not wait for it. */
function readable<T>([row]: Record<string, unknown>[], schema: z.ZodType<T>): T | null {
  return row ? recordIn(schema, String(row['record'])) : null;
}

function noteIn(rows: Record<string, unknown>[]): SealedNote | null {
  const note = readRecord(rows, noteSchema);
  return note && { ...note, number: Number(rows[0]?.['number']) };
}
