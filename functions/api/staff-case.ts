import { type Change, change, changeAndClose } from '../../src/disclosure/changes.ts';
import { owedDuties } from '../../src/disclosure/clock.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { REFERENCE } from '../../src/disclosure/reference.ts';
import { type ChangeBody, changeSchema, eraseSchema } from '../../src/disclosure/team-wire.ts';
import { changeStub } from '../../src/disclosure/withdrawal.ts';
import { replyKeyId } from '../../src/openpgp/reply-key.ts';
import { endpoint, type Handler } from '../http/endpoint.ts';
import { paramOf } from '../http/params.ts';
import { json, ProblemError } from '../http/problem.ts';
import { readJson } from '../http/request.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { route } from '../route.ts';
import { type ChangePart, changeCase } from '../staff/change-case.ts';
import { type MemberPart, memberOf, requireMember, requireOwnPage, type Session } from '../staff/session.ts';
import { orNotErased, recordTrail, requireTrail, type TrailPart } from '../staff/trail.ts';
import { teamCaseOf } from '../staff/views.ts';

type TeamCaseParts = Pick<Parts, EndpointPart | MemberPart | ChangePart | TrailPart | 'leastReward'>;

/** `/api/staff/cases/{reference}`: `GET` gives one case with its messages, `PATCH` changes it, `DELETE` erases it. */
export function createTeamCaseHandler(parts: TeamCaseParts): Handler {
  return endpoint('staff/case', ['GET', 'PATCH', 'DELETE'], parts, async (request, params) => {
    if (request.method !== 'GET') requireOwnPage(request, parts);
    const member = await requireMember(request, parts);
    const reference = paramOf(params, 'reference', REFERENCE);
    if (request.method === 'GET') return show(reference, member, parts);
    return request.method === 'PATCH'
      ? patch(request, reference, member, parts)
      : erase(request, reference, member, parts);
  });
}

async function show(reference: string, member: Session, parts: TeamCaseParts): Promise<Response> {
  const { store } = parts;
  const [found, messages, notes, [marks], events, chunks, statements] = await Promise.all([
    store.findCase(reference),
    store.readMessages(reference),
    store.readNotes(reference),
    store.readMarks({ references: [reference], member: member.fingerprint }),
    store.readEvents(reference),
    store.listChunks(reference),
    store.readStatements(reference),
  ]);
  if (!found) throw new ProblemError('not-found');
  await recordTrail(member, 'opened', reference, parts);
  const keyId = found.replyKey === null ? null : await replyKeyId(found.replyKey);
  const seen = marks?.seen ?? null;
  const belongings = { messages, notes, seen, events, chunks, statements, replyKeyId: keyId };
  return json(teamCaseOf(found, belongings));
}

async function patch(
  request: Request,
  reference: string,
  member: Session,
  parts: TeamCaseParts,
): Promise<Response> {
  const body = await readJson(request, limits.body.json, changeSchema);
  const { version, message, close, ...fields } = body;
  if (fields.assignee && !memberOf(fields.assignee, parts.team)) throw new ProblemError('invalid-fields');
  const wanted = changeIn(fields);
  const changed = await changeCase(
    {
      reference,
      version,
      message: message ?? null,
      apply: (current, actor) =>
        current.withdrawnAt === null
          ? (close ? changeAndClose : change)(current, wanted, {
              ...actor,
              hasReply: message !== undefined,
              leastReward: parts.leastReward,
            })
          : changeStub(current, wanted, { ...actor, hasReply: message !== undefined }),
    },
    member,
    parts,
  );
  return json({ version: changed });
}

/** The change that a body asks for, its days and moments in ms. */
function changeIn(fields: Omit<ChangeBody, 'version' | 'message' | 'close'>): Change {
  const { fixExpectedAt, publishOn, fixAvailableAt, exploitedSince, incidentSince, ...rest } = fields;
  const { reportedAt, correctedAt, ...others } = rest;
  const time = <T extends null | undefined>(text: string | T) =>
    typeof text === 'string' ? Date.parse(text) : text;
  return {
    ...others,
    fixExpectedAt: time(fixExpectedAt),
    publishOn: time(publishOn),
    fixAvailableAt: time(fixAvailableAt),
    exploitedSince: time(exploitedSince),
    incidentSince: time(incidentSince),
    reportedAt: time(reportedAt),
    correctedAt: time(correctedAt),
  };
}

async function erase(
  request: Request,
  reference: string,
  member: Session,
  parts: TeamCaseParts,
): Promise<Response> {
  const { version } = await readJson(request, limits.body.small, eraseSchema);
  const found = await parts.store.findCase(reference);
  if (!found) throw new ProblemError('not-found');
  if (found.version !== version) throw new ProblemError('version-conflict');
  // With the case its clocks would go: what the law asks for must be done first, or taken back knowingly.
  if (owedDuties(found).length > 0) throw new ProblemError('reports-owed');
  const now = parts.now().getTime();
  // Before it is gone: no erasure without its line.
  await requireTrail(member, 'erased', reference, parts);
  const isErased = await orNotErased([reference], member, parts, () =>
    parts.store.eraseCase({ reference, seenVersion: version, mails: [], now }),
  );
  if (!isErased) {
    await recordTrail(member, 'not-erased', reference, parts);
    throw new ProblemError('version-conflict');
  }
  await parts.store.scrub();
  return new Response(null, { status: 204, headers: { 'Cache-Control': 'no-store' } });
}

export const ALL = route(createTeamCaseHandler);
