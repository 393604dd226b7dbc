// What a message was when it came in, where the desk made its session keys anew since, to give colleagues access.
import { joined, sha256Hex } from '../../disclosure/bytes.ts';
import type { CaseView } from '../../disclosure/case-view.ts';
import { readOriginal } from '../../disclosure/original.ts';
import type { Statement } from '../../log/statement.ts';
import { dearmor } from '../../openpgp/armor.ts';
import { storedForm } from '../../openpgp/inspect.ts';
import { splitHead } from '../../openpgp/message-head.ts';
import type { SealedState } from './describe.ts';

type Message = CaseView['messages'][number];

/** A message as it came in, armored; null where only who could open its original knows that. */
export interface Received {
  number: number;
  from: Message['from'];
  sealed: string | null;
  /** When the desk made its session keys anew, ISO 8601; null where it never did. */
  sharedAt: string | null;
}

/**
 * Puts a message together as it came in: the session keys that its original holds, and its contents as they stand.
 * @param original the opened text of its original; null where there is none, or it did not open
 */
export function asReceived(message: Message, original: string | null, reference: string): Received {
  const { number, from, sealed, shared } = message;
  if (shared === undefined) return { number, from, sealed, sharedAt: null };
  const unknown = { number, from, sealed: null, sharedAt: shared.at };
  if (original === null) return unknown;
  const read = readOriginal(original);
  const block = dearmor(sealed, 'MESSAGE');
  const parts = block.ok ? splitHead(block.bytes) : null;
  // What is none, or another message's, proves nothing: it is compared as it stands, and found to be another.
  if (read?.reference !== reference || read.number !== number || !parts) return { ...unknown, sealed };
  return { ...unknown, sealed: storedForm(joined([read.head, parts.contents])) ?? sealed };
}

/**
 * How what a statement names compares with what there is in the case.
 * @returns with `sharedAt`, where the state is about that: when the desk gave colleagues access
 */
export async function sealedStateOf(
  statement: Statement,
  messages: readonly Received[],
): Promise<{ state: SealedState; sharedAt: string | null }> {
  if (statement.kind === 'status') return { state: null, sharedAt: null };
  const isReport = statement.kind === 'acceptance';
  const hash = isReport ? statement.sealedReportSha256 : statement.sealedReplySha256;
  const candidates = messages.filter(({ number, from }) => (isReport ? number === 1 : from === 'team'));
  if (isReport && candidates.length === 0) return { state: null, sharedAt: null };
  for (const { sealed, sharedAt } of candidates) {
    if (sealed === null || (await sha256Hex(sealed)) !== hash) continue;
    if (sharedAt !== null) return { state: isReport ? 'keptShared' : 'keptReplyShared', sharedAt };
    return { state: isReport ? 'kept' : 'keptReply', sharedAt: null };
  }
  // One of these may be it: nobody here can tell, so that it is neither right nor wrong.
  const unknown = candidates.find(({ sealed }) => sealed === null);
  if (!unknown) return { state: 'changed', sharedAt: null };
  return { state: isReport ? 'shared' : 'sharedReply', sharedAt: unknown.sharedAt };
}
