import { expect, it, vi } from 'vitest';
import { endpoint } from '../../functions/http/endpoint.ts';
import { ProblemError } from '../../functions/http/problem.ts';
import { routeWith } from '../../functions/route.ts';
import { StoreError } from '../../functions/store/store.ts';
import { type ProblemCode, problems } from '../../src/disclosure/problems.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { testParts } from '../support/parts.ts';
import { post, postMessage, reportDesk, SITE } from '../support/sealed.ts';

const ID = /^[0-9A-HJKMNP-TV-Z]{8}$/;
const idOf = (response: Response) => response.headers.get('x-request-id') ?? '';

it('every answer has an id of its own, whatever the visitor sends along, and the log has it', async () => {
  const parts = testParts();
  const { logged } = parts;
  const handle = endpoint('x', ['GET'], parts, async () => new Response('well'));
  const headers = { 'X-Request-Id': 'MINE1234', 'X-Vercel-Id': 'MINE1234' };
  const answers: Response[] = [];
  for (const method of ['GET', 'GET', 'DELETE'])
    answers.push(await handle(new Request(SITE, { method, headers })));
  const ids = answers.map(idOf);
  for (const id of ids) expect(id).toMatch(ID);
  expect(new Set(ids).size).toBe(3);
  expect(ids).not.toContain('MINE1234');
  expect(logged.map(({ event, id, status }) => [event, id, status])).toEqual([
    ['request', ids[0], 200],
    ['request', ids[1], 200],
    ['request', ids[2], 405],
  ]);
});

it('every problem names the request, as RFC 9457 has it', async () => {
  for (const code of Object.keys(problems) as ProblemCode[]) {
    const handle = endpoint('x', null, testParts(), async () => Promise.reject(new ProblemError(code)));
    const response = await handle(new Request(SITE));
    expect((await response.json()).instance).toBe(`urn:meldpunt:request:${idOf(response)}`);
  }
});

it('what nobody expected stands in the log twice under one id: where it came from, and the request', async () => {
  const parts = testParts();
  const { logged } = parts;
  const handle = endpoint('x', null, parts, () => Promise.reject(new TypeError('secret')));
  const id = idOf(await handle(new Request(SITE)));
  expect(logged.map((event) => [event.event, event['id']])).toEqual([
    ['fault', id],
    ['request', id],
  ]);
  expect(JSON.stringify(logged)).not.toContain('secret');
});

it('a start that fails has an id as well', async () => {
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const fails = routeWith(
    () => Promise.reject(new StoreError('locked')),
    () => async () => new Response('well'),
  );
  const response = await fails({ request: new Request(SITE) } as never);
  const line = String(written.mock.calls[0]?.[0]);
  written.mockRestore();
  expect(idOf(response)).toMatch(ID);
  expect(JSON.parse(line)).toMatchObject({ event: 'fault', endpoint: 'start', id: idOf(response) });
});

it('a page without scripts tells the number of what is ours or asks for patience, in its language, and of nothing else', async () => {
  const desk = await reportDesk();
  const message = await seal('x', desk.armoredKeys);
  const labels = { nl: 'Storingsnummer', en: 'Fault number' };
  for (const [language, label] of Object.entries(labels)) {
    const send = (handle: typeof desk.handle, sent: string) =>
      handle(post(new URLSearchParams({ message: sent, language }), 'application/x-www-form-urlencoded'));
    for (const error of [new StoreError('x'), new Error('x'), new ProblemError('too-many-requests')]) {
      const other = await reportDesk({ store: { ...desk.store, createCase: () => Promise.reject(error) } });
      const response = await send(other.handle, await seal('x', other.armoredKeys));
      expect(await response.text()).toContain(`${label}: ${idOf(response)}<`);
    }
    const refused = await send(desk.handle, 'no message');
    expect(refused.status).toBe(422);
    expect(await refused.text()).not.toContain(label);
    expect(idOf(refused)).toMatch(ID);
  }
  expect((await desk.handle(postMessage(message))).headers.get('x-request-id')).toMatch(ID);
});

it('a body that breaks off is the visitor’s, and no fault', async () => {
  const types = ['application/json', 'application/pgp-encrypted', 'application/x-www-form-urlencoded'];
  for (const type of types) {
    const desk = await reportDesk();
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"sealed'));
        controller.error(new Error('the connection was cut'));
      },
    });
    const init = { method: 'POST', body, headers: { 'Content-Type': type }, duplex: 'half' } as RequestInit;
    const response = await desk.handle(new Request(`${SITE}/api/reports`, init));
    expect([type, response.status]).toEqual([type, 400]);
    expect(desk.logged).toMatchObject([{ event: 'request', status: 400, code: 'body-incomplete' }]);
  }
});
