// What is in a case that members open, each with the session keys that stand in it, and where it stands.

import { fromBase64 } from '../../../disclosure/base64.ts';
import type { TextPlace } from '../../../disclosure/belonging.ts';
import type { SharedItem, SharedKind, SharingView } from '../../../disclosure/sharing-wire.ts';
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import { dearmor } from '../../../openpgp/armor.ts';
import { equalBytes } from '../../../openpgp/equal-bytes.ts';
import { splitHead } from '../../../openpgp/message-head.ts';
import type { SealedFile } from '../case/fetch-sealed.ts';

/** Something in a case. */
export interface Item {
  kind: SharedKind;
  id: string;
  head: Uint8Array;
  /** Of the message or the note that it is, or that it goes with. */
  number: number;
  /** What it is; null of a file. */
  at: TextPlace | null;
  /** What is encrypted, of a message or a note; null of what only the server has. */
  contents: Uint8Array | null;
  /** The same armored, as it is stored. */
  sealed: string;
  /** Whether what it came with is to be kept: the desk may have signed for it. */
  needsOriginal: boolean;
}

export interface Contents {
  reference: string;
  items: ReadonlyMap<string, Item>;
  messages: TeamCase['messages'];
  files: readonly SealedFile[];
  /** How many notes there are. */
  notes: number;
}

export const nameOf = ({ kind, id }: Pick<SharedItem, 'kind' | 'id'>) => `${kind} ${id}`;

/** What a message is, where it stands. */
export function placeOf(reference: string, { number, from }: TeamCase['messages'][number]): TextPlace {
  return number === 1 ? { kind: 'report' } : { kind: 'placed', place: { reference, number, from } };
}

/**
 * Puts together what two answers say of a case; what they say otherwise changed in between, and stays out.
 */
export function contentsOf({ items }: SharingView, view: TeamCase): Contents {
  const { reference, messages, attachments } = view;
  const found = items.flatMap((item) => {
    const [text, message, file] = [
      textOf(item, view),
      messages.find(({ id }) => id === item.id),
      attachments.find(({ id }) => id === item.id),
    ];
    if (item.kind === 'attachment') return file ? [without(item, file.number, null)] : [];
    if (item.kind === 'original') {
      const number = message?.number ?? 0;
      return message ? [without(item, number, { kind: 'original', reference, number })] : [];
    }
    return text && equalBytes(text.head, fromBase64(item.head)) ? [text] : [];
  });
  const withOriginal = new Set(items.flatMap(({ kind, id }) => (kind === 'original' ? [id] : [])));
  const marked = found.map((item) => (withOriginal.has(item.id) ? { ...item, needsOriginal: false } : item));
  return {
    ...{ reference, messages, files: attachments },
    items: new Map(marked.map((item) => [nameOf(item), item])),
    notes: items.filter(({ kind }) => kind === 'note').length,
  };
}

/** What is not in these answers. */
function without({ kind, id, head }: SharedItem, number: number, at: TextPlace | null): Item {
  return {
    ...{ kind, id, number, at, head: fromBase64(head) },
    ...{ contents: null, sealed: '', needsOriginal: false },
  };
}

/** A message or a note; null where it is not there, or can't be cut. */
function textOf({ kind, id }: SharedItem, { reference, messages, notes }: TeamCase): Item | null {
  const message = kind === 'message' ? messages.find((one) => one.id === id) : undefined;
  const note = kind === 'note' ? notes.find((one) => one.id === id) : undefined;
  const found = message ?? note;
  const block = found && dearmor(found.sealed, 'MESSAGE');
  const parts = block?.ok ? splitHead(block.bytes) : null;
  if (!found || !parts) return null;
  const { number, sealed } = found;
  const at: TextPlace = message
    ? placeOf(reference, message)
    : { kind: 'placed', place: { reference, number, from: 'note' } };
  // The acceptance names the hash of the report, the first response that of a message of the team.
  const needsOriginal = message !== undefined && (number === 1 || message.from === 'team');
  return { kind, id, number, at, ...parts, sealed, needsOriginal };
}
