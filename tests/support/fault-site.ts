import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { built } from './builds.ts';
import type { Gpg } from './gpg.ts';
import { runFolder } from './once.ts';
import type { RunningSite } from './project.ts';
import { serveBuild } from './site.ts';
import { teamOfOne } from './teams.ts';

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

/** Lets no file of a process grow beyond so many bytes (null: no limit): to it, the disk is full. Needs no root. */
export function limitFiles({ child }: RunningSite, bytes: number | null): void {
  const { status } = spawnSync('prlimit', [
    `--pid=${child.pid}`,
    `--fsize=${bytes ?? 'unlimited'}:unlimited`,
  ]);
  if (status !== 0) throw new Error('the limit could not be set');
}
