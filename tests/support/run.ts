import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cleanEnvironment } from './environment.ts';

export interface RunOptions {
  cwd: string;
  /** Variables on top of `cleanEnvironment`. */
  settings?: Record<string, string>;
}

/** How much of what a command printed is told when it fails, in lines. */
const LAST_LINES = 40;

const ASTRO_BUILD = ['node_modules/astro/bin/astro.mjs', 'build'];

/**
 * Runs a command to its end; gives its exit code and all that it printed. For what may fail, or must: whoever calls it
 * looks at the code. @throws Error when it can't be started at all, or was ended by a signal
 */
export async function runToEnd(
  command: string,
  args: readonly string[],
  { cwd, settings = {} }: RunOptions,
): Promise<{ code: number; output: string }> {
  const child = spawn(command, args, {
    cwd,
    env: cleanEnvironment(settings),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  const [code, signal] = await once(child, 'close');
  if (typeof code !== 'number') throw new Error(failureOf(command, args, `was ended by ${signal}`, output));
  return { code, output };
}

/** Runs a command that must succeed; gives all that it printed. @throws Error with its last lines when it fails */
export async function succeed(
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<string> {
  const { code, output } = await runToEnd(command, args, options);
  if (code !== 0) throw new Error(failureOf(command, args, `failed with exit code ${code}`, output));
  return output;
}

/** Builds the site in a folder; gives what that printed. @throws Error with the build's last lines when it fails */
export function buildIn(folder: string, settings: Record<string, string> = {}): Promise<string> {
  return succeed(process.execPath, ASTRO_BUILD, { cwd: folder, settings });
}

/** A build that must stop; gives what it printed. @throws Error when it succeeds */
export async function failToBuildIn(folder: string, settings: Record<string, string> = {}): Promise<string> {
  const { code, output } = await runToEnd(process.execPath, ASTRO_BUILD, { cwd: folder, settings });
  if (code === 0) throw new Error(failureOf(process.execPath, ASTRO_BUILD, 'should have stopped', output));
  return output;
}

function failureOf(command: string, args: readonly string[], what: string, output: string): string {
  const lines = output.trimEnd().split('\n').slice(-LAST_LINES);
  return `${[command, ...args].join(' ')} ${what}:\n${lines.join('\n')}`;
}
