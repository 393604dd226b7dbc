import { afterAnswer } from './after.ts';

/** Requests that store nothing new take the work along at most this often in one process, in ms. */
const LEAST_APART = 60_000;

let work: (() => Promise<void>) | undefined;
let lastAt = 0;

/** Sets what this process does beside requests, since cron may run only once a day. It must not throw. */
export function setWorkBeside(given: () => Promise<void>): void {
  work = given;
  lastAt = 0;
}

/** Has it done after this answer: something was stored that asks for it. */
export function workBeside(): void {
  if (!work) return;
  lastAt = Date.now();
  afterAnswer(work());
}

/** The same for any other request, whatever it is about: not more than once a minute, so that the bill stays flat. */
export function workBesideNowAndThen(): void {
  if (Math.abs(Date.now() - lastAt) >= LEAST_APART) workBeside();
}
