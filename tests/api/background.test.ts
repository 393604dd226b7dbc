import type { APIContext } from 'astro';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Background, createBackground, REQUEST_CONTEXT } from '../../functions/http/background.ts';
import { routeWith } from '../../functions/route.ts';
import { testParts } from '../support/parts.ts';

const MINUTE = 60_000;
let runs = 0;
let kept: Promise<unknown>[] = [];
let background: Background;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  [runs, kept] = [0, []];
  const context = { waitUntil: (work: Promise<unknown>) => void kept.push(work) };
  Object.assign(globalThis, { [REQUEST_CONTEXT]: { get: () => context } });
  background = createBackground(async () => {
    runs += 1;
  });
});
afterEach(() => {
  Reflect.deleteProperty(globalThis, REQUEST_CONTEXT);
  vi.useRealTimers();
});

const ask = (handler = async () => new Response('well')) =>
  routeWith(
    async () => testParts({ background }),
    () => handler,
  )({ request: new Request('https://meldpunt.example/') } as APIContext);
const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);

it('whatever a request is about, the clock runs in the background, and the process is kept alive for that', async () => {
  await ask();
  expect([runs, kept.length]).toEqual([1, 1]);
});

it('it runs no more than once a minute for any number of requests, of any endpoint', async () => {
  for (let count = 0; count < 50; count += 1) await ask();
  expect(runs).toBe(1);
  pass(MINUTE - 1);
  await ask();
  expect(runs).toBe(1);
  pass(1);
  await ask();
  await ask();
  expect(runs).toBe(2);
  // A clock that is put back does not stop it.
  pass(-9 * MINUTE);
  await ask();
  expect(runs).toBe(3);
});

it('what was stored is seen to at once, and counts', async () => {
  await ask();
  const storing = async () => {
    background.run();
    return new Response('stored');
  };
  await ask(storing);
  await ask(storing);
  expect(runs).toBe(3);
  pass(MINUTE - 1);
  await ask();
  expect(runs).toBe(3);
});
