import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment } from './environment.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const sources = [
  'src',
  'functions',
  'public',
  'locales',
  'astro.config.mjs',
  'package.json',
  'tsconfig.json',
  'vercel.json',
];

/** Copies what a build needs of the project into a folder. */
export function copySources(folder: string): void {
  for (const source of sources) {
    // Not the organisation's own keys, should there be any: tests bring theirs.
    cpSync(join(root, source), join(folder, source), {
      recursive: true,
      filter: (path) => !/(?:\.asc|desk-key\.txt)$/.test(path),
    });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
}

/** A copy of the project in an empty folder, to change, build and run without touching the original. */
export function copyProject(files: Record<string, string> = {}): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'meldpunt-'));
  copySources(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

export interface RunningSite {
  url: string;
  /** The address that its pages and mails name. */
  siteUrl: string;
  /** Where it runs: the project, with what is built of it. */
  folder: string;
  dataDir: string;
  /** Everything it printed: what a person sees at the start, then the log. */
  output: () => string;
  child: ChildProcess;
  /** SIGTERM, and waits for the end; gives the exit code. */
  stop(): Promise<number | null>;
}

/**
 * Runs what `npm start` runs, build and all, in a copy of the project, and waits until it answers. For tests of the start
 * itself and of changed copies; what only needs a site takes `startSite` of `site.ts`.
 */
export function npmStart(
  folder: string,
  settings: Record<string, string> = {},
  path?: string,
): Promise<RunningSite> {
  return startServer('functions/node/start.ts', folder, settings, path);
}

/**
 * Runs a server in a folder, and waits until it answers.
 * @param script its file, from that folder, with its arguments where it has any
 * @param path where its answer must be good
 */
export async function startServer(
  script: string | readonly string[],
  folder: string,
  settings: Record<string, string> = {},
  path = '/api/health',
): Promise<RunningSite> {
  const port = settings['PORT'] ?? String(await freePort());
  const dataDir = settings['DATA_DIR'] ?? join(folder, '.data');
  const child = spawn(process.execPath, [script].flat(), {
    cwd: folder,
    // What arrives is looked at mail by mail, unless it is the budget that is tested.
    env: cleanEnvironment({ MAILS_PER_DAY: '2000', ...settings, PORT: port, DATA_DIR: dataDir }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const ended = once(child, 'exit');
  const url = `http://localhost:${port}`;
  for (let tries = 0; ; tries += 1) {
    if (
      await fetch(url + path).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      break;
    if (child.exitCode !== null || tries > 400) throw new Error(`the site did not start:\n${output}`);
    await wait(100);
  }
  return {
    url,
    siteUrl: settings['SITE_URL'] ?? url,
    folder,
    dataDir,
    output: () => output,
    child,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
  };
}

/** Waits until `look` gives something; looks 20 times a second, `most` times. */
export async function until<T>(
  look: () => T | undefined | Promise<T | undefined>,
  what: string,
  most = 200,
): Promise<T> {
  for (let tries = 0; tries < most; tries += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await wait(50);
  }
  throw new Error(`waited in vain for ${what}`);
}
