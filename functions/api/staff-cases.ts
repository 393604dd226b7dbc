import { z } from 'zod';
import { caseStatuses } from '../../src/disclosure/case.ts';
import { isPosition } from '../../src/disclosure/position.ts';
import { isUntouched } from '../../src/disclosure/spam.ts';
import { endpoint, type Handler } from '../http/endpoint.ts';
import { json, ProblemError } from '../http/problem.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { route } from '../route.ts';
import { type MemberPart, requireMember } from '../staff/session.ts';
import { summaryOf } from '../staff/views.ts';
import { isCodeCursor } from '../store/store.ts';

type ListParts = Pick<Parts, EndpointPart | MemberPart | 'background'>;

const PAGE = 50;

/** `after` goes on behind a page; `untouched` asks for those alone that can be spam, newest first; `code` is the beginning of the last six characters of a reference. */
const querySchema = z
  .strictObject({
    status: z.enum(caseStatuses).nullable().default(null),
    after: z.string().nullable().default(null),
    untouched: z.literal('yes').nullable().default(null),
    code: z
      .string()
      .regex(/^[0-9A-HJKMNP-TV-Z]{1,6}$/)
      .nullable()
      .default(null),
  })
  .refine(({ after, code }) => after === null || (code === null ? isPosition(after) : isCodeCursor(after)));

/**
 * `GET /api/staff/cases?status=…&after=…&code=…&untouched=yes`: cases in the order of the inbox, 50 a page; or those
 * that `code` finds, in order of their codes; or those that nobody of the team has touched, the newest first. A page of
 * these two may hold fewer than 50, even none, and still have a next one.
 */
export function createListHandler(parts: ListParts): Handler {
  return endpoint('staff/cases', ['GET'], parts, async (request) => {
    await requireMember(request, parts);
    const query = querySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!query.success) throw new ProblemError('invalid-fields');
    const { after, code } = query.data;
    const isUntouchedOnly = query.data.untouched !== null;
    const status = query.data.status ?? (isUntouchedOnly ? 'received' : null);
    parts.background.run();
    const asked = { status, after, limit: PAGE };
    const page =
      code === null
        ? await parts.store.listCases({ ...asked, isReversed: isUntouchedOnly })
        : await parts.store.searchCases({ code, ...asked });
    const cases = isUntouchedOnly ? page.cases.filter(isUntouched) : page.cases;
    return json({ cases: cases.map(summaryOf), next: page.next });
  });
}

export const ALL = route(createListHandler);
