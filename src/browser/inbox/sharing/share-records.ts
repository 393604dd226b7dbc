// What the team keeps sealed beside its cases, to which the whole team gets access as well: its letters, its answers on the
// DPIA sheet. Each is signed for its version: whoever shares one signs it anew, and only what a member wrote for the version
// that is there.
import { toBase64 } from '../../../disclosure/base64.ts';
import { recordedSchema, recordSchema, type SealedRecordName } from '../../../disclosure/desk-wire.ts';
import { DESK, readSignedText } from '../../../disclosure/signed-text.ts';
import { noteAuthorOf } from '../../../disclosure/triage-note.ts';
import { dearmor } from '../../../openpgp/armor.ts';
import { splitHead } from '../../../openpgp/message-head.ts';
import type { SendProblem } from '../../api/ask.ts';
import { openSealed } from '../../workers/team/client.ts';
import { facts } from '../base/page.ts';
import { sealForTeam } from '../base/seal-for-team.ts';
import { isToShare } from './access.ts';
import type { SharingTools } from './tools.ts';

/** Why one was not shared: this key does not open it as the team's; or what went wrong on the way. */
export type RecordFault = 'closed' | { problem: SendProblem; number: string };

/**
 * Shares one of them. What can't be shared stays as it is.
 * @returns null where everybody of the team can open it now, or there is none
 * @throws Error where the key is not here any more
 */
export async function shareRecord(name: SealedRecordName, tools: SharingTools): Promise<RecordFault | null> {
  const answer = await tools.ask('GET', `records/${name}`, recordSchema);
  if (!answer.ok) return answer;
  const { version, sealed, at } = answer.value;
  if (sealed === null) return null;
  const block = dearmor(sealed, 'MESSAGE');
  const parts = block.ok ? splitHead(block.bytes) : null;
  if (!parts) return 'closed';
  const item = { kind: 'note', id: '', head: toBase64(parts.head) } as const;
  if (!isToShare(item, await tools.people())) return null;
  const [opened] = await openSealed([sealed]);
  const found = opened && opened.text !== null ? opened : null;
  const author = noteAuthorOf(found, { number: version, at: at ?? '' }, DESK, facts.signers);
  const signed = readSignedText(found?.text ?? '');
  // By who signed it while they were here, for the version that it is: what the inbox takes for the team's.
  if (!signed || (author.kind !== 'verified' && author.kind !== 'redated')) return 'closed';
  const place = { reference: DESK, number: version + 1, from: 'note' } as const;
  const anew = await sealForTeam(signed.text, place, true);
  const put = await tools.ask('PUT', `records/${name}`, recordedSchema, { version, sealed: anew });
  return put.ok ? null : put;
}
