import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe } from 'vitest';
import { createKvStore } from '../../functions/store/kv/store.ts';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { Store } from '../../functions/store/store.ts';
import { withKv } from '../support/kv.ts';
import { kvFaults } from './kv-faults.ts';
import { kvLog } from './kv-log.ts';
import { kvReindexing } from './kv-reindex.ts';
import { storeContract } from './store-contract.ts';

describe('sqlite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  const opened: Store[] = [];
  let count = 0;
  let file = '';
  afterAll(async () => {
    for (const store of opened) await store.close();
    rmSync(folder, { recursive: true });
  });
  const open = async () => {
    count += 1;
    file = join(folder, `${count}.sqlite`);
    // Two stores on one file: two servers on one database.
    const stores = [createSqliteStore(file), createSqliteStore(file)] as const;
    opened.push(...stores);
    return stores;
  };
  storeContract(
    open,
    async () =>
      [file, `${file}-wal`].map((name) => (existsSync(name) ? readFileSync(name, 'latin1') : '')).join('\n'),
    async (reference, record) => {
      const database = new DatabaseSync(file);
      database.prepare('UPDATE cases SET record = ? WHERE reference = ?').run(record, reference);
      database.close();
    },
  );
});

describe('kv', () => {
  const kv = withKv();
  const open = async () => {
    const { redis, bridge } = kv();
    await redis.connection.sendCommand(['FLUSHALL']);
    return [createKvStore(bridge), createKvStore(bridge)] as const;
  };
  storeContract(
    open,
    () => kv().redis.dump(),
    async (reference, record) => {
      await kv().redis.connection.sendCommand(['HSET', `meldpunt:case:${reference}`, 'record', record]);
    },
  );
  kvFaults(kv);
  kvLog(kv);
  kvReindexing(kv);
});
