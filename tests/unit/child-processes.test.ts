import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { cleanEnvironment } from '../support/environment.ts';
import { buildIn, failToBuildIn, runToEnd, succeed } from '../support/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'processes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const node = (code: string) => [process.execPath, ['-e', code], { cwd: folder }] as const;

describe('the environment of a process under test', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('has all that this machine’s tools may need', () => {
    const ofMachine = {
      HTTPS_PROXY: 'http://proxy.example:3128',
      NODE_EXTRA_CA_CERTS: '/etc/ssl/extra.pem',
      npm_config_registry: 'https://packages.example/',
      XDG_CACHE_HOME: '/somewhere',
      LD_LIBRARY_PATH: '/opt/lib',
    };
    for (const [name, value] of Object.entries(ofMachine)) vi.stubEnv(name, value);
    expect(cleanEnvironment({})).toMatchObject(ofMachine);
  });

  it('has no setting of the project, the platform or the test runner but those that the test gives', () => {
    for (const name of ['SITE_URL', 'RESEND_API_KEY', 'VERCEL', 'VERCEL_ENV', 'LC_ALL', 'SOURCE_DATE_EPOCH'])
      vi.stubEnv(name, 'of this machine');
    const environment = cleanEnvironment({ SITE_URL: 'https://meldpunt.example' });
    expect(environment['SITE_URL']).toBe('https://meldpunt.example');
    expect(environment['LANG']).toBe('nl_NL.UTF-8');
    for (const name of ['RESEND_API_KEY', 'VERCEL', 'VERCEL_ENV', 'LC_ALL', 'SOURCE_DATE_EPOCH', 'NODE_ENV'])
      expect(environment, name).not.toHaveProperty(name);
    expect(Object.keys(environment).filter((name) => name.startsWith('VITEST'))).toEqual([]);
  });
});

describe('a command that a test runs', () => {
  it('fails the test with its own last lines when it fails', async () => {
    const failing = succeed(...node('for (let i = 0; i < 99; i++) console.log("line", i); process.exit(3)'));
    await expect(failing).rejects.toThrow(/failed with exit code 3:\nline 59\n[\s\S]*line 98$/);
  });

  it('fails the test also where its exit code is looked at, when a signal ended it or it is not there', async () => {
    const killed = runToEnd(...node('console.log("so far"); process.kill(process.pid, "SIGKILL")'));
    await expect(killed).rejects.toThrow(/was ended by SIGKILL:\nso far$/);
    await expect(runToEnd('no-such-command', [], { cwd: folder })).rejects.toThrow('ENOENT');
  });

  it('when it is a build, fails the test with the build’s last lines, and one that must stop may not succeed', async () => {
    const place = join(folder, 'node_modules/astro/bin');
    mkdirSync(place, { recursive: true });
    writeFileSync(
      join(place, 'astro.mjs'),
      'console.error("the last line"); process.exit(Number(process.env.CODE))',
    );
    await expect(buildIn(folder, { CODE: '1' })).rejects.toThrow('the last line');
    await expect(failToBuildIn(folder, { CODE: '0' })).rejects.toThrow('should have stopped');
    expect(await failToBuildIn(folder, { CODE: '1' })).toContain('the last line');
  });
});

it('no test fetches anything: what they run comes with npm ci, or from the packages of the first step', () => {
  const tests = fileURLToPath(new URL('..', import.meta.url));
  const files = readdirSync(tests, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.m?ts$/.test(name),
  );
  expect(files.length).toBeGreaterThan(100);
  const fetching = files.filter((name) =>
    /'(?:npx|npm exec|npm install|corepack|playwright install)'|\b(?:spawn|execFile)\w*\(\s*'np[mx]'/.test(
      readFileSync(join(tests, name), 'utf8').replace(/^it\('no test fetches[\s\S]*/m, ''),
    ),
  );
  expect(fetching).toEqual([]);
});
