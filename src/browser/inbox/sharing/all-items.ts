// The session keys of a case, in as many answers as they take.
import { type SharedItem, type SharingView, sharingSchema } from '../../../disclosure/sharing-wire.ts';
import type { Outcome } from '../../api/ask.ts';
import { nameOf } from './contents.ts';
import type { SharingTools } from './tools.ts';

/**
 * Asks for session keys of a case: of its texts, and of its attachments as many as one answer holds.
 * @param after id of the attachment behind which they begin; empty for the first
 */
export function itemsFrom(
  reference: string,
  after: string,
  ask: SharingTools['ask'],
): Promise<Outcome<SharingView>> {
  const query = after === '' ? '' : `?after=${after}`;
  return ask('GET', `cases/${reference}/shared${query}`, sharingSchema);
}

/** Where the next answer begins; null where this one is the last. */
export function nextOf({ items, left }: SharingView): string | null {
  return left === 0 ? null : (items.findLast(({ kind }) => kind === 'attachment')?.id ?? null);
}

/** All of them. One answer has them but where attachments have very many. */
export async function allItems(
  reference: string,
  ask: SharingTools['ask'],
): Promise<Outcome<readonly SharedItem[]>> {
  const items = new Map<string, SharedItem>();
  for (let after: string | null = ''; after !== null; ) {
    const answer: Outcome<SharingView> = await itemsFrom(reference, after, ask);
    if (!answer.ok) return answer;
    const before = items.size;
    for (const item of answer.value.items) items.set(nameOf(item), item);
    // Whatever the server says is left: this comes to an end.
    after = items.size > before ? nextOf(answer.value) : null;
  }
  return { ok: true, value: [...items.values()] };
}
