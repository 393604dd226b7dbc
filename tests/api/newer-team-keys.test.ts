import { generateKey } from 'openpgp';
import { describe, expect, it } from 'vitest';
import { terminalCommands } from '../../src/components/terminal-commands.ts';
import { sessionSchema } from '../../src/disclosure/sign-in-wire.ts';
import { TeamKeyError, unlockTeamKey } from '../../src/openpgp/team-key.ts';
import { staffDesk } from '../support/staff-desk.ts';

const kinds = [
  ['version 4, X25519', { type: 'curve25519', config: { v6Keys: false } }, 40],
  ['version 4, X448', { type: 'curve448', config: { v6Keys: false } }, 40],
  ['version 6, X25519', { type: 'curve25519', config: { v6Keys: true } }, 64],
  ['version 6, X448', { type: 'curve448', config: { v6Keys: true } }, 64],
] as const;

describe.each(kinds)('a member whose key is of %s', (_, kind, digits) => {
  async function deskOf() {
    const pair = await generateKey({ userIDs: [{ name: 'Vera' }], ...kind, format: 'armored' });
    return { pair, desk: await staffDesk({ keys: Promise.resolve([pair, pair]), members: 1 }) };
  }

  it('signs in, takes a case on and answers', async () => {
    const { desk } = await deskOf();
    const cookie = await desk.signIn(0);
    const who = await desk.request('GET', '/api/staff/session', undefined, { cookie });
    const { fingerprint, name } = sessionSchema.parse(await who.json());
    expect([fingerprint.length, name]).toEqual([digits, 'Vera']);
    const { path, version } = await desk.newCase();
    const taken = await desk.request('PATCH', path, { version, assignee: fingerprint }, { cookie });
    expect(taken.status).toBe(200);
    const message = await desk.reply();
    const answer = await desk.request(
      'POST',
      `${path}/messages`,
      { version: (await taken.json()).version, message },
      { cookie },
    );
    expect(answer.status).toBe(201);
    expect(await desk.open(message.sealed, 0)).toBe('Thank you.');
  });

  it('loads it from a file, and the page gives reporters a command that is not gpg’s', async () => {
    const { pair, desk } = await deskOf();
    const [own] = desk.team;
    const file = new TextEncoder().encode(pair.privateKey);
    expect((await unlockTeamKey(file, '', [own?.fingerprint ?? ''])).fingerprint).toBe(own?.fingerprint);
    await expect(unlockTeamKey(file, '', ['AB'.repeat(digits / 2)])).rejects.toBeInstanceOf(TeamKeyError);
    const builtAt = new Date().toISOString();
    const site = { siteUrl: 'https://meldpunt.example', certificates: desk.team, builtAt };
    const { encrypt } = terminalCommands(site, 'en');
    expect(encrypt).not.toContain('gpg');
    expect(encrypt).toContain(` --for ${own?.fingerprint} `);
  });
});
