import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { built } from './builds.ts';
import { DESK_KEY } from './desk-key.ts';
import { cleanEnvironment } from './environment.ts';
import { freePort, until } from './project.ts';
import { succeed } from './run.ts';
import { productionTeam } from './teams.ts';

const VERCEL = fileURLToPath(new URL('../../node_modules/vercel/dist/vc.js', import.meta.url));

/** What a project on Vercel is built with; ids that nobody has. */
const PROJECT = {
  projectId: 'prj_made_up',
  orgId: 'team_made_up',
  // The packages are there already.
  settings: { framework: 'astro', installCommand: 'true' },
};

/**
 * Runs `vercel build` as Vercel does, without an account: the command of the package `vercel`.
 * @returns all that it printed
 * @throws Error with its last lines when it fails
 */
export function buildOnVercel(folder: string, settings: Record<string, string>): Promise<string> {
  mkdirSync(join(folder, '.vercel'), { recursive: true });
  writeFileSync(join(folder, '.vercel/project.json'), JSON.stringify(PROJECT));
  return succeed(process.execPath, [VERCEL, 'build', '--prod', '--yes'], {
    cwd: folder,
    settings: { DESK_KEY, CI: '1', VERCEL_TELEMETRY_DISABLED: '1', NO_UPDATE_NOTIFIER: '1', ...settings },
  });
}

/** Serves what `vercel build` made; `settings` are the environment of the function. */
export async function serveVercelOutput(folder: string, settings: Record<string, string>) {
  const port = await freePort();
  const script = fileURLToPath(new URL('vercel-server.ts', import.meta.url));
  const child = spawn(process.execPath, [script, join(folder, '.vercel/output'), String(port)], {
    // Not the project's folder: what the function needs must be in its bundle.
    cwd: join(folder, '.vercel/output/functions/_render.func'),
    env: cleanEnvironment({ VERCEL: '1', DESK_KEY, ...settings }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  const ended = once(child, 'exit');
  const url = `http://localhost:${port}`;
  await until(
    () =>
      fetch(`${url}/robots.txt`).then(
        ({ ok }) => ok || undefined,
        () => undefined,
      ),
    `an answer: ${output}`,
  );
  return {
    url,
    output: () => output,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/**
 * The run's one production build for Vercel, served with a store that never answers: its pages and files, and what its
 * function says without a store. `folder` is where it is built.
 */
export async function serveProduction() {
  const { gpg, settings } = await productionTeam();
  gpg.close();
  const folder = await built({ VERCEL: '1', ...settings });
  const secrets = { SERVER_SECRET: Buffer.alloc(32).toString('base64'), CRON_SECRET: 'x'.repeat(16) };
  const store = { KV_REST_API_URL: 'http://127.0.0.1:9', KV_REST_API_TOKEN: 'x' };
  const mail = { RESEND_API_KEY: 'x', MAIL_FROM: 'x <x@example.org>', TEAM_EMAIL: 'x@example.org' };
  const served = await serveVercelOutput(folder, { ...settings, ...secrets, ...store, ...mail });
  return { ...served, folder };
}
