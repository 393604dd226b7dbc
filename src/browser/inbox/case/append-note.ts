// Puts a note into a case: sealed for its place, and for the next one where somebody else was first.

import type { NoteKind } from '../../../disclosure/case.ts';
import { type NoteView, notedSchema } from '../../../disclosure/desk-wire.ts';
import { askTeam } from '../../api/team.ts';
import { sentenceFor, texts } from '../base/page.ts';
import { NotSealed, sealForTeam } from '../base/seal-for-team.ts';
import { askCase } from './ask-case.ts';

/** A note before it is sealed; `id` stays the same for as long as the text does: sent twice, it is there once. */
export interface Unsealed {
  id: string;
  text: string;
}

/** How it went; `number` is null where there was nothing to write. */
export type Appended =
  | { ok: true; number: number | null; notes: readonly NoteView[] }
  | { ok: false; sentence: string };

/** The kinds by which the team goes. */
const counted: ReadonlySet<NoteKind> = new Set(['triage', 'sheet']);

/** So often somebody else may be first. */
const MOST_TRIES = 6;

/**
 * Puts a note into the case `reference`.
 * @param known the notes that the case had when somebody looked last; null to fetch them first
 * @param write gives the note for what the case has now: asked anew for each try; null for nothing to write
 * @throws whatever `write` throws
 */
export async function appendNote(
  reference: string,
  kind: NoteKind,
  known: readonly NoteView[] | null,
  write: (notes: readonly NoteView[]) => Promise<Unsealed | null>,
): Promise<Appended> {
  let notes = known;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    if (notes === null) {
      const answer = await askCase(reference);
      if (!answer.ok) return { ok: false, sentence: sentenceFor(answer.problem, answer.number) };
      notes = answer.value.notes;
    }
    const unsealed = await write(notes);
    if (unsealed === null) return { ok: true, number: null, notes };
    const number = (notes.at(-1)?.number ?? 0) + 1;
    try {
      const sealed = await sealForTeam(unsealed.text, { reference, number, from: 'note' }, counted.has(kind));
      const body = { id: unsealed.id, kind, number, sealed };
      const answer = await askTeam('POST', `cases/${reference}/notes`, notedSchema, body);
      if (answer.ok) return { ok: true, number: answer.value.number, notes };
      if (answer.problem === 'too-many-messages') return { ok: false, sentence: texts.triage.notes.full };
      if (answer.problem !== 'number-taken')
        return { ok: false, sentence: sentenceFor(answer.problem, answer.number) };
    } catch (error) {
      return { ok: false, sentence: error instanceof NotSealed ? error.sentence : texts.errors.internal };
    }
    notes = null;
  }
  return { ok: false, sentence: sentenceFor('number-taken') };
}
