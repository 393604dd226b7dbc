import { type EventEmitter, once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Served } from './servers.ts';

/** How long a server lives once it takes requests, and the store's own server, in ms. */
const LIFE = [80, 400] as const;
const STORE_LIFE = [300, 1200] as const;
/** One in so many does not live to take its first request. */
const STILLBORN = 8;
/** How far into a request it may be when the kill comes, in ms. */
const DEPTH = 15;

export interface Storm {
  /** Starts a server: the first, the second, … */
  launch(life: number): Served;
  restartStore: (() => Promise<void>) | null;
  /** Emits `try` for each request that is sent. */
  sending: EventEmitter;
  isOver(): boolean;
}

/** Kills servers and starts others until it is over; gives how many there were. */
export async function rage(storm: Storm): Promise<{ lives: number; storeLives: number; output: string }> {
  const [{ lives, output }, storeLives] = await Promise.all([killServers(storm), killStores(storm)]);
  return { lives, storeLives, output };
}

async function killServers({ launch, sending, isOver }: Storm): Promise<{ lives: number; output: string }> {
  const outputs: string[] = [];
  let lives = 0;
  for (; !isOver(); lives += 1) {
    const server = launch(lives);
    if (Math.random() * STILLBORN < 1) await wait(Math.random() * 200);
    else {
      await server.ready;
      await wait(between(LIFE));
      // Most kills shall hit something.
      await Promise.race([once(sending, 'try'), wait(300)]);
      await wait(Math.random() * DEPTH);
    }
    await server.end();
    outputs.push(server.output());
  }
  return { lives, output: outputs.join('') };
}

async function killStores({ restartStore, isOver }: Storm): Promise<number> {
  if (!restartStore) return 0;
  let lives = 0;
  for (; !isOver(); lives += 1) {
    await wait(between(STORE_LIFE));
    await restartStore();
  }
  return lives;
}

const between = ([least, most]: readonly [number, number]) => least + Math.random() * (most - least);
