// What the team keeps for itself, each one document sealed to the team: its letters, its answers on the DPIA sheet.
import {
  recordBodySchema,
  recordedSchema,
  recordSchema,
  type SealedRecordName,
} from '../../../disclosure/desk-wire.ts';
import { DESK, readSignedText } from '../../../disclosure/signed-text.ts';
import { counts, noteAuthorOf } from '../../../disclosure/triage-note.ts';
import { askTeam } from '../../api/team.ts';
import { openSealed } from '../../workers/team/client.ts';
import { facts, sentenceFor, texts } from '../base/page.ts';
import { sealForTeam } from '../base/seal-for-team.ts';
import { hasKey } from '../base/session.ts';

/**
 * `unsigned`: of a member whose key signs nothing, maybe. `refused`: not the team's, so that it is not used. `closed`: this
 * key does not open it. `older`: this browser saw a newer one.
 */
export type RecordDoubt = 'unsigned' | 'refused' | 'closed' | 'older';

/** Such a document as it was saved last. */
export interface OpenedRecord {
  /** 0 where there is none yet. */
  version: number;
  /** As its writer signed it; null where there is none, or none to be used. */
  text: string | null;
  /** Who saved it, by the server; empty for nobody. */
  by: string;
  doubt: RecordDoubt | null;
}

/**
 * Fetches and opens one.
 * @param known what is known of it: the same again is not opened again
 * @returns it, null where it is as it was known, or a sentence that says why not
 */
export async function openRecord(
  name: SealedRecordName,
  known: Pick<OpenedRecord, 'version' | 'doubt'> | null,
): Promise<OpenedRecord | null | string> {
  const answer = await askTeam('GET', `records/${name}`, recordSchema);
  if (!answer.ok) return sentenceFor(answer.problem, answer.number);
  if (!hasKey.peek()) return texts.errors['no-key'];
  const { version, sealed, by, at } = answer.value;
  if (known !== null && known.version === version && known.doubt !== 'closed') return null;
  const none: OpenedRecord = { version, text: null, by: by ?? '', doubt: null };
  const record = sealed === null ? none : await opened(name, sealed, { ...none, at: at ?? '' });
  return hasKey.peek() ? record : texts.errors['no-key'];
}

/**
 * Seals a text for the team and saves it in the place of the version that was seen.
 * @returns empty when it is saved, `version-conflict` where a colleague saved one meanwhile, or a sentence that says why not
 * @throws NotSealed
 */
export async function saveRecord(name: SealedRecordName, version: number, text: string): Promise<string> {
  const sealed = await sealForTeam(text, { reference: DESK, number: version + 1, from: 'note' }, true);
  const body = recordBodySchema.parse({ version, sealed });
  const answer = await askTeam('PUT', `records/${name}`, recordedSchema, body);
  if (answer.ok) return '';
  return answer.problem === 'version-conflict' ? answer.problem : sentenceFor(answer.problem, answer.number);
}

async function opened(
  name: SealedRecordName,
  sealed: string,
  { at, ...none }: OpenedRecord & { at: string },
): Promise<OpenedRecord> {
  const [opening] = await openSealed([sealed]).catch(() => []);
  if (!opening || opening.text === null) return { ...none, doubt: 'closed' };
  const author = noteAuthorOf(opening, { number: none.version, at }, DESK, facts.signers);
  if (!counts(author, facts.everyoneSigns)) return { ...none, doubt: 'refused' };
  const { text } = readSignedText(opening.text) ?? opening;
  const isUnsigned = author.kind === 'unsigned';
  return { ...none, text, doubt: isUnsigned ? 'unsigned' : isOlder(name, none.version) ? 'older' : null };
}

/** Whether this browser saw a later version: an older one holds as well, so that nothing else would tell. */
function isOlder(name: SealedRecordName, version: number): boolean {
  try {
    const place = `meldpunt-${name}`;
    const seen = Number(localStorage.getItem(place) ?? 0);
    if (version > seen) localStorage.setItem(place, String(version));
    return version < seen;
  } catch {
    // A browser that keeps nothing has seen nothing.
    return false;
  }
}
