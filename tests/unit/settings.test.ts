import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { readSettings } from '../../functions/settings.ts';
import { SettingsError } from '../../src/settings/environment.ts';
import { readSiteSettings } from '../../src/settings/settings.ts';
import { readSigningSettings } from '../../src/settings/signing-settings.ts';
import { Gpg } from '../support/gpg.ts';

const folder = mkdtempSync(join(tmpdir(), 'settings-'));
const gpg = new Gpg();
afterAll(() => {
  rmSync(folder, { recursive: true });
  gpg.close();
});
const demonstration = () => Promise.resolve(gpg.exportPublic(gpg.makeKey('Demo <demo@example.com>')));
const linesOf = async (work: () => unknown) => {
  try {
    await work();
  } catch (error) {
    if (error instanceof SettingsError) return error.lines;
    throw error;
  }
  return [];
};
function keyFile(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('the settings of the functions', () => {
  it('all have a local default', () => {
    expect(readSettings({})).toMatchObject({
      PORT: 4321,
      HOST: '127.0.0.1',
      DATA_DIR: '.data',
      TEAM_EMAIL: ['team@example.com'],
      TEAM_LANGUAGE: 'nl',
    });
  });

  it('an empty variable counts as absent, several addresses stand with commas between them', () => {
    expect(readSettings({ PORT: '', TEAM_EMAIL: 'a@example.com, b@example.com' })).toMatchObject({
      PORT: 4321,
      TEAM_EMAIL: ['a@example.com', 'b@example.com'],
    });
  });

  it('the API answers under further names where they are set, and in a preview under those of the platform', () => {
    const hostsOf = (settings: Record<string, string>) => readSettings(settings).furtherHosts;
    const [VERCEL_URL, VERCEL_BRANCH_URL] = ['desk-abc123.vercel.app', 'desk-git-x.vercel.app'];
    expect(hostsOf({})).toEqual([]);
    expect(hostsOf({ API_HOSTS: 'A.example, b.example:8443' })).toEqual(['a.example', 'b.example:8443']);
    expect(hostsOf({ VERCEL_ENV: 'production', VERCEL_URL, VERCEL_BRANCH_URL })).toEqual([]);
    expect(hostsOf({ VERCEL_ENV: 'preview', VERCEL_URL, VERCEL_BRANCH_URL })).toEqual([
      VERCEL_URL,
      VERCEL_BRANCH_URL,
    ]);
    for (const API_HOSTS of ['https://a.example', 'a.example/x', '*', ','])
      expect(() => readSettings({ API_HOSTS })).toThrow(SettingsError);
  });

  it('everything that is wrong is named at once', async () => {
    const wrong = {
      PORT: 'many',
      TEAM_EMAIL: 'nobody',
      TEAM_LANGUAGE: 'fr',
      SERVER_SECRET: 'short',
      SITE_URL: 'meldpunt',
    };
    const lines = await linesOf(() => readSettings(wrong));
    expect(lines.map((line) => line.split(/[ .]/)[0]).sort()).toEqual(Object.keys(wrong).sort());
    for (const value of ['nobody', 'short']) expect(lines.join()).not.toContain(value);
  });

  it('what belongs together must be there together', async () => {
    expect(await linesOf(() => readSettings({ KV_REST_API_URL: 'https://kv.example' }))).toEqual([
      'KV_REST_API_TOKEN is missing: it goes with KV_REST_API_URL.',
    ]);
    const lines = await linesOf(() => readSettings({ RESEND_API_KEY: 're_x' }));
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['MAIL_FROM', 'TEAM_EMAIL']);
    const all = await linesOf(() => readSettings({ PORT: 'many', RESEND_API_KEY: 're_x' }));
    expect(all.map((line) => line.split(' ')[0])).toEqual(['PORT', 'MAIL_FROM', 'TEAM_EMAIL']);
  });

  it('more may be stored on a disk of one’s own than in the free tier of Upstash, unless it is set', async () => {
    const kv = { KV_REST_API_URL: 'https://kv.example', KV_REST_API_TOKEN: 'x' };
    expect(readSettings({}).STORAGE_QUOTA_MB).toBe(4096);
    expect(readSettings(kv).STORAGE_QUOTA_MB).toBe(200);
    expect(readSettings({ ...kv, STORAGE_QUOTA_MB: '1000' }).STORAGE_QUOTA_MB).toBe(1000);
    expect(readSettings({ STORAGE_QUOTA_MB: '' }).STORAGE_QUOTA_MB).toBe(4096);
    for (const STORAGE_QUOTA_MB of ['much', '9', '20.5'])
      expect(await linesOf(() => readSettings({ STORAGE_QUOTA_MB }))).toEqual([
        expect.stringMatching(/^STORAGE_QUOTA_MB must be /),
      ]);
  });

  it.each(['DEPLOY_HOOK_URL', 'WEBHOOK_URL'] as const)(
    '%s is an https address, or one on this machine, and is never repeated',
    async (name) => {
      for (const right of ['https://api.vercel.example/hook/x', 'http://127.0.0.1:80/x', 'http://[::1]/x'])
        expect(readSettings({ [name]: right })[name]).toBe(right);
      expect(readSettings({ [name]: '' })[name]).toBeUndefined();
      const wrong = ['http://api.example/needle', 'http://10.0.0.1/', 'needle', 'ftp://localhost/needle'];
      for (const value of [...wrong, 'https://needle@api.example/', 'https://a:needle@api.example/'])
        expect(await linesOf(() => readSettings({ [name]: value }))).toEqual([
          `${name} must be an https address, without a name or password in it`,
        ]);
    },
  );

  it('the secret of the webhook has its form, and is never repeated', async () => {
    const WEBHOOK_SECRET = `whsec_${'A'.repeat(32)}`;
    expect(readSettings({ WEBHOOK_SECRET })).toMatchObject({ WEBHOOK_SECRET });
    for (const value of ['needle', `whsec_${'A'.repeat(31)}`, `whsec_${'A'.repeat(87)}`, 'A'.repeat(32)])
      expect(await linesOf(() => readSettings({ WEBHOOK_SECRET: value }))).toEqual([
        'WEBHOOK_SECRET must be whsec_ and 24 to 64 bytes in base64',
      ]);
  });

  it('on Vercel store, mail and secrets must be set', async () => {
    const lines = await linesOf(() => readSettings({ VERCEL: '1' }));
    expect(lines.map((line) => line.split(' ')[0])).toEqual([
      'KV_REST_API_URL',
      'RESEND_API_KEY',
      'SERVER_SECRET',
      'CRON_SECRET',
    ]);
    const withHook = await linesOf(() => readSettings({ VERCEL: '1', WEBHOOK_URL: 'https://hook.example/' }));
    expect(withHook.at(-1)).toBe('WEBHOOK_SECRET is missing: on Vercel it must be set.');
  });
});

describe('the settings of the build', () => {
  const production = { SITE_URL: 'https://meldpunt.example', CONTACT_EMAIL: 'security@example.org' };
  const read = (environment: Record<string, string>) => readSiteSettings(demonstration, environment);

  it('locally need nothing: the demonstration key is used and said to be one', async () => {
    const site = await read({ TEAM_KEY_FILE: '' });
    expect(site).toMatchObject({
      siteUrl: 'http://localhost:4321',
      contactEmail: 'security@example.com',
      demonstration: true,
    });
    expect(site.certificates).toHaveLength(1);
  });

  it('for production need an address, a contact and a real key, all named at once', async () => {
    const lines = await linesOf(() => read({ VERCEL: '1' }));
    expect(lines.map((line) => line.split(/[ :]/)[0])).toEqual([
      'SITE_URL',
      'CONTACT_EMAIL',
      'TEAM_KEY_FILE',
    ]);
    expect(await linesOf(() => read({ SITE_URL: 'https://meldpunt.example' }))).toHaveLength(2);
  });

  it('take a real key, and say that this is no demonstration', async () => {
    const TEAM_KEY_FILE = keyFile(
      'good.asc',
      gpg.exportPublic(gpg.makeKey('Team <security@example.org>', 'ed25519', '2y')),
    );
    const site = await read({ ...production, TEAM_KEY_FILE, SOURCE_DATE_EPOCH: '1763888400' });
    expect(site).toMatchObject({
      ...{ siteUrl: production.SITE_URL },
      demonstration: false,
      builtAt: '2025-11-23T09:00:00.000Z',
    });
    expect(site.teamKey).toContain('BEGIN PGP PUBLIC KEY BLOCK');
  });

  it('name everything that is wrong at once: variables, files, the team’s keys and the one that signs', async () => {
    const soon = gpg.makeKey('Short <short@example.org>', 'ed25519', '20d');
    const TEAM_KEY_FILE = keyFile('short.asc', gpg.exportPublic(soon));
    const wrong = { PORT: 'x', SOURCE_DATE_EPOCH: '1763888400', SECURITY_TXT_SIGNING_KEY: 'hello' };
    const lines = await linesOf(() => read({ ...production, ...wrong, VERCEL: '1', TEAM_KEY_FILE }));
    expect(lines).toEqual(
      [
        /^PORT must be a port number$/,
        /^SOURCE_DATE_EPOCH is more than 90 days ago/,
        /short\.asc: the last key runs out within 30 days/,
        /short\.asc: no key has a user id with security@example\.org/,
        /^SECURITY_TXT_SIGNING_KEY is no armored OpenPGP key/,
      ].map((line) => expect.stringMatching(line)),
    );
    keyFile('short.asc', gpg.exportPrivate(soon));
    const other = {
      SITE_URL: 'https://meldpunt.example/pad',
      CONTACT_EMAIL: 'nobody',
      VERCEL: '1',
      TEAM_KEY_FILE,
    };
    expect(await linesOf(() => read(other))).toEqual(
      [/^SITE_URL must be an origin/, /^CONTACT_EMAIL must be an e-mail/, /is a PRIVATE key/].map((line) =>
        expect.stringMatching(line),
      ),
    );
  });

  it('refuse an address with a path, and a key that is private, about to expire or no key', async () => {
    const soon = gpg.makeKey('Soon <security@example.org>', 'ed25519', '20d');
    const faults = {
      'a PRIVATE key': gpg.exportPrivate(soon),
      'runs out within 30 days': gpg.exportPublic(soon),
      'holds no OpenPGP certificate': 'hello',
    };
    for (const [says, content] of Object.entries(faults)) {
      const lines = await linesOf(() => read({ ...production, TEAM_KEY_FILE: keyFile('bad.asc', content) }));
      expect(lines, says).toHaveLength(1);
      expect(lines[0]).toContain(says);
    }
    expect(await linesOf(() => read({ SITE_URL: 'https://meldpunt.example/pad' }))).toHaveLength(1);
  });

  describe.each(['ed25519', 'rsa2048'] as const)('with a key of type %s', (algorithm) => {
    const unlock = ['--pinentry-mode', 'loopback', '--passphrase', ''];
    const file = (content: string) => keyFile(`${algorithm}.asc`, content);
    const make = (userId: string, options: string[], usage = 'default', expires = '2y') => {
      gpg.run([...options, ...unlock, '--quick-generate-key', '--yes', userId, algorithm, usage, expires]);
      const [, fpr = ''] = gpg.run(['--list-keys', '--with-colons', userId]).match(/^fpr:+(\w+):/m) ?? [];
      return fpr;
    };

    it('refuse one that has expired, and one that cannot be encrypted to', async () => {
      const past = ['--faked-system-time', '20250101T000000'];
      const old = make(`${algorithm} old <security@example.org>`, past, 'default', '30d');
      const encryption = algorithm === 'ed25519' ? 'cv25519' : algorithm;
      gpg.run([...past, ...unlock, '--quick-add-key', old, encryption, 'encr', '30d']);
      const expired = { ...production, TEAM_KEY_FILE: file(gpg.exportPublic(old)) };
      expect(await linesOf(() => read(expired))).toEqual([expect.stringContaining('has expired; extend it')]);
      const signing = make(`${algorithm} signs <security@example.org>`, [], 'sign');
      const unable = { ...production, TEAM_KEY_FILE: file(gpg.exportPublic(signing)) };
      expect(await linesOf(() => read(unable))).toEqual([expect.stringContaining('cannot be encrypted to')]);
    });

    it('go on with the others where one key has run out or is about to, and warn of it', async () => {
      const good = gpg.makeKey(`${algorithm} good <security@example.org>`, algorithm, '2y');
      const past = ['--faked-system-time', '20250101T000000'];
      const old = make(`${algorithm} past <past@example.org>`, past, 'default', '30d');
      const encryption = algorithm === 'ed25519' ? 'cv25519' : algorithm;
      gpg.run([...past, ...unlock, '--quick-add-key', old, encryption, 'encr', '30d']);
      const soon = gpg.makeKey(`${algorithm} next <next@example.org>`, algorithm, '20d');
      const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
      const content = gpg.exportPublic(old, good, soon);
      const { certificates } = await read({ ...production, TEAM_KEY_FILE: file(content) });
      const lines = told.mock.calls.map(([line]) => String(line));
      told.mockRestore();
      expect(certificates.map(({ fingerprint }) => fingerprint).sort()).toEqual([good, old, soon].sort());
      expect(certificates.find(({ fingerprint }) => fingerprint === old)?.expiresAt).toBeLessThan(Date.now());
      expect(lines).toHaveLength(2);
      for (const fpr of [old, soon]) expect(lines.join('')).toContain(fpr);
    });

    it('refuse private halves and keys that run out soon', async () => {
      const soon = gpg.makeKey(`${algorithm} soon <security@example.org>`, algorithm, '20d');
      for (const [content, says] of [
        [gpg.exportPrivate(soon), 'a PRIVATE key'],
        [gpg.exportPublic(soon), 'runs out within 30 days'],
      ] as const) {
        const lines = await linesOf(() => read({ ...production, TEAM_KEY_FILE: file(content) }));
        expect(lines).toEqual([expect.stringContaining(says)]);
      }
    });

    it('want the contact address in a user id, whatever its capitals, in production only', async () => {
      const other = gpg.makeKey(`${algorithm} other <security@example.org.evil>`, algorithm, '2y');
      const wrong = { ...production, TEAM_KEY_FILE: file(gpg.exportPublic(other)) };
      const lines = await linesOf(() => read(wrong));
      expect(lines).toEqual([expect.stringContaining('no key has a user id with security@example.org,')]);
      expect(await linesOf(() => read({ ...wrong, SITE_URL: 'http://localhost:1' }))).toEqual([]);
      gpg.run([...unlock, '--quick-add-uid', other, 'SECURITY@Example.org']);
      file(gpg.exportPublic(other));
      expect(await linesOf(() => read(wrong))).toEqual([]);
    });

    it('take a signing key, which is no part of what is baked in, and refuse one that cannot sign', async () => {
      const team = gpg.makeKey(`${algorithm} team <security@example.org>`, algorithm, '2y');
      const secret = gpg.exportPrivate(`${team}!`);
      const good = { ...production, TEAM_KEY_FILE: file(gpg.exportPublic(team)) };
      // With the encryption subkey it would open reports on the machine that builds.
      expect(
        await linesOf(() => read({ ...good, SECURITY_TXT_SIGNING_KEY: gpg.exportPrivate(team) })),
      ).toEqual([expect.stringContaining('can open reports too')]);
      const site = await read({ ...good, SECURITY_TXT_SIGNING_KEY: secret });
      expect(JSON.stringify(site)).not.toContain('PRIVATE');
      const own = await readSigningSettings({ ...good, SECURITY_TXT_SIGNING_KEY: secret });
      expect(own?.fingerprint).toBe(team);
      expect(await readSigningSettings(good)).toBe(null);
      const locked = gpg.makeKey(`${algorithm} locked`, algorithm, '2y', 'open');
      const faults = [
        ['hello', 'is no armored OpenPGP key'],
        [gpg.exportPublic(team), 'is only a public key'],
        [gpg.exportPrivate(`${locked}!`, 'open'), 'set SECURITY_TXT_SIGNING_PASSPHRASE'],
      ] as const;
      for (const [SECURITY_TXT_SIGNING_KEY, says] of faults) {
        const lines = await linesOf(() => read({ ...good, SECURITY_TXT_SIGNING_KEY }));
        expect(lines).toEqual([expect.stringMatching(`^SECURITY_TXT_SIGNING_KEY .*${says}`)]);
      }
    });
  });
});
