import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deskKeyOf } from './desk-key.ts';

/** What the build knows of the desk's secrets. */
interface Known {
  DESK_KEY?: string | undefined;
  SERVER_SECRET?: string | undefined;
  DATA_DIR: string;
}

/**
 * The text of `/desk-key.txt`: made from the secret that the build knows, be it the one that is kept in the data folder.
 * Empty where it knows none.
 */
export function publishedDeskKeys({ DESK_KEY, SERVER_SECRET, DATA_DIR }: Known, siteUrl: string): string {
  const secret = SERVER_SECRET ?? keptSecret(DATA_DIR);
  if (DESK_KEY === undefined && secret === null) return '';
  return `${deskKeyOf({ DESK_KEY, SERVER_SECRET: secret ?? '' }, siteUrl).vkey}\n`;
}

/** What the server of this data folder signs by; null where there was none yet. */
function keptSecret(dataDir: string): string | null {
  const file = join(dataDir, 'server-secret');
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}
