import { createPublicKey } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { acceptedSchema } from '../../src/disclosure/wire.ts';
import { deskKeyOf } from '../../src/settings/desk-key.ts';
import { built } from '../support/builds.ts';
import { DESK_KEY } from '../support/desk-key.ts';
import { statementsIn } from '../support/independent/log.ts';
import { keysIn } from '../support/independent/note.ts';
import type { RunningSite } from '../support/project.ts';
import { newReport, send } from '../support/reporter.ts';
import { serveBuild, startSite } from '../support/site.ts';
import { serveProduction } from '../support/vercel-site.ts';

const running: { stop(): Promise<unknown> }[] = [];
afterAll(async () => {
  for (const site of running) await site.stop();
});
const started = <Site extends { stop(): Promise<unknown> }>(site: Site): Site => {
  running.push(site);
  return site;
};

describe.each([
  { target: 'Node', of: 'http://localhost:4321', output: 'dist', serve: () => startSite() },
  {
    target: 'Vercel',
    of: 'https://meldpunt.example',
    output: '.vercel/output',
    serve: serveProduction,
  },
])('a site built for $target', ({ of, output, serve }) => {
  it('publishes the key of its desk for programs and for openssl, and in its list', async () => {
    const site = started(await serve());
    const { vkey } = deskKeyOf({ DESK_KEY, SERVER_SECRET: '' }, of);
    const [text, pem, list] = await Promise.all(
      ['desk-key.txt', 'desk-key.pem', 'integrity.txt'].map((name) => fetch(`${site.url}/${name}`)),
    );
    expect(await text?.text()).toBe(`${vkey}\n`);
    const { x = '' } = createPublicKey((await pem?.text()) ?? '').export({ format: 'jwk' });
    const numbered = Buffer.concat([Buffer.from([1]), Buffer.from(x, 'base64url')]).toString('base64');
    expect(vkey.endsWith(`+${numbered}`)).toBe(true);
    expect((await list?.text())?.split('\n')).toContain(`# desk-key ${vkey}`);
  });

  it('holds nothing of the secret that the key follows from', async () => {
    const { folder } = started(await serve());
    const files = readdirSync(join(folder, output), { recursive: true, withFileTypes: true });
    const holding = files
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => readFileSync(file, 'latin1').includes(DESK_KEY));
    expect(files.length).toBeGreaterThan(50);
    expect(holding).toEqual([]);
  });
});

describe('a server', () => {
  const lines = (site: RunningSite) =>
    site
      .output()
      .split('\n')
      .filter((line) => line.includes('"desk-key"'));

  it('signs with the key that its site publishes, and has nothing to say about it', async () => {
    const site = started(await startSite());
    const { status } = await fetch(`${site.url}/api/health`);
    expect(status).toBe(200);
    for (const form of ['txt', 'pem']) {
      const { headers } = await fetch(`${site.url}/desk-key.${form}`);
      expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
      // Whoever checks a receipt elsewhere may ask for it.
      expect(headers.get('access-control-allow-origin')).toBe('*');
      expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    }
    const team = await (await fetch(`${site.url}/team-key.asc`)).text();
    const accepted = acceptedSchema.parse(await (await send(site.url, await newReport(team))).json());
    const keys = keysIn(await (await fetch(`${site.url}/desk-key.txt`)).text());
    const [proved] = statementsIn(accepted.statement ?? '', keys);
    expect(proved?.fields).toMatchObject({ kind: 'acceptance', reference: accepted.reference });
    expect(lines(site)).toEqual([]);
  });

  it('with another key than its site publishes says so once in its log, and in its health', async () => {
    const other = Buffer.alloc(32, 9).toString('base64');
    const site = started(await serveBuild(await built(), { DESK_KEY: other }, '/robots.txt'));
    for (let asked = 0; asked < 3; asked += 1) {
      const answer = await fetch(`${site.url}/api/health`);
      expect([answer.status, await answer.json()]).toEqual([
        503,
        expect.objectContaining({ keys: 'unpublished' }),
      ]);
    }
    expect(lines(site).map((line) => JSON.parse(line))).toEqual([
      { time: expect.any(String), event: 'desk-key', outcome: 'not-published' },
    ]);
  });
});
