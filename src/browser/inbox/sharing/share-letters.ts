// The own letters of the desk, to which the whole team gets access as well. They are a record of no case, signed for its
// version: whoever shares them signs them anew, and only what a member wrote for the version that is there.
import { toBase64 } from '../../../disclosure/base64.ts';
import { lettersSchema, recordedSchema } from '../../../disclosure/desk-wire.ts';
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

/** Why they were not shared: this key does not open them as the team's; or what went wrong on the way. */
export type LettersFault = 'closed' | { problem: SendProblem; number: string };

/**
 * Shares the letters. What can't be shared stays as it is.
 * @returns null where everybody of the team can open them now, or there are none
 * @throws Error where the key is not here any more
 */
export async function shareLetters(tools: SharingTools): Promise<LettersFault | null> {
  const answer = await tools.ask('GET', 'letters', lettersSchema);
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
  // By who signed it while they were here, for the version that it is: what the inbox takes for the team's letters.
  if (!signed || (author.kind !== 'verified' && author.kind !== 'redated')) return 'closed';
  const place = { reference: DESK, number: version + 1, from: 'note' } as const;
  const anew = await sealForTeam(signed.text, place, true);
  const put = await tools.ask('PUT', 'letters', recordedSchema, { version, sealed: anew });
  return put.ok ? null : put;
}
