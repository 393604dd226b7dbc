import { monthOf } from '../../../src/disclosure/clock.ts';
import { bytesOfCase, bytesOfMessage, messageRecord } from '../quota.ts';
import { caseSchema } from '../records.ts';
import { type FindOutcome, type Store, windowOf } from '../store.ts';
import { alertIn, putAlert } from './alerts.ts';
import type { Database } from './database.ts';
import { eraseWhole } from './erasing.ts';
import { addFigures } from './figures.ts';
import { countHits, countOrStop, hitsOf } from './hits.ts';
import { addEvents, addMessage, addText, hasMessage, isRoomFor } from './messages.ts';
import { addMails } from './outbox.ts';
import { caseBy, columnsOf, hasCase, readRecords } from './rows.ts';
import { addStored, addToTotal, isStorageFull, refuse } from './stored.ts';

type Cases = Pick<
  Store,
  'createCase' | 'findCase' | 'findCases' | 'findCaseByReceipt' | 'changeCase' | 'eraseCase'
>;

/** The cases of the sqlite adapter. */
export function sqliteCases(database: Database): Cases {
  const { all, run, atomically } = database;

  return {
    async createCase({ newCase, report, textHash, alert, mails, quota, limits }) {
      const { reference, receiptId, receivedAt, version } = newCase;
      const added = bytesOfCase(JSON.stringify(newCase), messageRecord(report));
      const { position, status, code, wakeAt, closedAt } = columnsOf(newCase);
      return atomically(() => {
        const existing = caseBy(database, 'receiptId', receiptId);
        if (existing) {
          return existing.bodyHash === newCase.bodyHash
            ? { outcome: 'repeated', existing, ...alertIn(database, existing.reference) }
            : { outcome: 'conflict' };
        }
        if (hasCase(database, reference)) return { outcome: 'reference-taken' };
        if (isStorageFull(database, quota, added)) return refuse(database, quota, receivedAt);
        const limited = countOrStop(database, limits, receivedAt);
        if (limited) return { outcome: 'limited', ...limited };
        const sameAs = addText(database, textHash, reference);
        const record = JSON.stringify({ ...newCase, sameAs });
        run(
          `INSERT INTO cases
             (reference, receiptId, receivedAt, version, record, position, status, code, wakeAt, closedAt, stored)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          ...[
            reference,
            receiptId,
            receivedAt,
            version,
            record,
            position,
            status,
            code,
            wakeAt,
            closedAt,
            added,
          ],
        );
        addMessage(database, { reference, message: report, sameAs });
        addFigures(database, { month: monthOf(receivedAt), received: 1 });
        addToTotal(database, { added, quota, now: receivedAt });
        addMails(database, mails, receivedAt);
        if (alert && countHits(database, alert.limits, receivedAt) === null) {
          putAlert(database, reference, alert.alert);
          addMails(database, [alert.mail], receivedAt);
        }
        return { outcome: 'created', ...alertIn(database, reference) };
      });
    },
    async findCase(reference) {
      return caseBy(database, 'reference', reference);
    },
    async findCases(references) {
      const sql = 'SELECT record FROM cases WHERE reference IN (SELECT value FROM json_each(?))';
      return readRecords(all(sql, JSON.stringify(references)), caseSchema);
    },
    async findCaseByReceipt({ receiptId, guesses, own, now }) {
      const find = () => caseBy(database, 'receiptId', receiptId);
      const counting = (): FindOutcome => {
        const [first] = guesses;
        const misses = first ? hitsOf(database, windowOf(first, now).key) : 0;
        const found = find();
        if (found) {
          const retryAfterSeconds = countHits(database, [own], now);
          return retryAfterSeconds === null
            ? { outcome: 'found', found }
            : { outcome: 'busy', retryAfterSeconds };
        }
        const retryAfterSeconds = countHits(database, guesses, now);
        return retryAfterSeconds === null
          ? { outcome: 'unknown', misses: misses + 1 }
          : { outcome: 'limited', retryAfterSeconds };
      };
      return database.atomicallyOrReading(counting, () => {
        const found = find();
        return found && { outcome: 'found', found };
      });
    },
    async changeCase({ changed, seenVersion, events, message: incoming, figure, mails, quota, limits, now }) {
      return atomically(() => {
        const { reference, version } = changed;
        const current = caseBy(database, 'reference', reference);
        if (!current) return { outcome: 'gone' };
        if (incoming && hasMessage(database, reference, incoming.message.id)) return { outcome: 'repeated' };
        if (current.version !== seenVersion) return { outcome: 'stale' };
        if (incoming && !isRoomFor(database, reference, incoming)) return { outcome: 'full' };
        const added = incoming ? bytesOfMessage(messageRecord(incoming.message)) : 0;
        if (incoming && isStorageFull(database, quota, added)) return refuse(database, quota, now);
        const retryAfterSeconds = countHits(database, limits, now);
        if (retryAfterSeconds !== null) return { outcome: 'limited', retryAfterSeconds };
        const { position, status, wakeAt, closedAt } = columnsOf(changed);
        run(
          `UPDATE cases SET version = ?, record = ?, position = ?, status = ?, wakeAt = ?, closedAt = ?
           WHERE reference = ?`,
          version,
          JSON.stringify(changed),
          position,
          status,
          wakeAt,
          closedAt,
          reference,
        );
        addEvents(database, reference, events);
        if (incoming) {
          const { message, textHash } = incoming;
          const sameAs = addText(database, textHash, reference);
          addMessage(database, { reference, message, sameAs });
          addStored(database, { reference, added, quota, now });
        }
        if (figure) {
          const { month, ms, isLate } = figure;
          addFigures(database, { month, answered: 1, late: isLate ? 1 : 0, totalMs: ms, slowestMs: ms });
        }
        addMails(database, mails, now);
        return { outcome: 'changed' };
      });
    },
    async eraseCase({ reference, seenVersion, mails, now }) {
      return atomically(() => {
        if (!eraseWhole(database, reference, seenVersion ?? null)) return false;
        addMails(database, mails, now);
        return true;
      });
    },
  };
}
