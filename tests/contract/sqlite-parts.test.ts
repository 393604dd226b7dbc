import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { ample, randomId } from '../support/cases.ts';
import { makeCase, NOW } from './stores.ts';

it('a chunk that comes in its smallest parts costs sqlite little more than its bytes twice', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parts-'));
  const file = join(folder, 'store.sqlite');
  const store = createSqliteStore(file);
  const { reference } = await makeCase(store);
  // Who reads keeps the log from being begun anew: all that is written stands in it.
  const reader = new DatabaseSync(file, { readOnly: true });
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM cases').get();
  const before = statSync(`${file}-wal`).size;
  const whole = randomBytes(limits.chunk);
  const name = { reference, attachmentId: randomId(), index: 0 };
  for (let start = 0; start < whole.length; start += limits.part) {
    const put = await store.putChunk({
      ...{ ...name, bytes: whole.subarray(start, start + limits.part), count: 1 },
      ...{ part: { start, length: whole.length }, eraseAt: Date.now() + 60_000 },
      ...{ quota: ample, limits: [], now: NOW },
    });
    expect(put.outcome).toBe('stored');
  }
  expect(statSync(`${file}-wal`).size - before).toBeLessThan(3.5 * limits.chunk);
  expect(await store.readChunk(name)).toEqual(new Uint8Array(whole));
  reader.close();
  await store.close();
  rmSync(folder, { recursive: true });
});
