import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FORMER_KEYS } from '../../src/settings/former-keys-file.ts';
import { DESK_KEY } from './desk-key.ts';
import { onceInARun, runFolder } from './once.ts';
import { copySources } from './project.ts';
import { buildIn } from './run.ts';

/** What a build depends on, beside the project itself; everything else is read by the server when it starts. */
const BUILD_SETTINGS = [
  ...['SITE_URL', 'CONTACT_EMAIL', 'TEAM_KEY_FILE', 'SOURCE_DATE_EPOCH', 'VERCEL'],
  ...['SECURITY_TXT_SIGNING_KEY', 'SECURITY_TXT_SIGNING_PASSPHRASE', 'DESK_KEY'],
  // A file as well; the setting is of the tests alone, for the project has one place for it.
  'FORMER_KEYS_FILE',
];

/**
 * The folder of the project as built with these settings, once for the whole run: others serve it and look into it at
 * the same time, so it stays as it is. For changes there is `copyOfBuild`.
 * @param settings the environment, with a key for the desk where it names none; those that no build depends on are left out
 */
export function built(settings: Record<string, string> = {}): Promise<string> {
  const chosen = Object.entries({ DESK_KEY, ...settings }).filter(([name]) => BUILD_SETTINGS.includes(name));
  const { TEAM_KEY_FILE, FORMER_KEYS_FILE, ...others } = Object.fromEntries(chosen);
  // Not where the keys lie, which goes with whoever asked first, but what they are.
  const teamKey = TEAM_KEY_FILE === undefined ? undefined : readFileSync(TEAM_KEY_FILE);
  const formerKeys = FORMER_KEYS_FILE === undefined ? undefined : readFileSync(FORMER_KEYS_FILE);
  const hash = createHash('sha256').update(JSON.stringify(Object.entries(others).sort()));
  if (teamKey) hash.update(teamKey);
  if (formerKeys) hash.update('former').update(formerKeys);
  return onceInARun(`build-${hash.digest('hex').slice(0, 16)}`, async (folder) => {
    copySources(folder);
    if (teamKey) writeFileSync(join(folder, 'team.asc'), teamKey);
    if (formerKeys) writeFileSync(join(folder, FORMER_KEYS), formerKeys);
    await buildIn(folder, { ...others, ...(teamKey ? { TEAM_KEY_FILE: 'team.asc' } : {}) });
  });
}

/** A built folder of one's own, to change; it goes with the run. */
export async function copyOfBuild(settings: Record<string, string> = {}): Promise<string> {
  const folder = mkdtempSync(join(runFolder(), 'copy-'));
  cpSync(await built(settings), folder, { recursive: true, verbatimSymlinks: true });
  return folder;
}
