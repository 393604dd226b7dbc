import type { APIContext } from 'astro';
import { expect, it } from 'vitest';
import { endpoint, type Params } from '../../functions/http/endpoint.ts';
import { paramOf } from '../../functions/http/params.ts';
import { routeWith } from '../../functions/route.ts';
import { SITE, testParts } from '../support/parts.ts';

const ask = (route: ReturnType<typeof routeWith>, params: Params) =>
  route({ request: new Request(SITE), params } as APIContext) as Promise<Response>;

it('a handler gets its parts once, and with each request what the pattern found in the address', async () => {
  let made = 0;
  const route = routeWith(
    async () => testParts(),
    (parts) => {
      made += 1;
      return endpoint('x', ['GET'], parts, async (_, params) => new Response(params['reference']));
    },
  );
  expect(await (await ask(route, { reference: 'CVD-2026-4F7K2Q' })).text()).toBe('CVD-2026-4F7K2Q');
  expect(await (await ask(route, { reference: 'CVD-2026-4F7K2R' })).text()).toBe('CVD-2026-4F7K2R');
  expect(made).toBe(1);
});

it('what can’t be a name in the address is an address that is not there', async () => {
  const route = routeWith(
    async () => testParts(),
    (parts) =>
      endpoint('x', null, parts, async (_, params) => new Response(paramOf(params, 'index', /^\d$/))),
  );
  for (const index of ['', 'x', '10', undefined, '1/2', '１'])
    expect([index, (await ask(route, { index })).status]).toEqual([index, 404]);
  expect((await ask(route, { index: '7' })).status).toBe(200);
});

it('two desks in one process refuse, log and do their work apart', async () => {
  const [one, other] = [testParts(), testParts()];
  const make = (parts: typeof one) =>
    endpoint('x', ['GET'], parts, async () => {
      parts.background.run();
      return new Response('', { status: 404 });
    });
  const request = () => new Request(SITE, { headers: { 'X-Real-IP': '192.0.2.1' } });
  for (let count = 0; count < 61; count += 1) await make(one)(request());
  expect((await make(one)(request())).status).toBe(429);
  expect((await make(other)(request())).status).toBe(404);
  expect([one.background.runs, other.background.runs]).toEqual([60, 1]);
  expect([one.logged.length, other.logged.length]).toEqual([61, 1]);
});
