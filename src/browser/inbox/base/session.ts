// Who sits here: the session, and whether their key is loaded.
import { effect, signal } from '@preact/signals';
import * as z from 'zod/mini';
import { type SessionView, sessionSchema } from '../../../disclosure/sign-in-wire.ts';
import type { SigningFault } from '../../../openpgp/team-signer.ts';
import { askApi, type Outcome } from '../../api/ask.ts';
import { serverNow } from '../../api/server-time.ts';
import { forgetKey, onKeyEnded, onKeyLoaded, takeKey, unlockKey } from '../../workers/team/client.ts';
import type { KeyEnd } from '../../workers/team/shared.ts';
import type { LoadedKey } from '../../workers/team/tasks.ts';

/** Who is signed in; null for nobody. */
export const session = signal<SessionView | null>(null);
/** Whether the worker holds a key. */
export const hasKey = signal(false);

/** Why the key that was loaded signs nothing; null where it does. */
export const signingFault = signal<SigningFault | null>(null);
/** Whether that is yet to be read. */
export const isAdviceOpen = signal(false);

/** Loads a private key; gives its fingerprint. @throws WorkerTaskError with a `TeamKeyFault` */
export async function loadKey(file: File, passphrase: string): Promise<string> {
  // What another key opened is not this one's to show.
  hasKey.value = false;
  const loaded = await unlockKey(file, passphrase);
  noteKey(loaded);
  isAdviceOpen.value = loaded.signingFault !== null;
  return loaded.fingerprint;
}

function noteKey({ signingFault: fault }: LoadedKey): void {
  hasKey.value = true;
  signingFault.value = fault;
}

/** Takes the key of whoever is signed in, where another tab has it loaded; whether it did. Never throws. */
export async function takeKeyHere(): Promise<boolean> {
  const current = session.peek();
  if (current === null || hasKey.peek()) return false;
  const loaded = await takeKey(current.fingerprint);
  if (loaded === null || session.peek()?.fingerprint !== current.fingerprint) return false;
  noteKey(loaded);
  return true;
}

/** `listener` hears that another tab loaded a key. */
export const onKeyElsewhere = onKeyLoaded;

/** Has the key gone, here and in every tab. */
export function dropKey(): void {
  forgetKey();
  hasKey.value = false;
  signingFault.value = null;
}

/** `listener` hears that the key is gone, and why, where nobody asked for that here. */
export function onKeyLost(listener: (why: KeyEnd) => void): void {
  onKeyEnded((why) => {
    hasKey.value = false;
    signingFault.value = null;
    listener(why);
  });
}

/** Asks who is signed in; a value of undefined is nobody. Never throws. */
export function askSession(): Promise<Outcome<SessionView | undefined>> {
  return askApi('GET', '/api/staff/session', z.optional(sessionSchema));
}

const MINUTE = 60_000;
/** A timer counts no longer than this at once: it stands still while the machine sleeps. */
const LONGEST_WAIT = 10 * MINUTE;
/** After an answer that it is not over yet, so long nothing is asked. */
const LEAST_WAIT = 5_000;

/**
 * Watches whoever is signed in until the session is over: by the server's time, and never by the clock of this machine
 * alone.
 * @param over hears that it is
 * @returns looks whether it is over: after a sleep, say
 */
export function watchSession(over: () => void): () => Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(look, Math.min(ms, LONGEST_WAIT));
  };
  effect(() => {
    clearTimeout(timer);
    if (session.value) wait(timeLeft(session.value));
  });
  /**
   * What looks like the end may be a clock that was set, so the server is asked; without its answer it counts as the
   * end, for what is on the screen is not for whoever finds it.
   */
  async function look(): Promise<void> {
    const current = session.peek();
    if (!current) return;
    const left = timeLeft(current);
    if (left > 0) return wait(left);
    clearTimeout(timer);
    const answer = await askSession();
    if (session.peek() !== current) return;
    if (!answer.ok || !answer.value) return over();
    session.value = answer.value;
    wait(Math.max(LEAST_WAIT, timeLeft(answer.value)));
  }
  return look;
}

/** In ms; not more than nothing when it is over. */
function timeLeft({ endsAt }: SessionView): number {
  return Date.parse(endsAt) - serverNow();
}
