import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Gpg } from './gpg.ts';
import { copyProject, type RunningSite, startServer } from './project.ts';
import { buildIn } from './run.ts';

/** A site that is built once, for as many servers as a test wants. */
export interface BuiltSite {
  team: Gpg;
  /** The team's public key, armored. */
  publicKey: string;
  folder: string;
  /** Starts a server on it; `DATA_DIR` is a name in its folder. Further settings: see `fault-server.ts`. */
  serve(settings?: Record<string, string>): Promise<RunningSite>;
  /** Ends every server, also those that were killed, and removes everything. */
  remove(): Promise<void>;
}

/** Builds the site in a copy of the project, for a team with one key. */
export async function buildSite(): Promise<BuiltSite> {
  const team = new Gpg();
  const project = copyProject();
  const servers: RunningSite[] = [];
  const publicKey = team.exportPublic(team.makeKey('Team <team@example.com>'));
  const shared = { TEAM_KEY_FILE: team.file('team.asc', publicKey) };
  await buildIn(project.folder, shared);
  const script = fileURLToPath(new URL('fault-server.ts', import.meta.url));
  return {
    team,
    publicKey,
    folder: project.folder,
    async serve({ DATA_DIR = '.data', ...settings } = {}) {
      const dataDir = join(project.folder, DATA_DIR);
      const all = { ...shared, ...settings, DATA_DIR: dataDir };
      // Not its health: a server may be started where something is wrong.
      const server = await startServer(script, project.folder, all, '/robots.txt');
      servers.push(server);
      return server;
    },
    async remove() {
      for (const { child, stop } of servers) {
        if (child.exitCode === null && child.signalCode === null) await stop();
      }
      project.remove();
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
