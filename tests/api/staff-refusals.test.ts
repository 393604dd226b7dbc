import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../src/disclosure/limits.ts';
import { randomId } from '../support/cases.ts';
import { SITE } from '../support/sealed.ts';
import { answered, codeOf, type StaffDesk, staffDesk } from '../support/staff-desk.ts';

let desk: StaffDesk;
let cookie: string;
let found: Awaited<ReturnType<StaffDesk['newCase']>>;
beforeEach(async () => {
  desk = await staffDesk();
  cookie = await desk.signIn(0);
  found = await desk.newCase(answered('confirmed'));
});

const sealed = async () => (await desk.reply()).sealed;

/** Requests that each change something when they are made as they should be. */
async function changes() {
  const { id, answer } = await desk.challenge(1);
  const fresh = await desk.newCase();
  const junk = await desk.newCase();
  const response = { version: 1, assessment: 'rejected', fixExpectedAt: null, message: await desk.reply() };
  return [
    ['POST', '/api/staff/challenge', { keyId: desk.team[0]?.fingerprint }],
    ['POST', '/api/staff/session', { id, answer }],
    ['PATCH', found.path, { version: 1, status: 'fixing' }],
    ['POST', `${found.path}/messages`, { version: 1, message: await desk.reply() }],
    ['POST', `${fresh.path}/response`, response],
    ['DELETE', fresh.path, { version: 1 }],
    ['POST', `${found.path}/notes`, { id: randomId(), kind: 'note', number: 1, sealed: await sealed() }],
    ['PUT', `${found.path}/seen`, { version: 1, notes: 0 }],
    ['PUT', '/api/staff/records/letters', { version: 0, sealed: await sealed() }],
    ['PUT', '/api/staff/records/dpia', { version: 0, sealed: await sealed() }],
    ['PUT', '/api/staff/absences', { version: 0, absences: [] }],
    ['POST', '/api/staff/cases/spam', { cases: [{ reference: junk.reference, version: 1 }] }],
    ['DELETE', '/api/staff/session', undefined],
  ] as const;
}
const whole = async () => {
  const { cases } = await desk.store.listCases({ status: null, after: null, limit: 100 });
  return [
    ...(await Promise.all(cases.map(({ reference }) => desk.stored(reference)))),
    await desk.store.readMarks({ references: [found.reference], member: desk.team[0]?.fingerprint ?? '' }),
    ...(await Promise.all(['letters', 'dpia', 'absences'].map((name) => desk.store.readRecord(name)))),
  ];
};

describe('a request that did not come from a page of this site', () => {
  const foreign: [string, Record<string, string>][] = [
    ['without Origin', { Origin: '' }],
    ['from another site', { Origin: 'https://evil.example' }],
    ['from a sandbox', { Origin: 'null' }],
    ['from a site with a longer name', { Origin: `${SITE}.evil.example` }],
    ['that the browser calls cross-site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['that the browser calls same-site', { 'Sec-Fetch-Site': 'same-site' }],
    ['that the browser calls nobody’s', { 'Sec-Fetch-Site': 'none' }],
  ];
  it.each(foreign)('%s changes nothing', async (_, headers) => {
    const requests = await changes();
    const before = await whole();
    for (const [method, path, body] of requests) {
      const response = await desk.request(method, path, body, { cookie, headers });
      expect(await codeOf(response)).toEqual([403, 'cross-site']);
      expect(response.headers.get('set-cookie')).toBeNull();
    }
    expect(await whole()).toEqual(before);
    expect((await desk.request('GET', '/api/staff/session', undefined, { cookie })).status).toBe(200);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', ''])(
    'a body as %s changes nothing',
    async (type) => {
      const requests = await changes();
      const before = await whole();
      for (const [method, path, body] of requests.filter(([, , sent]) => sent !== undefined)) {
        const headers = { 'Content-Type': type };
        expect((await desk.request(method, path, body, { cookie, headers })).status).toBe(415);
      }
      expect(await whole()).toEqual(before);
    },
  );

  it('as a page of this site sends them, all of them are done', async () => {
    for (const [method, path, body] of await changes()) {
      const seen = path.endsWith('/messages') ? { ...body, version: 2 } : body;
      if (method === 'DELETE' && body) continue;
      const headers = { 'Sec-Fetch-Site': 'same-origin' };
      const response = await desk.request(method, path, seen, { cookie, headers });
      expect(response.status).toBeLessThan(300);
      // Who signs in anew in one browser has one session there: the new one.
      cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    }
  });
});

describe('who is not signed in', () => {
  const name = () => cookie.split('=')[0] ?? '';
  it('gets 401 everywhere, and nothing of a case', async () => {
    const attachment = `${found.path}/attachments/${randomId()}/0`;
    const reads = [
      ...['/api/staff/overview', '/api/staff/cases', '/api/staff/absences'],
      ...['/api/staff/records/letters', '/api/staff/records/dpia'],
      ...[`/api/staff/heads?references=${found.reference}`, `${found.path}/notes?before=9`],
      ...[`/api/staff/evidence?case=${found.reference}`, '/api/staff/evidence?month=2026-11'],
      ...[found.path, attachment],
    ];
    const writes = (await changes()).filter(([, path]) => !/\/(?:challenge|session)$/.test(path));
    const before = await whole();
    const value = cookie.split('=')[1] ?? '';
    const random = `${name()}=${'A'.repeat(43)}`;
    for (const wrong of [
      undefined,
      random,
      `${name()}=x`,
      `${cookie}x`,
      `x${cookie}`,
      `session=${value}`,
      ';=;',
    ]) {
      for (const [method, path, body] of [
        ...reads.map((path) => ['GET', path, undefined] as const),
        ...writes,
      ]) {
        const response = await desk.request(method, path, body, { cookie: wrong });
        const text = await response.clone().text();
        expect(await codeOf(response)).toEqual([401, 'not-signed-in']);
        expect(text).not.toMatch(/CVD-|BEGIN PGP|confirmed/);
      }
    }
    expect(await whole()).toEqual(before);
  });
});

it('a page asks who is signed in, and hears that nobody is', async () => {
  const response = await desk.request('GET', '/api/staff/session', undefined, {});
  expect([response.status, await response.text()]).toEqual([204, '']);
});

describe('a body', () => {
  const large = ' '.repeat(limits.body.json);
  /** A body that comes in pieces and without its length, or with a false one. */
  const streamed = (method: string, path: string, text: string, headers: Record<string, string>) => {
    const body = new Blob([text]).stream();
    return new Request(SITE + path, {
      ...{ method, body, duplex: 'half' },
      headers: { Origin: SITE, 'Content-Type': 'application/json', Cookie: cookie, ...headers },
    });
  };

  it('that is too large is refused, whatever it says of its length', async () => {
    const requests = await changes();
    const before = await whole();
    for (const [method, path, body] of requests) {
      if (body === undefined) continue;
      const text = JSON.stringify(body) + large;
      expect(await codeOf(await desk.request(method, path, text, { cookie }))).toEqual([
        413,
        'body-too-large',
      ]);
      for (const headers of [{}, { 'Content-Length': '10' }]) {
        const response = await desk.handle(streamed(method, path, text, headers));
        expect(await codeOf(response)).toEqual([413, 'body-too-large']);
      }
    }
    const small = `{"version":1}${' '.repeat(limits.body.small)}`;
    expect(await codeOf(await desk.request('DELETE', found.path, small, { cookie }))).toEqual([
      413,
      'body-too-large',
    ]);
    expect(await whole()).toEqual(before);
  });

  it.each([
    ['{', 400],
    ['', 400],
    ['null', 422],
    ['[]', 422],
    ['"x"', 422],
    ['{"version":1,"status":"constructor"}', 422],
    ['{"version":1,"status":"__proto__"}', 422],
    ['{"version":1,"__proto__":{"status":"closed"}}', 422],
    ['{"version":1,"constructor":1}', 422],
    ['{"version":1,"status":"fixing","by":"x"}', 422],
    ['{"version":"1","status":"fixing"}', 422],
    ['{"version":1.5,"status":"fixing"}', 422],
    ['{"version":1e400,"status":"fixing"}', 422],
    ['{"version":1,"reward":1e9}', 422],
    ['{"version":1,"reward":0}', 422],
    ['{"version":1,"reported":"toString"}', 422],
    ['{"version":1,"assignee":""}', 422],
    ['{"version":1,"fixExpectedAt":"2026-12-24T00:00:00Z"}', 422],
  ])('%s is refused with %i', async (body, status) => {
    const before = await desk.stored(found.reference);
    expect((await desk.request('PATCH', found.path, body, { cookie })).status).toBe(status);
    expect(await desk.stored(found.reference)).toEqual(before);
  });

  it('random bodies at random addresses never give a 5xx, and change nothing unless they are accepted', async () => {
    const attachments = [`/attachments/${randomId()}/0`, '/attachments/x/y'];
    const tails = ['', '/response', '/messages', '/notes', '/notes?before=2', '/seen', ...attachments];
    const references = [found.reference, 'CVD-2026-000000', 'constructor', '%00', '%F0%9F'];
    const own = references.flatMap((reference) =>
      tails.map((tail) => `/api/staff/cases/${reference}${tail}`),
    );
    const paths = fc.oneof(
      fc.constantFrom(
        ...own,
        ...['challenge', 'session', 'overview', 'records/letters', 'absences'].map(
          (name) => `/api/staff/${name}`,
        ),
      ),
      fc.webQueryParameters().map((query) => `/api/staff/cases?${query}`),
      fc.webQueryParameters().map((query) => `/api/staff/heads?${query}`),
    );
    const names = [
      'version',
      'status',
      'message',
      'reward',
      'assignee',
      'fixExpectedAt',
      'reported',
      'keyId',
      'id',
      ...['kind', 'number', 'sealed', 'notes', 'absences'],
    ];
    const values = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(1, 2, 'closed', 'fixing', randomId(), '__proto__'),
    );
    const fields = fc.dictionary(fc.constantFrom(...names, '__proto__', 'answer'), values);
    const bodies = fc.oneof(
      fields.map((value) => JSON.stringify({ version: 1, ...value })),
      fc.json(),
      fc.string(),
    );
    const methods = fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE', 'PUT');
    await fc.assert(
      fc.asyncProperty(methods, paths, bodies, async (method, path, body) => {
        // Signing out and erasing are right when they are asked for rightly; here the session and the case stay.
        fc.pre(method !== 'DELETE' || path !== '/api/staff/session');
        const before = await desk.stored(found.reference);
        const sent = method === 'GET' ? undefined : body;
        const response = await desk.request(method, path, sent, { cookie });
        expect(response.status).toBeLessThan(500);
        const after = await desk.stored(found.reference);
        if (response.ok && after.found === null) found = await desk.newCase(answered('confirmed'));
        else if (!response.ok) expect(after).toEqual(before);
      }),
      { numRuns: 400 },
    );
    expect(desk.logged.some(({ event }) => event === 'fault')).toBe(false);
  });
});
