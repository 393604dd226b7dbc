import { z } from 'zod';
import type { ResponseFigure } from '../../../src/disclosure/changes.ts';
import type { Figures, Store } from '../store.ts';
import type { Database } from './database.ts';

const figuresRow: z.ZodType<Figures> = z.object({
  month: z.string(),
  received: z.number(),
  answered: z.number(),
  late: z.number(),
  totalMs: z.number(),
  slowestMs: z.number(),
  leaves: z.number(),
});

const nothing = { received: 0, answered: 0, late: 0, totalMs: 0, slowestMs: 0, leaves: 0 };

/** The figures of the sqlite adapter. */
export function sqliteFigures({ all }: Database): Pick<Store, 'readFigures'> {
  return {
    async readFigures(months) {
      return months.map((month) => {
        const [row] = all('SELECT * FROM figures WHERE month = ?', month);
        return row ? figuresRow.parse(row) : { month, ...nothing };
      });
    },
  };
}

/** Counts a first response in the figures of its month. */
export function countResponse(database: Database, { month, ms, isLate }: ResponseFigure): void {
  addFigures(database, { month, answered: 1, late: isLate ? 1 : 0, totalMs: ms, slowestMs: ms });
}

/** Adds to the figures of a month; of the slowest the greater one stays. What is absent adds nothing. */
export function addFigures(
  { run }: Database,
  added: Partial<Omit<Figures, 'month'>> & Pick<Figures, 'month'>,
): void {
  const { month, received, answered, late, totalMs, slowestMs, leaves } = { ...nothing, ...added };
  run(
    `INSERT INTO figures (month, received, answered, late, totalMs, slowestMs, leaves)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (month) DO UPDATE SET received = received + excluded.received,
       answered = answered + excluded.answered, late = late + excluded.late,
       totalMs = totalMs + excluded.totalMs, slowestMs = max(slowestMs, excluded.slowestMs),
       leaves = leaves + excluded.leaves`,
    month,
    received,
    answered,
    late,
    totalMs,
    slowestMs,
    leaves,
  );
}
