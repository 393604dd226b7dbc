// Statements, and what the public log says of them: for the status page and for the page that checks receipts.
import { checkInLog, checkStatement, type LogFinding, type StatementCheck } from '../../log/check.ts';
import type { DeskKey } from '../../log/desk-keys.ts';
import type { KeptStatement } from '../../log/receipt-file.ts';
import { isLogged } from '../../log/statement.ts';
import { serverNow } from '../api/server-time.ts';
import { createLogReader } from './log-reader.ts';

/** A statement that was looked at. */
export interface Checked {
  note: string;
  position: number | null;
  check: StatementCheck;
  /** Null where its signature does not hold, or it is of a kind that has no entry. */
  finding: LogFinding | null;
}

/** States of the log that must not be, whatever else holds. */
const WRONG: readonly LogFinding['state'][] = ['missing', 'elsewhere', 'rewritten', 'forged'];

/** Whether the log contradicts a statement, or itself. */
export function contradicts(finding: LogFinding | null): boolean {
  return finding !== null && WRONG.includes(finding.state);
}

/** What was found out about statements. */
export interface Findings {
  checked: Checked[];
  /** The log's checkpoint as it is now; null where it can't be reached. */
  current: string | null;
  /** The same, where all that was looked at fits it: to keep, and to compare the next one with. */
  fitting: string | null;
}

/**
 * Checks each statement, and in the log those that have their entry there. Never throws: what can't be found out is said
 * in its place.
 * @param kept with positions as the desk says them, or as a file does (`hint`); see `checkInLog`
 * @param seen notes of checkpoints that somebody kept
 */
export async function checkKept(
  kept: readonly (KeptStatement & { hint?: number | null })[],
  keys: DeskKey[],
  seen: string[],
): Promise<Findings> {
  const log = createLogReader();
  const checked: Checked[] = [];
  // What time it is by the server comes with it.
  const current = await log.checkpoint().catch(() => null);
  for (const { note, position, hint = null } of kept) {
    const check = await checkStatement(note, keys);
    const finding =
      check.ok && isLogged(check.statement)
        ? await checkInLog({ note, position, hint, seen, now: serverNow(), keys, log })
        : null;
    checked.push({ note, position, check, finding });
  }
  const states = checked.flatMap(({ finding }) => (finding ? [finding.state] : []));
  const fits = states.length > 0 && states.every((state) => state === 'included' || state === 'waiting');
  return { checked, current, fitting: fits ? current : null };
}
