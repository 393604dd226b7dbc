import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment } from '../support/environment.ts';
import { type Adapter, type Bed, makeBed } from './bed.ts';
import { type Check, exactly, figure } from './check.ts';
import { checkLog } from './log-check.ts';

const WORKER = fileURLToPath(new URL('append-worker.ts', import.meta.url));
/** How long a server lives once it has accepted a report, and the store's own server, at most in ms. */
const LIFE = 600;
const STORE_LIFE = 2000;
const AT_ONCE = 2;

/** What servers have told of before they were killed. */
interface Told {
  /** Entry by reference. */
  accepted: Map<string, string>;
  erased: Set<string>;
  unexpected: string[];
}

/**
 * Two servers at once store and erase reports and append their entries, and are killed again and again while they do; for
 * kv its redis-server as well. Each accepted report must have an entry then, erased or not, and none has two.
 * @param lives how many servers there are
 */
export async function killAppending(adapter: Adapter, lives: number): Promise<Check[]> {
  const bed = await makeBed(adapter);
  const told: Told = { accepted: new Map(), erased: new Set(), unexpected: [] };
  try {
    let left = lives;
    let isOver = false;
    const live = async () => {
      for (; left > 0 && told.unexpected.length === 0; ) {
        left -= 1;
        await liveAndDie(bed, told);
      }
    };
    const [, storeLives] = await Promise.all([
      Promise.all(Array.from({ length: AT_ONCE }, live)).finally(() => {
        isOver = true;
      }),
      killStores(bed, () => isOver),
    ]);
    const checks = await checkLog(bed.open(), [...told.accepted.values()]);
    return [
      figure('servers killed', lives),
      ...(bed.restartStore ? [figure('redis-server killed, times', storeLives)] : []),
      figure('reports accepted', told.accepted.size),
      figure('of those, erased or about to be', told.erased.size),
      exactly('ends that nobody expected', told.unexpected.length, 0),
      ...checks,
    ];
  } finally {
    await bed.stop();
  }
}

/** One server, from its start to its end by SIGKILL. */
async function liveAndDie({ settings, dataDir }: Bed, told: Told): Promise<void> {
  const place =
    settings['KV_REST_API_URL'] === undefined ? { SQLITE_FILE: join(dataDir, 'meldpunt.sqlite') } : {};
  const child = spawn(process.execPath, [WORKER], {
    env: cleanEnvironment({ ...settings, ...place }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  const output = listen(child, told);
  await Promise.race([output.begun, closed]);
  await wait(Math.random() * LIFE);
  child.kill('SIGKILL');
  const [, signal] = await closed;
  if (signal !== 'SIGKILL') told.unexpected.push(output.errors());
}

/** Takes in, line by line, what a server tells. */
function listen(child: ChildProcess, { accepted, erased }: Told): { begun: Promise<void>; errors(): string } {
  const errors: string[] = [];
  child.stderr?.on('data', (chunk) => errors.push(String(chunk)));
  let rest = '';
  const begun = new Promise<void>((resolve) => {
    child.stdout?.on('data', (chunk) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const [what, reference = '', entry = ''] = line.split(' ');
        if (what === 'accepted') {
          accepted.set(reference, entry);
          resolve();
        }
        if (what === 'erasing') erased.add(reference);
      }
    });
  });
  return { begun, errors: () => errors.join('') };
}

async function killStores({ restartStore }: Bed, isOver: () => boolean): Promise<number> {
  if (!restartStore) return 0;
  let lives = 0;
  for (; !isOver(); lives += 1) {
    await wait(Math.random() * STORE_LIFE);
    await restartStore();
  }
  return lives;
}
