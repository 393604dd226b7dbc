import { z } from 'zod';
import { alertSchema, caseSchema, messageSchema } from './records.ts';
import { type Database, openDatabase } from './sqlite-database.ts';
import { addHits, countHits, hitsOf } from './sqlite-hits.ts';
import { sqliteOutbox } from './sqlite-outbox.ts';
import { cursorOf, type MailEntry, parseCursor, type Store, secondsUntil, windowOf } from './store.ts';

/**
 * The store in one SQLite file, for a single server.
 * @param file path of the database; `:memory:` keeps it in memory
 * @throws StoreError when the file can't be opened
 */
export function createSqliteStore(file: string): Store {
  const database = openDatabase(file);
  const { all, run, atomically } = database;

  const caseBy = (column: 'reference' | 'receiptId', value: string) =>
    readOne(all(`SELECT record FROM cases WHERE ${column} = ?`, value), caseSchema);
  function addMails(mails: readonly MailEntry[], dueAt: number): void {
    const sql = 'INSERT INTO outbox (id, kind, reference, messageId, dueAt) VALUES (?, ?, ?, ?, ?)';
    for (const { id, kind, reference, messageId } of mails) {
      run(sql, id, kind, reference, messageId, dueAt);
    }
  }
  function eraseParts(reference: string): void {
    for (const table of ['messages', 'chunks', 'alerts', 'outbox']) {
      run(`DELETE FROM ${table} WHERE reference = ?`, reference);
    }
  }
  function putAlert(reference: string, alert: z.infer<typeof alertSchema> | null): void {
    run('DELETE FROM alerts WHERE reference = ?', reference);
    if (alert) run('INSERT INTO alerts VALUES (?, ?, ?)', reference, alert.id, JSON.stringify(alert));
  }

  return {
    async createCase({ newCase, report, alert, mails, limits }) {
      return atomically(() => {
        const { reference, receiptId, receivedAt, version } = newCase;
        const existing = caseBy('receiptId', receiptId);
        if (existing) {
          return existing.bodyHash === newCase.bodyHash
            ? { outcome: 'repeated', existing }
            : { outcome: 'conflict' };
        }
        if (caseBy('reference', reference)) return { outcome: 'reference-taken' };
        const waitUntil = countHits(database, limits, receivedAt);
        if (waitUntil !== null)
          return { outcome: 'limited', retryAfterSeconds: secondsUntil(waitUntil, receivedAt) };
        run(
          'INSERT INTO cases VALUES (?, ?, ?, ?, ?)',
          reference,
          receiptId,
          receivedAt,
          version,
          JSON.stringify(newCase),
        );
        addMessage(database, reference, 1, report);
        putAlert(reference, alert);
        addMails(mails, receivedAt);
        return { outcome: 'created' };
      });
    },
    async findCase(reference) {
      return caseBy('reference', reference);
    },
    async findCaseByReceipt({ receiptId, guesses, own, now }) {
      return atomically(() => {
        const { key, endsAt } = windowOf(guesses, now);
        const misses = hitsOf(database, key);
        const found = caseBy('receiptId', receiptId);
        if (misses >= guesses.most)
          return { outcome: 'limited', retryAfterSeconds: secondsUntil(endsAt, now) };
        if (found) {
          const waitUntil = countHits(database, [own], now);
          return waitUntil === null
            ? { outcome: 'found', found }
            : { outcome: 'busy', retryAfterSeconds: secondsUntil(waitUntil, now) };
        }
        addHits(database, { key, endsAt, weight: 1, now });
        return { outcome: 'unknown', misses: misses + 1 };
      });
    },
    async changeCase({ changed, seenVersion, mails, now }) {
      return atomically(() => {
        const { reference, version } = changed;
        const sql = 'UPDATE cases SET version = ?, record = ? WHERE reference = ? AND version = ?';
        if (run(sql, version, JSON.stringify(changed), reference, seenVersion) === 0) return false;
        if (changed.status === 'closed') putAlert(reference, null);
        addMails(mails, now);
        return true;
      });
    },
    async eraseCase({ reference, mails, now }) {
      return atomically(() => {
        if (run('DELETE FROM cases WHERE reference = ?', reference) === 0) return false;
        eraseParts(reference);
        addMails(mails, now);
        return true;
      });
    },
    async readMessages(reference) {
      const rows = all('SELECT number, record FROM messages WHERE reference = ? ORDER BY number', reference);
      return rows.map((row) => ({
        ...messageSchema.parse(JSON.parse(String(row['record']))),
        number: Number(row['number']),
      }));
    },
    async appendMessage({ reference, message, most, mostBytes, mails, limits }) {
      return atomically(() => {
        if (!caseBy('reference', reference)) return { outcome: 'gone' };
        if (all('SELECT 1 FROM messages WHERE reference = ? AND id = ?', reference, message.id).length > 0) {
          return { outcome: 'repeated' };
        }
        const [row] = all(
          'SELECT max(number) AS last, sum(size) AS size FROM messages WHERE reference = ?',
          reference,
        );
        const last = Number(row?.['last'] ?? 0);
        const size = Number(row?.['size'] ?? 0) + message.sealed.length;
        if (last >= most || size > mostBytes) return { outcome: 'full' };
        const waitUntil = countHits(database, limits, message.at);
        if (waitUntil !== null)
          return { outcome: 'limited', retryAfterSeconds: secondsUntil(waitUntil, message.at) };
        addMessage(database, reference, last + 1, message);
        addMails(mails, message.at);
        return { outcome: 'appended' };
      });
    },
    async listCases({ after, limit }) {
      const from = after === null ? null : parseCursor(after);
      const where = from ? 'WHERE (receivedAt, reference) < (?, ?)' : '';
      const rows = all(
        `SELECT record FROM cases ${where} ORDER BY receivedAt DESC, reference DESC LIMIT ?`,
        ...(from ? [from.receivedAt, from.reference] : []),
        limit + 1,
      );
      const found = rows.map((row) => caseSchema.parse(JSON.parse(String(row['record']))));
      const cases = found.slice(0, limit);
      const last = cases.at(-1);
      return { cases, next: found.length > limit && last ? cursorOf(last) : null };
    },
    async putChunk({ reference, attachmentId, index, bytes, count, eraseAt }) {
      return atomically(() => {
        if (!caseBy('reference', reference)) return false;
        const insert = 'INSERT INTO chunks VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING';
        run(insert, reference, attachmentId, index, eraseAt, bytes);
        const [row] = all(
          'SELECT count(*) AS present FROM chunks WHERE reference = ? AND attachmentId = ?',
          reference,
          attachmentId,
        );
        if (row?.['present'] === count) {
          run(
            'UPDATE chunks SET eraseAt = NULL WHERE reference = ? AND attachmentId = ?',
            reference,
            attachmentId,
          );
        }
        return true;
      });
    },
    async listChunks(reference) {
      const sql = 'SELECT attachmentId, number FROM chunks WHERE reference = ? ORDER BY number';
      const found: Record<string, number[]> = {};
      for (const row of all(sql, reference)) {
        const id = String(row['attachmentId']);
        found[id] = [...(found[id] ?? []), Number(row['number'])];
      }
      return found;
    },
    async readChunk({ reference, attachmentId, index }) {
      const sql = 'SELECT bytes FROM chunks WHERE reference = ? AND attachmentId = ? AND number = ?';
      const [row] = all(sql, reference, attachmentId, index);
      return row ? z.instanceof(Uint8Array).parse(row['bytes']) : null;
    },
    async eraseStaleChunks(now) {
      run('DELETE FROM chunks WHERE eraseAt <= ?', now);
    },
    async setAlert({ reference, alert, mails, now }) {
      atomically(() => {
        if (!caseBy('reference', reference)) return;
        putAlert(reference, alert);
        addMails(mails, now);
      });
    },
    async findAlert(reference) {
      return readOne(all('SELECT record FROM alerts WHERE reference = ?', reference), alertSchema);
    },
    async answerAlert({ alertId, isWanted }) {
      return atomically(() => {
        const alert = readOne(all('SELECT record FROM alerts WHERE id = ?', alertId), alertSchema);
        if (!alert) return false;
        if (isWanted) {
          run(
            'UPDATE alerts SET record = ? WHERE id = ?',
            JSON.stringify({ ...alert, isConfirmed: true }),
            alertId,
          );
        } else {
          run('DELETE FROM alerts WHERE id = ?', alertId);
        }
        return true;
      });
    },
    async countHit({ limit, now }) {
      return atomically(() => {
        const waitUntil = countHits(database, [limit], now);
        return waitUntil === null ? null : secondsUntil(waitUntil, now);
      });
    },
    ...sqliteOutbox(database),
    async close() {
      database.close();
    },
  };
}

function readOne<T>(rows: Record<string, unknown>[], schema: z.ZodType<T>): T | null {
  const [row] = rows;
  return row ? schema.parse(JSON.parse(String(row['record']))) : null;
}

function addMessage(
  { run }: Database,
  reference: string,
  number: number,
  message: z.infer<typeof messageSchema>,
): void {
  const { id, from, at, sealed } = message;
  const record = JSON.stringify({ id, from, at, sealed });
  run('INSERT INTO messages VALUES (?, ?, ?, ?, ?)', reference, number, id, sealed.length, record);
}
