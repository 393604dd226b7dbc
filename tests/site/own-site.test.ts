import { createConnection } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seal } from '../../src/openpgp/seal.ts';
import { freePort, type RunningSite } from '../support/project.ts';
import { newVisitor } from '../support/reporter.ts';
import { startSite } from '../support/site.ts';
import { productionTeam, type Team } from '../support/teams.ts';

const SITE_URL = 'https://meldpunt.example';
const KEPT = `__Host-meldpunt-session=${'A'.repeat(43)}`;

let team: Team;
const sites: RunningSite[] = [];
let publicKey: string;
beforeAll(async () => {
  const { settings, ...production } = await productionTeam();
  team = production;
  publicKey = team.publicKey;
  sites.push(
    await startSite({ ...settings, API_HOSTS: 'other.example, preview.example:8443' }),
    await startSite({ TEAM_KEY_FILE: team.TEAM_KEY_FILE }),
  );
}, 300_000);
afterAll(async () => {
  for (const site of sites) await site.stop();
  team?.gpg.close();
});

interface Sent {
  host: string | readonly string[];
  origin?: string;
  path?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}
/** Sends a request with exactly this `Host`, which `fetch` doesn't let one choose; gives status and problem code. */
async function ask(site: RunningSite | undefined, sent: Sent): Promise<[number, string | undefined]> {
  const { host, origin, path = '/api/staff/session', method = 'GET', headers = {}, body = '' } = sent;
  const socket = createConnection(Number(new URL(site?.url ?? '').port), '127.0.0.1');
  const lines = [
    `${method} ${path} HTTP/1.1`,
    ...[host].flat().map((name) => `Host: ${name}`),
    // Each is another visitor: who is refused too often is stopped.
    `X-Forwarded-For: ${newVisitor()}`,
    ...(origin === undefined ? [] : [`Origin: ${origin}`]),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
  let answer = '';
  for await (const data of socket) answer += data;
  return [Number(answer.slice(9, 12)), /"code":"([\w-]+)"/.exec(answer)?.[1]];
}

const report = async (site: RunningSite | undefined, sent: Sent) =>
  ask(site, {
    ...{ path: '/api/reports', method: 'POST', body: await seal('x', [publicKey]) },
    ...sent,
    headers: { 'Content-Type': 'application/pgp-encrypted' },
  });
/** Asks to sign in, as the page does, with a certificate that nobody has. */
const signIn = (site: RunningSite | undefined, host: string, origin: string) =>
  ask(site, {
    ...{ host, origin, path: '/api/staff/challenge', method: 'POST' },
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ keyId: 'A'.repeat(40) }),
  });
const WRONG_HOST = [421, 'wrong-host'];
const CROSS_SITE = [403, 'cross-site'];

describe('in production', () => {
  it('the API answers under the name of the site, and under those that were set', async () => {
    const [site] = sites;
    for (const host of ['meldpunt.example', 'MELDPUNT.example', 'meldpunt.example:443', 'other.example'])
      expect([host, ...(await ask(site, { host }))]).toEqual([host, 204, undefined]);
    expect((await report(site, { host: 'meldpunt.example', origin: SITE_URL }))[0]).toBe(201);
    expect((await report(site, { host: 'preview.example:8443' }))[0]).toBe(201);
  });

  it('a rebound name reaches nothing of it: not by its name, by an address, or by this machine’s own', async () => {
    const [site] = sites;
    const port = new URL(site?.url ?? '').port;
    for (const host of [
      ...['evil.example', 'meldpunt.example.evil.example', 'evil-meldpunt.example', 'meldpunt.example.'],
      ...['meldpunt.example:444', 'meldpunt.example:80'],
      ...['127.0.0.1', `localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, '0', '192.168.1.1'],
      ...['preview.example', 'other.example:8443'],
    ]) {
      const origin = `http://${host}`;
      expect([host, ...(await ask(site, { host }))]).toEqual([host, ...WRONG_HOST]);
      expect([host, ...(await report(site, { host, origin }))]).toEqual([host, ...WRONG_HOST]);
      expect([host, ...(await signIn(site, host, origin))]).toEqual([host, ...WRONG_HOST]);
      const headers = { Cookie: KEPT, Authorization: `Bearer ${'A'.repeat(43)}` };
      for (const path of ['/api/staff/cases', '/api/case', `/api/alerts/${'0'.repeat(32)}`])
        expect([host, ...(await ask(site, { host, path, headers }))]).toEqual([host, ...WRONG_HOST]);
    }
  });

  it('a page counts as the site’s own with its scheme and host together, whatever Host says', async () => {
    const [site] = sites;
    for (const origin of [
      'http://meldpunt.example',
      'https://evil.example',
      'https://meldpunt.example:444',
      'https://meldpunt.example.',
      'https://other.example',
      'null',
    ]) {
      const host = 'meldpunt.example';
      expect([origin, ...(await report(site, { host, origin }))]).toEqual([origin, ...CROSS_SITE]);
      expect([origin, ...(await signIn(site, host, origin))]).toEqual([origin, ...CROSS_SITE]);
    }
    expect(await signIn(site, 'meldpunt.example', SITE_URL)).toEqual([401, 'not-of-the-team']);
    expect(await signIn(site, 'other.example', 'https://other.example')).toEqual([401, 'not-of-the-team']);
  });

  it('pages and health are there under any name, and two names are none', async () => {
    const [site] = sites;
    for (const path of ['/', '/melden', '/cijfers', '/api/health', '/.well-known/security.txt'])
      expect([path, ...(await ask(site, { host: 'evil.example', path }))]).toEqual([path, 200, undefined]);
    expect((await ask(site, { host: 'evil.example', path: '/api/jobs/daily' }))[0]).toBe(401);
    for (const host of [
      ['meldpunt.example', 'evil.example'],
      ['evil.example', 'meldpunt.example'],
    ])
      expect((await ask(site, { host }))[0]).toBe(400);
  });

  it('what is no host at all is no request', async () => {
    const [site] = sites;
    for (const host of [
      ...['', 'x y', 'meldpunt.example@evil.example', 'evil.example,meldpunt.example'],
      ...['meldpunt.example/', '%6deldpunt.example', 'meldpunt.example:', 'méldpunt.example', '[::1'],
    ])
      expect((await ask(site, { host }))[0]).toBe(400);
  });
});

describe('on this machine', () => {
  it('the API answers under the names of this machine, with its port, and under no other: rebinding fails here too', async () => {
    const [, site] = sites;
    const port = new URL(site?.url ?? '').port;
    const other = await freePort();
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, `LOCALHOST:${port}`]) {
      expect([host, ...(await ask(site, { host }))]).toEqual([host, 204, undefined]);
      expect((await report(site, { host, origin: `http://${host.toLowerCase()}` }))[0]).toBe(201);
    }
    for (const host of [
      ...[
        `evil.example:${port}`,
        `localhost.evil.example:${port}`,
        `localhost:${other}`,
        `127.0.0.2:${port}`,
      ],
      ...[`0.0.0.0:${port}`, `192.168.1.1:${port}`, `[::ffff:127.0.0.1]:${port}`, 'evil.example'],
    ]) {
      expect([host, ...(await ask(site, { host }))]).toEqual([host, ...WRONG_HOST]);
      expect([host, ...(await report(site, { host, origin: `http://${host}` }))]).toEqual([
        host,
        ...WRONG_HOST,
      ]);
    }
  });

  it('a page from another port, or over another scheme, is another site', async () => {
    const [, site] = sites;
    const port = new URL(site?.url ?? '').port;
    const host = `localhost:${port}`;
    for (const origin of [
      `http://localhost:${await freePort()}`,
      `https://${host}`,
      `http://127.0.0.1:${port}`,
      'null',
    ]) {
      expect([origin, ...(await report(site, { host, origin }))]).toEqual([origin, ...CROSS_SITE]);
      expect([origin, ...(await signIn(site, host, origin))]).toEqual([origin, ...CROSS_SITE]);
    }
    expect(await signIn(site, host, `http://${host}`)).toEqual([401, 'not-of-the-team']);
  });
});
