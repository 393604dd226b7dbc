import { expect, it } from 'vitest';
import { createKvStore } from '../../functions/store/kv/store.ts';
import { StoreError } from '../../functions/store/store.ts';
import { changeInput, newCaseInput } from '../support/cases.ts';
import type { Kv } from '../support/kv.ts';
import { appendInput, newStatement } from '../support/log.ts';
import { NOW } from './stores.ts';

/** What the log asks of kv, and what only kv can suffer with it. */
export function kvLog(parts: () => Kv): void {
  it('the log is read and appended to in one round trip each, well below what a request may hold', async () => {
    const { bridge, redis } = parts();
    await redis.connection.sendCommand(['FLUSHALL']);
    const store = createKvStore(bridge);
    const { newCase, ...rest } = newCaseInput();
    await store.createCase({ newCase, ...rest });
    const statements = Array.from({ length: 2000 }, () => newStatement());
    await store.changeCase(changeInput(newCase, {}, { statements }));
    const { waiting } = await store.readLog({ before: NOW + 1, most: 2000 });
    // What so many entries change at most: eight full tiles of hashes, as many of entries, and some at the edge.
    const tiles = Array.from({ length: 20 }, (_, at) => ({ name: `0/00${at}`, bytes: new Uint8Array(8704) }));
    const calls = [
      () => store.readLog({ before: NOW + 1, most: 2000 }),
      () => store.readTiles(tiles.map(({ name }) => name)),
      () => store.appendToLog(appendInput(0, waiting, { tiles })),
      () => store.readSeenCheckpoint(),
      () => store.keepSeenCheckpoint('seen'),
    ];
    for (const call of calls) {
      const before = bridge.seen.length;
      await call();
      const requests = bridge.seen.slice(before);
      expect(requests.map(({ path }) => path)).toEqual(['/']);
      expect(requests[0]?.body.length).toBeLessThan(512 * 1024);
    }
    expect((await store.readLog({ before: NOW + 1, most: 1 })).size).toBe(2000);
  });

  it('an append whose answer was lost was done once: a second try is refused, and another reads what is there', async () => {
    const { bridge, redis } = parts();
    await redis.connection.sendCommand(['FLUSHALL']);
    const store = createKvStore(bridge);
    const statement = newStatement();
    await store.createCase({ ...newCaseInput(), statement });
    const input = appendInput(0, [String(statement.entry)]);
    loseAnswers(parts());
    await expect(store.appendToLog(input)).rejects.toBeInstanceOf(StoreError);
    bridge.breakWith();
    expect(await store.appendToLog(input)).toBe(false);
    const { checkpoint } = input;
    expect(await store.readLog({ before: NOW + 1, most: 9 })).toEqual({ size: 1, checkpoint, waiting: [] });
  });
}

/** From now on what is asked is done, and the answer is lost. */
export function loseAnswers({ bridge, redis }: Kv): void {
  bridge.breakWith((response) => {
    const [name, ...args] = JSON.parse(bridge.seen.at(-1)?.body ?? '[]').map(String);
    void redis.connection.sendCommand([name, ...args]).then(() => response.socket?.destroy());
  });
}
