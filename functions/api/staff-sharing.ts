import * as z from 'zod/mini';
import type { Case, SealedMessage, SealedNote } from '../../src/disclosure/case.ts';
import { chunkCount, limits } from '../../src/disclosure/limits.ts';
import { moment } from '../../src/disclosure/moments.ts';
import { REFERENCE } from '../../src/disclosure/reference.ts';
import {
  copiesBodySchema,
  type KeptCopies,
  keptCopiesSchema,
  type OriginalsView,
  type SharedItem,
  type SharingView,
  shareBodySchema,
} from '../../src/disclosure/sharing-wire.ts';
import { idSchema } from '../../src/disclosure/wire.ts';
import { type MessageParts, splitHead } from '../../src/openpgp/message-head.ts';
import { endpoint, type Handler } from '../http/endpoint.ts';
import { paramOf } from '../http/params.ts';
import { json, ProblemError } from '../http/problem.ts';
import { readJson } from '../http/request.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { storageFull } from '../reporter/storage-full.ts';
import { route } from '../route.ts';
import { type MemberPart, requireMember, requireOwnPage, type Session } from '../staff/session.ts';
import {
  hashOfCopies,
  nameOfItem,
  partiesNow,
  partsOfTexts,
  requireRightCopies,
  requireSealed,
  sharedCase,
} from '../staff/sharing.ts';
import { recordTrail, type TrailPart } from '../staff/trail.ts';
import { quotaFor } from '../store/quota.ts';

type SharingParts = Pick<
  Parts,
  EndpointPart | MemberPart | TrailPart | 'former' | 'storageQuota' | 'background'
>;

/** The attachment that an answer begins behind; empty for the first. */
const afterSchema = z.union([z.literal(''), idSchema]);

/**
 * `/api/staff/cases/{reference}/shared`, in two steps, so that what is stored goes only when what takes its place was
 * opened. `GET` gives the session keys of all that is in the case, and what is kept beside it; `PUT` keeps session keys
 * made anew; `POST` has those take the place of the old ones, all at once, where nobody shared the case since.
 */
export function createSharingHandler(parts: SharingParts): Handler {
  return endpoint('staff/shared', ['GET', 'PUT', 'POST'], parts, async (request, params) => {
    if (request.method !== 'GET') requireOwnPage(request, parts);
    const member = await requireMember(request, parts);
    const reference = paramOf(params, 'reference', REFERENCE);
    if (request.method === 'GET') {
      const { search, searchParams } = new URL(request.url);
      if (search === '?originals') return originals(reference, parts);
      const after = afterSchema.safeParse(searchParams.get('after') ?? '');
      if (!after.success) throw new ProblemError('invalid-fields');
      return show(reference, after.data, parts);
    }
    if (request.method === 'PUT') return keep(request, reference, member, parts);
    return share(request, reference, member, parts);
  });
}

/** A case with all that members open in it, and how far it was shared. */
interface Contents {
  version: number;
  copies: string | null;
  messages: SealedMessage[];
  notes: SealedNote[];
  known: Map<string, MessageParts>;
  /** Attachments whose beginning was not read any more. */
  left: number;
}

/** @param wanted which attachments are read: these, or those behind one, of which an empty id means all */
async function read(
  reference: string,
  { store }: SharingParts,
  wanted: readonly string[] | { after: string },
): Promise<Contents> {
  const found = await store.findCase(reference);
  if (!found) throw new ProblemError('not-found');
  if (found.withdrawnAt !== null) throw new ProblemError('withdrawn');
  // First: what was shared in between is then newer than it seems, and refused, not the other way round.
  const { version, copies } = await store.readSharing(reference);
  const [messages, notes, chunks] = await Promise.all([
    store.readMessages(reference),
    store.readNotes(reference),
    store.listChunks(reference),
  ]);
  const known = partsOfTexts(messages, notes);
  const left = await addHeads(known, completeIn(found, chunks, wanted), reference, store);
  return { version, copies, messages, notes, known, left };
}

function completeIn(
  { attachments }: Case,
  chunks: Record<string, number[]>,
  wanted: readonly string[] | { after: string },
): string[] {
  const complete = attachments
    .filter(({ id, size }) => chunks[id]?.length === chunkCount(size))
    .map(({ id }) => id);
  if ('after' in wanted) return complete.slice(complete.indexOf(wanted.after) + 1);
  return complete.filter((id) => wanted.includes(id));
}

/** Gives how many did not fit. */
async function addHeads(
  known: Map<string, MessageParts>,
  ids: readonly string[],
  reference: string,
  store: SharingParts['store'],
): Promise<number> {
  let bytes = 0;
  for (const [index, attachmentId] of ids.entries()) {
    const beginning = await store.readHead({ reference, attachmentId, most: limits.head });
    const split = beginning && splitHead(beginning);
    if (!split) continue;
    bytes += split.head.length * 2;
    if (index > 0 && bytes > limits.attachmentHeads) return ids.length - index;
    known.set(nameOfItem('attachment', attachmentId), split);
  }
  return 0;
}

async function show(reference: string, after: string, parts: SharingParts): Promise<Response> {
  const { version, copies, messages, notes, known, left } = await read(reference, parts, { after });
  const item = (kind: SharedItem['kind'], id: string): SharedItem => ({
    ...{ kind, id },
    head: Buffer.from(known.get(nameOfItem(kind, id))?.head ?? []).toString('base64'),
  });
  const attachments = [...known.keys()].filter((name) => name.startsWith('attachment '));
  const view: SharingView = {
    version,
    items: [
      ...messages.map(({ id }) => item('message', id)),
      ...messages.filter(({ original }) => original !== undefined).map(({ id }) => item('original', id)),
      ...notes.map(({ id }) => item('note', id)),
      ...attachments.map((name) => item('attachment', name.slice('attachment '.length))),
    ],
    left,
    kept: copies === null ? null : { ...readKept(copies), hash: hashOfCopies(copies) },
  };
  return json(view);
}

/** For who opens them before they are shared once more. All records of a case fit in an answer. */
async function originals(reference: string, { store }: SharingParts): Promise<Response> {
  const found = await store.findCase(reference);
  if (!found) throw new ProblemError('not-found');
  if (found.withdrawnAt !== null) throw new ProblemError('withdrawn');
  const messages = await store.readMessages(reference);
  const view: OriginalsView = {
    originals: messages.flatMap(({ id, original }) =>
      original === undefined ? [] : [{ id, sealed: original }],
    ),
  };
  return json(view);
}

async function keep(
  request: Request,
  reference: string,
  { fingerprint }: Session,
  parts: SharingParts,
): Promise<Response> {
  const { version, copies } = await readJson(request, limits.body.copies, copiesBodySchema);
  const wanted = copies.flatMap(({ kind, id }) => (kind === 'attachment' ? [id] : []));
  const contents = await read(reference, parts, wanted);
  if (contents.version !== version) throw new ProblemError('version-conflict');
  requireRightCopies(copies, contents.known, partiesNow(parts));
  const now = parts.now().getTime();
  const kept: KeptCopies = { version, by: fingerprint, at: moment(now), copies };
  const text = JSON.stringify(kept);
  const stored = await parts.store.keepCopies({
    ...{ reference, seenVersion: version, copies: text, eraseAt: now + limits.sharingTime },
    quota: quotaFor('team', parts.storageQuota, now),
    now,
  });
  if (stored.outcome === 'stale') throw new ProblemError('version-conflict');
  if (stored.outcome === 'gone') throw new ProblemError('not-found');
  if (stored.outcome === 'storage-full') throw storageFull(stored, parts, 'storage-full-for-team');
  // What the page looks at before it confirms is what the store gives back. A colleague who does the same may be between.
  const back = await parts.store.readSharing(reference);
  if (back.copies !== text) throw new ProblemError('version-conflict');
  return json({ ...readKept(back.copies), hash: hashOfCopies(back.copies) });
}

async function share(
  request: Request,
  reference: string,
  member: Session,
  parts: SharingParts,
): Promise<Response> {
  const { version, hash, note } = await readJson(request, limits.body.json, shareBodySchema);
  const parties = partiesNow(parts);
  const sealed = requireSealed(note.sealed, parties.required);
  const { store } = parts;
  const { copies: text } = await store.readSharing(reference);
  const kept = text !== null && hashOfCopies(text) === hash ? readKept(text) : null;
  const copies = kept?.copies ?? [];
  const wanted = copies.flatMap(({ kind, id }) => (kind === 'attachment' ? [id] : []));
  const contents = await read(reference, parts, wanted);
  // Where the first answer was lost, its copies are gone.
  if (contents.notes.some(({ id }) => id === note.id)) return json({ version: contents.version });
  if (kept?.version !== version || contents.version !== version) throw new ProblemError('version-conflict');
  requireRightCopies(copies, contents.known, parties);
  const now = parts.now().getTime();
  const stored = await store.shareCase({
    ...{ reference, seenVersion: version, ...sharedCase(copies, contents, now), now },
    note: { id: note.id, kind: 'sharing', by: member.name, at: now, sealed },
    ...{ number: note.number, most: limits.allNotes, mostBytes: limits.allNoteBytes },
    mostMessageBytes: limits.sharedBytes,
    quota: quotaFor('team', parts.storageQuota, now),
  });
  switch (stored.outcome) {
    case 'shared':
      // What was overwritten is not to be read from the disk any more either.
      await store.scrub();
      await recordTrail(member, 'shared', reference, parts);
      return json({ version: version + 1 });
    case 'repeated':
      return json({ version: (await store.readSharing(reference)).version });
    case 'stale':
      throw new ProblemError('version-conflict');
    case 'other-number':
      throw new ProblemError('number-taken');
    case 'full':
      throw new ProblemError('too-many-messages');
    case 'gone':
      throw new ProblemError('not-found');
    case 'storage-full':
      throw storageFull(stored, parts, 'storage-full-for-team');
  }
}

function readKept(text: string): KeptCopies {
  return keptCopiesSchema.parse(JSON.parse(text));
}

export const ALL = route(createSharingHandler);
