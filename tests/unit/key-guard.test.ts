import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SettingsError } from '../../src/settings/environment.ts';
import { readSiteSettings } from '../../src/settings/settings.ts';
import { readSigningKey, signCleartext } from '../../src/well-known/signing.ts';
import { wkdKeys } from '../../src/well-known/wkd.ts';
import { Gpg } from '../support/gpg.ts';

const gpg = new Gpg();
const unlock = ['--pinentry-mode', 'loopback', '--passphrase', ''];
const before = process.cwd();
let folder: string;
beforeEach(() => {
  // The settings look at `public/` from where the build runs.
  folder = mkdtempSync(join(tmpdir(), 'guard-'));
  mkdirSync(join(folder, 'public/images'), { recursive: true });
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});
afterAll(() => gpg.close());

const team = gpg.makeKey('Team <security@example.org>', 'ed25519', '2y');
const production = { SITE_URL: 'https://meldpunt.example', CONTACT_EMAIL: 'security@example.org' };
const read = (settings: Record<string, string> = {}) =>
  readSiteSettings(() => Promise.reject(new Error('no demonstration here')), { ...production, ...settings });
const linesOf = (settings: Record<string, string> = {}) =>
  read(settings).then(
    () => [],
    (error: unknown) => {
      if (error instanceof SettingsError) return error.lines;
      throw error;
    },
  );
const publish = (name: string, content: string | Uint8Array) => writeFileSync(join('public', name), content);
/** What gpg writes where nobody asks for armor. */
const binary = (...args: string[]) =>
  new Uint8Array(execFileSync('gpg', ['--batch', '--homedir', gpg.home, ...unlock, ...args]));

describe('a private key in public/', () => {
  const told = (name: string) => [expect.stringContaining(`public/${name} holds a PRIVATE key and would be`)];
  beforeEach(() => publish('team-key.asc', gpg.exportPublic(team)));

  it('stops the build in any of its folders, armored or not, and nothing else there does', async () => {
    publish(
      'images/logo.png',
      new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, ...Array(600).fill(0x95)]),
    );
    publish('over.txt', 'Šomething about PRIVATE keys');
    publish('team.pgp', binary('--export', team));
    expect(await linesOf()).toEqual([]);
    publish('images/key.txt', `Keep this safe:\n${gpg.exportPrivate(team)}`);
    expect(await linesOf()).toEqual(told('images/key.txt'));
    publish('images/key.txt', binary('--export-secret-keys', team));
    expect(await linesOf()).toEqual(told('images/key.txt'));
    publish('images/key.txt', binary('--export-secret-subkeys', team));
    expect(await linesOf()).toEqual(told('images/key.txt'));
  });

  it('is found in UTF-16 too, as PowerShell writes it, also behind other words', async () => {
    const little = Buffer.from(`\ufeffKeep this safe:\r\n${gpg.exportPrivate(team)}`, 'utf16le');
    for (const content of [little, Buffer.from(little).swap16(), little.subarray(2)]) {
      publish('images/key.txt', content);
      expect(await linesOf()).toEqual(told('images/key.txt'));
    }
    publish('images/key.txt', Buffer.from(`\ufeff${gpg.exportPublic(team)}`, 'utf16le'));
    expect(await linesOf()).toEqual([]);
  });

  it('is found among many keys, behind a public one, and with something else behind it', async () => {
    for (let number = 0; number < 11; number += 1) {
      gpg.run([...unlock, '--quick-generate-key', `Member ${number}`, 'ed25519', 'cert', '2y']);
    }
    const all = binary('--export-secret-keys');
    const one = binary('--export-secret-keys', team);
    const files = {
      'all.gpg': all,
      'behind.gpg': Buffer.concat([binary('--export', team), one]),
      'line.gpg': Buffer.concat([one, Buffer.from('\n')]),
      'cut.gpg': one.subarray(0, 30),
    };
    for (const [name, bytes] of Object.entries(files)) {
      publish(name, bytes);
      expect(await linesOf(), name).toEqual(told(name));
      rmSync(join('public', name));
    }
  });
});

describe('the key of the team', () => {
  it('is in one place only', async () => {
    publish('team-key.asc', gpg.exportPublic(team));
    writeFileSync('other.asc', gpg.exportPublic(team));
    expect(await linesOf({ TEAM_KEY_FILE: 'other.asc' })).toEqual([
      expect.stringContaining('names other.asc, but public/team-key.asc would be published: keep one'),
    ]);
    expect(await linesOf({ TEAM_KEY_FILE: join(folder, 'public/team-key.asc') })).toEqual([]);
  });

  it('that was revoked is refused, with what to do', async () => {
    const revoked = gpg.makeKey('Gone <security@example.org>', 'ed25519', '2y');
    const certificate = readFileSync(join(gpg.home, `openpgp-revocs.d/${revoked}.rev`), 'utf8');
    gpg.import(certificate.replace(/^:(?=-----)/m, ''));
    publish('team-key.asc', gpg.exportPublic(team, revoked));
    expect(await linesOf()).toEqual([
      expect.stringMatching(
        /^public\/team-key.asc: the key .* has been revoked; take it out of the file or replace it.$/,
      ),
    ]);
  });

  it('has the contact address only while that user id is not revoked, for the Web Key Directory too', async () => {
    const moved = gpg.makeKey('Moved <elsewhere@example.org>', 'ed25519', '2y');
    gpg.run([...unlock, '--quick-add-uid', moved, 'Old <security@example.org>']);
    publish('team-key.asc', gpg.exportPublic(moved));
    const site = await read();
    expect(site.certificates[0]?.userIds.toSorted()).toEqual([
      'Moved <elsewhere@example.org>',
      'Old <security@example.org>',
    ]);
    expect(wkdKeys(site).length).toBeGreaterThan(0);
    gpg.run([...unlock, '--quick-revoke-uid', moved, 'Old <security@example.org>']);
    publish('team-key.asc', gpg.exportPublic(moved));
    expect(await linesOf()).toEqual([
      expect.stringContaining('no key has a user id with security@example.org,'),
    ]);
    const other = await read({ CONTACT_EMAIL: 'elsewhere@example.org' });
    expect(wkdKeys({ ...other, contactEmail: 'security@example.org' })).toHaveLength(0);
  });
});

describe('the key that signs', () => {
  it('outlives a production build by 30 days', async () => {
    publish('team-key.asc', gpg.exportPublic(team));
    const soon = gpg.makeKey('Soon <signs@example.org>', 'ed25519', '20d');
    const SECURITY_TXT_SIGNING_KEY = gpg.exportPrivate(`${soon}!`);
    expect(await linesOf({ SECURITY_TXT_SIGNING_KEY })).toEqual([
      expect.stringContaining('SECURITY_TXT_SIGNING_KEY runs out within 30 days; extend it'),
    ]);
    expect(await linesOf({ SECURITY_TXT_SIGNING_KEY, SITE_URL: 'http://localhost:1' })).toEqual([]);
  });

  it('is the one of the ceremony: a subkey alone, whose primary key only certifies and stays offline', async () => {
    gpg.run([...unlock, '--quick-generate-key', 'Ceremony <security@example.org>', 'ed25519', 'cert', '2y']);
    const list = () => gpg.run(['--list-keys', '--with-colons', 'Ceremony']);
    const primary = /^fpr:+([0-9A-F]{40})/m.exec(list())?.[1] ?? '';
    gpg.run([...unlock, '--quick-add-key', primary, 'cv25519', 'encr', '2y']);
    gpg.run([...unlock, '--quick-add-key', primary, 'ed25519', 'sign', '1y']);
    const subkey = [...list().matchAll(/^fpr:+([0-9A-F]{40})/gm)].at(-1)?.[1] ?? '';
    publish('team-key.asc', gpg.exportPublic(primary));
    const SECURITY_TXT_SIGNING_KEY = gpg.run([...unlock, '--armor', '--export-secret-subkeys', `${subkey}!`]);
    const { signingKey, signsByHand } = await read({ SECURITY_TXT_SIGNING_KEY });
    expect(signsByHand).toBe(false);
    expect(signingKey).toMatchObject({ fingerprint: primary, userIds: ['Ceremony <security@example.org>'] });
    // Of the subkey, which ends first.
    const days = ((signingKey?.expiresAt ?? 0) - Date.now()) / 86_400_000;
    expect(Math.abs(days - 365)).toBeLessThan(2);
    const key = await readSigningKey(SECURITY_TXT_SIGNING_KEY);
    const signed = await signCleartext('Contact: mailto:security@example.org\r\n', key, new Date());
    const stranger = new Gpg();
    stranger.import(key.publicKey);
    const status = stranger.run(['--status-fd', '1', '--verify', '-'], signed);
    expect(status).toContain(`VALIDSIG ${subkey}`);
    expect(status).toMatch(new RegExp(`VALIDSIG .* ${primary}$`, 'm'));
    stranger.close();
  });
});
