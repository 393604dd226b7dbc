import { isPosition } from '../../../src/disclosure/position.ts';
import { isCodeCursor, MOST_LOOKED_AT, type Store } from '../store.ts';
import type { Database } from './database.ts';
import { casesIn } from './unreadable.ts';

/** The lists of cases of the sqlite adapter. */
export function sqliteLists(database: Database): Pick<Store, 'listCases' | 'searchCases'> {
  const { all } = database;
  return {
    async listCases({ status, after, limit, isReversed = false }) {
      // Every position comes after the empty text, and before what begins with a letter.
      const from = after !== null && isPosition(after) ? after : isReversed ? 'z' : '';
      const [isBehind, order] = isReversed ? ['<', 'DESC'] : ['>', 'ASC'];
      const rows = all(
        `SELECT position, reference, record FROM cases
         WHERE ${status === null ? '' : 'status = ? AND '}position ${isBehind} ? ORDER BY position ${order} LIMIT ?`,
        ...(status === null ? [] : [status]),
        from,
        limit + 1,
      );
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        cases: casesIn(database, page),
        next: rows.length > limit && last ? String(last['position']) : null,
      };
    },
    async searchCases({ code, status, after, limit }) {
      const from = after !== null && isCodeCursor(after) && after > code ? after : `${code}:`;
      const [fromCode = '', fromReference = ''] = from.split(':');
      const most = status === null ? Math.min(limit + 1, MOST_LOOKED_AT) : MOST_LOOKED_AT;
      // A range and not LIKE, which uses no index; `~` comes after every character of a code.
      const looked = all(
        `SELECT code, reference, status FROM cases
         WHERE (code, reference) > (?, ?) AND code < ? ORDER BY code, reference LIMIT ?`,
        fromCode,
        fromReference,
        `${code}~`,
        most,
      );
      const wanted = looked.filter((row) => status === null || row['status'] === status);
      const page = wanted.slice(0, limit);
      const references = JSON.stringify(page.map((row) => row['reference']));
      const records = `SELECT reference, record FROM cases
        WHERE reference IN (SELECT value FROM json_each(?)) ORDER BY +code, reference`;
      const isMore = wanted.length > limit;
      const last = isMore ? page.at(-1) : looked.length === most ? looked.at(-1) : undefined;
      return {
        cases: casesIn(database, all(records, references)),
        next: last ? `${last['code']}:${last['reference']}` : null,
      };
    },
  };
}
