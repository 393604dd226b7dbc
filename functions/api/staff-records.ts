import {
  type RecordView,
  recordBodySchema,
  type SealedRecordName,
  sealedRecords,
} from '../../src/disclosure/desk-wire.ts';
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

type RecordParts = Pick<Parts, EndpointPart | MemberPart | RecordPart | TrailPart>;

/**
 * `/api/staff/records/{name}`: what the team keeps for itself, each one document sealed to the whole team: `letters`, its
 * own letters, and `dpia`, its answers on the DPIA sheet.
 */
export function createRecordsHandler(parts: RecordParts): Handler {
  return endpoint('staff/records', ['GET', 'PUT'], parts, async (request, params) => {
    if (request.method !== 'GET') requireOwnPage(request, parts);
    const member = await requireMember(request, parts);
    const name = sealedRecords.find((one) => one === params['name']);
    if (name === undefined) throw new ProblemError('not-found');
    if (request.method === 'GET') return show(name, parts);
    const { version, sealed } = await readJson(request, limits.body.json, recordBodySchema);
    const inspected = inspectSealed(sealed, requiredNow(parts));
    if (!inspected.ok) throw new ProblemError(inspected.code);
    const record = { name, seenVersion: version, value: inspected.canonical };
    const written = await writeRecord(record, member, parts);
    await recordTrail(member, `${name}-changed`, null, parts);
    return json({ version: written });
  });
}

async function show(name: SealedRecordName, { store }: RecordParts): Promise<Response> {
  const record = await store.readRecord(name);
  const none: RecordView = { version: 0, sealed: null, by: null, at: null };
  if (record === null) return json(none);
  const { version, value: sealed, by, at } = record;
  const view: RecordView = { version, sealed, by, at: moment(at) };
  return json(view);
}

export const ALL = route(createRecordsHandler);
