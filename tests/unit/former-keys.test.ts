import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sitePlugin } from '../../functions/build/vite-plugins.ts';
import { SettingsError } from '../../src/settings/environment.ts';
import { readFormerMembers } from '../../src/settings/former-keys-file.ts';
import type { SiteSettings } from '../../src/settings/settings.ts';
import { Gpg } from '../support/gpg.ts';

const gpg = new Gpg();
const UNTIL = 'until: 2026-10-01T00:00:00Z';
const NOW = Date.UTC(2026, 10, 26);
const keys = { ada: '', bob: '' };
const fingerprints = { ada: '', bob: '' };
beforeAll(() => {
  fingerprints.ada = gpg.makeKey('Ada de Vries <ada@example.com>');
  fingerprints.bob = gpg.makeKey('Bob <bob@example.com>', 'rsa2048');
  keys.ada = gpg.exportPublic(fingerprints.ada);
  keys.bob = gpg.exportPublic(fingerprints.bob);
});
afterAll(() => gpg.close());

const read = (text: string | Uint8Array, team: string[] = []) =>
  readFormerMembers(typeof text === 'string' ? Buffer.from(text) : text, team, NOW);
/** The sentences with which the build stops. */
async function sentencesOf(...given: Parameters<typeof read>): Promise<string[]> {
  const error = await read(...given).catch((stopped: unknown) => stopped);
  if (!(error instanceof SettingsError)) throw new Error('it did not stop');
  return error.lines;
}

describe('the file of former members', () => {
  it('gives each key with its name and the moment until which it counts, and gpg imports it as it is', async () => {
    const text = `# Who left.\n${UNTIL}\n${keys.ada}\n\nuntil: 2025-01-31T12:30:00Z\r\n${keys.bob.replaceAll('\n', '\r\n')}`;
    const [ada, bob] = await read(text);
    expect(ada).toMatchObject({
      ...{ fingerprint: fingerprints.ada, name: 'Ada de Vries' },
      until: Date.UTC(2026, 9, 1),
    });
    expect(bob).toMatchObject({
      ...{ fingerprint: fingerprints.bob, name: 'Bob' },
      until: Date.UTC(2025, 0, 31, 12, 30),
    });
    const stranger = new Gpg();
    stranger.import(text);
    expect(stranger.fingerprintOf('Ada de Vries')).toBe(fingerprints.ada);
    expect(stranger.fingerprintOf('bob@example.com')).toBe(fingerprints.bob);
    stranger.close();
  });

  it('holds keys exported together under one moment', async () => {
    const both = await read(`${UNTIL}\n${gpg.exportPublic(fingerprints.ada, fingerprints.bob)}`);
    expect(both.map(({ fingerprint }) => fingerprint).sort()).toEqual(Object.values(fingerprints).sort());
    expect(new Set(both.map(({ until }) => until))).toEqual(new Set([Date.UTC(2026, 9, 1)]));
  });

  it('takes a key that has run out, was revoked, or can’t be encrypted to: it verifies what it signed', async () => {
    const past = ['--faked-system-time', '20250101T000000'];
    const unlock = ['--pinentry-mode', 'loopback', '--passphrase', ''];
    gpg.run([...past, ...unlock, '--quick-generate-key', 'Old <old@example.com>', 'ed25519', 'sign', '30d']);
    const gone = new Gpg();
    const revoked = gone.makeKey('Gone <gone@example.com>');
    const file = join(gone.home, 'openpgp-revocs.d', `${revoked}.rev`);
    // A colon keeps it from being imported by mistake.
    gone.import(readFileSync(file, 'utf8').replace(/^:(?=-----BEGIN)/m, ''));
    expect(gone.run(['--list-keys', '--with-colons', revoked])).toMatch(/^pub:r:/m);
    const text = [UNTIL, gpg.exportPublic('old@example.com'), UNTIL, gone.exportPublic()].join('\n');
    gone.close();
    expect((await read(text)).map(({ name }) => name)).toEqual(['Old', 'Gone']);
  });

  it('stops the build with a sentence about each thing that is wrong, by its line, and what to do', async () => {
    const lines = await sentencesOf(
      [
        ...[keys.ada, 'Ada left in spring', UNTIL, 'until: 1 October', keys.bob],
        ...['until: 2026-02-31T00:00:00Z', keys.bob.replace(/\n\n.{20}/, '\n\n'), UNTIL],
      ].join('\n'),
    );
    const at = (sentence: string) =>
      expect.stringMatching(`^public/former-team-keys\\.asc, line ${sentence}`);
    expect(lines).toEqual([
      at('\\d+: only “until: …” and armored keys stand in it; put # before'),
      at('\\d+: no key follows this “until”; put the armored key below it'),
      at('\\d+: no key follows this “until”'),
      at('1: nothing says until when this key counts; put a line “until: 2026-10-01T00:00:00Z” before it'),
      at('\\d+: “until: 1 October” is no moment; write it as 2026-10-01T00:00:00Z'),
      at('\\d+: “until: 2026-02-31T00:00:00Z” is no moment'),
      at('\\d+: the key block 1 of 1 cannot be read; export it again'),
    ]);
  });

  it.each([
    [
      'a key of the team',
      () => `${UNTIL}\n${keys.ada}`,
      /Ada de Vries \([0-9A-F]{40}\) is in the team’s key/,
    ],
    ['a key twice', () => `${UNTIL}\n${keys.bob}\n${UNTIL}\n${keys.bob}`, /of Bob .* stands in it twice/],
    ['a moment that is yet to come', () => `until: 2062-10-01T00:00:00Z\n${keys.bob}`, /is yet to come/],
    ['a private key', () => `${UNTIL}\n${gpg.exportPrivate(fingerprints.bob)}`, /is a PRIVATE key; take it/],
    [
      'a block that was cut off',
      () => `${UNTIL}\n${keys.bob.slice(0, 400)}`,
      /line 2: this block has no end/,
    ],
    ['nothing in it', () => '# nobody yet\n', /holds no OpenPGP certificate; put one in/],
    ['UTF-16, as PowerShell writes it', () => Buffer.from(`\ufeff${UNTIL}`, 'utf16le'), /is in UTF-16/],
  ])('with %s stops the build', async (_, make, says) => {
    expect(await sentencesOf(make(), [fingerprints.ada])).toEqual([expect.stringMatching(says)]);
  });

  it('goes to the browser apart from the team', async () => {
    const former = await read(`${UNTIL}\n${keys.bob}`);
    const plugin = sitePlugin({ certificates: [], former } as unknown as SiteSettings);
    const code = (plugin.load as (id: string) => string)('\0virtual:team');
    const [, team, others] = /^export const team = (.*); export const former = (.*);$/.exec(code) ?? [];
    expect(JSON.parse(team ?? '')).toEqual([]);
    expect(JSON.parse(others ?? '')).toEqual(former);
  });
});
