import { z } from 'zod';
import type { AbsencesView } from '../../src/disclosure/desk-wire.ts';
import type { Store } from '../store/store.ts';
import type { KeyName } from './expiry-mails.ts';

const recordSchema = z.array(
  z.strictObject({ fingerprint: z.string(), standIn: z.string(), from: z.string(), until: z.string() }),
);

/** Who is away when, and who stands in; without those of who has left the team since. */
export async function readAbsences({
  store,
  team,
}: {
  store: Pick<Store, 'readRecord'>;
  team: readonly Pick<KeyName, 'fingerprint'>[];
}): Promise<AbsencesView> {
  const record = await store.readRecord('absences');
  const absences = record === null ? [] : recordSchema.parse(JSON.parse(record.value));
  const isHere = (member: string) => team.some(({ fingerprint }) => fingerprint === member);
  return {
    version: record?.version ?? 0,
    absences: absences.filter(({ fingerprint, standIn }) => isHere(fingerprint) && isHere(standIn)),
  };
}
