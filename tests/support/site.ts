import { cpSync, existsSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { built } from './builds.ts';
import { DESK_KEY } from './desk-key.ts';
import type { Gpg } from './gpg.ts';
import { runFolder } from './once.ts';
import { freePort, type RunningSite, startServer } from './project.ts';
import { teamOfOne } from './teams.ts';

const program = fileURLToPath(new URL('built-server.ts', import.meta.url));

/** What a build without `SITE_URL` and `PORT` is for. */
const DEFAULT_SITE = 'http://localhost:4321';

/**
 * Serves the site with these settings as `npm start` does after building it: from the run's one build of them, with a
 * data folder of its own unless `DATA_DIR` says which. See `built-server.ts` for what else can be set.
 *
 * Its pages and mails name `siteUrl`; a site on this machine answers under the port on which it listens as well. Whoever
 * follows such links adds `ownAddress`.
 * @param path where its answer must be good; its health, unless something is to be wrong
 */
export async function startSite(settings: Record<string, string> = {}, path?: string): Promise<RunningSite> {
  return serveBuild(await built(settings), settings, path);
}

/** Settings of a site whose pages and mails name the address under which it answers; it has a build of its own. */
export async function ownAddress(): Promise<{ PORT: string; SITE_URL: string }> {
  const PORT = String(await freePort());
  return { PORT, SITE_URL: `http://localhost:${PORT}` };
}

/** Serves what is built in a folder. */
export async function serveBuild(
  folder: string,
  settings: Record<string, string> = {},
  path?: string,
): Promise<RunningSite> {
  const { DATA_DIR = mkdtempSync(join(runFolder(), 'data-')), SITE_URL = DEFAULT_SITE } = settings;
  // The pair of a demonstration, which its build made; nothing else is in there.
  const keys = join(folder, '.data');
  if (existsSync(keys)) cpSync(keys, DATA_DIR, { recursive: true, force: false });
  const site = await startServer(program, folder, { DESK_KEY, ...settings, DATA_DIR }, path);
  return { ...site, siteUrl: SITE_URL };
}

/** A built site of a team with one key, for as many servers as a test wants. */
export interface BuiltSite {
  team: Gpg;
  /** The team's public key, armored. */
  publicKey: string;
  /** What is built, in the project's copy. */
  folder: string;
  /** Starts a server on it; `DATA_DIR` is a name, the same for servers on the same data. Further settings: see `built-server.ts`. */
  serve(settings?: Record<string, string>): Promise<RunningSite>;
  /** Ends every server, also those that were killed. */
  remove(): Promise<void>;
}

export async function buildSite(): Promise<BuiltSite> {
  const { gpg: team, publicKey, TEAM_KEY_FILE } = await teamOfOne();
  const folder = await built({ TEAM_KEY_FILE });
  const data = mkdtempSync(join(runFolder(), 'data-'));
  const servers: RunningSite[] = [];
  return {
    team,
    publicKey,
    folder,
    async serve({ DATA_DIR = '.data', ...settings } = {}) {
      const all = { TEAM_KEY_FILE, ...settings, DATA_DIR: join(data, DATA_DIR) };
      // Not its health: a server may be started where something is wrong.
      const server = await serveBuild(folder, all, '/robots.txt');
      servers.push(server);
      return server;
    },
    async remove() {
      for (const { child, stop } of servers) {
        if (child.exitCode === null && child.signalCode === null) await stop();
      }
      team.close();
    },
  };
}
