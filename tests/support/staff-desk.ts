import { decrypt, readMessage, readPrivateKey } from 'openpgp';
import { createCaseHandler } from '../../functions/api/case.ts';
import { createAbsencesHandler } from '../../functions/api/staff-absences.ts';
import { createTeamAttachmentHandler } from '../../functions/api/staff-attachment.ts';
import { createTeamCaseHandler } from '../../functions/api/staff-case.ts';
import { createListHandler } from '../../functions/api/staff-cases.ts';
import { createChallengeHandler } from '../../functions/api/staff-challenge.ts';
import { createEvidenceHandler } from '../../functions/api/staff-evidence.ts';
import { createHeadsHandler } from '../../functions/api/staff-heads.ts';
import { createReplyHandler } from '../../functions/api/staff-messages.ts';
import { createNotesHandler } from '../../functions/api/staff-notes.ts';
import { createOverviewHandler } from '../../functions/api/staff-overview.ts';
import { createRecordsHandler } from '../../functions/api/staff-records.ts';
import { createResponseHandler } from '../../functions/api/staff-response.ts';
import { createSeenHandler } from '../../functions/api/staff-seen.ts';
import { createSessionHandler } from '../../functions/api/staff-session.ts';
import { createSharingHandler } from '../../functions/api/staff-sharing.ts';
import { createSpamHandler } from '../../functions/api/staff-spam.ts';
import { createTrailHandler } from '../../functions/api/staff-trail.ts';
import type { Handler } from '../../functions/http/endpoint.ts';
import type { Parts } from '../../functions/parts-types.ts';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { Store } from '../../functions/store/store.ts';
import type { Case, SealedMessage } from '../../src/disclosure/case.ts';
import { deriveReceipt, makeReceipt } from '../../src/disclosure/receipt.ts';
import { ANSWER } from '../../src/disclosure/sign-in-answer.ts';
import { challengeSchema } from '../../src/disclosure/sign-in-wire.ts';
import { makeKeyPair, makeReplyKey, readCertificates } from '../../src/openpgp/keys.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { AMPLE, newCaseInput, randomId } from './cases.ts';
import { mounted, NOW, SITE, testParts } from './parts.ts';

export { NOW };
export const LEAST_REWARD = 50;

export interface Asked {
  cookie?: string | undefined;
  /** An empty value takes away what a request has by itself. */
  headers?: Record<string, string>;
}

const pairs = Promise.all([
  makeKeyPair({ name: 'Anna', email: 'anna@example.com' }),
  makeKeyPair({ name: 'Bram', email: 'bram@example.com' }),
]);
const replyKey = makeReplyKey('the passphrase of a receipt');

/** Every endpoint of the team, as a page of the site asks them, on an empty store with a team of two. */
export async function staffDesk({
  store = createSqliteStore(':memory:'),
  members = 2,
  storageQuota = AMPLE,
  keys = pairs,
} = {}) {
  const keyPairs = await keys;
  const whole = await readCertificates(keyPairs.map(({ publicKey }) => publicKey).join('\n'), new Date());
  const team = whole.slice(0, members);
  const parts = testParts({ store, team, leastReward: LEAST_REWARD, storageQuota });
  const { clock, logged } = parts;
  const handle = mounted(handlersOf(parts));

  /** Asks as a page of the site does; a body that is no text goes as JSON. */
  async function request(method: string, path: string, body?: unknown, asked: Asked = {}) {
    const sent: Record<string, string> = {
      ...(method === 'GET' ? {} : { Origin: SITE, 'Content-Type': 'application/json' }),
      ...(asked.cookie === undefined ? {} : { Cookie: asked.cookie }),
      ...asked.headers,
    };
    const headers = Object.entries(sent).filter(([, value]) => value !== '');
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return handle(
      new Request(SITE + path, { method, headers, ...(text === undefined ? {} : { body: text }) }),
    );
  }
  /** A challenge for a member, and the answer that the private key of `openedBy` brings to light. */
  async function challenge(member: number, headers: Record<string, string> = {}) {
    const response = await request(
      'POST',
      '/api/staff/challenge',
      { keyId: whole[member]?.fingerprint },
      { headers },
    );
    const { id, sealed } = challengeSchema.parse(await response.json());
    const opened = await open(sealed, member);
    return { id, sealed, opened, answer: ANSWER.exec(opened)?.[0] ?? '' };
  }
  async function open(sealed: string, member: number): Promise<string> {
    const decryptionKeys = await readPrivateKey({ armoredKey: keyPairs[member]?.privateKey ?? '' });
    const { data } = await decrypt({
      message: await readMessage({ armoredMessage: sealed }),
      decryptionKeys,
    });
    return String(data);
  }
  /** Signs in as a member; gives what a browser sends from then on. */
  async function signIn(member: number): Promise<string> {
    const { id, answer } = await challenge(member);
    const response = await request('POST', '/api/staff/session', { id, answer });
    if (response.status !== 201) throw new Error(`signing in gave ${response.status}`);
    return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  }
  const { lockedPrivateKey, publicKey } = await replyKey;
  /** A message for the whole team and the reporter. */
  async function reply(text = 'Thank you.') {
    return { id: randomId(), sealed: await sealTo(text, [...team.map(({ armored }) => armored), publicKey]) };
  }
  /** A case whose reporter reads with the receipt; `token` is the access token. */
  async function newCase(fields: Partial<Case> = {}, report?: Omit<SealedMessage, 'number'>) {
    const { accessToken, receiptId } = await deriveReceipt(makeReceipt());
    const input = newCaseInput({ receiptId, receivedAt: NOW, replyKey: lockedPrivateKey, ...fields });
    await store.createCase({ ...input, ...(report ? { report } : {}), mails: [] });
    const path = `/api/staff/cases/${input.newCase.reference}`;
    return { ...input.newCase, path, token: accessToken, report: input.report };
  }
  const reporterSees = createCaseHandler(parts);
  return {
    ...{ store, team, whole, parts, clock, logged, keyPairs, replyKey: publicKey },
    ...{ request, handle, challenge, open, signIn, reply, newCase, reporterSees, sealTo },
    notified: () => parts.background.runs,
    /** All that the store has of a case. */
    stored: (reference: string) => storedOf(store, reference),
  };
}

export type StaffDesk = Awaited<ReturnType<typeof staffDesk>>;

/** A case that has got its first response, when `status` is not `received`. */
export function answered(status: Case['status'], fields: Partial<Case> = {}): Partial<Case> {
  const assessment = status === 'rejected' || status === 'duplicate' ? status : 'confirmed';
  const fixExpectedAt = assessment === 'confirmed' ? Date.parse('2026-12-24T00:00:00Z') : null;
  const times = {
    resolvedAt: status === 'resolved' || status === 'closed' ? NOW : null,
    closedAt: status === 'closed' ? NOW : null,
  };
  return status === 'received'
    ? fields
    : { status, assessment, respondedAt: NOW, fixExpectedAt, ...times, ...fields };
}

/** Status and problem code of an answer. */
export async function codeOf(response: Response): Promise<[number, unknown]> {
  const body: unknown = await response.json();
  return [
    response.status,
    typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined,
  ];
}

export const sealTo = (text: string, keys: readonly string[]) => seal(text, keys);

function handlersOf(parts: Parts): Record<string, Handler> {
  return {
    '/api/staff/challenge': createChallengeHandler(parts),
    '/api/staff/session': createSessionHandler(parts),
    '/api/staff/overview': createOverviewHandler(parts),
    '/api/staff/heads': createHeadsHandler(parts),
    '/api/staff/records/[name]': createRecordsHandler(parts),
    '/api/staff/absences': createAbsencesHandler(parts),
    '/api/staff/trail': createTrailHandler(parts),
    '/api/staff/evidence': createEvidenceHandler(parts),
    '/api/staff/cases': createListHandler(parts),
    '/api/staff/cases/spam': createSpamHandler(parts),
    '/api/staff/cases/[reference]': createTeamCaseHandler(parts),
    '/api/staff/cases/[reference]/response': createResponseHandler(parts),
    '/api/staff/cases/[reference]/messages': createReplyHandler(parts),
    '/api/staff/cases/[reference]/notes': createNotesHandler(parts),
    '/api/staff/cases/[reference]/seen': createSeenHandler(parts),
    '/api/staff/cases/[reference]/attachments/[id]': createTeamAttachmentHandler(parts),
    '/api/staff/cases/[reference]/shared': createSharingHandler(parts),
    '/api/staff/cases/[reference]/attachments/[id]/[index]': createTeamAttachmentHandler(parts),
  };
}

async function storedOf(store: Store, reference: string) {
  return {
    found: await store.findCase(reference),
    messages: await store.readMessages(reference),
    notes: await store.readNotes(reference),
    events: await store.readEvents(reference),
    waiting: (await store.outboxState()).waiting,
    figures: await store.readFigures(['2026-11']),
  };
}
