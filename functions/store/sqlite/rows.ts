import { z } from 'zod';
import type { Case } from '../../../src/disclosure/case.ts';
import { caseSchema } from '../records.ts';
import type { Database } from './database.ts';

/** The records in rows that have a column `record`. */
export function readRecords<T>(rows: Record<string, unknown>[], schema: z.ZodType<T>): T[] {
  return rows.map((row) => schema.parse(JSON.parse(String(row['record']))));
}

/** The record in the first row, or null. */
export function readRecord<T>(rows: Record<string, unknown>[], schema: z.ZodType<T>): T | null {
  return readRecords(rows.slice(0, 1), schema)[0] ?? null;
}

/** The bytes in a row that has a column `bytes`. */
export function bytesIn(row: Record<string, unknown>): Uint8Array {
  return z.instanceof(Uint8Array).parse(row['bytes']);
}

/** The case with this reference or under this receipt, or null. */
export function caseBy({ all }: Database, column: 'reference' | 'receiptId', value: string): Case | null {
  return readRecord(all(`SELECT record FROM cases WHERE ${column} = ?`, value), caseSchema);
}

/** Whether there is a case with this reference that its reporter has not withdrawn. */
export function isWithReporter({ all }: Database, reference: string): boolean {
  const sql = "SELECT 1 FROM cases WHERE reference = ? AND record ->> 'withdrawnAt' IS NULL";
  return all(sql, reference).length > 0;
}

/** Whether there is a case with this reference. */
export function hasCase({ all }: Database, reference: string): boolean {
  return all('SELECT 1 FROM cases WHERE reference = ?', reference).length > 0;
}
