import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMails } from '../support/eml.ts';
import { Gpg } from '../support/gpg.ts';
import { copyProject, freePort, npmStart, type RunningSite } from '../support/project.ts';
import { buildIn, runToEnd } from '../support/run.ts';
import { startSite } from '../support/site.ts';

const gpg = new Gpg();
const fingerprint = gpg.makeKey('Team <security@example.com>', 'ed25519', '2y');
const TEAM_KEY_FILE = gpg.file('team.asc', gpg.exportPublic(fingerprint));
gpg
  .run([
    ...['--pinentry-mode', 'loopback', '--passphrase', '', '--quick-generate-key'],
    ...['Signs <signs@example.com>', 'ed25519', 'sign', '2y'],
  ])
  .trim();
const SECURITY_TXT_SIGNING_KEY = gpg.exportPrivate('signs@example.com');
afterAll(() => gpg.close());

/** Refuses what RFC 9116 section 4 (ABNF, with RFC 3339 and RFC 3986 as it names them) has no place for. */
function parse(file: string): Map<string, string[]> {
  let body = file;
  if (file.startsWith('-----BEGIN')) {
    // signed = cleartext-header 1*(hash-header) CRLF cleartext signature; the sign of a dash is taken off.
    const signed =
      /^-----BEGIN PGP SIGNED MESSAGE-----\r\n(?:Hash: [\w,-]+\r\n)+\r\n((?:(?:- .*|[^-\r\n].*|)\r\n)+)-----BEGIN PGP SIGNATURE-----\r\n(?:[\w-]+: .*\r\n)*\r\n(?:[A-Za-z0-9+/=]+\r\n)+-----END PGP SIGNATURE-----\r\n$/.exec(
        file,
      );
    if (!signed) throw new Error('not a cleartext signature');
    body = (signed[1] ?? '').replace(/^- /gm, '');
  }
  if (!/\r?\n$/.test(body)) throw new Error('the last line has no end');
  const fields = new Map<string, string[]>();
  for (const line of body.split(/\r?\n/).slice(0, -1)) {
    if (line === '' || line.startsWith('#')) continue;
    // ext-field = field-name fs SP unstructured; field-name: %d33-57 / %d59-126.
    const [, name, value] = /^([!-9;-~]+): (\S(?:.*\S)?)$/.exec(line) ?? [];
    if (!name || !value) throw new Error(`no field: ${line}`);
    fields.set(name.toLowerCase(), [...(fields.get(name.toLowerCase()) ?? []), value]);
  }
  const all = (name: string) => fields.get(name) ?? [];
  if (all('contact').length === 0) throw new Error('no Contact');
  if (all('expires').length !== 1 || all('preferred-languages').length > 1) throw new Error('once only');
  const moment = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;
  if (!all('expires').every((value) => moment.test(value) && Date.parse(value) > Date.now()))
    throw new Error('Expires');
  const tag = '[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*';
  const tags = new RegExp(`^${tag}([ \\t]*,[ \\t]*${tag})*$`);
  if (!all('preferred-languages').every((value) => tags.test(value))) throw new Error('Preferred-Languages');
  const links = ['acknowledgments', 'canonical', 'contact', 'encryption', 'hiring', 'policy', 'csaf'];
  for (const value of links.flatMap(all)) if (!URL.canParse(value)) throw new Error(`no URI: ${value}`);
  return fields;
}

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
const SIGNED = 'src/well-known/security.txt.asc';

describe('security.txt with a signing key', () => {
  const project = copyProject();
  const secret = 'a secret for the daily job';
  /** A deploy hook, and how often it was called. */
  const asked: (string | undefined)[] = [];
  const hook = createServer((request, response) => {
    asked.push(request.method);
    response.writeHead(201).end();
  });
  let site: RunningSite;
  let file = '';
  beforeAll(async () => {
    const PORT = String(await freePort());
    const SITE_URL = `http://localhost:${PORT}`;
    hook.listen(0, '127.0.0.1');
    await once(hook, 'listening');
    const address = hook.address();
    const hookPort = typeof address === 'object' ? address?.port : 0;
    site = await npmStart(project.folder, {
      ...{ PORT, SITE_URL, TEAM_KEY_FILE, SECURITY_TXT_SIGNING_KEY },
      CRON_SECRET: secret,
      DEPLOY_HOOK_URL: `http://127.0.0.1:${hookPort}/deploy`,
    });
    file = await (await fetch(`${site.url}/.well-known/security.txt`)).text();
  });
  afterAll(async () => {
    await site?.stop();
    hook.close();
    project.remove();
  });

  it('is looked at by the daily job as it is published: about to expire, it is told of and built anew', async () => {
    const job = async () => {
      const headers = { Authorization: `Bearer ${secret}` };
      const { status } = await fetch(`${site.url}/api/jobs/daily`, { headers });
      expect(status).toBe(200);
      const outbox = join(site.dataDir, 'outbox');
      const mails = existsSync(outbox) ? await readMails(outbox) : [];
      return mails.map(({ subject }) => subject);
    };
    expect(await job()).toEqual([]);
    expect(asked).toEqual([]);
    const path = join(project.folder, 'dist/client/.well-known/security.txt');
    const soon = new Date(Date.now() + 6.5 * 86_400_000).toISOString().replace(/\.\d+/, '');
    writeFileSync(path, file.replace(/^Expires: .*\r$/m, `Expires: ${soon}\r`));
    for (const again of [false, true]) {
      expect(await job(), String(again)).toEqual([expect.stringContaining('security.txt verloopt')]);
      expect(asked).toEqual(['POST']);
    }
    // What is wrong with the key at its address is seen as well.
    rmSync(join(project.folder, 'dist/client/signing-key.asc'));
    expect(await job()).toContain('Niet te lezen: signing-key.asc van het meldpunt');
    writeFileSync(join(project.folder, 'dist/client/signing-key.asc'), gpg.exportPublic('signs@example.com'));
    writeFileSync(path, file);
  });

  it('is verified by a stranger’s gpg with the key that is published', async () => {
    const stranger = new Gpg();
    const published = await fetch(`${site.url}/signing-key.asc`);
    expect(published.status).toBe(200);
    const key = await published.text();
    expect(key).toContain('BEGIN PGP PUBLIC KEY BLOCK');
    stranger.import(key);
    expect(stranger.run(['--status-fd', '1', '--verify', '-'], file)).toContain('GOODSIG');
    stranger.close();
  });

  it('has CRLF, one line end at the end and the right media type', async () => {
    expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(file).toMatch(/[^\r\n]\r\n$/);
    const { headers } = await fetch(`${site.url}/.well-known/security.txt`);
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
  });

  it('follows the grammar of RFC 9116, with everything of ours inside what is signed', () => {
    const fields = parse(file);
    expect(fields.get('bug-bounty')).toEqual(['True']);
    expect(fields.get('acknowledgments')).toEqual([`${site.url}/dank`, `${site.url}/en/thanks`]);
    expect(fields.get('canonical')).toEqual([`${site.url}/.well-known/security.txt`]);
  });

  it('names no address that does not answer', async () => {
    const links = [...parse(file).values()].flat().filter((value) => /^https?:/.test(value));
    const answers = await Promise.all(links.map(async (link) => `${(await fetch(link)).status} ${link}`));
    expect(answers).toEqual(links.map((link) => `200 ${link}`));
  });

  it('leaves no private key in what is built', () => {
    const armored = SECURITY_TXT_SIGNING_KEY.split('\n').filter((line) => /^[A-Za-z0-9+/]{60,}$/.test(line));
    expect(armored.length).toBeGreaterThan(1);
    for (const built of filesIn(join(project.folder, 'dist'))) {
      const content = readFileSync(built, 'latin1');
      for (const line of armored.slice(1)) expect(content.includes(line), built).toBe(false);
      expect(content, built).not.toMatch(/BEGIN PGP PRIVATE KEY BLOCK-----(\r?\n|\\n)+[A-Za-z0-9+/]{40}/);
    }
  });
});

describe('security.txt in a demonstration', () => {
  it('is signed by the demonstration key', async () => {
    const site = await startSite();
    const file = await (await fetch(`${site.url}/.well-known/security.txt`)).text();
    const stranger = new Gpg();
    stranger.import(await (await fetch(`${site.url}/team-key.asc`)).text());
    expect(stranger.run(['--status-fd', '1', '--verify', '-'], file)).toContain('GOODSIG');
    parse(file);
    const secret = readFileSync(join(site.dataDir, 'team-key.private.asc'), 'utf8').split(/\r?\n/);
    const lines = secret.filter((line) => /^[A-Za-z0-9+/]{60,}$/.test(line));
    // The first lines hold the public part.
    for (const built of filesIn(join(site.folder, 'dist')))
      for (const line of lines.slice(2))
        expect(readFileSync(built, 'latin1').includes(line), built).toBe(false);
    stranger.close();
    await site.stop();
  });
});

describe('security.txt that was signed offline', () => {
  const project = copyProject();
  afterAll(() => project.remove());
  const settings = {
    SITE_URL: 'https://meldpunt.example',
    CONTACT_EMAIL: 'security@example.com',
    TEAM_KEY_FILE,
    GNUPGHOME: gpg.home,
  };
  const run = (args: string[], extra: Record<string, string> = {}) =>
    runToEnd(process.execPath, args, { cwd: project.folder, settings: { ...settings, ...extra } });
  const sign = (...args: string[]) => run(['functions/node/sign-security-txt.ts', ...args]);
  const build = (extra: Record<string, string> = {}) => buildIn(project.folder, { ...settings, ...extra });
  const published = () => readFileSync(join(project.folder, 'dist/client/.well-known/security.txt'), 'utf8');
  const warning = 'security.txt is published unsigned';

  it('is published as it is while it matches, and verified with the team key', async () => {
    const signing = await sign('--key', fingerprint);
    expect(signing.code, signing.output).toBe(0);
    expect(signing.output).toContain(`Ondertekend: ${SIGNED}`);
    const signed = readFileSync(join(project.folder, SIGNED), 'utf8');
    expect(signed.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const built = await build();
    expect(built).not.toContain(warning);
    expect(published()).toBe(signed);
    parse(published());
    expect(gpg.run(['--status-fd', '1', '--verify', '-'], published())).toContain(`VALIDSIG ${fingerprint}`);
    expect(filesIn(join(project.folder, 'dist')).some((file) => file.endsWith('signing-key.asc'))).toBe(
      false,
    );
  });

  it('is not published when it was tampered with, or says something else than the settings', async () => {
    const path = join(project.folder, SIGNED);
    const signed = readFileSync(path, 'utf8');
    writeFileSync(path, signed.replace('Bug-Bounty: True', 'Bug-Bounty: False'));
    const tampered = await build();
    expect(tampered.match(/security\.txt is published unsigned.*/g)).toHaveLength(1);
    expect(tampered).toContain('has no good signature');
    expect(published()).toMatch(/^Contact: /);
    writeFileSync(path, signed);
    const moved = await build({ SITE_URL: 'https://elders.example' });
    expect(moved).toContain('differs from the settings in Contact');
    expect(moved).toContain('run npm run sign-security-txt again');
    expect(published()).toMatch(/^Contact: https:\/\/elders\.example/);
  });

  it('may be signed by another key, whose public half is then published too', async () => {
    const signing = await sign('--key', 'signs@example.com');
    expect(signing.code, signing.output).toBe(0);
    expect(signing.output).toContain('public/signing-key.asc');
    expect(await build()).not.toContain(warning);
    const stranger = new Gpg();
    stranger.import(readFileSync(join(project.folder, 'dist/client/signing-key.asc'), 'utf8'));
    expect(stranger.run(['--status-fd', '1', '--verify', '-'], published())).toContain('GOODSIG');
    stranger.close();
  });

  it('ends no later than the other key that signed it', async () => {
    const soon = gpg.makeKey('Soon <soon@example.com>', 'ed25519', '90d');
    const signing = await sign('--key', soon);
    expect(signing.code, signing.output).toBe(0);
    const [, expires = ''] =
      /^Expires: (\S+)/m.exec(readFileSync(join(project.folder, SIGNED), 'utf8')) ?? [];
    const days = (Date.parse(expires) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(89);
    expect(days).toBeLessThan(90.1);
    expect(await build()).not.toContain(warning);
    expect(parse(published()).get('expires')).toEqual([expires]);
  });

  it('refuses to sign for this machine: without an https address and a contact address', async () => {
    const path = join(project.folder, SIGNED);
    const before = readFileSync(path, 'utf8');
    for (const SITE_URL of ['', 'http://localhost:4321']) {
      const local = await run(['functions/node/sign-security-txt.ts'], { SITE_URL, CONTACT_EMAIL: '' });
      expect(local.code).toBe(1);
      expect(local.output).toContain('SITE_URL of CONTACT_EMAIL ontbreekt');
    }
    const half = await run(['functions/node/sign-security-txt.ts'], { CONTACT_EMAIL: '' });
    expect(half.code).toBe(1);
    expect(half.output).toContain('CONTACT_EMAIL is missing');
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('says what is wrong: an unknown key, an unknown option', async () => {
    const unknown = await sign('--key', 'nobody@example.com');
    expect(unknown.code).toBe(1);
    expect(unknown.output).toContain('--key <id>');
    const wrong = await sign('--kee', 'x');
    expect(wrong.output).toContain('Zo gebruik je het');
    for (const { output } of [unknown, wrong]) expect(output).not.toMatch(/^\s+at /m);
  });
});
