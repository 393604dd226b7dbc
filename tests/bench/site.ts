import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Gpg } from '../support/gpg.ts';
import { copyProject, npmStart, type RunningSite } from '../support/project.ts';
import { sqliteFolder } from './stores.ts';

/** Where the additions of a measured site are mounted. */
export const EMPTY_ENDPOINT = '/api/bench';
export const EMPTY_PAGE = '/bench.html';

/** What is sent here in minutes is more than what a team gets in years. */
export const UNBOUNDED = { STORAGE_QUOTA_MB: '1000000' };

/** Text, so that there is something to paint. */
const emptyPage = '<!doctype html><html lang="en"><title>Empty</title><p>Nothing</p></html>\n';

/**
 * Builds and starts a site to measure, as `npm start` does, from a copy of the project with an empty endpoint and an
 * empty page beside the others. Its team are the public keys of `team`.
 * @param settings as `npm start` takes them, and `BENCH_MAIL=off`: nothing is sent, mails wait in the outbox
 * @param isInMemory keeps the data where no disk is measured
 */
export async function startBenchSite(
  team: Gpg,
  settings: Record<string, string> = {},
  isInMemory = false,
): Promise<RunningSite> {
  const project = copyProject();
  const { folder } = project;
  const DATA_DIR = isInMemory ? mkdtempSync(join(sqliteFolder, 'bench-')) : join(folder, '.data');
  const remove = () => {
    project.remove();
    rmSync(DATA_DIR, { recursive: true, force: true });
  };
  try {
    const additions = 'tests/bench/site';
    cpSync(fileURLToPath(new URL('site', import.meta.url)), join(folder, additions), { recursive: true });
    const routes = join(folder, 'functions/routes.ts');
    const before = readFileSync(routes, 'utf8');
    const line = `'/api/reports': './api/reports.ts',`;
    if (!before.includes(line)) throw new Error('functions/routes.ts has another form than expected');
    const lines = [
      `'/api/reports': '../${additions}/reports.ts',`,
      `'${EMPTY_ENDPOINT}': '../${additions}/empty.ts',`,
    ];
    writeFileSync(routes, before.replace(line, lines.join('\n')));
    writeFileSync(join(folder, 'public', EMPTY_PAGE), emptyPage);
    const TEAM_KEY_FILE = team.file('team.asc', team.exportPublic());
    const site = await npmStart(folder, { ...UNBOUNDED, TEAM_KEY_FILE, DATA_DIR, ...settings });
    return {
      ...site,
      async stop() {
        const code = await site.stop();
        remove();
        return code;
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
