import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

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

/** A copy of the project in an empty folder, to build and run without touching the original. */
export function copyProject(files: Record<string, string> = {}): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'meldpunt-'));
  for (const source of sources) {
    // Not the organisation's own key, should there be one: tests bring theirs.
    cpSync(join(root, source), join(folder, source), {
      recursive: true,
      filter: (path) => !path.endsWith('.asc'),
    });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
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

/** The environment for a process under test: nothing of ours but what it needs to run. */
export function cleanEnvironment(settings: Record<string, string>): NodeJS.ProcessEnv {
  const path = [dirname(process.execPath), process.env['PATH']].join(':');
  return {
    PATH: path,
    HOME: process.env['HOME'],
    LANG: 'nl_NL.UTF-8',
    ASTRO_TELEMETRY_DISABLED: '1',
    ...settings,
  };
}

export interface RunningSite {
  url: string;
  dataDir: string;
  /** Everything it printed: what a person sees at the start, then the log. */
  output: () => string;
  child: ChildProcess;
  /** SIGTERM, and waits for the end; gives the exit code. */
  stop(): Promise<number | null>;
}

/** Runs what `npm start` runs, in a copy of the project, and waits until it answers. */
export function startSite(folder: string, settings: Record<string, string> = {}): Promise<RunningSite> {
  return startServer('functions/node/start.ts', folder, settings);
}

/**
 * Runs a server in a folder, and waits until it answers.
 * @param script its file, from that folder
 * @param path where its answer must be good
 */
export async function startServer(
  script: string,
  folder: string,
  settings: Record<string, string> = {},
  path = '/api/health',
): Promise<RunningSite> {
  const port = settings['PORT'] ?? String(await freePort());
  const dataDir = settings['DATA_DIR'] ?? join(folder, '.data');
  const child = spawn(process.execPath, [script], {
    cwd: folder,
    env: cleanEnvironment({ ...settings, PORT: port, DATA_DIR: dataDir }),
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

/** Runs a command to its end; gives its exit code and all that it printed. */
export async function runToEnd(
  command: string,
  args: string[],
  options: { cwd: string; settings?: Record<string, string> },
): Promise<{ code: number | null; output: string }> {
  const child = spawn(command, args, { cwd: options.cwd, env: cleanEnvironment(options.settings ?? {}) });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, output };
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
