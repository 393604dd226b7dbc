import { z } from 'zod';
import { caseStatuses } from '../../src/disclosure/case.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { isPosition, positionOf } from '../../src/disclosure/position.ts';
import { endpoint, type Handler } from '../http/endpoint.ts';
import { json, ProblemError } from '../http/problem.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { route } from '../route.ts';
import { type MemberPart, requireMember } from '../staff/session.ts';
import { recordTrail, type TrailPart } from '../staff/trail.ts';
import { summaryOf } from '../staff/views.ts';
import { type CasePage, isCodeCursor, type Store } from '../store/store.ts';

type ListParts = Pick<Parts, EndpointPart | MemberPart | TrailPart | 'background'>;

/** `after` goes on behind a page; `limit` says how many a page has; `untouched` asks for those alone that can be spam; `code` is the beginning of the last six characters of a reference. */
const querySchema = z
  .strictObject({
    status: z.enum(caseStatuses).nullable().default(null),
    after: z.string().nullable().default(null),
    untouched: z.literal('yes').nullable().default(null),
    limit: z
      .string()
      .regex(/^[1-9]\d{0,2}$/)
      .transform(Number)
      .pipe(z.number().max(limits.longestPage))
      .default(limits.page),
    code: z
      .string()
      .regex(/^[0-9A-HJKMNP-TV-Z]{1,6}$/)
      .nullable()
      .default(null),
  })
  .refine(({ after, code }) => after === null || (code === null ? isPosition(after) : isCodeCursor(after)));

/**
 * `GET /api/staff/cases?status=…&after=…&code=…&untouched=yes&limit=…`: cases in the order of the inbox, 50 a page
 * unless `limit` says otherwise; or those that `code` finds, in order of their codes; or those that nobody of the team has
 * touched, what is said to be exploited before all else, and of each the newest first. A page of these two may hold fewer, even none, and still have a next one.
 */
export function createListHandler(parts: ListParts): Handler {
  return endpoint('staff/cases', ['GET'], parts, async (request) => {
    const member = await requireMember(request, parts);
    const query = querySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!query.success) throw new ProblemError('invalid-fields');
    const { after, code, limit } = query.data;
    const isUntouchedOnly = query.data.untouched !== null;
    const status = query.data.status ?? (isUntouchedOnly ? 'received' : null);
    parts.background.run();
    const asked = { status, after, limit };
    const page =
      code === null
        ? await (isUntouchedOnly ? newestFirst(asked, parts.store) : parts.store.listCases(asked))
        : await parts.store.searchCases({ code, ...asked });
    await recordTrail(member, 'listed', null, parts);
    const references = page.cases.map(({ reference }) => reference);
    const marks = await parts.store.readMarks({ references, member: member.fingerprint });
    const cases = page.cases.map((one, at) =>
      summaryOf(one, marks[at] ?? { notes: 0, shared: 0, seen: null }),
    );
    return json({
      cases: isUntouchedOnly ? cases.filter(({ untouched }) => untouched) : cases,
      next: page.next,
    });
  });
}

/** Before and behind all that is said to be exploited, and behind all else, in the opposite order: see `positionOf`. */
const BEHIND_CLAIMS = '1000000000000000:CVD-0000-000000';
const BEHIND_ALL = '4999999999999999:CVD-9999-ZZZZZZ';

type Asked = Pick<Parameters<Store['listCases']>[0], 'status' | 'after' | 'limit'>;

/** A page of cases, newest first: of what is said to be exploited to its end, which comes last in that order, then of the others. */
async function newestFirst(asked: Asked, store: ListParts['store']): Promise<CasePage> {
  const after = asked.after ?? BEHIND_CLAIMS;
  if (after > BEHIND_CLAIMS) return unclaimed({ ...asked, after }, store);
  const claims = await store.listCases({ ...asked, after, isReversed: true });
  const limit = asked.limit - claims.cases.length;
  if (claims.next !== null) return claims;
  if (limit <= 0) return { ...claims, next: BEHIND_ALL };
  const others = await unclaimed({ ...asked, after: BEHIND_ALL, limit }, store);
  return { cases: [...claims.cases, ...others.cases], next: others.next };
}

async function unclaimed(asked: Asked, store: ListParts['store']): Promise<CasePage> {
  const page = await store.listCases({ ...asked, isReversed: true });
  const cases = page.cases.filter((one) => positionOf(one) > BEHIND_CLAIMS);
  return { cases, next: cases.length < page.cases.length ? null : page.next };
}

export const ALL = route(createListHandler);
