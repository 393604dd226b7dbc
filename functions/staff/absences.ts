import { z } from 'zod';
import type { AbsencesView } from '../../src/disclosure/desk-wire.ts';
import type { Parts } from '../parts-types.ts';
import { memberOf } from './session.ts';

const recordSchema = z.array(
  z.strictObject({ fingerprint: z.string(), standIn: z.string(), from: z.string(), until: z.string() }),
);

/** Who is away when, and who stands in; without those of who has left the team since. */
export async function readAbsences({ store, team }: Pick<Parts, 'store' | 'team'>): Promise<AbsencesView> {
  const record = await store.readRecord('absences');
  const absences = record === null ? [] : recordSchema.parse(JSON.parse(record.value));
  const areHere = (...members: string[]) => members.every((one) => memberOf(one, team) !== null);
  return {
    version: record?.version ?? 0,
    absences: absences.filter(({ fingerprint, standIn }) => areHere(fingerprint, standIn)),
  };
}
