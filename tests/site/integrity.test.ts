import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashesOf, readRelease } from '../../functions/build/integrity-files.ts';
import { withIntegrity } from '../../functions/build/integrity-html.ts';
import { deskKeyOf } from '../../src/settings/desk-key.ts';
import { copyOfBuild } from '../support/builds.ts';
import { launchChromium } from '../support/chromium.ts';
import { DESK_KEY } from '../support/desk-key.ts';
import { Gpg } from '../support/gpg.ts';
import { copyProject, type RunningSite } from '../support/project.ts';
import { buildIn, runToEnd } from '../support/run.ts';
import { serveBuild } from '../support/site.ts';

const gpg = new Gpg();
const EPOCH = '1790000000';
const fingerprint = gpg.makeKey('Team <security@example.org>', 'ed25519', '2y');
const team = gpg.exportPublic(fingerprint);
const settings = {
  // Signed: signatures must be the same each time as well.
  SECURITY_TXT_SIGNING_KEY: gpg.exportPrivate(`${fingerprint}!`),
  SITE_URL: 'https://meldpunt.example',
  CONTACT_EMAIL: 'security@example.org',
  TEAM_KEY_FILE: gpg.file('team.asc', team),
  SOURCE_DATE_EPOCH: EPOCH,
};
afterAll(() => gpg.close());

const build = (folder: string, more: Record<string, string> = {}) =>
  buildIn(folder, { ...settings, ...more });
const verify = (folder: string, ...args: string[]) =>
  runToEnd(process.execPath, ['functions/node/verify-release.ts', ...args], { cwd: folder });
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
const sha = (algorithm: string, file: string, form: 'hex' | 'base64') =>
  createHash(algorithm).update(readFileSync(file)).digest(form);

/** Fails where a script, stylesheet or preloaded module in `html` has no integrity, or a wrong one. */
function expectSealed(html: string, folder: string): number {
  const tags =
    html.match(/<script [^>]*\bsrc=[^>]*>|<link [^>]*\brel="(?:stylesheet|modulepreload)"[^>]*>/g) ?? [];
  for (const tag of tags) {
    const [, path = ''] = /(?:src|href)="([^"]+)"/.exec(tag) ?? [];
    expect(tag).toContain(` integrity="sha384-${sha('sha384', join(folder, path), 'base64')}"`);
    expect(tag).not.toContain('crossorigin');
  }
  return tags.length;
}

describe.each([
  { adapter: 'Node', more: {}, outputs: ['dist'], folder: 'dist/client' },
  {
    adapter: 'Vercel',
    more: { VERCEL: '1' },
    outputs: ['dist', '.vercel/output'],
    folder: '.vercel/output/static',
  },
])('a build for $adapter', ({ more, outputs, folder }) => {
  const [one, two] = [copyProject(), copyProject()];
  const served = join(one.folder, folder);
  beforeAll(async () => {
    await Promise.all([one, two].map((project) => build(project.folder, more)));
  });
  afterAll(() => {
    one.remove();
    two.remove();
  });

  it('is equal, byte for byte, in two folders, and names neither', () => {
    for (const output of outputs) {
      const [left, right] = [join(one.folder, output), join(two.folder, output)];
      const names = filesIn(left);
      expect(names.length).toBeGreaterThan(10);
      expect(filesIn(right)).toEqual(names);
      const unequal = names.filter(
        (name) => !readFileSync(join(left, name)).equals(readFileSync(join(right, name))),
      );
      expect(unequal).toEqual([]);
      for (const name of names)
        expect(readFileSync(join(left, name), 'latin1'), name).not.toContain(one.folder);
    }
  });

  it('has integrity on every script and stylesheet of every page', () => {
    const pages = filesIn(served).filter((name) => name.endsWith('.html'));
    expect(pages.length).toBeGreaterThan(8);
    const count = pages.reduce(
      (sum, page) => sum + expectSealed(readFileSync(join(served, page), 'utf8'), served),
      0,
    );
    expect(count).toBeGreaterThan(pages.length);
    // The form's own script, and what it imports.
    const form = readFileSync(join(served, 'melden/index.html'), 'utf8');
    expect(form).toMatch(/<script type="module" src="[^"]+" integrity=/);
    expect(form).toContain('rel="modulepreload"');
  });

  it('lists every file, so that sha256sum agrees', () => {
    const text = readFileSync(join(served, 'integrity.txt'), 'utf8');
    expect(text).toMatch(
      /^# commit (?:[0-9a-f]{40}|unknown)\n# built 2026-09-21T14:13:20\.000Z\n[0-9a-f]{64} {2}/,
    );
    const paths = text
      .trimEnd()
      .split('\n')
      .slice(2)
      .map((line) => line.slice(66));
    expect(paths).toEqual(
      filesIn(served)
        .filter((name) => name !== 'integrity.txt')
        .sort(),
    );
    const args = ['--check', '--ignore-missing', '--strict', '--quiet', 'integrity.txt'];
    expect(execFileSync('sha256sum', args, { cwd: served, encoding: 'utf8' })).toBe('');
  });
});

describe('a deployment that a stranger builds again', () => {
  const [deployed, again] = [copyProject(), copyProject()];
  const commit = 'c0ffee'.padEnd(40, '0');
  afterAll(() => {
    deployed.remove();
    again.remove();
  });

  it('on another platform, without its signing key, differs in what the README says and in nothing else', async () => {
    // The desk's public key is committed; the secret that it follows from stays where it is deployed.
    const { vkey } = deskKeyOf({ DESK_KEY, SERVER_SECRET: '' }, settings.SITE_URL);
    for (const { folder } of [deployed, again]) {
      writeFileSync(join(folder, 'public/desk-key.txt'), `${vkey}\n`);
      for (const language of ['nl', 'en']) {
        const lesson = join(folder, `src/content/lessons/voorbeeld-facturen/${language}.md`);
        writeFileSync(lesson, readFileSync(lesson, 'utf8').replace(/^example: true\n/m, ''));
      }
    }
    // A key that ends before the team's: the Expires of security.txt follows it.
    const signer = gpg.makeKey('Signs <signs@example.org>', 'ed25519', '100d');
    await build(deployed.folder, {
      SECURITY_TXT_SIGNING_KEY: gpg.exportPrivate(`${signer}!`),
      SOURCE_DATE_EPOCH: '',
      DESK_KEY,
      VERCEL: '1',
      VERCEL_GIT_COMMIT_SHA: commit,
    });
    const list = readFileSync(join(deployed.folder, '.vercel/output/static/integrity.txt'), 'utf8');
    const release = readRelease(list);
    expect(release?.commit).toBe(commit);
    expect(release?.deskKey).toBe(vkey);
    expect(release?.hashes.has('desk-key.txt') && release.hashes.has('desk-key.pem')).toBe(true);
    const seconds = Date.parse(release?.builtAt ?? '') / 1000;
    expect(Math.abs(Date.now() / 1000 - seconds)).toBeLessThan(300);
    await build(again.folder, {
      SECURITY_TXT_SIGNING_KEY: '',
      SOURCE_DATE_EPOCH: String(seconds),
    });
    const own = hashesOf(join(again.folder, 'dist/client'));
    const paths = new Set([...own.keys(), ...(release?.hashes.keys() ?? [])]);
    expect([...paths].filter((path) => own.get(path) !== release?.hashes.get(path)).sort()).toEqual([
      '.well-known/csaf/provider-metadata.json',
      '.well-known/csaf/white/2026/index.html',
      '.well-known/csaf/white/2026/les-2026-0001.json.asc',
      '.well-known/security.txt',
      'signing-key.asc',
    ]);
  });
});

describe('a running site', () => {
  let folder: string;
  let client: string;
  let site: RunningSite;
  let browser: Browser;
  beforeAll(async () => {
    // Files of it are changed.
    folder = await copyOfBuild({ SOURCE_DATE_EPOCH: EPOCH });
    client = join(folder, 'dist/client');
    site = await serveBuild(folder);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  /** Visits a page; gives what the console said, and whether the form's script ran. */
  async function visit(path: string) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    await page.goto(site.url + path, { waitUntil: 'networkidle' });
    const form = await page.locator('main').innerHTML();
    await context.close();
    return { said: said.join('\n'), form };
  }

  /** Does something while a file on the server has another byte in it. */
  async function withTampered<T>(path: string, work: () => Promise<T>): Promise<T> {
    const file = join(client, path);
    const original = readFileSync(file);
    // A space more: as harmless as a change can be, so that nothing but its hash stands in its way.
    writeFileSync(file, Buffer.concat([original, Buffer.from(' ')]));
    try {
      return await work();
    } finally {
      writeFileSync(file, original);
    }
  }

  const linked = (pattern: RegExp) => {
    const [, path = ''] = pattern.exec(readFileSync(join(client, 'melden/index.html'), 'utf8')) ?? [];
    expect(path).not.toBe('');
    return path;
  };

  it('works in a browser with integrity on everything, without a complaint', async () => {
    for (const path of ['/', '/melden', '/en/report', '/status', '/inbox', '/nergens']) {
      expect((await visit(path)).said.replace(/^.*404 \(Not Found\).*$/m, ''), path).toBe('');
    }
  });

  it.each([
    ['script', /<script type="module" src="([^"]+)"/],
    ['module that the script imports', /rel="modulepreload" href="([^"]+)"/],
  ])('a %s with a byte changed is refused by the browser', async (_, pattern) => {
    const whole = await visit('/melden');
    expect(whole.form).toBe((await visit('/melden')).form);
    const { said, form } = await withTampered(linked(pattern), () => visit('/melden'));
    expect(said).toMatch(/integrity/i);
    expect(form).not.toBe(whole.form);
  });

  it('a stylesheet with a byte changed is refused by the browser', async () => {
    const { said } = await withTampered(linked(/rel="stylesheet" href="([^"]+)"/), () => visit('/melden'));
    expect(said).toMatch(/integrity/i);
  });

  it('pages made by functions carry it too', async () => {
    const response = await fetch(`${site.url}/api/reports`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: site.url },
      body: new URLSearchParams({ language: 'nl', message: 'not a message' }),
    });
    const page = await response.text();
    expect(page).toMatch(/^<!doctype html>/i);
    // As a page of the build has it: one of every page, and one of its own.
    expect(expectSealed(page, client)).toBe(2);
  });

  it('verify-release says that the site is the build, or where it differs', async () => {
    const equal = await verify(folder, site.url);
    expect(equal.output).toContain('zijn gelijk aan de build in dist/client');
    expect(equal.code).toBe(0);

    const other = copyProject();
    const unbuilt = await verify(other.folder, site.url);
    expect(unbuilt).toMatchObject({ code: 1, output: expect.stringContaining('nog geen build') });
    const copy = join(other.folder, 'dist/client');
    cpSync(client, copy, { recursive: true });
    appendFileSync(join(copy, 'melden/index.html'), ' ');
    writeFileSync(join(copy, 'new.txt'), 'new');
    rmSync(join(copy, 'robots.txt'));
    const unequal = await verify(other.folder, site.url);
    expect(unequal.code).toBe(1);
    for (const line of [
      'verschilt: melden/index.html',
      'ontbreekt op de site: new.txt',
      'alleen op de site: robots.txt',
      '3 bestanden verschillen',
      `SOURCE_DATE_EPOCH=${EPOCH}`,
    ]) {
      expect(unequal.output).toContain(line);
    }
    other.remove();
    // Its list is right, but what it serves is not.
    const tampered = await withTampered('favicon.svg', async () => {
      const third = copyProject();
      cpSync(client, join(third.folder, 'dist/client'), { recursive: true });
      cpSync(
        new URL('../../public/favicon.svg', import.meta.url),
        join(third.folder, 'dist/client/favicon.svg'),
      );
      const result = await verify(third.folder, site.url);
      third.remove();
      return result;
    });
    expect(tampered.output).toContain('verschilt: favicon.svg');
    expect(tampered.code).toBe(1);
  });

  it('verify-release names the key of the desk, and what to do where the build has it from nowhere', async () => {
    const [vkey = ''] = readFileSync(join(client, 'desk-key.txt'), 'utf8').split('\n');
    const other = copyProject();
    const copy = join(other.folder, 'dist/client');
    cpSync(client, copy, { recursive: true });
    rmSync(join(copy, 'desk-key.txt'));
    const { code, output } = await verify(other.folder, site.url);
    expect(code).toBe(1);
    expect(output).toContain(`Ondertekent met ${vkey}`);
    expect(output).toContain(`Zet wat op ${site.url}/desk-key.txt staat in public/desk-key.txt`);
    // A file that is committed and says something else is no matter of how somebody builds.
    writeFileSync(join(other.folder, 'public/desk-key.txt'), `${vkey} \n`);
    expect((await verify(other.folder, site.url)).output).not.toContain('Zet wat op');
    other.remove();
  });

  it('verify-release refuses what is not a site, and says so', async () => {
    for (const args of [[], ['nonsense'], ['http://meldpunt.example'], ['file:///etc']]) {
      const { code, output } = await verify(folder, ...args);
      expect(code).toBe(1);
      expect(output).toContain('Zo gebruik je het');
    }
    const closed = await verify(folder, 'http://localhost:9');
    expect(closed.code).toBe(1);
    expect(closed.output).toContain('kon niet worden opgehaald');
    expect(existsSync(client)).toBe(true);
  });
});

describe('a list from elsewhere', () => {
  const hash = 'a'.repeat(64);
  it('is read only when every line is what it should be', () => {
    expect(readRelease(`# built x\n${hash}  a/b.html\n`)?.hashes).toEqual(new Map([['a/b.html', hash]]));
    for (const path of ['/evil.example/x', '\\evil', 'a\u001b[2J', 'a b', '']) {
      expect(readRelease(`${hash}  ${path}\n`)).toBeUndefined();
    }
    expect(readRelease('<!doctype html>')).toBeUndefined();
  });
});

describe('a page', () => {
  it('from another origin, or a file that is not there, stops the build', () => {
    const none = new Map<string, string[]>();
    const page = (src: string) => `<head></head><script src="${src}"></script>`;
    expect(() => withIntegrity(page('https://example.com/x.js'), () => '', none)).toThrow(
      'not a file of this site',
    );
    expect(() => withIntegrity(page('//example.com/x.js'), () => '', none)).toThrow(
      'not a file of this site',
    );
  });

  it('preloads each imported module once', () => {
    const imports = new Map([
      ['/a.js', ['/b.js', '/c.js']],
      ['/b.js', ['/c.js', '/a.js']],
    ]);
    expect(withIntegrity('<head></head><script src="/a.js"></script>', (href) => `H${href}`, imports)).toBe(
      '<head><link rel="modulepreload" href="/b.js" integrity="H/b.js"><link rel="modulepreload" href="/c.js" integrity="H/c.js"></head><script src="/a.js" integrity="H/a.js"></script>',
    );
  });
});
