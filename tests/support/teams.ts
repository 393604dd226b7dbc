import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Gpg } from './gpg.ts';
import { onceInARun } from './once.ts';

export const PASSPHRASE = 'correct horse “battery” één';
export const ANNA = 'Anna de Vries <anna@example.com>';
export const BRAM = 'Bram Jansen <bram@example.com>';

/** A team whose keys are made once in a run, so that all its sites are one build. */
export interface Team {
  /** A copy of its keys, to use and to close. */
  gpg: Gpg;
  /** Public keys, armored. */
  publicKey: string;
  /** The file with them, which stays there for the whole run. */
  TEAM_KEY_FILE: string;
}

async function teamOf(name: string, make: (gpg: Gpg) => void): Promise<Team> {
  const home = await onceInARun(name, async (folder) => {
    const gpg = Gpg.in(folder);
    make(gpg);
    gpg.file('team.asc', gpg.exportPublic());
    gpg.rest();
  });
  const TEAM_KEY_FILE = join(home, 'team.asc');
  return { gpg: Gpg.from(home), publicKey: readFileSync(TEAM_KEY_FILE, 'utf8'), TEAM_KEY_FILE };
}

/** A team of one, for sites on this machine. */
export const teamOfOne = (): Promise<Team> =>
  teamOf('team-of-one', (gpg) => {
    gpg.makeKey('Team <team@example.com>');
  });

/** Anna, whose key has no passphrase, and Bram with one and RSA; `anna.asc` and `bram.asc` at home are their private keys. */
export const teamOfTwo = (): Promise<Team> =>
  teamOf('team-of-two', (gpg) => {
    const [anna, bram] = [gpg.makeKey(ANNA), gpg.makeKey(BRAM, 'rsa2048', '1y', PASSPHRASE)];
    gpg.file('anna.asc', gpg.exportPrivate(anna));
    gpg.file('bram.asc', gpg.exportPrivate(bram, PASSPHRASE));
  });

export const CEES = 'Cees Bos <cees@example.com>';
const DAY = 86_400_000;

/** Anna and Bram, and Cees, who left a day ago with all of his key; `FORMER_KEYS_FILE` says until when it counts. */
export async function teamWithFormer(): Promise<Team & { FORMER_KEYS_FILE: string; until: number }> {
  const team = await teamOf('team-with-former', (gpg) => {
    const since = Math.floor((Date.now() - 30 * DAY) / 1000);
    const unlock = ['--pinentry-mode', 'loopback', '--passphrase', ''];
    const then = ['--faked-system-time', `${since}!`, ...unlock];
    gpg.run([...then, '--quick-generate-key', CEES, 'ed25519', 'default', 'never']);
    gpg.run([...then, '--quick-add-key', gpg.fingerprintOf(CEES), 'cv25519', 'encr', 'never']);
    const until = `${new Date(Date.now() - DAY).toISOString().slice(0, 19)}Z`;
    gpg.file('former.asc', `until: ${until}\n${gpg.exportPublic('cees@example.com')}`);
    const members = [gpg.makeKey(ANNA), gpg.makeKey(BRAM, 'rsa2048')];
    gpg.file('anna.asc', gpg.exportPrivate(members[0] ?? ''));
    gpg.file('members.asc', gpg.exportPublic(...members));
  });
  const TEAM_KEY_FILE = team.TEAM_KEY_FILE.replace(/team\.asc$/, 'members.asc');
  const FORMER_KEYS_FILE = team.TEAM_KEY_FILE.replace(/team\.asc$/, 'former.asc');
  const [, until = ''] = /^until: (.*)$/m.exec(readFileSync(FORMER_KEYS_FILE, 'utf8')) ?? [];
  const publicKey = readFileSync(TEAM_KEY_FILE, 'utf8');
  return { ...team, publicKey, TEAM_KEY_FILE, FORMER_KEYS_FILE, until: Date.parse(until) };
}

/** A team of one as a production build asks for it, and the settings of such a build. */
export async function productionTeam(): Promise<Team & { settings: Record<string, string> }> {
  const team = await teamOf('production-team', (gpg) => {
    gpg.makeKey('Team <security@example.org>', 'ed25519', '2y');
  });
  const settings = {
    SITE_URL: 'https://meldpunt.example',
    CONTACT_EMAIL: 'security@example.org',
    TEAM_KEY_FILE: team.TEAM_KEY_FILE,
  };
  return { ...team, settings };
}
