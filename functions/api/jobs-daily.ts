import { endpoint, type Handler, route } from '../http/endpoint.ts';
import type { Log } from '../http/log.ts';
import { json, ProblemError } from '../http/problem.ts';
import { isBearer } from '../http/secrets.ts';
import type { DailyOutcome } from '../jobs/daily.ts';

export interface DailyParts {
  cronSecret: string;
  /** Does what a day brings, see `functions/jobs/daily.ts`; gives counts. */
  runDaily: () => Promise<DailyOutcome>;
  log: Log;
}

/** `GET /api/jobs/daily`, called by cron with `Authorization: Bearer $CRON_SECRET`: reminders, retention, outbox. */
export function createDailyHandler(parts: DailyParts): Handler {
  return endpoint('jobs/daily', ['GET'], parts.log, async (request) => {
    if (!isBearer(request, parts.cronSecret))
      throw new ProblemError('unauthorized', { 'WWW-Authenticate': 'Bearer' });
    return json(await parts.runDaily());
  });
}

export const ALL = route(async () => {
  const { getParts } = await import('../parts.ts');
  return createDailyHandler(await getParts());
});
