import type { Case } from '../../src/disclosure/case.ts';
import { receiveMessage } from '../../src/disclosure/changes.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { messageSchema } from '../../src/disclosure/wire.ts';
import { inspectSealed, type Recipient } from '../../src/openpgp/inspect.ts';
import { endpoint, type Handler, route } from '../http/endpoint.ts';
import type { Log } from '../http/log.ts';
import { json, ProblemError } from '../http/problem.ts';
import { type ReporterParts, requireOwnCase, unknownReceipt } from '../http/reporter.ts';
import { readJson } from '../http/request.ts';
import { type QuotaParts, storageFull } from '../http/storage.ts';
import { byteLimits, perVisitor } from '../http/visitor-limits.ts';
import { quotaFor } from '../store/quota.ts';
import type { HitLimit } from '../store/store.ts';

export interface MessageParts extends ReporterParts, QuotaParts {
  recipients: readonly Recipient[];
  /** A keyed hash of the encrypted data of a message, 64 hexadecimal characters. */
  textHash: (data: Uint8Array) => string;
  log: Log;
}

const QUARTER = 15 * 60;
/** Follow-ups that one visitor may send, to however many cases. */
const ofVisitor: HitLimit = { key: 'messages', most: 60, windowSeconds: QUARTER };

/** How often a message is tried on a case that others change at the same moment. */
const ATTEMPTS = 25;

/** `POST /api/case/messages`: a sealed follow-up from the reporter. The same id again is the same message. */
export function createMessageHandler(parts: MessageParts): Handler {
  return endpoint('case/messages', ['POST'], parts.log, async (request) => {
    const found = await requireOwnCase(request, parts);
    const { id, sealed } = await readJson(request, limits.body.json, messageSchema);
    const inspected = inspectSealed(sealed, parts.recipients);
    if (!inspected.ok) throw new ProblemError(inspected.code);
    const visitorLimits = [
      ...perVisitor(request, parts, ofVisitor),
      ...byteLimits(request, parts, inspected.canonical.length),
    ];
    const isNew = await append(found, { id, sealed: inspected }, visitorLimits, parts);
    // Also for a repeat: where the first answer was lost, its mail still waits.
    parts.notify();
    return json({ id }, isNew ? 201 : 200);
  });
}

/**
 * Adds the message to the case. A reporter never waits for the team: where the case changed in between, the message
 * is added to what it has become.
 * @returns false when it was in already
 */
async function append(
  found: Case,
  { id, sealed }: { id: string; sealed: { canonical: string; data: Uint8Array } },
  visitorLimits: readonly HitLimit[],
  parts: MessageParts,
): Promise<boolean> {
  const { store, now, storageQuota } = parts;
  const { reference } = found;
  let current: Case | null = found;
  for (let attempt = 0; current && attempt < ATTEMPTS; attempt += 1) {
    const at = now().getTime();
    const result = await store.changeCase({
      ...receiveMessage(current, at),
      seenVersion: current.version,
      message: {
        message: { id, from: 'reporter', by: null, at, sealed: sealed.canonical },
        textHash: parts.textHash(sealed.data),
        most: limits.messages,
        mostBytes: limits.reporterBytes,
      },
      mails: [{ id: crypto.randomUUID(), kind: 'message-received', reference, about: id }],
      quota: quotaFor('follow-up', storageQuota, at),
      limits: [{ key: `messages:${reference}`, most: 20, windowSeconds: QUARTER }, ...visitorLimits],
      now: at,
    });
    if (result.outcome === 'changed') return true;
    if (result.outcome === 'repeated') return false;
    if (result.outcome === 'full') throw new ProblemError('too-many-messages');
    if (result.outcome === 'storage-full') throw storageFull(result, parts);
    if (result.outcome === 'limited') {
      throw new ProblemError('too-many-requests', { 'Retry-After': String(result.retryAfterSeconds) });
    }
    const fresh = await store.findCase(reference);
    // To one who withdrew it a case is gone, also where its clocks run on.
    current = fresh?.withdrawnAt === null ? fresh : null;
  }
  throw current ? new ProblemError('store-unavailable', { 'Retry-After': '5' }) : unknownReceipt();
}

export const ALL = route(async () => {
  const { getParts } = await import('../parts.ts');
  return createMessageHandler(await getParts());
});
