import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDeskKeys } from '../log/desk-keys.ts';
import { hasRightId } from '../log/note.ts';
import { currentKeyIn, deskKeyOf, deskOrigin } from './desk-key.ts';
import { SettingsError } from './environment.ts';
import { PUBLISHED_DESK_KEY } from './signed-files.ts';

/** What the build knows of the desk: its secrets, as far as they are set, and for whom it builds. */
interface Known {
  DESK_KEY?: string | undefined;
  SERVER_SECRET?: string | undefined;
  DATA_DIR: string;
  siteUrl: string;
  isProduction: boolean;
  /** Makes the secret in the data folder, or reads it again. */
  makeSecret?: ((dataDir: string) => string) | undefined;
}

/**
 * The text of `/desk-key.txt`: what is committed as `public/desk-key.txt`, which whoever builds this site again has too;
 * else made from the secret that is set, or kept in the data folder. A build for this machine makes that one where it is
 * missing, as its server would; one for the public is then empty.
 * @throws SettingsError when what is committed is no list of keys, or not of the desk that is built
 */
export async function publishedDeskKeys(known: Known): Promise<string> {
  if (existsSync(PUBLISHED_DESK_KEY)) {
    const committed = readFileSync(PUBLISHED_DESK_KEY, 'utf8');
    await requireOwn(committed, known);
    return committed;
  }
  const isSet = known.DESK_KEY !== undefined || known.SERVER_SECRET !== undefined;
  const vkey = vkeyOf(isSet ? known : { ...known, SERVER_SECRET: keptSecret(known) });
  return vkey === null ? '' : `${vkey}\n`;
}

/**
 * Asks for the key of this desk in the first line, as far as it is known. A secret in the data folder is no reason to
 * refuse: it may be that of a desk on this machine, where somebody builds another again. In a build for this machine
 * the file may be that of the real desk.
 */
async function requireOwn(committed: string, known: Known): Promise<void> {
  const keys = readDeskKeys(committed);
  const [current] = keys ?? [];
  if (!keys || !current) {
    throw refusal(
      'is no list of desk keys: the first line is the key that signs, as /desk-key.txt of the site has it; below it come former ones, each with “ until ” and a moment such as 2026-12-01T00:00:00Z behind it.',
    );
  }
  for (const { vkey } of keys) {
    if (!(await hasRightId(vkey)))
      throw refusal(`has a damaged key, ${vkey.name}+${vkey.keyId}+…; copy it again.`);
  }
  const origin = deskOrigin(known.siteUrl);
  if (current.vkey.name !== origin) {
    if (!known.isProduction) return;
    throw refusal(
      `begins with the key ${current.vkey.name}, but by SITE_URL this desk is ${origin}; put the key of this desk first, or correct SITE_URL.`,
    );
  }
  const own = vkeyOf(known);
  if (own === null || own === currentKeyIn(committed)) return;
  throw refusal(
    `begins with another key than the one that follows from ${known.DESK_KEY === undefined ? 'SERVER_SECRET' : 'DESK_KEY'}. Correct that setting; or where the key was replaced, put ${own} first, and behind the line that stood there “ until ${new Date().toISOString()}”.`,
  );
}

const refusal = (text: string) => new SettingsError([`${PUBLISHED_DESK_KEY} ${text}`]);

/** The key that follows from what is set; null where nothing is. */
function vkeyOf({
  DESK_KEY,
  SERVER_SECRET,
  siteUrl,
}: Pick<Known, 'DESK_KEY' | 'SERVER_SECRET' | 'siteUrl'>): string | null {
  if (DESK_KEY === undefined && SERVER_SECRET === undefined) return null;
  return deskKeyOf({ DESK_KEY, SERVER_SECRET: SERVER_SECRET ?? '' }, siteUrl).vkey;
}

/** What the server of this data folder signs by; nothing where there was none yet, and it is not for a build to make one. */
function keptSecret({ DATA_DIR, isProduction, makeSecret }: Known): string | undefined {
  const file = join(DATA_DIR, 'server-secret');
  if (existsSync(file)) return readFileSync(file, 'utf8');
  return isProduction ? undefined : makeSecret?.(DATA_DIR);
}
