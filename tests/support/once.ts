import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './project.ts';

/** Names the folder of the run to every process that belongs to it. */
const VARIABLE = 'MELDPUNT_TEST_RUN';
/** How long one waits for what another makes, in looks of 50 ms: a build takes some seconds, on a busy machine a minute. */
const PATIENCE = 2400;

/**
 * The folder of this run of the tests, with what is made once for all files: builds, teams' keys, data folders. Whoever
 * asks first makes it (for `npm test` that is `global-setup.ts`, else the program itself) and removes it at its end.
 */
export function runFolder(): string {
  const known = process.env[VARIABLE];
  if (known !== undefined) return known;
  const folder = mkdtempSync(join(tmpdir(), 'meldpunt-'));
  process.env[VARIABLE] = folder;
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Makes something once in a run, in a folder of its own: the first who asks makes it, in whichever process; the others
 * wait. Nobody changes it afterwards.
 * @param name of the folder; the same name is the same thing
 * @throws Error where making it failed, to everybody who asks
 */
export async function onceInARun(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(runFolder(), name);
  const [made, failed] = [`${folder}.made`, `${folder}.failed`];
  if (isFirst(folder)) {
    try {
      await make(folder);
      writeFileSync(made, '');
    } catch (error) {
      writeFileSync(failed, error instanceof Error ? error.message : String(error));
    }
  }
  await until(() => existsSync(made) || existsSync(failed) || undefined, name, PATIENCE);
  if (existsSync(failed)) throw new Error(readFileSync(failed, 'utf8'));
  return folder;
}

/** Makes the folder, which of several at once only one can. */
function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
