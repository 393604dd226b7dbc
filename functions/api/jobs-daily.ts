import { endpoint, type Handler, route } from '../http/endpoint.ts';
import type { Log } from '../http/log.ts';
import { json, ProblemError } from '../http/problem.ts';
import { isBearer } from '../http/secrets.ts';

export interface DailyParts {
  cronSecret: string;
  drain: () => Promise<{ sent: number; failed: number }>;
  eraseStaleChunks: () => Promise<void>;
  log: Log;
}

/** `GET /api/jobs/daily`, called by cron with `Authorization: Bearer $CRON_SECRET`: erases attachments whose upload was never completed, and sends what is due in the outbox. */
export function createDailyHandler(parts: DailyParts): Handler {
  return endpoint('jobs/daily', ['GET'], parts.log, async (request) => {
    if (!isBearer(request, parts.cronSecret))
      throw new ProblemError('unauthorized', { 'WWW-Authenticate': 'Bearer' });
    await parts.eraseStaleChunks();
    return json(await parts.drain());
  });
}

export const ALL = route(async () => {
  const { getParts } = await import('../parts.ts');
  return createDailyHandler(await getParts());
});
