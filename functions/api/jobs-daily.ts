import { endpoint, type Handler } from '../http/endpoint.ts';
import { json, ProblemError } from '../http/problem.ts';
import { isBearer } from '../http/request.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { route } from '../route.ts';

type DailyParts = Pick<Parts, EndpointPart | 'cronSecret' | 'runDaily'>;

/** `GET /api/jobs/daily`, called by cron with `Authorization: Bearer $CRON_SECRET`: reminders, retention, outbox. */
export function createDailyHandler(parts: DailyParts): Handler {
  return endpoint('jobs/daily', ['GET'], parts, async (request) => {
    if (!isBearer(request, parts.cronSecret))
      throw new ProblemError('unauthorized', { 'WWW-Authenticate': 'Bearer' });
    return json(await parts.runDaily());
  });
}

export const ALL = route(createDailyHandler);
