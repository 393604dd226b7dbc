import type { Alert, AlertStore } from '../contract/alerts.ts';
import { alertSchema } from '../records.ts';
import type { Database } from './database.ts';
import { countHits } from './hits.ts';
import { addMails } from './outbox.ts';
import { isWithReporter, readRecord } from './rows.ts';

/** The alerts of the sqlite adapter. */
export function sqliteAlerts(database: Database): AlertStore {
  const { all, run, atomically } = database;
  return {
    async setAlert({ reference, alert, now }) {
      return atomically(() => {
        if (!isWithReporter(database, reference)) return null;
        const retryAfterSeconds = countHits(database, alert?.limits ?? [], now);
        if (retryAfterSeconds !== null) return retryAfterSeconds;
        putAlert(database, reference, alert?.alert ?? null);
        if (alert) addMails(database, [alert.mail], now);
        return null;
      });
    },
    async findAlert(reference) {
      return readRecord(all('SELECT record FROM alerts WHERE reference = ?', reference), alertSchema);
    },
    async answerAlert({ alertId, isWanted }) {
      return atomically(() => {
        const rows = all('SELECT reference, record FROM alerts WHERE id = ?', alertId);
        const alert = readRecord(rows, alertSchema);
        if (!alert) return null;
        if (isWanted) {
          const record = JSON.stringify({ ...alert, isConfirmed: true });
          run('UPDATE alerts SET record = ? WHERE id = ?', record, alertId);
        } else {
          run('DELETE FROM alerts WHERE id = ?', alertId);
        }
        return { reference: String(rows[0]?.['reference']), alert };
      });
    },
  };
}

/** Sets or replaces the alert of a case; null takes it away. */
export function putAlert({ run }: Database, reference: string, alert: Alert | null): void {
  run('DELETE FROM alerts WHERE reference = ?', reference);
  if (alert) run('INSERT INTO alerts VALUES (?, ?, ?)', reference, alert.id, JSON.stringify(alert));
}

/** Whether a case has an alert, as `createCase` says it. */
export function alertIn({ all }: Database, reference: string): { hasAlert?: true } {
  return all('SELECT 1 FROM alerts WHERE reference = ?', reference).length > 0 ? { hasAlert: true } : {};
}
