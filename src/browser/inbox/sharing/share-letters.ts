// The own letters of the desk, to which the whole team gets access as well. They are a record of no case, signed for its
// version: whoever shares them signs them anew, and only what a member wrote for the version that is there.
import { toBase64 } from '../../../disclosure/base64.ts';
import { lettersSchema, recordedSchema } from '../../../disclosure/desk-wire.ts';
import { DESK, readSignedText } from '../../../disclosure/signed-text.ts';
import { dearmor } from '../../../openpgp/armor.ts';
import { splitHead } from '../../../openpgp/message-head.ts';
import { openSealed } from '../../workers/team/client.ts';
import { facts } from '../base/page.ts';
import { sealForTeam } from '../base/seal-for-team.ts';
import { isToShare } from './access.ts';
import type { SharingTools } from './tools.ts';

/**
 * Shares the letters. What can't be shared stays as it is.
 * @returns whether everybody of the team can open them now, or there are none
 * @throws Error where the key is not here any more
 */
export async function shareLetters(tools: SharingTools): Promise<boolean> {
  const answer = await tools.ask('GET', 'letters', lettersSchema);
  if (!answer.ok) return false;
  const { version, sealed } = answer.value;
  if (sealed === null) return true;
  const block = dearmor(sealed, 'MESSAGE');
  const parts = block.ok ? splitHead(block.bytes) : null;
  if (!parts) return false;
  const item = { kind: 'note', id: '', head: toBase64(parts.head) } as const;
  if (!isToShare(item, await tools.people())) return true;
  const [opened] = await openSealed([sealed]);
  const signature = opened?.text ? opened.signature : undefined;
  const signed = readSignedText(opened?.text ?? '');
  const isOfMember =
    signature?.state === 'holds' &&
    facts.signers.some(({ fingerprint }) => fingerprint === signature.fingerprint);
  if (!isOfMember || signed?.head.reference !== DESK || signed.head.number !== version) return false;
  const place = { reference: DESK, number: version + 1, from: 'note' } as const;
  const anew = await sealForTeam(signed.text, place);
  return (await tools.ask('PUT', 'letters', recordedSchema, { version, sealed: anew })).ok;
}
