import { endpoint, type Handler } from '../http/endpoint.ts';
import { tooMany } from '../http/problem.ts';
import { createLogFiles } from '../log/files.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { createVisitorCounter } from '../reporter/visitor-counter.ts';
import { route } from '../route.ts';

type CheckpointParts = Pick<Parts, EndpointPart | 'store' | 'now' | 'desk'>;

/** How often one visitor may ask in a quarter of an hour, counted in this process: the answer comes from its memory. */
const MOST = 600;
const QUARTER = 15 * 60 * 1000;

/** `GET /log/checkpoint`: how many entries the log has and the root of its tree, signed (c2sp.org/tlog-checkpoint). */
export function createLogCheckpointHandler(parts: CheckpointParts): Handler {
  const files = createLogFiles(parts);
  const asked = createVisitorCounter(MOST, QUARTER);
  return endpoint('log/checkpoint', ['GET', 'HEAD'], parts, async (request) => {
    const seconds = asked.waitOf(request);
    if (seconds !== null) throw tooMany(seconds);
    asked.add(request);
    const { note } = await files.checkpoint();
    return new Response(request.method === 'HEAD' ? null : note, {
      headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'public, max-age=60' },
    });
  });
}

export const ALL = route(createLogCheckpointHandler);
