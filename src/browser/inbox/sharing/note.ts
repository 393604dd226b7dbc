import { sha256Hex } from '../../../disclosure/bytes.ts';
import { writeSharingNote } from '../../../disclosure/sharing-note.ts';
import { keysOfHead } from '../../../openpgp/message-head.ts';
import { type Person, partiesOf } from './access.ts';
import type { MadeCopy } from './copies.ts';
import type { SharingTools } from './tools.ts';

/** The text of the note that says what was shared with whom. */
export async function noteOf(
  made: readonly MadeCopy[],
  people: readonly Person[],
  tools: SharingTools,
): Promise<string> {
  const ids = new Set(made.flatMap(({ item }) => (keysOfHead(item.head) ?? []).map(({ keyId }) => keyId)));
  const removed = people.filter(({ hasLeft, keyIds }) => hasLeft && keyIds.some((id) => ids.has(id)));
  const { allowed } = partiesOf(people);
  const recipients = people.filter(({ encryptionKeyIds }) =>
    encryptionKeyIds.some((id) => allowed.includes(id)),
  );
  const items = await Promise.all(
    made.map(async ({ item, head }) => ({
      ...{ kind: item.kind, id: item.id },
      before: await sha256Hex(new Uint8Array(item.head)),
      after: await sha256Hex(new Uint8Array(head)),
    })),
  );
  const fingerprints = (some: readonly Person[]) => some.map(({ fingerprint }) => fingerprint);
  return writeSharingNote(tools.sentence({ items: made.length, removed }), {
    recipients: fingerprints(recipients),
    removed: fingerprints(removed),
    items,
  });
}
