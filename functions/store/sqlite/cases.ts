import { monthOf } from '../../../src/disclosure/clock.ts';
import { bytesOfCase, messageRecord } from '../quota.ts';
import { type FindOutcome, type Store, windowOf } from '../store.ts';
import { alertIn, putAlert } from './alerts.ts';
import { columnsOf } from './columns.ts';
import type { Database } from './database.ts';
import { addFigures } from './figures.ts';
import { countHits, countOrStop, hitsOf } from './hits.ts';
import { checkpointIn } from './log.ts';
import { addMessage, addText } from './messages.ts';
import { addMails } from './outbox.ts';
import { caseBy, hasCase } from './rows.ts';
import { acceptanceIn, awaitAcceptance } from './statements.ts';
import { addToTotal, isStorageFull, refuse } from './stored.ts';
import { addTally } from './tallies.ts';
import { foundIn } from './unreadable.ts';

type Cases = Pick<Store, 'createCase' | 'findCase' | 'findCases' | 'findCaseByReceipt'>;

/** The cases of the sqlite adapter: made and found. */
export function sqliteCases(database: Database): Cases {
  const { all, run, atomically } = database;

  return {
    async createCase({ newCase, report, textHash, statement, alert, mails, quota, limits }) {
      const { reference, receiptId, receivedAt, version } = newCase;
      const ofReport = messageRecord(report);
      const fresh = JSON.stringify(newCase);
      const added = bytesOfCase(fresh, ofReport);
      const { position, status, code, wakeAt, closedAt, eraseAt } = columnsOf(newCase);
      return atomically(() => {
        const existing = caseBy(database, 'receiptId', receiptId);
        if (existing) {
          if (existing.bodyHash !== newCase.bodyHash) return { outcome: 'conflict' };
          const accepted = { existing, ...acceptanceIn(database, existing.reference) };
          return {
            outcome: 'repeated',
            ...accepted,
            ...alertIn(database, existing.reference),
            ...checkpointIn(database),
          };
        }
        if (hasCase(database, reference)) return { outcome: 'reference-taken' };
        if (isStorageFull(database, quota, added)) return refuse(database, quota, receivedAt);
        const limited = countOrStop(database, limits, receivedAt);
        if (limited) return { outcome: 'limited', ...limited };
        const sameAs = addText(database, textHash, reference);
        const record = sameAs === null ? fresh : JSON.stringify({ ...newCase, sameAs });
        run(
          `INSERT INTO cases
             (reference, receiptId, receivedAt, version, record, position, status, code, wakeAt, closedAt, eraseAt,
              stored)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          ...[reference, receiptId, receivedAt, version, record],
          ...[position, status, code, wakeAt, closedAt, eraseAt, added],
        );
        addMessage(database, { reference, message: report, record: ofReport, sameAs, statement });
        if (statement) awaitAcceptance(database, reference, statement);
        addFigures(database, { month: monthOf(receivedAt), received: 1 });
        addTally(database, monthOf(receivedAt), 'received', 1);
        addToTotal(database, { added, quota, now: receivedAt });
        addMails(database, mails, receivedAt);
        const isAlerted = alert !== null && countHits(database, alert.limits, receivedAt) === null;
        if (isAlerted) {
          putAlert(database, reference, alert.alert);
          addMails(database, [alert.mail], receivedAt);
        }
        return { outcome: 'created', ...(isAlerted ? { hasAlert: true } : {}), ...checkpointIn(database) };
      });
    },
    async findCase(reference) {
      return caseBy(database, 'reference', reference);
    },
    async findCases(references) {
      const sql = 'SELECT reference, record FROM cases WHERE reference IN (SELECT value FROM json_each(?))';
      return foundIn(database, all(sql, JSON.stringify(references)));
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
  };
}
