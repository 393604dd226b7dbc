import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../functions/settings.ts';
import { SettingsError } from '../../src/environment.ts';
import { readSiteSettings } from '../../src/settings.ts';
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
  });

  it('on Vercel store, mail and secrets must be set', async () => {
    const lines = await linesOf(() => readSettings({ VERCEL: '1' }));
    expect(lines.map((line) => line.split(' ')[0])).toEqual([
      'KV_REST_API_URL',
      'RESEND_API_KEY',
      'SERVER_SECRET',
      'CRON_SECRET',
    ]);
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

  it('refuse an address with a path, and a key that is private, about to expire or no key', async () => {
    const soon = gpg.makeKey('Soon <soon@example.org>', 'ed25519', '20d');
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
});
