import { type NotesView, noteBodySchema } from '../../src/disclosure/desk-wire.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { REFERENCE } from '../../src/disclosure/reference.ts';
import { inspectSealed } from '../../src/openpgp/inspect.ts';
import { endpoint, type Handler } from '../http/endpoint.ts';
import { paramOf } from '../http/params.ts';
import { json, ProblemError, tooMany } from '../http/problem.ts';
import { readJson } from '../http/request.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { storageFull } from '../reporter/storage-full.ts';
import { requiredNow } from '../reporter/team-recipients.ts';
import { route } from '../route.ts';
import { type MemberPart, requireMember, requireOwnPage, type Session } from '../staff/session.ts';
import { recordTrail, type TrailPart } from '../staff/trail.ts';
import { newestNotes, noteViewOf } from '../staff/views.ts';
import { quotaFor } from '../store/quota.ts';

type NoteParts = Pick<Parts, EndpointPart | MemberPart | TrailPart | 'storageQuota' | 'background'>;

/** What stands behind `?before=`: the number of a note. */
const BEFORE = /^[1-9]\d{0,4}$/;

/**
 * `/api/staff/cases/{reference}/notes`: `POST` adds a note sealed to the whole team; `GET ?before=N` gives those before
 * the Nth that the case itself, which has the newest, didn't have room for.
 */
export function createNotesHandler(parts: NoteParts): Handler {
  return endpoint('staff/notes', ['GET', 'POST'], parts, async (request, params) => {
    if (request.method !== 'GET') requireOwnPage(request, parts);
    const member = await requireMember(request, parts);
    const reference = paramOf(params, 'reference', REFERENCE);
    return request.method === 'GET'
      ? list(request, reference, member, parts)
      : add(request, reference, member, parts);
  });
}

async function list(
  request: Request,
  reference: string,
  member: Session,
  parts: NoteParts,
): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const before = searchParams.get('before') ?? '';
  if (searchParams.size !== 1 || !BEFORE.test(before)) throw new ProblemError('invalid-fields');
  const notes = await parts.store.readNotes(reference);
  const earlier = notes.filter(({ number }) => number < Number(before));
  if (earlier.length > 0) await recordTrail(member, 'opened', reference, parts);
  const view: NotesView = { notes: newestNotes(earlier, limits.notesPage).map(noteViewOf) };
  return json(view);
}

/** The same id again is the same note: an answer that was lost can be asked for again. */
async function add(
  request: Request,
  reference: string,
  member: Session,
  parts: NoteParts,
): Promise<Response> {
  const { id, kind, number, sealed } = await readJson(request, limits.body.json, noteBodySchema);
  const inspected = inspectSealed(sealed, requiredNow(parts));
  if (!inspected.ok) throw new ProblemError(inspected.code);
  const { store, storageQuota } = parts;
  const now = parts.now().getTime();
  const stored = await store.appendNote({
    reference,
    note: { id, kind, by: member.name, at: now, sealed: inspected.canonical },
    number,
    ...{ most: limits.notes, mostBytes: limits.noteBytes },
    quota: quotaFor('team', storageQuota, now),
    limits: [{ key: `notes:${reference}`, most: 200, windowSeconds: 15 * 60 }],
    now,
  });
  switch (stored.outcome) {
    case 'appended':
      return json({ number }, 201);
    case 'repeated':
      return json({ number: stored.number });
    case 'other-number':
      throw new ProblemError('number-taken');
    case 'gone':
      throw new ProblemError((await store.findCase(reference)) ? 'withdrawn' : 'not-found');
    case 'full':
      throw new ProblemError('too-many-messages');
    case 'storage-full':
      throw storageFull(stored, parts, 'storage-full-for-team');
    case 'limited':
      throw tooMany(stored.retryAfterSeconds);
  }
}

export const ALL = route(createNotesHandler);
