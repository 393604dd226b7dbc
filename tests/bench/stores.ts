import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKvStore } from '../../functions/store/kv/store.ts';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { Store } from '../../functions/store/store.ts';
import { startRedis } from '../support/redis.ts';
import { startRestBridge } from '../support/rest-bridge.ts';

/** What went over the bridge: commands as the service would bill them, and requests. */
export interface Traffic {
  commands: number;
  requests: number;
}

/** An empty store to fill and measure, on its own file or server. */
export interface Bed {
  store: Store;
  /** What was asked of the store's server since the last call; null where there is none. */
  traffic(): Traffic | null;
  /** Opens the store anew once it is filled, as a server that starts does. */
  reopen(): Promise<void>;
  stop(): Promise<void>;
}

export const adapters = ['sqlite', 'kv'] as const;
export type Adapter = (typeof adapters)[number];

/** Where the sqlite files go: memory where there is such a place, so that no disk is measured. */
export const sqliteFolder = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export const openBed = (adapter: Adapter): Promise<Bed> => (adapter === 'sqlite' ? sqliteBed() : kvBed());

async function sqliteBed(): Promise<Bed> {
  const folder = mkdtempSync(join(sqliteFolder, 'bench-'));
  const file = join(folder, 'cases.sqlite');
  const bed: Bed = {
    store: createSqliteStore(file),
    traffic: () => null,
    async reopen() {
      await bed.store.close();
      bed.store = createSqliteStore(file);
    },
    async stop() {
      await bed.store.close();
      rmSync(folder, { recursive: true });
    },
  };
  return bed;
}

async function kvBed(): Promise<Bed> {
  const redis = await startRedis();
  const bridge = await startRestBridge(redis.connection);
  // What the bridge has seen is let go of as it comes: the bodies of a filling take gigabytes.
  const sweep = setInterval(() => bridge.seen.splice(0), 500);
  const bed: Bed = {
    store: createKvStore(bridge),
    traffic() {
      clearInterval(sweep);
      return trafficOf(bridge.seen.splice(0));
    },
    async reopen() {
      bed.store = createKvStore(bridge);
    },
    async stop() {
      clearInterval(sweep);
      await bridge.stop();
      await redis.stop();
    },
  };
  return bed;
}

/** What requests to the bridge amount to. */
export function trafficOf(seen: readonly { path: string; body: string }[]): Traffic {
  return { requests: seen.length, commands: seen.reduce((sum, one) => sum + commandsIn(one), 0) };
}

function commandsIn({ path, body }: { path: string; body: string }): number {
  if (path !== '/pipeline' && path !== '/multi-exec') return 1;
  const commands: unknown = JSON.parse(body);
  return Array.isArray(commands) ? commands.length : 1;
}
