import { createHash } from 'node:crypto';
import { joined } from '../../src/disclosure/bytes.ts';
import type { SealedMessage, SealedNote } from '../../src/disclosure/case.ts';
import type { Copy, SharedKind } from '../../src/disclosure/sharing-wire.ts';
import { armor, dearmor } from '../../src/openpgp/armor.ts';
import { inspectSealed, type Recipient } from '../../src/openpgp/inspect.ts';
import { faultOfSharedHead, type SharingParties } from '../../src/openpgp/inspect-shared.ts';
import { hasExpired } from '../../src/openpgp/lifetime.ts';
import { type MessageParts, splitHead } from '../../src/openpgp/message-head.ts';
import { ProblemError } from '../http/problem.ts';
import type { Parts } from '../parts-types.ts';
import { requiredNow } from '../reporter/team-recipients.ts';
import type { SharedHead } from '../store/store.ts';

/** What is in a case and sealed to the team, by kind and id. */
export type SharedParts = ReadonlyMap<string, MessageParts>;

export const nameOfItem = (kind: SharedKind, id: string) => `${kind} ${id}`;

/**
 * Who has to do with sharing now. A member whose key has run out keeps what they could open: nobody can make that anew.
 * @throws ProblemError `no-team-key`
 */
export function partiesNow(parts: Pick<Parts, 'team' | 'former' | 'now'>): SharingParties {
  const now = parts.now().getTime();
  const present = parts.team.filter((one) => !hasExpired(one, now));
  return {
    required: requiredNow(parts),
    allowed: present.flatMap(({ encryptionKeyIds }) => encryptionKeyIds),
    gone: new Set([...present, ...parts.former].flatMap(({ keyIds }) => keyIds)),
  };
}

/** Messages, originals and notes in two parts; those stay out that can't be cut. */
export function partsOfTexts(
  messages: readonly SealedMessage[],
  notes: readonly SealedNote[],
): Map<string, MessageParts> {
  const texts: [SharedKind, string, string][] = [
    ...messages.map(({ id, sealed }) => ['message', id, sealed] as [SharedKind, string, string]),
    ...messages.flatMap(({ id, original }): [SharedKind, string, string][] =>
      original === undefined ? [] : [['original', id, original]],
    ),
    ...notes.map(({ id, sealed }) => ['note', id, sealed] as [SharedKind, string, string]),
  ];
  return new Map(
    texts.flatMap(([kind, id, sealed]) => {
      const block = dearmor(sealed, 'MESSAGE');
      const split = block.ok ? splitHead(block.bytes) : null;
      return split ? [[nameOfItem(kind, id), split] as const] : [];
    }),
  );
}

/**
 * Looks at copies: each is of something in the case, and changes session keys alone.
 * @throws ProblemError
 */
export function requireRightCopies(
  copies: readonly Copy[],
  known: SharedParts,
  parties: SharingParties,
): void {
  for (const { kind, id, head, original } of copies) {
    const old = known.get(nameOfItem(kind, id));
    const fault = old ? faultOfSharedHead(old.head, fromBase64(head), parties) : 'shared-differs';
    if (fault) throw new ProblemError(fault);
    if (original === undefined) continue;
    if (kind !== 'message') throw new ProblemError('invalid-fields');
    requireSealed(original, parties.required);
  }
}

/** @throws ProblemError where a text is not sealed to the whole team */
export function requireSealed(sealed: string, required: readonly Recipient[]): string {
  const inspected = inspectSealed(sealed, required);
  if (!inspected.ok) throw new ProblemError(inspected.code);
  return inspected.canonical;
}

/** What a case is once its copies stand in the place of what they are copies of. */
export function sharedCase(
  copies: readonly Copy[],
  { messages, notes, known }: { messages: SealedMessage[]; notes: SealedNote[]; known: SharedParts },
  now: number,
): { messages: SealedMessage[]; notes: SealedNote[]; heads: SharedHead[] } {
  const fresh = new Map(copies.map((copy) => [nameOfItem(copy.kind, copy.id), copy]));
  const sealedAnew = (kind: SharedKind, id: string) => {
    const name = nameOfItem(kind, id);
    const [copy, old] = [fresh.get(name), known.get(name)];
    return copy && old ? armor(joined([fromBase64(copy.head), old.contents]), 'MESSAGE') : undefined;
  };
  return {
    messages: messages.flatMap((message) => {
      const sealed = sealedAnew('message', message.id);
      // Of what was shared without one, what came in is not known any more.
      const first = message.sharedAt === undefined ? fresh.get(nameOfItem('message', message.id)) : undefined;
      const original =
        sealedAnew('original', message.id) ?? (message.original === undefined ? first?.original : undefined);
      if (sealed === undefined && original === undefined) return [];
      const shared = sealed === undefined ? {} : { sealed, sharedAt: now };
      return [{ ...message, ...shared, ...(original === undefined ? {} : { original }) }];
    }),
    notes: notes.flatMap((note) => {
      const sealed = sealedAnew('note', note.id);
      return sealed === undefined ? [] : [{ ...note, sealed }];
    }),
    heads: copies.flatMap(({ kind, id, head }) => {
      const old = kind === 'attachment' ? known.get(nameOfItem(kind, id)) : undefined;
      return old ? [{ attachmentId: id, length: old.head.length, head: fromBase64(head) }] : [];
    }),
  };
}

/** SHA-256 in hexadecimal of copies as they are kept: what a member looked at, and no other. */
export function hashOfCopies(kept: string): string {
  return createHash('sha256').update(kept).digest('hex');
}

function fromBase64(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}
