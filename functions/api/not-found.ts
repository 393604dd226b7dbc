import { endpoint, type Handler, route } from '../http/endpoint.ts';
import { type Log, logToStdout } from '../http/log.ts';
import { ProblemError } from '../http/problem.ts';

/** Every other address under `/api`. */
export function createNotFoundHandler(log: Log): Handler {
  return endpoint('not-found', null, log, async () => {
    throw new ProblemError('not-found');
  });
}

export const ALL = route(async () => createNotFoundHandler(logToStdout));
