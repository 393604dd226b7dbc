import type { CaseEvent, NewSealedMessage } from '../../../src/disclosure/case.ts';
import { messageRecord, recordOf } from '../quota.ts';
import { eventSchema, messageSchema } from '../records.ts';
import type { NewMessage, NewStatement, Store } from '../store.ts';
import type { Database } from './database.ts';
import { readRecords } from './rows.ts';
import { entryIn } from './statements.ts';

/** Messages and events of the sqlite adapter. */
export function sqliteMessages({ all }: Database): Pick<Store, 'readMessages' | 'readEvents'> {
  return {
    async readMessages(reference) {
      const rows = all('SELECT record FROM messages WHERE reference = ? ORDER BY number', reference);
      return readRecords(rows, messageSchema).map((message, index) => ({ ...message, number: index + 1 }));
    },
    async readEvents(reference) {
      const rows = all('SELECT record FROM events WHERE reference = ? ORDER BY number', reference);
      return readRecords(rows, eventSchema);
    },
  };
}

/** Whether a message with this id is in the case. */
export function hasMessage({ all }: Database, reference: string, id: string): boolean {
  return all('SELECT 1 FROM messages WHERE reference = ? AND id = ?', reference, id).length > 0;
}

/** Whether a message that names its place in the case would get that. */
export function isInPlace({ all }: Database, reference: string, { number }: NewMessage): boolean {
  if (number === undefined) return true;
  const [row] = all('SELECT count(*) AS count FROM messages WHERE reference = ?', reference);
  return Number(row?.['count']) + 1 === number;
}

/** Whether a message still fits in the case. */
export function isRoomFor(
  { all }: Database,
  reference: string,
  { message, most, mostBytes }: NewMessage,
): boolean {
  const [row] = all(
    'SELECT count(*) AS count, sum(size) AS size FROM messages WHERE reference = ?',
    reference,
  );
  const size = Number(row?.['size'] ?? 0) + Buffer.byteLength(messageRecord(message));
  return Number(row?.['count']) < most && size <= mostBytes;
}

/** Remembers a message by its hash, and gives the case in which it came in first; null where it is new. */
export function addText({ all, run }: Database, hash: string, reference: string): string | null {
  const [first] = all('SELECT reference FROM texts WHERE hash = ? ORDER BY number LIMIT 1', hash);
  run('INSERT INTO texts (hash, reference) VALUES (?, ?)', hash, reference);
  return first ? String(first['reference']) : null;
}

/**
 * Adds a message after those that are in. It counts for the bytes of its record as it came in (`messageRecord`); what is
 * kept names the case in which the same message came first, `sameAs`.
 */
export function addMessage(
  { run }: Database,
  {
    reference,
    message,
    record,
    sameAs,
    statement = null,
  }: {
    reference: string;
    message: NewSealedMessage;
    record: string;
    sameAs: string | null;
    statement?: NewStatement | null;
  },
): void {
  const kept = sameAs === null ? record : recordOf(message, sameAs);
  run(
    `INSERT INTO messages (reference, number, id, size, record, note, entry)
     SELECT ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?, ? FROM messages WHERE reference = ?`,
    ...[
      reference,
      message.id,
      Buffer.byteLength(record),
      kept,
      statement?.note ?? null,
      statement && entryIn(statement),
      reference,
    ],
  );
}

/** Adds events after those that are in. */
export function addEvents({ run }: Database, reference: string, events: readonly CaseEvent[]): void {
  for (const event of events) {
    run(
      `INSERT INTO events (reference, number, record)
       SELECT ?, coalesce(max(number), 0) + 1, ? FROM events WHERE reference = ?`,
      reference,
      JSON.stringify(event),
      reference,
    );
  }
}
