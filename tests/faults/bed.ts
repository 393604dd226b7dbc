import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKvStore } from '../../functions/store/kv/store.ts';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { Store } from '../../functions/store/store.ts';
import type { Case } from '../../src/disclosure/case.ts';
import { startDurableRedis } from '../support/durable-redis.ts';
import { startRestBridge } from '../support/rest-bridge.ts';

export type Adapter = 'sqlite' | 'kv';

/** A data folder and an empty store, for servers that come and go. */
export interface Bed {
  dataDir: string;
  /** For the server: where its store is. */
  settings: Record<string, string>;
  /** The same store, opened beside the server. */
  open(): Store;
  /** What the store takes on disk or in memory, in bytes. */
  size(): Promise<number>;
  /** A command to the store's own server, beside everything; sqlite has none. */
  command: ((words: string[]) => Promise<unknown>) | null;
  /** Kills the store's own server and starts it again; sqlite has none. */
  restartStore: (() => Promise<void>) | null;
  stop(): Promise<void>;
}

export async function makeBed(adapter: Adapter): Promise<Bed> {
  const dataDir = mkdtempSync(join(tmpdir(), 'faults-'));
  const bed = adapter === 'sqlite' ? sqliteBed(dataDir) : await kvBed(dataDir);
  return {
    ...bed,
    dataDir,
    async stop() {
      await bed.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** So much may be stored that no budget of bytes ends: those are shares of it, and have a run of their own (`flood-cost.ts`). */
const UNBOUNDED = { STORAGE_QUOTA_MB: '1000000' };

type Opened = Omit<Bed, 'dataDir'>;

function sqliteBed(dataDir: string): Opened {
  const file = join(dataDir, 'meldpunt.sqlite');
  const opened: Store[] = [];
  return {
    settings: { ...UNBOUNDED, DATA_DIR: dataDir },
    open() {
      const store = createSqliteStore(file);
      opened.push(store);
      return store;
    },
    async size() {
      if (!existsSync(dataDir)) return 0;
      const names = readdirSync(dataDir).filter((name) => name.startsWith('meldpunt.sqlite'));
      return names.reduce((sum, name) => sum + statSync(join(dataDir, name)).size, 0);
    },
    command: null,
    restartStore: null,
    async stop() {
      for (const store of opened) await store.close();
    },
  };
}

async function kvBed(dataDir: string): Promise<Opened> {
  const redis = await startDurableRedis();
  const bridge = await startRestBridge(redis.connection);
  // What the bridge has seen is let go of as it comes: the bodies of a flood take gigabytes.
  const sweep = setInterval(() => bridge.seen.splice(0), 500);
  return {
    settings: {
      ...UNBOUNDED,
      DATA_DIR: dataDir,
      KV_REST_API_URL: bridge.url,
      KV_REST_API_TOKEN: bridge.token,
    },
    open: () => createKvStore(bridge),
    async size() {
      const told = String(await redis.connection.sendCommand(['INFO', 'memory']));
      return Number(/used_memory_dataset:(\d+)/.exec(told)?.[1] ?? Number.NaN);
    },
    command: (words) => redis.connection.sendCommand(words),
    restartStore: redis.restart,
    async stop() {
      clearInterval(sweep);
      await bridge.stop();
      await redis.stop();
    },
  };
}

/** Every case in a store. */
export async function allCases(store: Store): Promise<Case[]> {
  const cases: Case[] = [];
  for (let after: string | null = null; ; ) {
    const page = await store.listCases({ status: null, after, limit: 100 });
    cases.push(...page.cases);
    if (page.next === null) return cases;
    after = page.next;
  }
}
