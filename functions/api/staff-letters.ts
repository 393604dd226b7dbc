import { type LettersView, lettersBodySchema } from '../../src/disclosure/desk-wire.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { moment } from '../../src/disclosure/moments.ts';
import { inspectSealed } from '../../src/openpgp/inspect.ts';
import { endpoint, type Handler } from '../http/endpoint.ts';
import { json, ProblemError } from '../http/problem.ts';
import { readJson } from '../http/request.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { requiredNow } from '../reporter/team-recipients.ts';
import { route } from '../route.ts';
import { type RecordPart, writeRecord } from '../staff/records.ts';
import { type MemberPart, requireMember, requireOwnPage } from '../staff/session.ts';
import { recordTrail, type TrailPart } from '../staff/trail.ts';

type LetterParts = Pick<Parts, EndpointPart | MemberPart | RecordPart | TrailPart>;

/** `/api/staff/letters`: the team's own letters, one document sealed to the whole team. */
export function createLettersHandler(parts: LetterParts): Handler {
  return endpoint('staff/letters', ['GET', 'PUT'], parts, async (request) => {
    if (request.method !== 'GET') requireOwnPage(request, parts);
    const member = await requireMember(request, parts);
    if (request.method === 'GET') return show(parts);
    const { version, sealed } = await readJson(request, limits.body.json, lettersBodySchema);
    const inspected = inspectSealed(sealed, requiredNow(parts));
    if (!inspected.ok) throw new ProblemError(inspected.code);
    const record = { name: 'letters', seenVersion: version, value: inspected.canonical } as const;
    const written = await writeRecord(record, member, parts);
    await recordTrail(member, 'letters-changed', null, parts);
    return json({ version: written });
  });
}

async function show({ store }: LetterParts): Promise<Response> {
  const record = await store.readRecord('letters');
  const none: LettersView = { version: 0, sealed: null, by: null, at: null };
  if (record === null) return json(none);
  const { version, value: sealed, by, at } = record;
  const view: LettersView = { version, sealed, by, at: moment(at) };
  return json(view);
}

export const ALL = route(createLettersHandler);
