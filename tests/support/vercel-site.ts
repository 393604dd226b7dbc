import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment } from './environment.ts';
import { freePort, until } from './project.ts';
import { succeed } from './run.ts';

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
    settings: { CI: '1', VERCEL_TELEMETRY_DISABLED: '1', NO_UPDATE_NOTIFIER: '1', ...settings },
  });
}

/** Serves what `vercel build` made; `settings` are the environment of the function. */
export async function serveVercelOutput(folder: string, settings: Record<string, string>) {
  const port = await freePort();
  const script = fileURLToPath(new URL('vercel-server.ts', import.meta.url));
  const child = spawn(process.execPath, [script, join(folder, '.vercel/output'), String(port)], {
    // Not the project's folder: what the function needs must be in its bundle.
    cwd: join(folder, '.vercel/output/functions/_render.func'),
    env: cleanEnvironment({ VERCEL: '1', ...settings }),
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
