import type { SharingStore } from '../contract/sharing.ts';
import { bytesOfMessage, noteRecord, sharedRecord } from '../quota.ts';
import type { Database } from './database.ts';
import { addNote, noteFault, placeOfNote } from './notes.ts';
import { bytesIn, isWithReporter } from './rows.ts';
import { addStored, giveBack, isStorageFull, refuse } from './stored.ts';

const FIRST_CHUNK = 'FROM chunks WHERE reference = ? AND attachmentId = ? AND number = 0';

/** Sharing in the sqlite adapter. */
export function sqliteSharing(database: Database): SharingStore {
  const { all, run, atomically } = database;
  const read = (reference: string) => {
    const [row] = all('SELECT version, copies FROM sharing WHERE reference = ?', reference);
    const { version = 0, copies = null } = row ?? {};
    return { version: Number(version), copies: copies === null ? null : String(copies) };
  };
  const bytesOf = (copies: string | null) => (copies === null ? 0 : Buffer.byteLength(copies));
  /** What a record in a place is longer than the one that is there; null where none is. */
  const growth = (table: 'messages' | 'notes', reference: string, number: number, record: string) => {
    const [row] = all(`SELECT size FROM ${table} WHERE reference = ? AND number = ?`, reference, number);
    return row ? Buffer.byteLength(record) - Number(row['size']) : null;
  };
  return {
    readSharing: async (reference) => read(reference),
    async keepCopies({ reference, seenVersion, copies, eraseAt, quota, now }) {
      return atomically(() => {
        if (!isWithReporter(database, reference)) return { outcome: 'gone' };
        const before = read(reference);
        if (before.version !== seenVersion) return { outcome: 'stale' };
        const added = bytesOf(copies) - bytesOf(before.copies);
        if (isStorageFull(database, quota, added)) return refuse(database, quota, now);
        run(
          `INSERT INTO sharing (reference, version, copies, eraseAt) VALUES (?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET copies = excluded.copies, eraseAt = excluded.eraseAt`,
          ...[reference, seenVersion, copies, eraseAt],
        );
        addStored(database, { reference, added, quota, now });
        return { outcome: 'kept' };
      });
    },
    async readHead({ reference, attachmentId, most }) {
      const [row] = all(`SELECT substr(bytes, 1, ?) AS bytes ${FIRST_CHUNK}`, most, reference, attachmentId);
      return row ? bytesIn(row) : null;
    },
    async shareCase({ reference, seenVersion, messages, notes, heads, note, number, quota, now, ...room }) {
      return atomically(() => {
        if (!isWithReporter(database, reference)) return { outcome: 'gone' };
        if (placeOfNote(database, reference, note.id) !== null) return { outcome: 'repeated' };
        const { version, copies } = read(reference);
        if (version !== seenVersion) return { outcome: 'stale' };
        const replaced = [
          ...messages.map(
            (one) => ({ table: 'messages', number: one.number, record: sharedRecord(one) }) as const,
          ),
          ...notes.map((one) => ({ table: 'notes', number: one.number, record: noteRecord(one) }) as const),
        ].map((one) => ({ ...one, grown: growth(one.table, reference, one.number, one.record) }));
        const firsts = heads.map(({ attachmentId, length, head }) => {
          const [row] = all(`SELECT bytes ${FIRST_CHUNK}`, reference, attachmentId);
          return {
            attachmentId,
            bytes: row && Buffer.concat([head, bytesIn(row).subarray(length)]),
            grown: head.length - length,
          };
        });
        if (replaced.some(({ grown }) => grown === null) || firsts.some(({ bytes }) => !bytes))
          return { outcome: 'stale' };
        const sum = (list: readonly { grown: number | null }[]) =>
          list.reduce((all, { grown }) => all + (grown ?? 0), 0);
        const ofNotes = sum(replaced.filter(({ table }) => table === 'notes'));
        const fault = noteFault(database, reference, { note, number, ...room }, ofNotes);
        if (fault) return { outcome: fault };
        const [size] = all('SELECT sum(size) AS size FROM messages WHERE reference = ?', reference);
        const ofMessages = sum(replaced.filter(({ table }) => table === 'messages'));
        if (Number(size?.['size'] ?? 0) + ofMessages > room.mostMessageBytes) return { outcome: 'full' };
        const added = sum(replaced) + sum(firsts) + bytesOfMessage(noteRecord(note)) - bytesOf(copies);
        if (isStorageFull(database, quota, added)) return refuse(database, quota, now);
        for (const { table, number: place, record } of replaced) {
          const sql = `UPDATE ${table} SET record = ?, size = ? WHERE reference = ? AND number = ?`;
          run(sql, record, Buffer.byteLength(record), reference, place);
        }
        for (const { attachmentId, bytes } of firsts) {
          const sql = 'UPDATE chunks SET bytes = ? WHERE reference = ? AND attachmentId = ? AND number = 0';
          run(sql, bytes ?? null, reference, attachmentId);
        }
        addNote(database, reference, note, number);
        // Who had seen all there was has seen this: it says nothing new.
        run('UPDATE seen SET notes = ? WHERE reference = ? AND notes = ?', number, reference, number - 1);
        run(
          `INSERT INTO sharing (reference, version, copies, eraseAt) VALUES (?, ?, NULL, NULL)
           ON CONFLICT DO UPDATE SET version = excluded.version, copies = NULL, eraseAt = NULL`,
          ...[reference, version + 1],
        );
        addStored(database, { reference, added, quota, now });
        return { outcome: 'shared' };
      });
    },
  };
}

/** Erases copies that nobody confirmed in time, and gives back what they counted for. */
export function eraseStaleCopies(database: Database, now: number): void {
  const over = 'SELECT reference, octet_length(copies) AS size FROM sharing WHERE eraseAt <= ?';
  for (const row of database.all(over, now))
    giveBack(database, String(row['reference']), Number(row['size']));
  database.run('UPDATE sharing SET copies = NULL, eraseAt = NULL WHERE eraseAt <= ?', now);
}
