// When a session is over: by the server's time, and never by the clock of this machine alone.
import * as z from 'zod/mini';
import { type SessionView, sessionSchema } from '../../disclosure/team-wire.ts';
import { askApi, type Outcome } from '../api/send.ts';
import { serverNow } from '../api/server-time.ts';

const MINUTE = 60_000;
/** A timer counts no longer than this at once: it stands still while the machine sleeps. */
const LONGEST_WAIT = 10 * MINUTE;
/** After an answer that it is not over yet, so long nothing is asked. */
const LEAST_WAIT = 5_000;

let current: SessionView | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let ended: () => void = () => undefined;

/** Sets who is told when the session is over. */
export function onSessionOver(listener: () => void): void {
  ended = listener;
}

/** Asks who is signed in; a value of undefined is nobody. Never throws. */
export function askSession(): Promise<Outcome<SessionView | undefined>> {
  return askApi('GET', '/api/staff/session', z.optional(sessionSchema));
}

/** Who is signed in, by the fingerprint of their key; null for nobody. */
export function signedIn(): string | null {
  return current?.fingerprint ?? null;
}

/** Watches a session until it is over, or another one comes; null ends the watch. */
export function watchSession(session: SessionView | null): void {
  current = session;
  clearTimeout(timer);
  if (session) wait(timeLeft(session));
}

/**
 * Looks whether the session is over: after a sleep, say. What looks like the end may be a clock that was set, so the
 * server is asked; without its answer it counts as the end, for what is on the screen is not for whoever finds it.
 */
export async function checkSession(): Promise<void> {
  const session = current;
  if (!session) return;
  clearTimeout(timer);
  const left = timeLeft(session);
  if (left > 0) return wait(left);
  const answer = await askSession();
  if (session !== current) return;
  if (!answer.ok || !answer.value) return ended();
  current = answer.value;
  wait(Math.max(LEAST_WAIT, timeLeft(current)));
}

function wait(ms: number): void {
  timer = setTimeout(checkSession, Math.min(ms, LONGEST_WAIT));
}

/** In ms; not more than nothing when it is over. */
function timeLeft({ endsAt }: SessionView): number {
  return Date.parse(endsAt) - serverNow();
}
