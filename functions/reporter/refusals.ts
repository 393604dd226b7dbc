import { createHash } from 'node:crypto';
import type { Refusals } from '../http/endpoint.ts';
import { createVisitorCounter } from './visitor-counter.ts';

/** Refused requests that one visitor may make in a minute; the network around them, with IPv6, four times as many. */
const MOST = 60;
const MINUTE = 60_000;
/** Credentials that are remembered; where there are more, those that were used longest ago are forgotten. */
const MOST_CREDENTIALS = 1000;

/**
 * Stops who does nothing but be refused: nonsense, floods, guesses. Each of those costs parsing, a line in the log and
 * often a command of the store; who had more than 60 answers of 4xx in a minute gets 429 until that minute is over,
 * before anything is read, parsed or asked. A limit of the store that is reached counts as well, so that a flood ends
 * here. Each process counts on its own (on Vercel: each instance), in bounded memory: see `createVisitorCounter`.
 *
 * Many share an address (an office, a Tor exit), so the wait is short and not for everything:
 *
 * - `reports` is counted by itself: whatever else comes from an address, reports are taken from it.
 * - What a page of another site has a visitor's browser ask is counted by itself: it can't have its visitors refused here.
 * - So is who brings what this server sealed for them (`own`): nobody can keep a receipt code from who has just reported.
 * - A receipt or a session that was let in before goes on, until it is refused itself: nobody can put the team out of its
 *   inbox. One that comes for the first time waits, a minute at most.
 */
export function createRefusals(): Refusals {
  const refused = createVisitorCounter(MOST, MINUTE);
  const letIn = new Set<string>();
  let stopped = 0;
  return {
    waitOf(request, endpoint, own = null) {
      const seconds = refused.waitOf(request, groupOf(request, endpoint, own));
      if (seconds === null) return null;
      const credential = credentialOf(request, endpoint);
      return credential !== null && letIn.has(credential) ? null : seconds;
    },
    note(request, endpoint, status, own = null) {
      const isRefused = status >= 400 && status < 500;
      if (isRefused) refused.add(request, groupOf(request, endpoint, own));
      const credential = credentialOf(request, endpoint);
      // Only these say that it was looked at: who is not signed in, or signs out, gets 204.
      if (credential === null || !(isRefused || status === 200 || status === 201)) return;
      letIn.delete(credential);
      if (isRefused) return;
      letIn.add(credential);
      const [oldest] = letIn;
      if (letIn.size > MOST_CREDENTIALS && oldest !== undefined) letIn.delete(oldest);
    },
    noteStopped() {
      stopped += 1;
      return stopped;
    },
  };
}

function groupOf(request: Request, endpoint: string, own: string | null): string {
  const from = request.headers.get('sec-fetch-site') ?? 'none';
  if (from !== 'same-origin' && from !== 'none') return 'elsewhere';
  if (own !== null) return `own ${own}`;
  return endpoint === 'reports' ? 'reports' : 'others';
}

/** A hash of what opens a case or the inbox, where the endpoint asks for that; a challenge is for anybody. */
function credentialOf(request: Request, endpoint: string): string | null {
  const isOfTeam = endpoint.startsWith('staff/') && endpoint !== 'staff/challenge';
  const header = isOfTeam ? 'cookie' : endpoint.startsWith('case') ? 'authorization' : null;
  const value = header === null ? null : request.headers.get(header);
  return value === null ? null : createHash('sha256').update(`${header} ${value}`).digest('base64');
}
