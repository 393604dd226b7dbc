import { expect, it } from 'vitest';
import { createKvStore } from '../../functions/store/kv.ts';
import { StoreError } from '../../functions/store/store.ts';
import { newCaseInput, randomId } from '../support/cases.ts';
import type { startRedis } from '../support/redis.ts';
import type { startRestBridge } from '../support/rest-bridge.ts';

interface Parts {
  redis: Awaited<ReturnType<typeof startRedis>>;
  bridge: Awaited<ReturnType<typeof startRestBridge>>;
}

/** What only the kv adapter can suffer, and what only it promises. */
export function kvFaults(parts: () => Parts): void {
  it('a case is created in one round trip, as one eval', async () => {
    const { bridge } = parts();
    const before = bridge.seen.length;
    await createKvStore(bridge).createCase(newCaseInput({}, [{ key: 'all', most: 9, windowSeconds: 60 }]));
    const requests = bridge.seen.slice(before);
    expect(requests.map(({ path }) => path)).toEqual(['/']);
    expect(JSON.parse(requests[0]?.body ?? '')[0].toLowerCase()).toBe('eval');
  });

  it('hit counters disappear by themselves', async () => {
    const { bridge, redis } = parts();
    const receivedAt = Date.now();
    await createKvStore(bridge).createCase(
      newCaseInput({ receivedAt }, [{ key: 'gone', most: 9, windowSeconds: 60 }]),
    );
    const [key] = (await redis.connection.sendCommand(['KEYS', '*hits:gone*'])) as unknown as Buffer[];
    const seconds = Number(await redis.connection.sendCommand(['TTL', key ?? '']));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
  });

  it('errors, dropped connections and wrong tokens become StoreErrors that repeat nothing', async () => {
    const { bridge } = parts();
    const store = createKvStore(bridge);
    const input = newCaseInput();
    const failures = [
      () => bridge.breakWith((response) => response.writeHead(500).end('{"error":"ERR broken"}')),
      () => bridge.breakWith((response) => response.socket?.destroy()),
      () => bridge.breakWith((response) => response.writeHead(200).end('{"result":"something else"}')),
    ];
    for (const begin of failures) {
      begin();
      const error = await store.createCase(input).catch((thrown: unknown) => thrown);
      bridge.breakWith();
      expect(error).toBeInstanceOf(StoreError);
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(input.report.sealed);
    }
    const stranger = createKvStore({ url: bridge.url, token: 'wrong' });
    await expect(stranger.findCase('CVD-2026-000000')).rejects.toBeInstanceOf(StoreError);
  });

  it('a submission whose answer was lost is there, and a second try finds it', async () => {
    const { bridge, redis } = parts();
    const store = createKvStore(bridge);
    const input = newCaseInput();
    bridge.breakWith((response) => {
      const [name, ...args] = JSON.parse(bridge.seen.at(-1)?.body ?? '[]').map(String);
      void redis.connection.sendCommand([name, ...args]).then(() => response.socket?.destroy());
    });
    await expect(store.createCase(input)).rejects.toBeInstanceOf(StoreError);
    bridge.breakWith();
    expect(await store.createCase(input)).toEqual({ outcome: 'repeated', existing: input.newCase });
  });

  it('an erased case leaves no key behind', async () => {
    const { bridge, redis } = parts();
    await redis.connection.sendCommand(['FLUSHALL']);
    const store = createKvStore(bridge);
    const input = { ...newCaseInput(), alert: { id: randomId(), address: 'a.b.c', isConfirmed: false } };
    await store.createCase(input);
    const { reference } = input.newCase;
    const chunk = { reference, attachmentId: randomId(), index: 0, bytes: new Uint8Array(5), count: 2 };
    await store.putChunk({ ...chunk, eraseAt: Date.now() + 60_000 });
    await store.eraseCase({ reference, mails: [], now: Date.now() });
    expect(await redis.connection.sendCommand(['KEYS', '*'])).toEqual([]);
  });
}
