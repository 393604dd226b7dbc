import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { DESK_KEY } from '../support/desk-key.ts';
import { cleanEnvironment } from '../support/environment.ts';
import { freePort } from '../support/project.ts';
import type { BuiltSite } from '../support/site.ts';

/** Servers of one built site, all at the same address: to start, kill and start again without waiting. */
export interface Servers {
  site: BuiltSite;
  url: string;
  port: number;
  launch(settings: Record<string, string>, clock?: Clock): Served;
}

/** The clock of a server: so many ms ahead of ours when it starts, and from then on so many times as fast. */
export interface Clock {
  ahead?: number;
  speed?: number;
}

export interface Served {
  child: ChildProcess;
  /** Once it takes requests. @throws Error with all that it printed, when it ends before that */
  ready: Promise<void>;
  /** Everything it printed. */
  output: () => string;
  /** What it uses after it has thrown away what it needs no more. */
  memory(): Promise<NodeJS.MemoryUsage>;
  /** SIGKILL, or another signal, and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

export async function serversOf(site: BuiltSite): Promise<Servers> {
  const port = await freePort();
  const launch: Servers['launch'] = (settings, { ahead = 0, speed = 1 } = {}) => {
    const clock = { CLOCK_AHEAD: String(ahead), CLOCK_SPEED: String(speed) };
    return launchIn(site.folder, { ...settings, ...clock, PORT: String(port) });
  };
  return { site, url: `http://localhost:${port}`, port, launch };
}

function launchIn(folder: string, settings: Record<string, string>): Served {
  const program = fileURLToPath(new URL('../support/built-server.ts', import.meta.url));
  const child = spawn(process.execPath, ['--expose-gc', program], {
    cwd: folder,
    env: cleanEnvironment({ DESK_KEY, ...settings }),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const printed: string[] = [];
  child.stdout?.on('data', (chunk) => printed.push(String(chunk)));
  child.stderr?.on('data', (chunk) => printed.push(String(chunk)));
  const output = () => printed.join('');
  const ended = once(child, 'exit');
  const ready = new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', () => reject(new Error(`the server ended:\n${output()}`)));
  });
  // Whoever kills it at once does not wait for it.
  ready.catch(() => undefined);
  return {
    child,
    ready,
    output,
    async memory() {
      child.send('memory');
      const [usage] = await once(child, 'message');
      return usage;
    },
    async end(signal = 'SIGKILL') {
      child.kill(signal);
      await ended;
    },
  };
}
