// Builds the site for `npm start`. A build that fails takes nothing along: what was built last goes on being served.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SiteSettings } from '../../src/settings/settings.ts';

/** How a build went. `builtAt`: when the site was built that is there now, ISO 8601; null where none can be served. */
export type Built = { isNew: true } | { isNew: false; builtAt: string | null; output: Buffer };

/**
 * Runs `astro build` in `root`. While it runs the build before it lies in `dist.last`; a failed one is taken away and that
 * comes back, also where the machine stopped in between. One for other settings never does: it would seal to keys of
 * who left, or name another address.
 */
export async function buildSite(root: URL, site: SiteSettings): Promise<Built> {
  const [dist, last] = ['dist', 'dist.last'].map((name) => fileURLToPath(new URL(name, root))) as [
    string,
    string,
  ];
  const mark = settingsMark(site);
  if (readStamp(dist) === null && existsSync(last)) putBack(last, dist);
  rmSync(last, { recursive: true, force: true });
  const stamp = readStamp(dist);
  if (stamp?.mark === mark) renameSync(dist, last);
  const { code, output } = await astroBuild(root);
  if (code === 0) {
    writeFileSync(stampOf(dist), `${JSON.stringify({ mark, builtAt: site.builtAt })}\n`);
    rmSync(last, { recursive: true, force: true });
    return { isNew: true };
  }
  if (!existsSync(last)) return { isNew: false, builtAt: null, output };
  putBack(last, dist);
  return { isNew: false, builtAt: stamp?.builtAt ?? null, output };
}

/** What tells that a build came to its end, and for which settings it was made. */
interface Stamp {
  mark: string;
  builtAt: string;
}
const stampOf = (dist: string) => `${dist}/built-for.json`;

/** Null where the build did not come to its end, or was made by another command. */
function readStamp(dist: string): Stamp | null {
  try {
    return JSON.parse(readFileSync(stampOf(dist), 'utf8'));
  } catch {
    return null;
  }
}

/** SHA-256 of all that is baked into a build but its time. */
function settingsMark({ builtAt: _, ...settings }: SiteSettings): string {
  return createHash('sha256').update(JSON.stringify(settings)).digest('hex');
}

function putBack(last: string, dist: string): void {
  rmSync(dist, { recursive: true, force: true });
  renameSync(last, dist);
}

async function astroBuild(root: URL): Promise<{ code: number | null; output: Buffer }> {
  const astro = fileURLToPath(new URL('node_modules/astro/bin/astro.mjs', root));
  const child = spawn(process.execPath, [astro, 'build'], {
    cwd: root,
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, output: Buffer.concat(output) };
}
