// What is in a case that members open, each with the session keys that stand in it.
import { fromBase64 } from '../../../disclosure/base64.ts';
import type { SharedItem, SharedKind, SharingView } from '../../../disclosure/sharing-wire.ts';
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import { dearmor } from '../../../openpgp/armor.ts';
import { equalBytes } from '../../../openpgp/equal-bytes.ts';
import { splitHead } from '../../../openpgp/message-head.ts';

/** Something in a case. */
export interface Item {
  kind: SharedKind;
  id: string;
  head: Uint8Array;
  /** What is encrypted, of a message or a note; null of what only the server has. */
  contents: Uint8Array | null;
  /** The same armored, as it is stored. */
  sealed: string;
  /** Of a message, its place, where what it came with is to be kept: the desk may have signed for it. */
  originalOf: number | null;
}

export interface Contents {
  items: ReadonlyMap<string, Item>;
  /** The report, armored; empty where there is none. */
  report: string;
  /** How many notes there are. */
  notes: number;
}

export const nameOf = ({ kind, id }: Pick<SharedItem, 'kind' | 'id'>) => `${kind} ${id}`;

/**
 * Puts together what two answers say of a case; what they say otherwise changed in between, and stays out.
 */
export function contentsOf({ items }: SharingView, { messages, notes }: TeamCase): Contents {
  const texts = new Map<string, { sealed: string; originalOf: number | null }>();
  for (const { id, sealed, number, from } of messages) {
    // The acceptance names the hash of the report, the first response that of a message of the team.
    const isSigned = number === 1 || from === 'team';
    const hasOriginal = items.some((item) => item.kind === 'original' && item.id === id);
    texts.set(nameOf({ kind: 'message', id }), {
      sealed,
      originalOf: isSigned && !hasOriginal ? number : null,
    });
  }
  for (const { id, sealed } of notes) texts.set(nameOf({ kind: 'note', id }), { sealed, originalOf: null });
  const found = items.flatMap((item): Item[] => {
    const { kind, id } = item;
    const head = fromBase64(item.head);
    const text = texts.get(nameOf(item));
    // Originals and attachments stay where they are, and so do the oldest of very many notes.
    if (!text && kind !== 'message')
      return [{ kind, id, head, contents: null, sealed: '', originalOf: null }];
    const block = text && dearmor(text.sealed, 'MESSAGE');
    const parts = block?.ok ? splitHead(block.bytes) : null;
    if (!text || !parts || !equalBytes(parts.head, head)) return [];
    return [{ kind, id, head, contents: parts.contents, ...text }];
  });
  return {
    items: new Map(found.map((item) => [nameOf(item), item])),
    report: messages.find(({ number }) => number === 1)?.sealed ?? '',
    notes: items.filter(({ kind }) => kind === 'note').length,
  };
}
