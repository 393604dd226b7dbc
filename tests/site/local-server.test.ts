import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seal } from '../../src/openpgp/seal.ts';
import { expectedHeaders, securityHeaders } from '../support/headers.ts';
import { copyProject, freePort, npmStart, type RunningSite, until } from '../support/project.ts';
import { runToEnd } from '../support/run.ts';

const project = copyProject();
let site: RunningSite;
beforeAll(async () => {
  site = await npmStart(project.folder);
});
afterAll(async () => {
  await site?.stop();
  project.remove();
});
const get = (path: string, init: RequestInit = {}) => fetch(site.url + path, { redirect: 'manual', ...init });

/** Sends raw bytes; gives all that comes back. */
async function raw(port: number, bytes: string): Promise<string> {
  const socket = createConnection(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  socket.on('error', () => undefined);
  socket.write(bytes);
  await until(() => (answer.includes('\r\n\r\n') ? true : undefined), 'an answer');
  socket.destroy();
  return answer;
}

describe('every response', () => {
  const asset = () =>
    readdirSync(join(project.folder, 'dist/client/_astro')).find((name) => name.endsWith('.js'));
  const cases: [string, () => Promise<Response>, number][] = [
    ['a page', () => get('/'), 200],
    ['a script', () => get(`/_astro/${asset()}`), 200],
    ['security.txt', () => get('/.well-known/security.txt'), 200],
    ['the key', () => get('/team-key.asc'), 200],
    ['a redirect', () => get('/security.txt'), 301],
    ['a slash too many', () => get('/melden/'), 308],
    ['a page that does not exist', () => get('/nergens'), 404],
    ['a script that does not exist', () => get('/_astro/nothing.js'), 404],
    ['a key that nobody has', () => get('/.well-known/openpgpkey/hu/nobody'), 404],
    ['an address that can not be decoded', () => get('/%'), 400],
    [
      'a body that is too large',
      () =>
        get('/api/reports', {
          method: 'POST',
          body: 'A'.repeat(5_000_000),
          headers: { 'Content-Type': 'application/pgp-encrypted' },
        }),
      413,
    ],
    ['a job asked for by a stranger', () => get('/api/jobs/daily'), 401],
    ['a session that never was', () => get('/api/staff/session'), 204],
    ['an answer of the API', () => get('/api/health'), 200],
    ['a refusal of the API', () => get('/api/reports'), 405],
    ['an address of the API that does not exist', () => get('/api/nothing'), 404],
    [
      'a refused form',
      () => get('/api/reports', { method: 'POST', body: new URLSearchParams({ message: 'x' }) }),
      422,
    ],
  ];

  it.each(cases)('%s carries the headers of vercel.json', async (_, ask, status) => {
    const response = await ask();
    expect(response.status).toBe(status);
    const { pathname } = new URL(response.url);
    const expected = {
      ...expectedHeaders(pathname),
      ...(status >= 400 ? { 'cache-control': 'no-store' } : {}),
    };
    for (const [name, value] of Object.entries(expected))
      expect(response.headers.get(name), name).toBe(value);
    await response.body?.cancel();
  });

  it('carries them also when the request itself is not one', async () => {
    const port = Number(new URL(site.url).port);
    const requests: [string, number][] = [
      ['hello\r\n\r\n', 400],
      ['GET / HTTP/1.1\r\n\r\n', 400],
      ['GET /%ff HTTP/1.1\r\nHost: x\r\n\r\n', 400],
      ['OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n', 400],
      ['TRACE / HTTP/1.1\r\nHost: x\r\n\r\n', 405],
      ['GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n', 200],
      ['GET http://x/nergens HTTP/1.1\r\nHost: x\r\n\r\n', 404],
      ['GET / HTTP/1.1\r\nHost: x\r\nExpect: the unexpected\r\n\r\n', 417],
      [`GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
      [`GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
      ['POST /api/reports HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n', 400],
    ];
    for (const [bytes, status] of requests) {
      const answer = await raw(port, bytes);
      const what = bytes.slice(0, 60);
      expect(answer.split('\r\n')[0], what).toContain(`HTTP/1.1 ${status} `);
      const head = answer.slice(0, answer.indexOf('\r\n\r\n')).toLowerCase().split('\r\n');
      const expected = { ...securityHeaders, ...(status >= 400 ? { 'cache-control': 'no-store' } : {}) };
      for (const [name, value] of Object.entries(expected)) {
        expect(head, what).toContain(`${name}: ${value}`.toLowerCase());
      }
    }
  });

  it('has the media type that programs expect', async () => {
    const types = {
      '/.well-known/security.txt': 'text/plain; charset=utf-8',
      '/robots.txt': 'text/plain; charset=utf-8',
      '/team-key.asc': 'application/pgp-keys',
      '/rapport.md': 'text/markdown; charset=utf-8',
      '/report.schema.json': 'application/schema+json',
      '/sitemap.xml': /xml/,
      '/api/health': 'application/json',
    };
    for (const [path, type] of Object.entries(types)) {
      const header = (await get(path)).headers.get('content-type') ?? '';
      if (typeof type === 'string') expect(header, path).toBe(type);
      else expect(header, path).toMatch(type);
    }
  });

  it('is compressed where that helps', async () => {
    for (const encoding of ['br', 'gzip']) {
      const response = await get('/melden', { headers: { 'Accept-Encoding': encoding } });
      expect(response.headers.get('content-encoding')).toBe(encoding);
    }
  });
});

describe('the pages', () => {
  const pages = {
    '/': 'nl',
    '/melden': 'nl',
    '/status': 'nl',
    '/en': 'en',
    '/en/report': 'en',
    '/en/status': 'en',
  };

  it('name their language, their address and their other language, and all of those answer', async () => {
    for (const [path, language] of Object.entries(pages)) {
      const html = await (await get(path)).text();
      expect(html).toContain(`<html lang="${language}">`);
      expect(html).toContain(`<link rel="canonical" href="${site.url}${path}">`);
      const alternates = [...html.matchAll(/<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)">/g)];
      expect(alternates.map(([, code]) => code)).toEqual(['nl', 'en', 'x-default']);
      for (const [, code, href = ''] of alternates) {
        const other = await fetch(href);
        expect(other.status).toBe(200);
        if (code !== 'x-default') expect(await other.text()).toContain(`<html lang="${code}">`);
      }
      // The language switch keeps the page.
      const [, switchTo] = /<a href="([^"]+)" hreflang=/.exec(html) ?? [];
      expect(alternates.map(([, , href]) => href)).toContain(site.url + switchTo);
    }
  });

  it('hold no broken link, nothing inline and nothing of a third party', async () => {
    const seen = new Set<string>();
    for (const path of [...Object.keys(pages), '/nergens']) {
      const html = await (await get(path)).text();
      expect(html).not.toMatch(/<style|<script(?![^>]*\ssrc=)|\son\w+=|\sstyle=|javascript:/i);
      for (const [, href = ''] of html.matchAll(/(?:href|src|action)="([^"]+)"/g)) seen.add(href);
    }
    for (const href of seen) {
      if (/^(mailto|tel):/.test(href) || href.startsWith('#')) continue;
      const url = new URL(href, site.url);
      expect(url.origin).toBe(site.url);
      const status = (await fetch(url)).status;
      expect(status, href).toBe(url.pathname === '/api/reports' ? 405 : 200);
    }
  });

  it('are all in the sitemap, which robots.txt names', async () => {
    const sitemap = await (await get('/sitemap.xml')).text();
    const listed = [...sitemap.matchAll(/<loc>([^<]+)/g)].map(([, loc]) => loc);
    // The status page is for who has a code, not for search engines.
    for (const path of Object.keys(pages))
      expect(listed.includes(site.url + path), path).toBe(!path.endsWith('/status'));
    expect(await (await get('/robots.txt')).text()).toContain(`Sitemap: ${site.url}/sitemap.xml`);
  });

  it('a page that does not exist says so in both languages', async () => {
    const html = await (await get('/en/nowhere')).text();
    expect(html).toContain('Deze pagina bestaat niet');
    expect(html).toContain('This page does not exist');
  });

  it('every address in security.txt answers', async () => {
    const text = await (await get('/.well-known/security.txt')).text();
    const addresses = text.match(/http:\S+/g) ?? [];
    expect(addresses.length).toBeGreaterThanOrEqual(5);
    for (const address of addresses) expect((await fetch(address)).status, address).toBe(200);
  });
});

describe('limits', () => {
  const port = () => Number(new URL(site.url).port);

  it('a 10 MiB body over the wire is answered with 413', async () => {
    const response = await get('/api/reports', {
      method: 'POST',
      body: 'A'.repeat(10 * 1024 * 1024),
      headers: { 'Content-Type': 'application/pgp-encrypted' },
    });
    expect(response.status).toBe(413);
    expect((await response.json()).code).toBe('body-too-large');
  });

  it('a false Content-Length, headers too large and nonsense are answered without harm', async () => {
    const head =
      'POST /api/reports HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/pgp-encrypted\r\n';
    expect(await raw(port(), `${head}Content-Length: 99999999999\r\n\r\nabc`)).toMatch(/^HTTP\/1.1 413/);
    expect(await raw(port(), `${head}Content-Length: -1\r\n\r\nabc`)).toMatch(/^HTTP\/1.1 400/);
    expect(await raw(port(), `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 431/,
    );
    expect(await raw(port(), 'hello\r\n\r\n')).toMatch(/^HTTP\/1.1 400/);
    expect(await raw(port(), 'GET /%ff HTTP/1.1\r\nHost: x\r\n\r\n')).toMatch(/^HTTP\/1.1 4/);
    expect((await get('/')).status).toBe(200);
  });

  it('a redirect never leads to another host', async () => {
    for (const path of ['//evil.example/', '//evil.example/security.txt', '/\\evil.example/']) {
      const answer = await raw(
        port(),
        `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
      );
      expect(answer).not.toMatch(/^location: (https?:)?[/\\]{2}/im);
    }
  });

  it('a visitor can not choose an address of their own, but for who stands behind a proxy on this machine', async () => {
    const key = await (await get('/team-key.asc')).text();
    const send = async (forwarded: string) =>
      (
        await get('/api/reports', {
          method: 'POST',
          body: await seal('x', [key]),
          headers: {
            'Content-Type': 'application/pgp-encrypted',
            'X-Real-IP': crypto.randomUUID(),
            'X-Forwarded-For': `${crypto.randomUUID()}, ${forwarded}`,
          },
        })
      ).status;
    for (let index = 0; index < 20; index += 1) expect(await send('198.51.100.1')).toBe(201);
    expect(await send('198.51.100.1')).toBe(429);
    expect(await send('198.51.100.2')).toBe(201);
  });
});

describe('npm start', () => {
  it('says where the site is, where data and mails lie, and how to open a report', () => {
    const output = site.output();
    for (const words of [site.url, '.data', '.data/outbox', 'gpg --batch --import', 'gpg --output'])
      expect(output).toContain(words);
  });

  it('the command that it shows imports the demonstration key without a question, where nobody could answer one', async () => {
    const home = mkdtempSync(join(tmpdir(), 'gpg-'));
    const [, options = '', file = ''] = site.output().match(/^ {2}gpg (.*--import) (.*)$/m) ?? [];
    // A session of its own has no terminal.
    const { code, output } = await runToEnd('setsid', ['--wait', 'gpg', ...options.split(' '), file], {
      cwd: project.folder,
      settings: { GNUPGHOME: home },
    });
    rmSync(home, { recursive: true });
    expect(output).toContain('secret keys imported: 1');
    expect(code).toBe(0);
    expect(readFileSync('README.md', 'utf8')).toContain(`gpg ${options} .data/team-key.private.asc`);
  });

  it('keeps what is secret to its owner', () => {
    for (const name of ['team-key.private.asc', 'server-secret']) {
      expect(statSync(join(site.dataDir, name)).mode & 0o077, name).toBe(0);
    }
  });

  const run = (settings: Record<string, string>) =>
    runToEnd(process.execPath, ['functions/node/start.ts'], { cwd: project.folder, settings });
  const lastLine = (output: string) => output.trim().split('\n').at(-1) ?? '';

  it('a port that is taken, a folder that can not be written and wrong settings each give one clear sentence and exit code 1', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await until(() => (blocker.listening ? true : undefined), 'the blocker');
    const address = blocker.address();
    const taken = String(typeof address === 'object' && address ? address.port : '');
    const other = copyProject();
    const runThere = (settings: Record<string, string>) =>
      runToEnd(process.execPath, ['functions/node/start.ts'], { cwd: other.folder, settings });
    const busy = await runThere({ PORT: taken });
    blocker.close();
    expect(busy.code).toBe(1);
    expect(lastLine(busy.output)).toBe(
      `Poort ${taken} is al in gebruik. Kies een andere, bijvoorbeeld: PORT=${Number(taken) + 1} npm start`,
    );
    // Nothing was built: a server that runs in this folder has what it had.
    expect(existsSync(join(other.folder, 'dist'))).toBe(false);
    other.remove();

    writeFileSync(join(project.folder, 'a-file'), '');
    const unwritable = await run({ DATA_DIR: join(project.folder, 'a-file') });
    expect(unwritable.code).toBe(1);
    expect(lastLine(unwritable.output)).toContain('kan niet worden geschreven');

    const wrong = await run({ PORT: 'x', TEAM_LANGUAGE: 'fr', CONTACT_EMAIL: 'nobody' });
    expect(wrong.code).toBe(1);
    for (const name of ['PORT', 'TEAM_LANGUAGE']) expect(wrong.output).toContain(`- ${name} must be`);
    const english = await run({ SITE_URL: 'https://meldpunt.example', LANG: 'en_US.UTF-8' });
    expect(english.code).toBe(1);
    expect(english.output).toContain('- CONTACT_EMAIL is missing');
    for (const { output } of [busy, unwritable, wrong, english]) expect(output).not.toMatch(/^\s+at /m);
  });

  it('finishes requests under way on SIGTERM, with their mail, and exits with 0', async () => {
    const other = copyProject();
    const stopping = await npmStart(other.folder, { PORT: String(await freePort()) });
    const message = await seal('x', [await (await fetch(`${stopping.url}/team-key.asc`)).text()]);
    const socket = createConnection(Number(new URL(stopping.url).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.write(
      `POST /api/reports HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/pgp-encrypted\r\nContent-Length: ${message.length}\r\n\r\n${message.slice(0, 100)}`,
    );
    // And one who connects and says nothing: it must not keep the server from stopping.
    const silent = createConnection(Number(new URL(stopping.url).port), '127.0.0.1');
    silent.on('error', () => undefined);
    await wait(200);
    const stopped = stopping.stop();
    await wait(200);
    socket.write(message.slice(100));
    expect(await stopped).toBe(0);
    expect(answer).toMatch(/^HTTP\/1.1 201/);
    const [, reference] = /(CVD-\d{4}-\w{6})/.exec(answer) ?? [];
    const mails = readdirSync(join(stopping.dataDir, 'outbox'));
    expect(mails).toHaveLength(1);
    expect(readFileSync(join(stopping.dataDir, 'outbox', mails[0] ?? ''), 'utf8')).toContain(reference);
    other.remove();
  });
});
