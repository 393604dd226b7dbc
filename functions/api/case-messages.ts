import { type Announced, withAnnounced } from '../../src/disclosure/attachments.ts';
import type { Case } from '../../src/disclosure/case.ts';
import { receiveMessage } from '../../src/disclosure/changes.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { followUpSchema } from '../../src/disclosure/wire.ts';
import { inspectSealed } from '../../src/openpgp/inspect.ts';
import { endpoint, type Handler } from '../http/endpoint.ts';
import { json, ProblemError, tooMany } from '../http/problem.ts';
import { readJson } from '../http/request.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { type BudgetPart, byteBudget } from '../reporter/byte-budgets.ts';
import { type ReceiptPart, requireOwnCase, unknownReceipt } from '../reporter/case-access.ts';
import { storageFull } from '../reporter/storage-full.ts';
import { requiredNow } from '../reporter/team-recipients.ts';
import { perVisitor } from '../reporter/visitor-limits.ts';
import { route } from '../route.ts';
import { bytesOfMessage, messageRecord, quotaFor, sizeOf } from '../store/quota.ts';
import type { HitLimit } from '../store/store.ts';

type MessageParts = Pick<Parts, EndpointPart | ReceiptPart | BudgetPart | 'team' | 'textHash' | 'background'>;

const QUARTER = 15 * 60;
/** Follow-ups that one visitor may send, to however many cases. */
const ofVisitor: HitLimit = { key: 'messages', most: 60, windowSeconds: QUARTER };

/** How often a message is tried on a case that others change at the same moment. */
const ATTEMPTS = 25;

/**
 * `POST /api/case/messages`: a sealed follow-up from the reporter, which may announce files that are uploaded after it.
 * The same id again is the same message.
 */
export function createMessageHandler(parts: MessageParts): Handler {
  return endpoint('case/messages', ['POST'], parts, async (request) => {
    const found = await requireOwnCase(request, parts);
    const body = await readJson(request, limits.body.json, followUpSchema);
    const { id, sealed, number, attachments: files = [], agreesTo: day } = body;
    const agreesTo = day === undefined ? undefined : Date.parse(day);
    const inspected = inspectSealed(sealed, requiredNow(parts));
    if (!inspected.ok) throw new ProblemError(inspected.code);
    const isNew = await append(found, { id, sealed: inspected, number, files, agreesTo }, request, parts);
    // Also for a repeat: where the first answer was lost, its mail still waits.
    parts.background.run();
    return json({ id }, isNew ? 201 : 200);
  });
}

interface FollowUp {
  id: string;
  sealed: { canonical: string; data: Uint8Array };
  number: number | undefined;
  files: readonly Announced[];
  /** The day of publication that it agrees to, at 0:00 UTC. */
  agreesTo: number | undefined;
}

/**
 * Adds the message to the case. A reporter never waits for the team: where the case changed in between, the message
 * is added to what it has become, unless it names a place that it does not get there.
 * @returns false when it was in already
 */
async function append(
  found: Case,
  { id, sealed, number, files, agreesTo }: FollowUp,
  request: Request,
  parts: MessageParts,
): Promise<boolean> {
  const { store, now, storageQuota } = parts;
  const { reference } = found;
  const size = sizeOf(sealed.canonical);
  let current: Case | null = found;
  for (let attempt = 0; current && attempt < ATTEMPTS; attempt += 1) {
    const at = now().getTime();
    const message = { id, from: 'reporter', by: null, at, sealed: sealed.canonical } as const;
    const weight = bytesOfMessage(messageRecord(message));
    const budget = byteBudget(request, parts, { way: 'follow-up', size, weight, now: at });
    const announced = await announce(current, { id, number, files, at }, parts);
    if (announced === null) return false;
    // Who agrees to a day has not agreed to the one that it was moved to, and does so once.
    const isOther = agreesTo !== current.publishOn;
    if (agreesTo !== undefined && (isOther || current.publishAgreedAt !== null)) {
      if (await isIn(reference, id, parts)) return false;
      throw new ProblemError(isOther ? 'other-date' : 'already-agreed');
    }
    const result = await store.changeCase({
      ...receiveMessage(current, at, announced, agreesTo),
      seenVersion: current.version,
      statements: [],
      message: {
        message,
        textHash: parts.textHash(sealed.data),
        most: limits.messages,
        mostBytes: limits.reporterBytes,
        ...(number === undefined ? {} : { number }),
      },
      mails: [{ id: crypto.randomUUID(), kind: 'message-received', reference, about: id }],
      quota: { ...quotaFor('follow-up', storageQuota, at), budget: budget.watched },
      limits: [
        { key: `messages:${reference}`, most: 20, windowSeconds: QUARTER },
        ...perVisitor(request, parts, ofVisitor),
        ...budget.limits,
      ],
      now: at,
    });
    if (result.outcome === 'changed') return true;
    if (result.outcome === 'repeated') return false;
    if (result.outcome === 'other-number') throw new ProblemError('number-taken');
    if (result.outcome === 'full') throw new ProblemError('too-many-messages');
    if (result.outcome === 'storage-full') throw storageFull(result, parts);
    if (result.outcome === 'limited') {
      // Of these limits only those on bytes last longer than a quarter of an hour.
      const code = result.retryAfterSeconds > QUARTER ? 'too-much-at-once' : 'too-many-requests';
      throw tooMany(result.retryAfterSeconds, code);
    }
    const fresh = await store.findCase(reference);
    // To one who withdrew it a case is gone, also where its clocks run on.
    current = fresh?.withdrawnAt === null ? fresh : null;
  }
  throw current ? new ProblemError('store-unavailable', { 'Retry-After': '5' }) : unknownReceipt();
}

/** The attachments of the case with those of the message; null where the message is in already. @throws ProblemError */
async function announce(
  current: Case,
  { id, number, files, at }: Pick<FollowUp, 'id' | 'number' | 'files'> & { at: number },
  { store }: MessageParts,
): Promise<Case['attachments'] | null> {
  const announced = withAnnounced(current, files, { from: 'reporter', number, at });
  if (announced.ok) return announced.attachments;
  // A repeat announces what is there.
  if (await isIn(current.reference, id, { store })) return null;
  throw new ProblemError(announced.code);
}

/** Whether a message is in the case already. */
async function isIn(reference: string, id: string, { store }: Pick<MessageParts, 'store'>): Promise<boolean> {
  return (await store.readMessages(reference)).some((one) => one.id === id);
}

export const ALL = route(createMessageHandler);
